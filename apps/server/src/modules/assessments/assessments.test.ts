// Assessments on real PostgreSQL: worked out here, sealed, stated as facts, due again.
import { abilityItems, selfCareIndicators } from '@shouwang/domain/assessments';
import type { AbilitySheet } from '@shouwang/contract/assessments';
import type { FactValues } from '@shouwang/domain/ledger';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testServices } from '../../../../../tools/testing/services.ts';
import { newId } from '../../platform/clock.ts';
import { sql, systemActor, type Actor, type Db, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { readRange } from '../divisions/public.ts';
import { stateFacts } from '../ledger/fixture.ts';
import { ledgerSeal } from '../ledger/public.ts';
import { setCountyPack } from '../policy/public.ts';
import { listThoseDue, openAbilityReport, openAssessments } from './open.ts';
import { recordAbilityAssessment, recordNeedsAssessment, recordSelfCareAssessment, voidAssessmentOf } from './record.ts';

const county = '610926';
const village = '610926107001';
const actor = systemActor(county);
let db: Db;
let services: Services;

beforeAll(async () => {
  services = await testServices();
  db = services.db;
});
afterAll(() => db.close());
beforeEach(() =>
  db.tx(actor, async (tx) => {
    await tx.query(sql`delete from elder`);
    await setCountyPack(tx, 'pingli-2023');
  }),
);
const inTx = <T>(work: (tx: Tx) => Promise<T>, as: Actor = actor): Promise<T> => db.tx(as, work);

const enter = async (
  facts: Partial<FactValues> = {},
  source: 'ledger' | 'assessmentRegister' = 'ledger',
  sourceDate = '2026-01-10',
  elderId: string | null = null,
): Promise<string> => {
  const told: Partial<FactValues> = elderId === null ? { name: '王秀英', sex: 'female', birthDate: '1941-05-06', division: village, livesWith: ['alone'], ...facts } : facts;
  return inTx((tx) => stateFacts(services, tx, told, { elderId, source, sourceDate, sourceRef: `${source} 1` }));
};
const occasion = { assessedOn: '2026-11-20', reason: 'first', assessors: ['张一', '李二'] as [string, string], informant: { kind: 'self', name: '' }, note: '' };
/** A sheet of best answers, some of them otherwise. */
const sheet = (answers: Record<string, string> = {}, more: Partial<AbilitySheet> = {}): AbilitySheet => ({
  ...occasion,
  height: 158,
  weight: 49,
  payers: ['residentInsurance'],
  riskEvents: {},
  diagnoses: [],
  otherDiagnosis: '',
  medications: [],
  healthIssues: [],
  answers: { ...Object.fromEntries(abilityItems.map((item) => [item.key, item.options[0]?.code ?? ''])), ...answers },
  ...more,
});
const assess = (elderId: string, filled: AbilitySheet, id = newId()) => inTx((tx) => recordAbilityAssessment(services, tx, elderId, id, filled));
const effectiveOf = (elderId: string) =>
  inTx(async (tx) => {
    const [row] = await tx.query<{ effective_sealed: Buffer }>(sql`select effective_sealed from elder where id = ${elderId}`);
    return ledgerSeal(services.crypto, county).openEffective(row?.effective_sealed ?? Buffer.alloc(0));
  });
const opened = async (elderId: string) => {
  const result = await inTx((tx) => openAssessments(services, tx, elderId));
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
};
const dependent = { bathing: '1', walking: '0', bedChair: '1', stairs: '0', toilet: '1', lowerDressing: '1', dailyAffairs: '0', transport: '0' };

describe('an assessment of ability', () => {
  it('is worked out here, becomes facts of the file, and is due again after the months of the pack', async () => {
    const elderId = await enter();
    const recorded = await assess(elderId, sheet(dependent, { diagnoses: ['dementia', 'I10'], medications: [{ name: '硝苯地平', dose: '10mg', frequency: '' }] }));
    expect(recorded).toMatchObject({ ok: true, value: { total: 64, firstLevel: 2, level: 3, changes: [{ rule: 'diagnosis', by: 1 }] } });
    expect(await effectiveOf(elderId)).toMatchObject({ abilityLevel: 3, dementia: true, medications: [{ name: '硝苯地平', dose: '10mg' }] });
    const file = await opened(elderId);
    expect(file.abilityDueOn).toBe('2027-11-20');
    expect(file.assessments).toMatchObject([
      { kind: 'ability', dueOn: '2027-11-20', packId: 'pingli-2023', provisional: false, sheet: { assessors: ['张一', '李二'] }, result: { level: 3 } },
    ]);
  });

  it('is sealed: nothing that was ticked stands in clear', async () => {
    const elderId = await enter();
    await assess(elderId, sheet({}, { otherDiagnosis: '风湿', diagnoses: ['other'] }));
    const [row] = await inTx((tx) => tx.query<{ text: string }>(sql`select to_jsonb(a)::text || encode(a.details_sealed, 'escape') as text from assessment a`));
    expect(row?.text).not.toMatch(/风湿|张一|bathing/);
    const events = await inTx((tx) => tx.query<{ details: unknown }>(sql`select details from audit_event where action like 'assessment.%'`));
    expect(JSON.stringify(events)).not.toMatch(/风湿|level/);
  });

  it('is refused while an item is open, for a day to come, for a closed file and for somebody out of sight', async () => {
    const elderId = await enter();
    const { eating: _eating, ...rest } = sheet().answers as Record<string, string>;
    expect(await assess(elderId, { ...sheet(), answers: rest })).toMatchObject({ refusal: { code: 'assessment.incomplete', details: { items: ['eating'] } } });
    expect(await assess(elderId, sheet({}, { assessedOn: '2026-11-23' }))).toMatchObject({ refusal: { code: 'assessment.inFuture' } });
    const elsewhere: Actor = { ...actor, role: 'village', scope: '610926107002' };
    expect(await inTx((tx) => recordAbilityAssessment(services, tx, elderId, newId(), sheet()), elsewhere)).toMatchObject({ refusal: { code: 'elder.notVisible' } });
    expect(await inTx((tx) => openAssessments(services, tx, elderId), elsewhere)).toMatchObject({ refusal: { code: 'elder.notVisible' } });
    await inTx((tx) => tx.query(sql`update elder set closed_on = '2026-11-21' where id = ${elderId}`));
    expect(await assess(elderId, sheet())).toMatchObject({ refusal: { code: 'elder.closed' } });
    expect(await inTx((tx) => tx.query(sql`select 1 from assessment`))).toEqual([]);
  });

  it('sent twice is one, and answers the same', async () => {
    const elderId = await enter();
    const id = newId();
    const first = await assess(elderId, sheet(dependent), id);
    expect(await assess(elderId, sheet(), id)).toEqual(first);
    expect((await opened(elderId)).assessments).toHaveLength(1);
  });

  it('stays history where a later one is on file already', async () => {
    const elderId = await enter();
    await assess(elderId, sheet(dependent));
    await assess(elderId, sheet({}, { assessedOn: '2026-03-01' }));
    expect((await effectiveOf(elderId)).abilityLevel).toBe(2);
    expect((await opened(elderId)).assessments.map((one) => one.assessedOn)).toEqual(['2026-11-20', '2026-03-01']);
  });

  it('and the register’s go by date, both before the clerk; the clerk’s word stays beside', async () => {
    const elderId = await enter({ abilityLevel: 0 });
    await enter({ abilityLevel: 4 }, 'assessmentRegister', '2026-06-01', elderId);
    expect((await effectiveOf(elderId)).abilityLevel).toBe(4);
    await assess(elderId, sheet(dependent));
    expect((await effectiveOf(elderId)).abilityLevel).toBe(2);
    await enter({ abilityLevel: 1 }, 'assessmentRegister', '2026-11-21', elderId);
    expect((await effectiveOf(elderId)).abilityLevel).toBe(1);
  });

  it('takes a diagnosis back that an earlier one had, and denies none that it did not ask', async () => {
    const elderId = await enter({ dementia: true });
    await assess(elderId, sheet({}, { assessedOn: '2026-05-01' }));
    expect((await effectiveOf(elderId)).dementia).toBe(true);
    await assess(elderId, sheet({}, { assessedOn: '2026-06-01', diagnoses: ['dementia'] }));
    await assess(elderId, sheet({}, { assessedOn: '2026-07-01' }));
    expect((await effectiveOf(elderId)).dementia).toBe(false);
  });

  it('can be printed from one report', async () => {
    const elderId = await enter({ education: 'primary' });
    const id = newId();
    await assess(elderId, sheet(dependent), id);
    expect(await inTx((tx) => openAbilityReport(services, tx, id))).toMatchObject({
      ok: true,
      value: {
        elder: { name: '王秀英', birthDate: '1941-05-06', facts: { education: 'primary' } },
        result: { total: 64, scores: { mobility: 5 } },
        sheet: { height: 158 },
        dueOn: '2027-11-20',
      },
    });
    expect(await inTx((tx) => openAbilityReport(services, tx, newId()))).toMatchObject({ refusal: { code: 'notFound' } });
  });
});

describe('the other scales', () => {
  it('six indicators become selfCare and leave the ability level alone', async () => {
    const elderId = await enter({ abilityLevel: 1 });
    const answers = Object.fromEntries(selfCareIndicators.map(({ key }, index) => [key, index > 3]));
    expect(await inTx((tx) => recordSelfCareAssessment(services, tx, elderId, newId(), { ...occasion, answers }))).toMatchObject({ ok: true, value: { level: 'none' } });
    expect(await effectiveOf(elderId)).toMatchObject({ selfCare: 'none', abilityLevel: 1 });
  });

  it('needs are asked by the form of the county’s pack, proposed from the file, kept with the form', async () => {
    await inTx((tx) => setCountyPack(tx, 'bazhou-2023'));
    const elderId = await enter({ abilityLevel: 3, minimumLiving: true });
    const before = await opened(elderId);
    expect(before.needsForm.id).toBe('bazhou-needs');
    expect(before.needsSuggested).toEqual({ selfCare: 'unable', means: 'much' });
    const filled = { ...occasion, formId: 'bazhou-needs', formVersion: 1, answers: { ...before.needsSuggested, health: 'good', position: 'remote' } };
    expect(await inTx((tx) => recordNeedsAssessment(services, tx, elderId, newId(), { ...filled, formVersion: 0 }))).toMatchObject({ refusal: { code: 'assessment.formChanged' } });
    const recorded = await inTx((tx) => recordNeedsAssessment(services, tx, elderId, newId(), filled));
    expect(recorded).toMatchObject({ ok: true, value: { points: 8, urgency: 'high' } });
    expect(recorded.ok && recorded.value.services.map((service) => service.service)).toEqual(['urgentHelp', 'rounds', 'cleaning', 'comfort', 'errands']);
    expect((await opened(elderId)).assessments[0]).toMatchObject({ kind: 'needs', provisional: true, form: { id: 'bazhou-needs' } });
  });
});

describe('those due', () => {
  const due = (state: 'overdue' | 'soon' | 'all', as: Actor = actor, division?: string) =>
    inTx((tx) => listThoseDue(services, tx, readRange(as.scope, division), { kind: 'ability', state, limit: 50, offset: 0 }), as);
  it('are told from assessments here and the register, the later of both, by region', async () => {
    const late = await enter({ name: '逾期' });
    await assess(late, sheet({}, { assessedOn: '2025-10-01' }));
    const soon = await enter({ name: '将到' });
    await enter({ abilityLevel: 2 }, 'assessmentRegister', '2025-12-20', soon);
    const fresh = await enter({ name: '新近' });
    await enter({ abilityLevel: 2 }, 'assessmentRegister', '2025-01-01', fresh);
    await assess(fresh, sheet());
    await enter({ name: '从未' });
    const list = await due('soon');
    expect(list).toMatchObject({ count: 2, overdue: 1, soon: 2, months: 12, provisional: true });
    expect(list.rows.map((row) => [row.elderName, row.from, row.dueOn, row.overdueDays])).toEqual([
      ['逾期', 'here', '2026-10-01', 52],
      ['将到', 'register', '2026-12-20', -28],
    ]);
    expect((await due('overdue')).rows.map((row) => row.elderName)).toEqual(['逾期']);
    expect((await due('all')).rows.map((row) => row.elderName)).toEqual(['逾期', '将到', '新近']);
    expect((await due('all', { ...actor, role: 'village', scope: '610926107002' })).rows).toEqual([]);
  });
});

describe('an assessment typed in wrongly', () => {
  const voided = (id: string, as: Actor = actor) => inTx((tx) => voidAssessmentOf(services, tx, id, '录错了人'), as);

  it('is voided with a reason: the one before counts again, and it stays in the history', async () => {
    const elderId = await enter();
    await assess(elderId, sheet(dependent, { assessedOn: '2025-10-01' }));
    const wrong = newId();
    await assess(elderId, sheet({}, { assessedOn: '2026-11-20', medications: [{ name: '某药' }] }), wrong);
    expect(await effectiveOf(elderId)).toMatchObject({ abilityLevel: 0, medications: [{ name: '某药' }] });
    expect(await voided(wrong)).toEqual({ ok: true, value: { id: wrong } });
    const effective = await effectiveOf(elderId);
    expect(effective.abilityLevel).toBe(2);
    expect(effective.medications).toBeUndefined();
    const file = await opened(elderId);
    expect(file.assessments.map((one) => one.voided?.reason ?? null)).toEqual(['录错了人', null]);
    expect(file.abilityDueOn).toBe('2026-10-01');
    expect(await inTx((tx) => openAbilityReport(services, tx, wrong))).toMatchObject({ ok: false });
    const due = await inTx((tx) => listThoseDue(services, tx, readRange(county, undefined), { kind: 'ability', state: 'overdue', limit: 10, offset: 0 }));
    expect(due.rows).toMatchObject([{ elderId, lastOn: '2025-10-01' }]);
    const kept = await inTx((tx) =>
      tx.query<{ text: string }>(sql`select (select string_agg(to_jsonb(a)::text, '') from assessment a) || (select string_agg(details::text, '') from audit_event) as text`),
    );
    expect(JSON.stringify(kept)).not.toContain('录错了人');
  });

  it('makes an older one count that was entered after it, and takes back what was denied only because of it', async () => {
    const elderId = await enter();
    const wrong = newId();
    await assess(elderId, sheet({}, { assessedOn: '2026-11-01', diagnoses: ['dementia'] }), wrong);
    await assess(elderId, sheet(dependent, { assessedOn: '2026-03-01' }));
    await assess(elderId, sheet({}, { assessedOn: '2026-11-20' }));
    expect(await effectiveOf(elderId)).toMatchObject({ abilityLevel: 0, dementia: false });
    await voided(wrong);
    expect((await effectiveOf(elderId)).dementia).toBeUndefined();
    const [last] = (await opened(elderId)).assessments;
    await voided(last?.id ?? '');
    expect((await effectiveOf(elderId)).abilityLevel).toBe(2);
  });

  it('is voided once, and leaves nothing where it was the only one', async () => {
    const elderId = await enter();
    const wrong = newId();
    await inTx((tx) => recordSelfCareAssessment(services, tx, elderId, wrong, { ...occasion, answers: Object.fromEntries(selfCareIndicators.map(({ key }) => [key, false])) }));
    expect((await effectiveOf(elderId)).selfCare).toBe('none');
    await voided(wrong);
    expect((await effectiveOf(elderId)).selfCare).toBeUndefined();
    expect(await voided(wrong)).toMatchObject({ ok: false, refusal: { code: 'conflict.alreadyDone' } });
    expect(await voided(newId())).toMatchObject({ ok: false, refusal: { code: 'notFound' } });
    expect(await voided(wrong, { ...actor, role: 'town', scope: '610926999' })).toMatchObject({ ok: false, refusal: { code: 'notFound' } });
  });
});
