// Recording an assessment: the result is worked out here from what was ticked, kept sealed, and stated
// as a fact of the source `assessment` where it is the latest of its kind; an older one entered
// afterwards stays history.
import type { AbilitySheet, NeedsSheet, SelfCareSheet } from '@shouwang/contract/assessments';
import { decideAbility, decideNeeds, decideSelfCare, type AbilityResult, type AbilityRules, type NeedsResult, type SelfCareResult } from '@shouwang/domain/assessments';
import type { FactValues } from '@shouwang/domain/ledger';
import { getNumber, type PolicyPack } from '@shouwang/domain/policy';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { readRange } from '../divisions/public.ts';
import { recordStatements } from '../ledger/public.ts';
import { getPackInForce } from '../policy/public.ts';
import { openDetails, sealDetails, type KeptDetails } from './kept.ts';
import { findAssessment, findElder, insertAssessment, listAssessments } from './queries.ts';

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
  /** Facts that the result states, given what this source said before; none for a needs assessment. */
  facts(earlier: readonly KeptDetails[]): Partial<FactValues>;
}

async function record<Details extends KeptDetails>(services: Services, tx: Tx, item: NewAssessment<Details>): Promise<Result<Details>> {
  const county = tx.actor.countyCode;
  if (item.assessedOn > services.clock.today()) return refuse('assessment.inFuture');
  const elder = await findElder(tx, readRange(tx.actor.scope, undefined), item.elderId);
  if (elder === null || elder.county_code !== county) return refuse('elder.notVisible');
  if (elder.closed_on !== null) return refuse('elder.closed');
  const { kind } = item.details;
  const earlier = (await listAssessments(tx, county, item.elderId)).filter((row) => row.kind === kind);
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
  const facts = isLatest ? item.facts(earlier.map((row) => openDetails(services.crypto, county, row.details_sealed))) : {};
  if (Object.keys(facts).length > 0) {
    await recordStatements(services, tx, [
      { elderId: item.elderId, facts, source: 'assessment', sourceDate: item.assessedOn, sourceRef: `assessment:${item.id}`, recordedBy: tx.actor.accountId },
    ]);
  }
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
  const isDemented = sheet.diagnoses.includes('dementia');
  const recorded = await record(services, tx, {
    id,
    elderId,
    assessedOn: sheet.assessedOn,
    reason: sheet.reason,
    pack,
    details: { kind: 'ability', provisional, sheet, rules, result },
    facts: (earlier) => {
      // What is not ticked is not denied, unless an earlier assessment had ticked it.
      const wasDemented = earlier.some((details) => details.kind === 'ability' && details.sheet.diagnoses.includes('dementia'));
      return {
        abilityLevel: result.level,
        ...(isDemented || wasDemented ? { dementia: isDemented } : {}),
        ...(sheet.medications.length > 0 ? { medications: sheet.medications.map(withoutBlanks) } : {}),
      };
    },
  });
  return recorded.ok ? ok(recorded.value.result) : recorded;
}

const withoutBlanks = (medication: AbilitySheet['medications'][number]): FactValues['medications'][number] => ({
  name: medication.name,
  ...(medication.dose === undefined || medication.dose === '' ? {} : { dose: medication.dose }),
  ...(medication.frequency === undefined || medication.frequency === '' ? {} : { frequency: medication.frequency }),
});

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
    facts: () => ({ selfCare: decided.value.level }),
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
    facts: () => ({}),
  });
  return recorded.ok ? ok(recorded.value.result) : recorded;
}
