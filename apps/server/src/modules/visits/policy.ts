// What visits need of the pack in force, apart from the pack itself: tests hand it in as it is.
import { getList, getNumber, type PolicyPack, type VisitForm, type VisitMode } from '@shouwang/domain/policy';
import type { DutyRules } from '@shouwang/domain/visits';
import type { Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { getPackInForce } from '../policy/public.ts';

export interface VisitPolicy {
  readonly rules: DutyRules;
  /** Forms that the server knows; a visit begun on one version ends on it. */
  readonly forms: readonly VisitForm[];
}

export function visitPolicyOf(pack: PolicyPack): VisitPolicy {
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
    forms: [pack.visitForm],
  };
}

/** How long a county's policy is believed without asking: a visit is recorded in few round trips. */
const BELIEVED_MS = 5_000;
const believed = new WeakMap<Services, Map<string, { readonly policy: VisitPolicy; readonly until: number }>>();

export async function visitPolicyInForce(tx: Tx, services: Services): Promise<VisitPolicy> {
  const counties = believed.get(services) ?? new Map<string, { readonly policy: VisitPolicy; readonly until: number }>();
  believed.set(services, counties);
  const known = counties.get(tx.actor.countyCode);
  if (known !== undefined && known.until > Date.now()) return known.policy;
  const policy = visitPolicyOf((await getPackInForce(tx)).pack);
  counties.set(tx.actor.countyCode, { policy, until: Date.now() + BELIEVED_MS });
  return policy;
}
