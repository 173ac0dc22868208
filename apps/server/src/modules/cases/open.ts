// Opens what a visit found: a reaction keyed by visit and version, each finding once by the table's own
// key, so that a reaction that runs again changes nothing. A corrected or cancelled visit withdraws what
// it no longer bears out, unless somebody has closed it.
import { casesOf } from '@shouwang/domain/cases';
import { householdChangeOf, needHeardIn, type HouseholdChange } from '@shouwang/domain/visits';
import { z } from 'zod';
import { newId } from '../../platform/clock.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Reaction } from '../../platform/reactions.ts';
import type { Services } from '../../platform/services.ts';
import { getPackInForce } from '../policy/public.ts';
import { formOf, openDetails, VISIT_FOUND, visitPolicyInForce } from '../visits/public.ts';

const PROPOSAL = 'case.proposal';

export type Heard = ({ readonly kind: 'household' } & HouseholdChange) | { readonly kind: 'need'; readonly text: string };
export const sealHeard = (services: Services, county: string, heard: Heard): Buffer => services.crypto.seal(county, PROPOSAL, JSON.stringify(heard));
export const openHeard = (services: Services, county: string, sealed: Buffer): Heard => JSON.parse(services.crypto.open(county, PROPOSAL, sealed)) as Heard;

interface FoundVisit {
  elder_id: string;
  division_code: string;
  outcome: string;
  occurred_on: string;
  form_id: string;
  form_version: number;
  findings: string[];
  details_sealed: Buffer | null;
}

export async function openFindings(services: Services, tx: Tx, visitId: string): Promise<void> {
  const county = tx.actor.countyCode;
  const [visit] = await tx.query<FoundVisit>(
    sql`select elder_id, division_code, outcome, occurred_on::text, form_id, form_version, findings, details_sealed from visit where county_code = ${county} and id = ${visitId} for share`,
  );
  if (visit === undefined) return;
  const stands = visit.outcome !== 'cancelled';
  const answers = !stands || visit.details_sealed === null ? {} : openDetails(services.crypto, county, visit.details_sealed).answers;
  const { pack } = await getPackInForce(tx);
  const form = formOf(await visitPolicyInForce(tx, services), visit.form_id, visit.form_version);
  const cases = casesOf(form, stands ? visit.findings : [], answers, visit.occurred_on, pack);
  const now = services.clock.now().toISOString();
  await tx.query(sql`insert into visit_case as c (county_code, id, elder_id, division_code, visit_id, finding, kind, urgency, found_on, due_on, opened_at)
    select ${county}, f.id, ${visit.elder_id}, ${visit.division_code}, ${visitId}, f.finding, f.kind, f.urgency, ${visit.occurred_on}::date, f.due_on, ${now}
    from unnest(${cases.map(() => newId())}::uuid[], ${cases.map((one) => one.finding)}::text[], ${cases.map((one) => one.kind)}::text[], ${cases.map((one) => one.urgency)}::text[], ${cases.map((one) => one.dueOn)}::date[]) as f(id, finding, kind, urgency, due_on)
    on conflict (county_code, visit_id, finding) do update set state = 'open', ending = null, closed_at = null where c.ending = 'withdrawn'`);
  await tx.query(sql`update visit_case set state = 'closed', ending = 'withdrawn', closed_at = ${now}
    where county_code = ${county} and visit_id = ${visitId} and state <> 'closed' and finding <> all(${cases.map((one) => one.finding)}::text[])`);

  const household = householdChangeOf(answers);
  const need = needHeardIn(answers, form);
  const heard: Heard[] = [...(household === null ? [] : [{ kind: 'household' as const, ...household }]), ...(need === null ? [] : [{ kind: 'need' as const, text: need }])];
  for (const one of heard) {
    await tx.query(sql`insert into visit_proposal as p (county_code, id, elder_id, division_code, visit_id, kind, content_sealed, heard_on, made_at)
      values (${county}, ${newId()}, ${visit.elder_id}, ${visit.division_code}, ${visitId}, ${one.kind}, ${sealHeard(services, county, one)}, ${visit.occurred_on}::date, ${now})
      on conflict (county_code, visit_id, kind) do update set content_sealed = excluded.content_sealed, heard_on = excluded.heard_on, state = 'open' where p.state in ('open', 'withdrawn')`);
  }
  await tx.query(
    sql`update visit_proposal set state = 'withdrawn' where county_code = ${county} and visit_id = ${visitId} and state = 'open' and kind <> all(${heard.map((one) => one.kind)}::text[])`,
  );
}

const payload = z.object({ visitId: z.string() });
export const caseReactions: readonly Reaction[] = [{ kind: VISIT_FOUND, run: (tx, services, found) => openFindings(services, tx, payload.parse(found).visitId) }];
