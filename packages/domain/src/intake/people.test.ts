import { describe, expect, it } from 'vitest';
import type { Division } from '../divisions/index.ts';
import { readChildren, readRemark } from './children.ts';
import { matchListRow, matchPerson, type KnownPerson, type PersonIndex } from './matching.ts';
import { indexPlaces, resolvePlace } from './places.ts';

describe('children in one cell', () => {
  it('come apart into name, relation, place, time and phone', () => {
    expect(readChildren('胡群会（女儿，外出务工，2024年04月起，19000004473）')).toEqual({
      value: [{ name: '胡群会', relation: '女儿', place: 'outsideCounty', awaySince: '2024-04', phone: '19000004473' }],
    });
    const two = [
      { name: '龚海富', relation: '女儿', place: 'sameHousehold' },
      { name: '徐群群', relation: '儿子', place: 'sameCounty' },
    ];
    for (const text of [
      '龚海富(女儿,同住)；徐群群(儿子,县内其他镇)',
      '龚海富（女儿、同住）、徐群群（儿子、县内）',
      '龚海富（女儿 同住）\n徐群群（儿子 本县）',
      '龚海富，女儿，同住；徐群群，儿子，县城',
    ])
      expect(readChildren(text).value).toEqual(two);
  });
  it('are placed by whatever words the clerk has for near and far', () => {
    const place = (word: string) => readChildren(`胡群会（儿子，${word}）`).value?.[0]?.place;
    expect(['同住', '本村', '本镇', '县内其他镇', '本县外镇', '外出务工', '在广东', '省外', '县内务工'].map(place)).toEqual([
      'sameHousehold',
      'sameVillage',
      'sameTown',
      'sameCounty',
      'sameCounty',
      'outsideCounty',
      'outsideCounty',
      'outsideCounty',
      'sameCounty',
    ]);
    expect(readChildren('胡群会（儿子，月亮湾）')).toEqual({ value: [{ name: '胡群会', relation: '儿子' }], code: 'child.unreadable' });
  });
  it('may be none, unknown, or only a number', () => {
    expect(readChildren('无')).toEqual({ value: [] });
    expect(readChildren('')).toEqual({});
    expect(readChildren(2)).toEqual({ code: 'child.unreadable' });
  });
  it('go on in the remark, beside illnesses', () => {
    expect(readRemark('其余子女：毛先桂（女儿，外出务工，2024年09月起）；陈华碧（女儿，本镇）。患尿毒症')).toMatchObject({
      illnesses: ['尿毒症'],
      text: '患尿毒症',
      children: [
        { name: '毛先桂', place: 'outsideCounty' },
        { name: '陈华碧', place: 'sameTown' },
      ],
    });
    expect(readRemark('未患重病').illnesses).toEqual([]);
    expect(readRemark('患有高血压、糖尿病').illnesses).toEqual(['高血压', '糖尿病']);
  });
});

const d = (code: string, name: string, level: Division['level']): Division => ({ code: code.padEnd(12, '0'), name, level, parent: null, lng: null, lat: null });
const places = indexPlaces(
  [
    d('610999', '山河县', 'county'),
    d('610999101', '青溪镇', 'town'),
    d('610999102', '白石镇', 'town'),
    d('610999101001', '青溪社区居委会', 'village'),
    d('610999101200', '狮坪村委会', 'village'),
    d('610999102200', '高峰村委会', 'village'),
    d('610999101201', '高峰村委会', 'village'),
    d('610999102201', '青溪村委会', 'village'),
  ],
  '610999',
);

describe('places', () => {
  it('are found by any of their names', () => {
    for (const [town, village] of [
      ['青溪镇', '狮坪村委会'],
      ['青溪', '狮坪村'],
      ['', '狮坪'],
      ['', '青溪镇狮坪村三组'],
      ['山河县青溪镇狮坪村', ''],
      ['', '610999101200'],
      ['', '狮坪村村民委员会'],
    ] as const)
      expect(resolvePlace(town, village, places)).toEqual({ status: 'found', code: '610999101200' });
    expect(resolvePlace('青溪镇', '青溪社区', places)).toEqual({ status: 'found', code: '610999101001' });
    expect(resolvePlace('', '青溪村', places)).toEqual({ status: 'found', code: '610999102201' });
  });
  it('that fit twice are ambiguous until the town is told', () => {
    expect(resolvePlace('', '高峰村', places)).toEqual({ status: 'ambiguous', town: null });
    expect(resolvePlace('白石', '高峰', places)).toEqual({ status: 'found', code: '610999102200' });
    expect(resolvePlace('白石镇', '没有这个村', places)).toEqual({ status: 'unknown', town: '610999102000' });
  });
});

const known = (over: Partial<KnownPerson>): KnownPerson => ({
  elderId: 'a',
  name: '侯香',
  idKey: null,
  idValid: false,
  birthDate: '1963-06-08',
  sex: 'female',
  division: '610999101200',
  ...over,
});
const index = (...people: KnownPerson[]): PersonIndex => ({ byIdKey: (key) => people.filter((p) => p.idKey === key), byName: (name) => people.filter((p) => p.name === name) });

describe('one person', () => {
  it('is who has the same valid number', () => {
    expect(matchPerson(known({ idKey: 'N', idValid: true, name: '侯湘' }), index(known({ idKey: 'N', idValid: true })))).toMatchObject({ elderId: 'a', by: 'idNo' });
    expect(matchPerson(known({ idKey: 'N', idValid: false, birthDate: '1950-01-01' }), index(known({ idKey: 'N', idValid: false })))).toEqual({ status: 'none' });
  });
  it('is who has the same name, birth, sex and village and no conflicting number', () => {
    expect(matchPerson(known({ idKey: 'bad' }), index(known({ idKey: 'N', idValid: true })))).toMatchObject({ elderId: 'a', by: 'person' });
    expect(matchPerson(known({ birthDate: '1963-06' }), index(known({})))).toMatchObject({ elderId: 'a' });
    expect(matchPerson(known({ idKey: 'M', idValid: true }), index(known({ idKey: 'N', idValid: true })))).toEqual({ status: 'none' });
    expect(matchPerson(known({ division: '610999102200' }), index(known({})))).toEqual({ status: 'none' });
    expect(matchPerson(known({}), index(known({}), known({ elderId: 'b' })))).toEqual({ status: 'ambiguous' });
  });
  it('is told by a number that a spreadsheet cut off, although it passes the check', () => {
    const [cut, whole] = ['610999195211112000', '610999195211112609'];
    const ours = known({ name: '魏英', birthDate: '1952-11-11', idKey: cut, idValid: true });
    expect(matchListRow({ ...ours, idKey: whole }, index(ours))).toMatchObject({ elderId: 'a', by: 'person' });
    expect(matchListRow({ ...ours, idKey: '610999195211112625' }, index({ ...ours, idKey: whole }))).toEqual({ status: 'none' });
  });
  it('is for a person to decide where the birth is not known', () => {
    expect(matchPerson(known({ birthDate: null }), index(known({})))).toEqual({ status: 'ambiguous' });
  });
  it('is for a person to decide where one of the two was not placed in a village yet', () => {
    for (const division of ['610999101000', '610999000000']) expect(matchPerson(known({}), index(known({ division })))).toEqual({ status: 'ambiguous' });
    expect(matchPerson(known({}), index(known({ division: '610999102000' })))).toEqual({ status: 'none' });
    expect(matchPerson(known({}), index(known({ division: '610999000000', birthDate: '1950-01-01' })))).toEqual({ status: 'none' });
  });
  it('of another list is found by number, else by name with birth or village', () => {
    const row = { name: '侯香', idKey: null, idValid: false, birthDate: null, sex: null, division: null };
    expect(matchListRow(row, index(known({})))).toEqual({ status: 'none' });
    expect(matchListRow({ ...row, birthDate: '1963-06-08' }, index(known({})))).toMatchObject({ elderId: 'a' });
    expect(matchListRow({ ...row, division: '610999101200' }, index(known({ birthDate: null })))).toMatchObject({ elderId: 'a' });
    expect(matchListRow({ ...row, birthDate: '1963-06-08', division: '610999101000' }, index(known({})))).toMatchObject({ elderId: 'a' });
    expect(matchListRow({ ...row, birthDate: '1963-06-08', division: '610999102000' }, index(known({})))).toEqual({ status: 'none' });
    expect(matchListRow({ ...row, idKey: 'M', idValid: true, birthDate: '1963-06-08' }, index(known({ idKey: 'N', idValid: true })))).toEqual({ status: 'none' });
    expect(matchListRow({ ...row, birthDate: '1963-06-08' }, index(known({}), known({ elderId: 'b' })))).toEqual({ status: 'ambiguous' });
  });
});
