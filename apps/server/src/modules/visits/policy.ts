// What visits need of the pack in force, apart from the pack itself: tests hand it in as it is.
import { getList, getNumber, type PolicyPack, type VisitForm, type VisitMode } from '@shouwang/domain/policy';
import { monthSheetForm, type DutyRules } from '@shouwang/domain/visits';
import type { Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { getPackInForce, knownPacks } from '../policy/public.ts';

export interface VisitPolicy {
  readonly rules: DutyRules;
  /** Forms that the server knows; a visit begun on one version ends on it. */
  readonly forms: readonly VisitForm[];
}

const formsOf = (pack: PolicyPack): readonly VisitForm[] => [pack.visitForm, ...pack.formerForms];

/** `others`: packs that a phone may have begun a visit by before the county went over to `pack`. */
export function visitPolicyOf(pack: PolicyPack, others: readonly PolicyPack[] = []): VisitPolicy {
  const early = getNumber(pack, 'duties.firstWeekMonToWed');
  const late = getNumber(pack, 'duties.firstWeekThuFri');
  const weekend = getNumber(pack, 'duties.firstWeekWeekend');
  return {
    rules: {
      firstWeek: [early, early, early, late, late, weekend, weekend],
      firstVisitDays: getNumber(pack, 'duties.firstVisitWithinDays'),
      returnVisitDays: getNumber(pack, 'duties.returnVisitWithinDays'),
      suspendedCalls: getNumber(pack, 'duties.suspendedCallsPerMonth'),
      refusal: { visits: getNumber(pack, 'refusal.contactsPerMonth'), modes: getList(pack, 'refusal.modes') as readonly VisitMode[] },
    },
    forms: [pack, ...others].flatMap(formsOf),
  };
}

/** The form of a visit by id and version; undefined where it is not known. */
export const formOf = (policy: VisitPolicy, id: string, version: number): VisitForm | undefined =>
  [...policy.forms, monthSheetForm].find((form) => form.id === id && form.version === version);

/** How long a county's policy is believed without asking: a visit is recorded in few round trips. */
const BELIEVED_MS = 5_000;
const believed = new WeakMap<Services, Map<string, { readonly policy: VisitPolicy; readonly until: number }>>();

export async function visitPolicyInForce(tx: Tx, services: Services): Promise<VisitPolicy> {
  const counties = believed.get(services) ?? new Map<string, { readonly policy: VisitPolicy; readonly until: number }>();
  believed.set(services, counties);
  const known = counties.get(tx.actor.countyCode);
  if (known !== undefined && known.until > Date.now()) return known.policy;
  const { pack } = await getPackInForce(tx);
  const all = [...(await knownPacks()).values()].map((known) => known.pack);
  const policy = visitPolicyOf(
    pack,
    all.filter((other) => other.id !== pack.id),
  );
  counties.set(tx.actor.countyCode, { policy, until: Date.now() + BELIEVED_MS });
  return policy;
}
