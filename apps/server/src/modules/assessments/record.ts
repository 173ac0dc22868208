// Recording an assessment: the result is worked out here from what was ticked, kept sealed, and stated
// as a fact of the source `assessment` where it is the latest of its kind; an older one entered
// afterwards stays history, and so does one that was voided.
import type { AbilitySheet, NeedsSheet, SelfCareSheet } from '@shouwang/contract/assessments';
import { decideAbility, decideNeeds, decideSelfCare, type AbilityResult, type AbilityRules, type NeedsResult, type SelfCareResult } from '@shouwang/domain/assessments';
import type { FactValues } from '@shouwang/domain/ledger';
import { getNumber, type PolicyPack } from '@shouwang/domain/policy';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { readRange } from '../divisions/public.ts';
import { leadingFile, recordStatements, withdrawStatements } from '../ledger/public.ts';
import { getPackInForce } from '../policy/public.ts';
import { openDetails, sealDetails, sealVoid, type KeptDetails } from './kept.ts';
import { findAssessment, findElder, insertAssessment, listAssessments, lockElder, updateVoided, type AssessmentRow } from './queries.ts';

const isOpen = (pack: PolicyPack, key: string): boolean => pack.values[key]?.status === 'provisional';

export const abilityRulesOf = (pack: PolicyPack): AbilityRules => ({
  riskEventsFrom: getNumber(pack, 'abilityAssessment.riskEventsFrom'),
  changesAddUp: pack.values['abilityAssessment.changesAddUp']?.value === true,
});

interface NewAssessment<Details extends KeptDetails> {
  readonly id: string;
  readonly elderId: string;
  readonly assessedOn: string;
  readonly reason: string;
  readonly details: Details;
  readonly pack: PolicyPack;
}

/** Facts that a result states, given what was assessed before; none for a needs assessment. */
function factsOf(details: KeptDetails, earlier: readonly KeptDetails[]): Partial<FactValues> {
  switch (details.kind) {
    case 'ability': {
      const { sheet, result } = details;
      const isDemented = hasDementia(details);
      return {
        abilityLevel: result.level,
        // What is not ticked is not denied, unless an earlier assessment had ticked it.
        ...(isDemented || earlier.some(hasDementia) ? { dementia: isDemented } : {}),
        ...(sheet.medications.length > 0 ? { medications: sheet.medications.map(withoutBlanks) } : {}),
      };
    }
    case 'selfCare':
      return { selfCare: details.result.level };
    case 'needs':
      return {};
  }
}
const hasDementia = (details: KeptDetails): boolean => details.kind === 'ability' && details.sheet.diagnoses.includes('dementia');
const withoutBlanks = (medication: AbilitySheet['medications'][number]): FactValues['medications'][number] => ({
  name: medication.name,
  ...(medication.dose === undefined || medication.dose === '' ? {} : { dose: medication.dose }),
  ...(medication.frequency === undefined || medication.frequency === '' ? {} : { frequency: medication.frequency }),
});

const refOf = (assessmentId: string): string => `assessment:${assessmentId}`;

async function state(services: Services, tx: Tx, of: Pick<AssessmentRow, 'id' | 'elder_id' | 'assessed_on'>, facts: Partial<FactValues>): Promise<void> {
  if (Object.keys(facts).length === 0) return;
  await recordStatements(services, tx, [
    { elderId: of.elder_id, facts, source: 'assessment', sourceDate: of.assessed_on, sourceRef: refOf(of.id), recordedBy: tx.actor.accountId },
  ]);
}

async function record<Details extends KeptDetails>(services: Services, tx: Tx, item: NewAssessment<Details>): Promise<Result<Details>> {
  const county = tx.actor.countyCode;
  if (item.assessedOn > services.clock.today()) return refuse('assessment.inFuture');
  const elder = await findElder(tx, readRange(tx.actor.scope, undefined), item.elderId);
  if (elder === null || elder.county_code !== county) return refuse('elder.notVisible');
  if (elder.closed_on !== null) return refuse('elder.closed');
  const { kind } = item.details;
  const earlier = (await listAssessments(tx, county, item.elderId)).filter((row) => row.kind === kind && row.voided_at === null);
  const isNew = await insertAssessment(tx, county, {
    id: item.id,
    elder_id: item.elderId,
    kind,
    assessed_on: item.assessedOn,
    details_sealed: sealDetails(services.crypto, county, item.details),
    pack_id: item.pack.id,
    pack_version: item.pack.version,
    recordedBy: tx.actor.accountId,
  });
  if (!isNew) {
    const known = await findAssessment(tx, county, item.id);
    if (known === null || known.elder_id !== item.elderId || known.kind !== kind) return refuse('notFound');
    return ok(openDetails(services.crypto, county, known.details_sealed) as Details);
  }
  const isLatest = earlier.every((row) => row.assessed_on <= item.assessedOn);
  if (isLatest)
    await state(
      services,
      tx,
      { id: item.id, elder_id: item.elderId, assessed_on: item.assessedOn },
      factsOf(
        item.details,
        earlier.map((row) => openDetails(services.crypto, county, row.details_sealed)),
      ),
    );
  await audit(tx, {
    action: 'assessment.record',
    entity: 'assessment',
    entityId: item.id,
    division: elder.division_code,
    details: { kind, reason: item.reason, elderId: item.elderId },
  });
  return ok(item.details);
}

/** GB/T 42195; the level becomes the fact abilityLevel, a diagnosed dementia the fact dementia. */
export async function recordAbilityAssessment(services: Services, tx: Tx, elderId: string, id: string, sheet: AbilitySheet): Promise<Result<AbilityResult>> {
  const { pack } = await getPackInForce(tx);
  const rules = abilityRulesOf(pack);
  const decided = decideAbility(sheet.answers as Record<string, string>, { ...sheet, riskEvents: sheet.riskEvents as Record<string, number> }, rules);
  if (!decided.ok) return decided;
  const result = decided.value;
  // Whether both changes add up matters only where both hold and there is room for the second.
  const provisional = result.changes.length > 1 && result.firstLevel < 3 && isOpen(pack, 'abilityAssessment.changesAddUp');
  const recorded = await record(services, tx, {
    id,
    elderId,
    assessedOn: sheet.assessedOn,
    reason: sheet.reason,
    pack,
    details: { kind: 'ability', provisional, sheet, rules, result },
  });
  return recorded.ok ? ok(recorded.value.result) : recorded;
}

/** 特困自理能力: the fact selfCare; the ability level is left alone. */
export async function recordSelfCareAssessment(services: Services, tx: Tx, elderId: string, id: string, sheet: SelfCareSheet): Promise<Result<SelfCareResult>> {
  const { pack } = await getPackInForce(tx);
  const decided = decideSelfCare(sheet.answers as Record<string, boolean>);
  if (!decided.ok) return decided;
  const recorded = await record(services, tx, {
    id,
    elderId,
    assessedOn: sheet.assessedOn,
    reason: sheet.reason,
    pack,
    details: { kind: 'selfCare', provisional: false, sheet, result: decided.value },
  });
  return recorded.ok ? ok(recorded.value.result) : recorded;
}

/** The needs form of the pack (000 三); kept with the form that was filled. */
export async function recordNeedsAssessment(services: Services, tx: Tx, elderId: string, id: string, sheet: NeedsSheet): Promise<Result<NeedsResult>> {
  const { pack } = await getPackInForce(tx);
  const { needsForm: form } = pack;
  if (sheet.formId !== form.id || sheet.formVersion !== form.version) return refuse('assessment.formChanged');
  const decided = decideNeeds(form, sheet.answers);
  if (!decided.ok) return decided;
  const recorded = await record(services, tx, {
    id,
    elderId,
    assessedOn: sheet.assessedOn,
    reason: sheet.reason,
    pack,
    details: { kind: 'needs', provisional: isOpen(pack, 'needsAssessment.form'), sheet, form, result: decided.value },
  });
  return recorded.ok ? ok(recorded.value.result) : recorded;
}

/**
 * Voids one that was typed in wrongly: it stays in the history with who said so and why, what it stated is
 * withdrawn, and the last one that stands states what follows from it without the voided. Refuses
 * `notFound`, `elder.notVisible`, `conflict.alreadyDone`.
 */
export async function voidAssessmentOf(services: Services, tx: Tx, id: string, reason: string): Promise<Result<{ readonly id: string }>> {
  const county = tx.actor.countyCode;
  const row = await findAssessment(tx, county, id);
  if (row === null) return refuse('notFound');
  const elderId = await leadingFile(tx, county, row.elder_id);
  const elder = await findElder(tx, readRange(tx.actor.scope, undefined), elderId);
  if (elder === null) return refuse('elder.notVisible');
  await lockElder(tx, county, elderId);
  if (!(await updateVoided(tx, county, id, sealVoid(services.crypto, county, reason)))) return refuse('conflict.alreadyDone');
  const standing = (await listAssessments(tx, county, elderId)).filter((one) => one.kind === row.kind && one.voided_at === null);
  const [last, ...earlier] = standing;
  const open = (one: AssessmentRow): KeptDetails => openDetails(services.crypto, county, one.details_sealed);
  await withdrawStatements(services, tx, { elderId: row.elder_id, sourceRef: refOf(id) });
  if (last !== undefined) {
    // The last one may deny a dementia only because the voided one had ticked it: it is said anew without that.
    if (hasDementia(open(row))) await withdrawStatements(services, tx, { elderId: last.elder_id, sourceRef: refOf(last.id) });
    await state(services, tx, { ...last, elder_id: elderId }, factsOf(open(last), earlier.map(open)));
  }
  await audit(tx, { action: 'assessment.void', entity: 'assessment', entityId: id, division: elder.division_code, details: { kind: row.kind, elderId } });
  return ok({ id });
}
