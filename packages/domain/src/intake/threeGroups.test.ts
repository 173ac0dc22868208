// What the ledger knows several ways becomes the record's single choices, and what has none is counted.
import { describe, expect, it } from 'vitest';
import type { EffectiveFacts } from '../ledger/index.ts';
import type { Category } from '../facts/index.ts';
import { groupCell, groupFields, nationalLayout, type GroupField } from './threeGroups.ts';

const order = ['alone', 'kin', 'emptyNest', 'spouse'];
const read = (field: GroupField, facts: EffectiveFacts, categories: readonly Category[] = [], revealed = false) =>
  groupCell(field, { facts, categories, age: 80, county: '山河县', town: '青溪镇', village: '狮坪村', responsible: '' }, { companionOrder: order, revealed });

describe('the three-group record', () => {
  it('has one companion, by the order of the pack', () => {
    expect(read('companion', { livesWith: ['alone'] }, ['livingAlone', 'emptyNest'])).toEqual({ text: '独居' });
    expect(read('companion', { livesWith: ['spouse'] }, ['emptyNest'])).toEqual({ text: '空巢' });
    expect(read('companion', { livesWith: ['spouse'] })).toEqual({ text: '配偶' });
    expect(read('companion', { livesWith: ['spouse', 'grandchild'] }, ['emptyNest'])).toEqual({ text: '近亲属' });
    expect(read('companion', { livesWith: ['institution'] })).toEqual({ text: '', lost: '住养老机构' });
    expect(read('companion', {})).toEqual({ text: '' });
  });
  it('has no word for the divorced and says so', () => {
    expect(read('marriage', { maritalStatus: 'widowed' })).toEqual({ text: '已婚且一方健在' });
    expect(read('marriage', { maritalStatus: 'divorced' })).toEqual({ text: '', lost: '离异' });
  });
  it('takes several labels where it may, and self-care only as far as it is known', () => {
    expect(read('kinds', { minimumLiving: true, selfCare: 'partial', disability: { grade: 2, type: 'mental', valid: true } }, ['leftBehind', 'emptyNest']).text).toBe(
      '农村留守、空巢、低保、半自理、残疾、精神病',
    );
    expect(read('kinds', { abilityLevel: 1 }, ['careDependent']).text).toBe('失能');
    expect(read('kinds', {}).text).toBe('');
  });
  it('masks numbers unless they may be seen', () => {
    const facts: EffectiveFacts = { idNo: '610999196306082080', phone: '19000000001', children: [{ name: '甲', phone: '19000000002' }, { name: '乙' }] };
    for (const field of groupFields) expect(String(read(field, facts).text)).not.toMatch(/610999196306082080|1900000000[12]/);
    const written: EffectiveFacts = { address: '东坡2组 电话19000009999', remark: '身份证610999194005060023' };
    expect([read('address', written).text, read('remark', written).text]).toEqual(['东坡2组 电话190****9999', '身份证610999********0023']);
    expect(read('remark', written, [], true).text).toBe('身份证610999194005060023');
    expect(read('idNo', facts, [], true).text).toBe('610999196306082080');
    expect(read('childPhones', facts, [], true).text).toBe('19000000002；');
  });
  it('has every item in the national layout once, with a heading', () => {
    expect(nationalLayout.columns.map(({ field }) => field)).toEqual([...groupFields]);
    expect(new Set(nationalLayout.columns.map(({ heading }) => heading)).size).toBe(groupFields.length);
  });
});
