// No number leaves a file uncovered, and what comes back covered is what it was.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attachmentType, factsOfForm, enrolmentForm, hasNumbers, informationForm, maskFact, maskText, missingFacts, uncoverFact, withFollowing, type FactKey } from './index.ts';

const phone = fc.integer({ min: 0, max: 99_999_999 }).map((n) => `190${String(n).padStart(8, '0')}`);
const idNo = fc.integer({ min: 0, max: 9_999_999 }).map((n) => `6109991944${String(n).padStart(8, '0')}`);
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const child = fc
  .record({
    name: fc.constantFrom('王大', '王二', '王三'),
    phone: optional(phone),
    spousePhone: optional(phone),
    idNo: optional(idNo),
    place: fc.constantFrom('sameVillage', 'outsideCounty'),
  })
  .map((one) => Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)));
const valueOf: fc.Arbitrary<[FactKey, unknown]> = fc.oneof(
  fc.tuple(fc.constant('children' as FactKey), fc.uniqueArray(child, { selector: (one) => one['name'], maxLength: 3 })),
  fc.tuple(fc.constantFrom('phone' as FactKey), phone),
  fc.tuple(fc.constantFrom('idNo' as FactKey), idNo),
  fc.tuple(fc.constant('otherPhones' as FactKey), fc.uniqueArray(phone, { maxLength: 4 })),
  fc.tuple(fc.constant('spouse' as FactKey), fc.record({ phone, idNo })),
  fc.tuple(fc.constant('familyDoctor' as FactKey), fc.record({ name: fc.constant('张医生'), phone })),
  fc.tuple(fc.constant('disability' as FactKey), fc.record({ grade: fc.constant(2), valid: fc.constant(true), certNo: idNo.map((n) => `${n}42`) })),
  fc.tuple(
    fc.constantFrom('address' as FactKey, 'remark' as FactKey, 'needNote' as FactKey),
    fc.tuple(phone, idNo).map(([p, n]) => `东坡2组 电话${p}身份证${n}。`),
  ),
  fc.tuple(
    fc.constant('otherAddresses' as FactKey),
    phone.map((p) => [{ address: `县城${p}`, season: '冬' }]),
  ),
  fc.tuple(
    fc.constant('helpReceived' as FactKey),
    idNo.map((n) => ({ units: [], measures: `${n}已帮` })),
  ),
);

describe('numbers inside facts', () => {
  it('are covered whatever they stand in, and uncovered to what they were', () => {
    fc.assert(
      fc.property(valueOf, ([key, value]) => {
        const shown = maskFact(key, value);
        const numbers = JSON.stringify(value).match(/190\d{8}|6109991944\d{8}/g) ?? [];
        for (const number of numbers) expect(JSON.stringify(shown)).not.toContain(number);
        expect(hasNumbers(key, value)).toBe(numbers.length > 0);
        expect(uncoverFact(key, shown, [value])).toEqual(value);
      }),
    );
  });

  it('go with the person when a list is put in another order, and stay covered where nothing is known', () => {
    const known = [
      { name: '王大', phone: '19000001111' },
      { name: '王二', phone: '19009991111' },
    ];
    const [first, second] = maskFact('children', known) as typeof known;
    expect(uncoverFact('children', [second, first], [known])).toEqual([known[1], known[0]]);
    expect(uncoverFact('children', [{ name: '王三', phone: '190****2222' }], [known])).toEqual([{ name: '王三', phone: '190****2222' }]);
  });
});

describe('numbers in free text', () => {
  it('are covered however they are written, and nothing else is', () => {
    expect(maskText('电话19000009999身份证610999194005060023')).toBe('电话190****9999身份证610999********0023');
    expect(maskText('19000009999 610999194005060023')).toBe('190****9999 610999********0023');
    expect(maskText('610999 19400506 002x，８６１９０００００９９９９，+86 190-0000-9999，019000009999')).toBe(
      '610999********002x，８６１９０****９９９９，+86 190****9999，0190****9999',
    );
    expect(maskText('老号610999400506002，卡19000009999610999194005060023')).toBe('老号610999*****6002，卡190000*******************0023');
    for (const plain of ['2组15号，2026-11-22，区划610999101001', '09150000001', '0915-8123456', '一年 12000 元', '']) expect(maskText(plain)).toBe(plain);
  });

  it('come back by themselves where the words around them were changed, and stay covered where nothing is known', () => {
    const known = '电话19000009999，儿子19000000001，邻居19000110001';
    expect(uncoverFact('remark', `${String(maskFact('remark', known))}；新电话19000002222`, [known])).toBe(`${known}；新电话19000002222`);
    expect(uncoverFact('remark', '打190****9999', ['又19000009999', known])).toBe('打19000009999');
    expect(uncoverFact('remark', '打190****8888', [known])).toBe('打190****8888');
    expect(hasNumbers('remark', '身体好')).toBe(false);
  });
});

describe('completeness', () => {
  const required = [{ facts: ['name'] }, { facts: ['phone', 'contacts'] }, { facts: ['children'] }] as const;
  it('is met by any of the facts of a requirement, and by knowing that there are none', () => {
    expect(missingFacts({ name: '王' }, required)).toEqual(['phone', 'children']);
    expect(missingFacts({ name: '王', contacts: [], children: [] }, required)).toEqual([]);
  });
  it('lets the last declared wish decide', () => {
    expect(withFollowing({ visitWish: { answer: 'refused', on: '2026-11-01' } }).wantsVisits).toBe(false);
    expect(withFollowing({ visitWish: { answer: 'agreed', on: '2026-11-02' }, wantsVisits: false }).wantsVisits).toBe(true);
    expect(withFollowing({ name: '王' })).toEqual({ name: '王' });
  });
});

it('knows pictures and PDF by their first bytes', () => {
  expect(attachmentType(new Uint8Array([0xff, 0xd8, 0xff, 0xe0]))).toBe('image/jpeg');
  expect(attachmentType(new TextEncoder().encode('%PDF-1.4'))).toBe('application/pdf');
  expect(attachmentType(new TextEncoder().encode('RIFF    WEBPVP8 '))).toBe('image/webp');
  expect(attachmentType(new TextEncoder().encode('<svg onload="">'))).toBeNull();
  expect(attachmentType(new Uint8Array())).toBeNull();
});

it('asks for every field of the two forms', () => {
  expect(factsOfForm(enrolmentForm)).toEqual(['name', 'phone', 'idNo', 'sex', 'hukouAddress', 'needs']);
  expect(factsOfForm(informationForm)).toEqual(
    expect.arrayContaining(['householdMembers', 'waterSafe', 'electricitySafe', 'housingSafe', 'householdIncome', 'pension', 'subsidies', 'helpReceived']),
  );
});
