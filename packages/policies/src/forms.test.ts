// Visit forms of all packs: composed of modules, limits read from values, and none changed silently. A
// phone may hold a draft on any version for weeks, so that a form that was in force stays as it was.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { formItems, type VisitAnswers, findingsOf, fitsForm, isAsked } from '@shouwang/domain/visits';
import { describe, expect, it } from 'vitest';
import { checkPackFiles } from './check.ts';
import { loadPacks } from './load.ts';
import { parsePack } from './parse.ts';
import { resolveChain } from './resolve.ts';

const folder = join(import.meta.dirname, '..', 'packs');
const { packs: files } = await loadPacks(folder);
const pack = (id: string, among = files) => {
  const resolved = resolveChain(among, id);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  return resolved.pack;
};
const formOf = (id: string) => pack(id).visitForm;
const item = (id: string, key: string) => {
  const found = formItems(formOf(id)).find((one) => one.key === key);
  if (found === undefined) throw new Error(key);
  return found;
};

describe('visit forms of the packs', () => {
  it('of 0.1.0 are kept to the letter beside the versions that replaced them', () => {
    const digest = (form: unknown): string => createHash('sha256').update(JSON.stringify(form)).digest('hex').slice(0, 12);
    const kept = Object.fromEntries(
      ['national-2022', 'pingli-2023', 'bazhou-2023'].flatMap((id) =>
        [pack(id).visitForm, ...pack(id).formerForms].map((form) => [`${id} ${form.id}@${form.version}`, digest(form)]),
      ),
    );
    // A form that differs from what stands here needs a new version; the old one goes to formerForms.
    expect(kept).toMatchInlineSnapshot(`
      {
        "bazhou-2023 bazhou-four-checks@1": "d5824cf0ce64",
        "bazhou-2023 bazhou-four-checks@2": "80090a02362e",
        "bazhou-2023 national-visit@1": "da3cb71fa89e",
        "bazhou-2023 national-visit@2": "51b249ae2807",
        "national-2022 national-visit@1": "da3cb71fa89e",
        "national-2022 national-visit@2": "51b249ae2807",
        "pingli-2023 national-visit@1": "da3cb71fa89e",
        "pingli-2023 national-visit@2": "51b249ae2807",
        "pingli-2023 pingli-annex4@1": "da602f6c7281",
        "pingli-2023 pingli-annex4@2": "437f009dbb4e",
      }
    `);
  });
  it('of 平利 asks all of 附件4, the sixteen services and the health values', () => {
    const keys = formItems(formOf('pingli-2023')).map((one) => one.key);
    expect(keys).toEqual(
      expect.arrayContaining([
        'householdSize',
        'speech',
        'mobility',
        'illness',
        'mood',
        'gas',
        'water',
        'electricity',
        'fire',
        'personalHygiene',
        'homeHygiene',
        'indoors',
        'satisfaction',
        'needs',
        'advice',
        'visitorKind',
        'visitorSignature',
        'elderSignature',
      ]),
    );
    expect(item('pingli-2023', 'services').options).toHaveLength(16);
    expect(keys).toEqual(expect.arrayContaining(['systolic', 'diastolic', 'sugar', 'heartRate', 'pulse']));
    expect(formOf('demo-2026')).toEqual(formOf('pingli-2023'));
  });
  it('of 重庆 asks whether supporters keep their duties, those of 巴州 the four checks with a remark', () => {
    expect(formItems(formOf('chongqing-2018')).map((one) => one.key)).toEqual(expect.arrayContaining(['supportMeans', 'supportCare', 'supportComfort', 'house']));
    const remark = item('bazhou-2023', 'checksRemark');
    expect([isAsked(remark, { food: 'fine' }), isAsked(remark, { food: 'fine', medical: 'help' })]).toEqual([false, true]);
  });
  it('ask by how many only where the household changed, which illness only where it is serious', () => {
    const asked = (answers: VisitAnswers) =>
      formItems(formOf('pingli-2023'))
        .filter((one) => one.when !== undefined && isAsked(one, answers))
        .map((one) => one.key);
    expect(asked({})).toEqual([]);
    expect(asked({ householdSize: 'same', illness: 'better', gas: 'safe' })).toEqual([]);
    expect(asked({ householdSize: 'fewer', illness: 'severe', gas: 'fairlySafe' })).toEqual(['householdChange', 'householdWho', 'illnessName', 'hazard']);
  });
  it('make a finding of a measure at or beyond the limit that the pack gives', () => {
    const found = (answers: VisitAnswers) => findingsOf(formOf('pingli-2023'), answers);
    expect(found({ systolic: 179, diastolic: 109, sugar: 16.6, heartRate: 100, pulse: 50 })).toEqual([]);
    expect(found({ systolic: 180, diastolic: 60, sugar: 3.9, heartRate: 101 })).toEqual(['systolic:high', 'diastolic:low', 'sugar:low', 'heartRate:high']);
    expect(fitsForm(formOf('pingli-2023'), { systolic: 180, services: ['checks', 'fraud'], gas: 'safe' })).toBe(true);
    for (const wrong of [{ systolic: '180' }, { services: 'checks' }, { gas: ['safe'] }, { services: ['unknown'] }, { nobody: 'x' }])
      expect(fitsForm(formOf('pingli-2023'), wrong)).toBe(false);
  });
});

describe('a county’s own form', () => {
  const yaml = (form: string): string => `id: own-2026
version: '1'
title: { zh: 自定, en: Own }
division: '610998'
extends: national-2022
effectiveFrom: '2026-01-01'
values:
  vitals.systolicHigh: { value: 160, status: given, label: { zh: 高压, en: Upper }, source: { document: mca73, clause: 一 } }
visitForm: { id: own, version: 1, title: { zh: 表, en: Form }, source: { document: mca73, clause: 一 }, sections: ${form} }
`;
  const own = (form: string) => {
    const parsed = parsePack(yaml(form), 'own-2026.yaml');
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    return [...files, parsed.pack];
  };
  it('is put together from modules: fifteen items in three grades, health values with its own limits', () => {
    const among = own(
      '[{ module: fifteenHealth }, { module: fifteenMind }, { module: fifteenSafety }, { module: fifteenHygiene }, { module: fifteenSurroundings }, { module: vitals }]',
    );
    expect(checkPackFiles(among).filter((problem) => problem.file === 'own-2026.yaml')).toEqual([]);
    const form = pack('own-2026', among).visitForm;
    const graded = formItems(form).filter((one) => one.options?.map((option) => option.code).join() === 'good,fair,poor');
    expect(graded).toHaveLength(15);
    expect(findingsOf(form, { systolic: 160, thinking3: 'poor' })).toEqual(['thinking3:poor', 'systolic:high']);
  });
  it('is told of modules that do not exist, conditions that cannot hold and limits without a value', () => {
    const problems = checkPackFiles(
      own(`[{ module: nowhere }, { key: a, label: { zh: 甲, en: A }, items: [
        { key: x, label: { zh: 子, en: X }, kind: text, when: [{ item: y, options: [yes] }] },
        { key: y, label: { zh: 丑, en: Y }, kind: choice, options: [{ code: yes, label: { zh: 是, en: Yes } }, { code: no, label: { zh: 否, en: No } }] },
        { key: z, label: { zh: 寅, en: Z }, kind: measure, high: vitals.none }] }]`),
    ).filter((problem) => problem.file === 'own-2026.yaml');
    expect(problems.map((problem) => problem.message.en)).toEqual([
      'there is no form module "nowhere"',
      'there is no number "vitals.none" under values',
      'the condition of "X" names no earlier item or option',
    ]);
  });
});
