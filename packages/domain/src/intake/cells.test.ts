import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageOn, dayNumber, fromDayNumber } from '../shared/index.ts';
import { idNoCheck } from '../ledger/index.ts';
import * as cells from './cells.ts';
import { birthMonthOfAge, birthsAgree, readAge, readDate } from './dates.ts';

const birthDay = fc.integer({ min: dayNumber('1920-01-01'), max: dayNumber('1999-12-31') }).map(fromDayNumber);
const wide = (text: string): string => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));

describe('dates', () => {
  const styles: readonly ((y: string, m: number, d: number) => string)[] = [
    (y, m, d) => `${y}年${m}月${d}日`,
    (y, m, d) => `${y}/${m}/${d}`,
    (y, m, d) => `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`,
    (y, m, d) => `${y}.${m}.${d}`,
    (y, m, d) => `${y}${String(m).padStart(2, '0')}${String(d).padStart(2, '0')}`,
    (y, m, d) => ` ${y} 年 ${m} 月 ${d} 日生`,
    (y, m, d) => `${y}-${m}-${d} 00:00:00`,
  ];
  it('of every style read back as the day they were written for, in either width', () => {
    fc.assert(
      fc.property(birthDay, fc.constantFrom(...styles), fc.boolean(), (date, style, isWide) => {
        const text = style(date.slice(0, 4), Number(date.slice(5, 7)), Number(date.slice(8, 10)));
        expect(readDate(isWide ? wide(text) : text, 'birth')).toBe(date);
      }),
    );
  });
  it('that are Excel serial numbers or eight-digit numbers are read', () => {
    expect(readDate('9178', 'birth')).toBe('1925-02-15');
    expect(readDate('1948', 'birth')).toBeNull();
    fc.assert(
      fc.property(birthDay, (date) => {
        expect(readDate(dayNumber(date) - dayNumber('1899-12-30'), 'birth')).toBe(date);
        expect(readDate(Number(date.replaceAll('-', '')), 'birth')).toBe(date);
      }),
    );
  });
  it('keep a month a month', () => {
    for (const text of ['1958.01', '1958年1月', '1958年01月', '1958-01', '1958/1', '195801', 195_801]) expect(readDate(text, 'birth')).toBe('1958-01');
    expect(readDate('2024年04月起', 'event')).toBe('2024-04');
    expect(readDate('一九五八年十二月三日', 'birth')).toBe('1958-12-03');
  });
  it('take the century from what the date is about', () => {
    expect(readDate('63.6.8', 'birth')).toBe('1963-06-08');
    expect(readDate('24年4月', 'event')).toBe('2024-04');
  });
  it('that are not certain are not read', () => {
    for (const cell of ['1963年2月30日', '农历1963年6月8日', 1963.1, '3/4/1963', '不详', '1963', 72, '', null]) expect(readDate(cell, 'birth')).toBeNull();
    expect(readDate('13/4/1963', 'birth')).toBe('1963-04-13');
  });
  it('estimated from an age give that age', () => {
    fc.assert(
      fc.property(fc.integer({ min: 50, max: 110 }), birthDay, (age, day) => {
        const asOf = `2026${day.slice(4)}`.replace('02-29', '02-28');
        expect(ageOn(birthMonthOfAge(age, asOf), asOf)).toBe(age);
      }),
    );
    expect(readAge('72岁')).toBe(72);
    expect(readAge('1950')).toBeNull();
    expect(['一百岁', '一百零一岁', '一百一十二', '百岁'].map((text) => readAge(text))).toEqual([100, 101, 112, 100]);
    expect(readAge('一百岁以')).toBeNull();
    expect(birthsAgree('1958-01', '1958-01-31')).toBe(true);
    expect(birthsAgree('1958-01-30', '1958-01-31')).toBe(false);
  });
});

const idNumber = fc.tuple(birthDay, fc.integer({ min: 0, max: 999 })).map(([date, n]) => {
  const body = `610999${date.replaceAll('-', '')}${String(n).padStart(3, '0')}`;
  return body + idNoCheck(body);
});

describe('identity numbers', () => {
  it('are the same however they are typed, and reading them again changes nothing', () => {
    const typed = fc.constantFrom<(id: string) => string>(
      (id) => wide(id),
      (id) => `${id.slice(0, 6)} ${id.slice(6, 14)} ${id.slice(14)}`,
      (id) => id.toLowerCase(),
      (id) => `'${id}`,
      (id) => `  ${id}\t`,
    );
    fc.assert(
      fc.property(idNumber, typed, (id, type) => {
        expect(cells.readIdNo(type(id))).toEqual({ value: id });
        expect(cells.normaliseIdNo(cells.normaliseIdNo(type(id)))).toBe(cells.normaliseIdNo(type(id)));
      }),
    );
  });
  it('that a spreadsheet made a number of have lost their end', () => {
    for (const cell of [610_999_196_003_142_000, '6.10999196003142E+17', '610999196003142000'])
      expect(cells.readIdNo(cell)).toEqual({ code: 'idNo.mangledNumber', birthDate: '1960-03-14' });
  });
  it('that are wrong are marked and kept', () => {
    expect(cells.readIdNo('610999196003142001')).toMatchObject({ code: 'idNo.checkDigit', value: '610999196003142001' });
    expect(cells.readIdNo('610999196013142001').code).toBe('idNo.birthDate');
    expect(cells.readIdNo('61099919600314')).toMatchObject({ code: 'idNo.length' });
    expect(cells.readIdNo('无')).toEqual({ code: 'idNo.missing' });
    expect(cells.readIdNo(null)).toEqual({ code: 'idNo.missing' });
  });
});

describe('cells', () => {
  it('phones', () => {
    for (const cell of [19_000_004_219, '190-0000-4219', '190 0000 4219', '+86 19000004219', '１９０００００４２１９', '19000004219.0'])
      expect(cells.readPhones(cell)).toEqual({ value: ['19000004219'] });
    expect(cells.readPhones('0915-8412345/19000004219')).toEqual({ value: ['19000004219', '09158412345'] });
    expect(cells.readPhones('19000004219、19000004220').value).toEqual(['19000004219', '19000004220']);
    expect(cells.readPhones('无')).toEqual({});
    expect(cells.readPhones('1234').code).toBe('phone.unreadable');
  });
  it('groups', () => {
    for (const cell of [4, '4', '4组', '四组', '第四组', '第4村民小组', '４组']) expect(cells.readGroup(cell)).toEqual({ value: '4' });
    expect(cells.readGroup('十二组')).toEqual({ value: '12' });
    expect(cells.readGroup('老屋组')).toEqual({ value: '老屋组' });
  });
  it('categories with any separator or none', () => {
    for (const text of ['独居、空巢，失能', '独居 空巢 失能', '独居/空巢/失能', '独居空巢失能', '1.独居 2.空巢 3.失能'])
      expect(cells.readCategories(text).value?.categories).toEqual(['livingAlone', 'emptyNest', 'careDependent']);
    expect(cells.readCategories('失独；重残二级').value).toMatchObject({ categories: ['familyPlanningSpecial', 'severeDisability'], childDied: true, grade: 2 });
    expect(cells.readCategories('独居、贤达')).toMatchObject({ code: 'value.unknown', value: { categories: ['livingAlone'] } });
  });
  it('who lives there', () => {
    for (const text of ['独自', '独居', '一个人', '一人居住']) expect(cells.readLivesWith(text)).toEqual({ value: ['alone'] });
    expect(cells.readLivesWith('与老伴和孙子同住')).toEqual({ value: ['spouse', 'grandchild'] });
    expect(cells.readLivesWith('养老院')).toEqual({ value: ['institution'] });
    expect(cells.readLivesWith('不与子女同住')).toEqual({ code: 'value.unknown', found: '不与子女同住' });
  });
  it('ability and disability', () => {
    expect(['完好', '能力轻度受损（轻度失能）', '中度', '重度失能', '完全丧失', '能力完全丧失（完全失能）', 3].map((c) => cells.readAbilityLevel(c).value)).toEqual([
      0, 1, 2, 3, 4, 4, 3,
    ]);
    expect(cells.readAbilityLevel('半自理')).toEqual({ code: 'value.unknown', found: '半自理' });
    expect(cells.readDisability('听力四级')).toEqual({ value: { type: 'hearing', grade: 4, valid: true } });
    expect(cells.readDisability('肢体二级残疾')).toEqual({ value: { type: 'physical', grade: 2, valid: true } });
    expect(cells.readDisability('3级')).toEqual({ value: { grade: 3, valid: true } });
    expect(cells.readDisability('无')).toEqual({ value: null });
    expect(cells.readDisability('有').code).toBe('value.unknown');
    expect(cells.readCertificate('61099919500429434X13').value).toEqual({ certNo: '61099919500429434X13', idNo: '61099919500429434X', type: 'visual', grade: 3 });
  });
  it('aid, family planning, willingness, sex', () => {
    expect(cells.readAid('特困人员（分散供养）').value).toEqual({ destitute: 'atHome' });
    expect(cells.readAid('特困（集中供养）').value).toEqual({ destitute: 'institution' });
    expect(cells.readAid('农村低保').value).toEqual({ minimumLiving: true });
    expect(cells.readFamilyPlanning('独生子女伤残').value).toBe('childDisabled');
    expect(cells.readFamilyPlanning('计划生育特殊家庭')).toEqual({ value: 'unspecified' });
    expect(['愿意', '是', '否', '拒绝', ''].map((c) => cells.readTruth(c).value)).toEqual([true, true, false, false, undefined]);
    expect(cells.readSex('女').value).toBe('female');
  });
});
