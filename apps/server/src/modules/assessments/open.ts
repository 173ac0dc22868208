// Reading assessments: the history of one elder, the report of one assessment for paper, those due.
import type { AbilitySheet, assessmentsDue, assessmentsOf } from '@shouwang/contract/assessments';
import type { Reply } from '@shouwang/contract/route';
import { expressionReader, deriveNamedFacts, namedFactKeys, namedFactTypes, type ExpressionContext } from '@shouwang/domain/classification';
import { dueAfter, type AbilityResult, type AbilityRules } from '@shouwang/domain/assessments';
import type { EffectiveFacts } from '@shouwang/domain/ledger';
import { getList, type PolicyPack } from '@shouwang/domain/policy';
import { addDays, daysBetween, ok, refuse, type IsoDate, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { type ReadRange, divisionNamesOf, readRange } from '../divisions/public.ts';
import { ledgerSeal } from '../ledger/public.ts';
import { getPackInForce } from '../policy/public.ts';
import { monthsKey, monthsOf, openDetails, viewOf } from './kept.ts';
import { countDue, findAssessment, findElder, lastInRegister, listAssessments, listDue, type AssessedElder } from './queries.ts';
import { abilityRulesOf } from './record.ts';

/** Options of the needs form that follow from what is on file: nothing is asked twice. */
function suggestNeeds(pack: PolicyPack, facts: EffectiveFacts, asOf: IsoDate): Record<string, string> {
  const named = deriveNamedFacts(facts, asOf, { seriousIllnesses: getList(pack, 'seriousIllnesses') });
  const context: ExpressionContext = {};
  for (const key of namedFactKeys) context[key] = namedFactTypes[key] === 'int' ? BigInt(named[key] as number) : (named[key] as string | boolean | readonly string[]);
  const read = expressionReader(pack.values);
  const suggested: Record<string, string> = {};
  for (const item of pack.needsForm.items) {
    const option = item.options.find(({ suggest }) => {
      if (suggest === undefined) return false;
      const result = read(suggest);
      return result.ok && result.expression.holds(context);
    });
    if (option !== undefined) suggested[item.key] = option.code;
  }
  return suggested;
}

/** Opening them is written down: they are about somebody's health. */
export async function openAssessments(services: Services, tx: Tx, elderId: string): Promise<Result<Reply<typeof assessmentsOf>>> {
  const elder = await findElder(tx, readRange(tx.actor.scope, undefined), elderId);
  if (elder === null) return refuse('elder.notVisible');
  const county = elder.county_code;
  const { pack } = await getPackInForce(tx, county);
  const rows = await listAssessments(tx, county, elderId);
  const facts = ledgerSeal(services.crypto, county).openEffective(elder.effective_sealed);
  const inRegister = await lastInRegister(tx, county, elderId);
  const lastHere = rows.find((row) => row.kind === 'ability' && row.voided_at === null)?.assessed_on ?? null;
  const last = lastHere === null || (inRegister !== null && inRegister > lastHere) ? inRegister : lastHere;
  await audit(tx, { action: 'assessment.open', entity: 'elder', entityId: elderId, division: elder.division_code, details: { count: rows.length } });
  return ok({
    assessments: rows.map((row) => viewOf(services.crypto, county, pack, row)),
    abilityRules: abilityRulesOf(pack),
    needsForm: structuredClone(pack.needsForm) as Reply<typeof assessmentsOf>['needsForm'],
    needsSuggested: suggestNeeds(pack, facts, services.clock.today()),
    medications: structuredClone(facts.medications ?? []) as Reply<typeof assessmentsOf>['medications'],
    abilityDueOn: last === null ? null : dueAfter(last, monthsOf(pack, 'ability')),
  });
}

/** Appendices A to C for paper. Whoever prints it writes down that it was printed. */
export interface AbilityReport {
  readonly id: string;
  readonly elder: Pick<AssessedElder, 'id' | 'name' | 'sex' | 'division_code' | 'county_code'> & {
    /** `YYYY-MM-DD`, or `YYYY-MM` where the day is not known. */
    readonly birthDate: string | null;
    /** Effective facts, for what appendix A asks and the file knows (number, education, marriage, contacts …). */
    readonly facts: EffectiveFacts;
  };
  readonly sheet: AbilitySheet;
  readonly rules: AbilityRules;
  readonly result: AbilityResult;
  readonly provisional: boolean;
  readonly dueOn: IsoDate;
  readonly recordedBy: string | null;
  readonly packId: string;
  readonly packVersion: string;
}

/** Refuses `notFound` (none such, no assessment of ability, or voided) and `elder.notVisible`. */
export async function openAbilityReport(services: Services, tx: Tx, assessmentId: string): Promise<Result<AbilityReport>> {
  const county = tx.actor.countyCode;
  const row = await findAssessment(tx, county, assessmentId);
  if (row === null || row.kind !== 'ability' || row.voided_at !== null) return refuse('notFound');
  const elder = await findElder(tx, readRange(tx.actor.scope, undefined), row.elder_id);
  if (elder === null) return refuse('elder.notVisible');
  const details = openDetails(services.crypto, county, row.details_sealed);
  if (details.kind !== 'ability') return refuse('notFound');
  const { pack } = await getPackInForce(tx, county);
  const { id, name, sex, division_code, county_code, birth_date } = elder;
  return ok({
    id: row.id,
    elder: {
      id,
      name,
      sex,
      division_code,
      county_code,
      birthDate: birth_date === null || elder.birth_precision === 'day' ? birth_date : birth_date.slice(0, 7),
      facts: ledgerSeal(services.crypto, county).openEffective(elder.effective_sealed),
    },
    sheet: details.sheet,
    rules: details.rules,
    result: details.result,
    provisional: details.provisional,
    dueOn: dueAfter(row.assessed_on, monthsOf(pack, 'ability')),
    recordedBy: row.recorded_by_name,
    packId: row.pack_id,
    packVersion: row.pack_version,
  });
}

const SOON_DAYS = 60;
type Due = Reply<typeof assessmentsDue>;

export async function listThoseDue(
  services: Services,
  tx: Tx,
  range: ReadRange,
  filter: { readonly kind: 'ability' | 'selfCare' | 'needs'; readonly state: 'overdue' | 'soon' | 'all'; readonly limit: number; readonly offset: number },
): Promise<Due> {
  const today = services.clock.today();
  const soon = addDays(today, SOON_DAYS);
  const { pack } = await getPackInForce(tx, range.countyCode ?? tx.actor.countyCode);
  const months = monthsOf(pack, filter.kind);
  const asked = { range, kind: filter.kind, months, today };
  const until = filter.state === 'all' ? null : filter.state === 'soon' ? soon : addDays(today, -1);
  const counts = await countDue(tx, asked, soon);
  const rows = await listDue(tx, { ...asked, until }, filter);
  const names = await divisionNamesOf(services, tx, rows);
  return {
    count: filter.state === 'all' ? counts.all : counts[filter.state],
    overdue: counts.overdue,
    soon: counts.soon,
    months,
    provisional: pack.values[monthsKey(filter.kind)]?.status === 'provisional',
    rows: rows.map((row) => ({
      elderId: row.id,
      elderName: row.name,
      division: row.division_code,
      townName: names.town(row.division_code),
      villageName: names.village(row.division_code),
      lastOn: row.last_on,
      from: row.is_register ? 'register' : 'here',
      dueOn: row.due_on,
      overdueDays: daysBetween(row.due_on, today),
    })),
  };
}
