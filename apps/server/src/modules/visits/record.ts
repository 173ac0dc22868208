// Recording visits: one visit is a batch of one, the phone's outbox of a month is a batch of a
// hundred, both go through the same rule and the same two statements. First the duties of those
// concerned are locked in order of key, so that two phones that visit one elder take turns; then
// everything is written at once, `done` counted anew from the visits themselves.
import type { RecordVisitPayload } from '@shouwang/contract/visits';
import type { AssignmentSpan } from '@shouwang/domain/network';
import { refuse, type IsoDate, type Result } from '@shouwang/domain/shared';
import { judgeOccurred } from '@shouwang/domain/sync';
import { decideVisit, periodOf, type DecidedVisit, type Period, type VisitRecord } from '@shouwang/domain/visits';
import { localDay, newId } from '../../platform/clock.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import type { CommandAnswer, CommandItem } from '../../platform/sync/command.ts';
import { sealDetails } from './details.ts';
import { ensureDuties } from './duties.ts';
import type { VisitPolicy } from './policy.ts';

export type VisitItem = Pick<CommandItem<RecordVisitPayload>, 'id' | 'payload' | 'recordedAt' | 'receivedAt' | 'clockOffsetMs' | 'deviceId'>;

interface Subject {
  elder_id: string;
  division_code: string;
  closed_on: string | null;
  tiered: boolean;
  visitor_left_on: string | null;
  spans: readonly (readonly [string, string | null])[];
  held: readonly string[];
}

const dayOf = (instant: string): IsoDate => localDay(new Date(instant));
const periodKey = (period: Pick<Period, 'kind' | 'start'>): string => `${period.kind}${period.start}`;
const periodsAt = (day: IsoDate): readonly [Period, Period] => [periodOf('week', day), periodOf('month', day)];

interface Sent {
  readonly item: VisitItem;
  readonly record: VisitRecord;
  readonly periods: readonly [Period, Period];
}

function sentOf(item: VisitItem): Sent {
  const { payload } = item;
  const { note, ...rest } = payload;
  const record: VisitRecord = { ...rest, id: item.id, ...(note === undefined ? {} : { note }) };
  return { item, record, periods: periodsAt(dayOf(judgeOccurred(payload.startedAt, item.clockOffsetMs, item.receivedAt).at)) };
}

/** Who is concerned, as far as the actor may know, with the duties that are now locked. */
async function lockSubjects(tx: Tx, sent: readonly Sent[]): Promise<ReadonlyMap<string, Subject>> {
  const keys = [
    ...new Map(sent.flatMap(({ record, periods }) => periods.map((period) => [`${record.elderId}${periodKey(period)}`, { elderId: record.elderId, ...period }] as const))).values(),
  ];
  const rows = await tx.query<Subject>(
    sql`with key as (select * from unnest(${keys.map((k) => k.elderId)}::uuid[], ${keys.map((k) => k.kind)}::text[], ${keys.map((k) => k.start)}::date[]) as k(elder_id, kind, start_date)),
        held as materialized (
          select d.elder_id, d.kind || d.start_date::text as period from key k
          join visit_duty d on d.county_code = ${tx.actor.countyCode} and d.elder_id = k.elder_id and d.kind = k.kind and d.start_date = k.start_date
          order by d.elder_id, d.kind, d.start_date for update of d
        )
        select s.elder_id, s.division_code, s.closed_on::text, s.tiered, s.visitor_left_on::text, s.spans,
          array(select h.period from held h where h.elder_id = s.elder_id) as held
        from visit_subjects(${[...new Set(keys.map((k) => k.elderId))]}::uuid[]) s`,
    { prepare: true },
  );
  return new Map(rows.map((row) => [row.elder_id, row]));
}

function decide(tx: Tx, policy: VisitPolicy, { item, record }: Sent, subject: Subject | undefined): Result<DecidedVisit> {
  if (subject === undefined) return refuse('elder.notVisible');
  const assignments: AssignmentSpan[] | null = tx.actor.visitorId === null ? null : subject.spans.map(([from, to]) => ({ from, to }));
  return decideVisit(record, {
    receivedAt: item.receivedAt,
    offsetMs: item.clockOffsetMs,
    dayOf,
    closedOn: subject.closed_on,
    assignments,
    visitorLeftOn: subject.visitor_left_on,
    form: policy.forms.find((form) => form.id === record.formId && form.version === record.formVersion),
  });
}

interface Accepted extends Sent {
  readonly decided: DecidedVisit;
  readonly subject: Subject;
}

/** Answers the ids that were new. Visits, duties, last day, marks, feed and audit in one statement. */
async function writeVisits(tx: Tx, services: Services, accepted: readonly Accepted[]): Promise<ReadonlySet<string>> {
  const { countyCode, accountId, visitorId, role } = tx.actor;
  const items = accepted.map(({ item, record, decided, subject }) => ({
    id: record.id,
    event_id: newId(),
    elder_id: record.elderId,
    division_code: subject.division_code,
    device_id: item.deviceId,
    mode: record.mode,
    outcome: record.outcome,
    occurred_at: decided.occurredAt,
    occurred_on: decided.occurredOn,
    ended_at: decided.endedAt,
    recorded_at: item.recordedAt,
    received_at: item.receivedAt,
    form_id: record.formId,
    form_version: record.formVersion,
    has_fix: record.fix !== null,
    findings: decided.findings,
    marks: decided.marks,
    details: sealDetails(services.crypto, countyCode, { answers: record.answers, fix: record.fix, note: record.note ?? null }).toString('base64'),
  }));
  const rows = await tx.query<{ id: string }>(
    sql`with item as materialized (
          select * from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as i(id uuid, event_id uuid, elder_id uuid, division_code text, device_id uuid, mode text, outcome text,
            occurred_at timestamptz, occurred_on date, ended_at timestamptz, recorded_at timestamptz, received_at timestamptz, form_id text, form_version int, has_fix boolean, findings text[], marks text[], details text)
        ), made as (
          insert into visit (county_code, id, elder_id, division_code, visitor_id, account_id, device_id, mode, outcome, occurred_at, occurred_on, month, ended_at, recorded_at, received_at, form_id, form_version, details_sealed, has_fix, findings, marks)
          select ${countyCode}, i.id, i.elder_id, i.division_code, ${visitorId}::uuid, ${accountId}::uuid, i.device_id, i.mode, i.outcome, i.occurred_at, i.occurred_on, to_char(i.occurred_on, 'YYYY-MM'), i.ended_at, i.recorded_at, i.received_at,
            i.form_id, i.form_version, decode(i.details, 'base64'), i.has_fix, i.findings, i.marks
          from item i order by i.id on conflict (county_code, id) do nothing
          returning id, elder_id, division_code, mode, outcome, occurred_on, month
        ), concerned as (
          select distinct m.elder_id, p.kind, p.start_date from made m
          cross join lateral (values ('week', date_trunc('week', m.occurred_on)::date), ('month', date_trunc('month', m.occurred_on)::date)) as p(kind, start_date)
        ), counted as (
          update visit_duty d set done = (
              select count(distinct x.occurred_on) from (
                select v.occurred_on, v.mode, v.outcome from visit v where v.county_code = d.county_code and v.elder_id = d.elder_id and v.occurred_on between d.start_date and d.end_date
                union all select m.occurred_on, m.mode, m.outcome from made m where m.elder_id = d.elder_id and m.occurred_on between d.start_date and d.end_date
              ) x where x.outcome = 'done' and x.mode = any(d.modes))
          from concerned c where d.county_code = ${countyCode} and d.elder_id = c.elder_id and d.kind = c.kind and d.start_date = c.start_date
          returning d.month, d.elder_id
        ), marked as (
          insert into rollup_dirty (county_code, month, division_code)
          select ${countyCode}, m.month, m.division_code from made m
          union select ${countyCode}, c.month, m.division_code from counted c join made m on m.elder_id = c.elder_id
        ), fed as (
          insert into feed (county_code, entity, entity_id) select distinct ${countyCode}, 'elderCard', m.elder_id from made m
        ), audited as (
          insert into audit_event (county_code, id, actor, actor_role, action, entity, entity_id, division_code, details)
          select ${countyCode}, i.event_id, ${accountId}::uuid, ${role}, 'visit.record', 'visit', i.id::text, i.division_code, jsonb_build_object('mode', i.mode, 'outcome', i.outcome, 'marks', to_jsonb(i.marks))
          from item i join made m on m.id = i.id
        ), noted as (
          select note_last_visits(array_agg(l.elder_id), array_agg(l.on_day)) as count from (select m.elder_id, max(m.occurred_on) as on_day from made m where m.outcome = 'done' group by m.elder_id having count(*) > 0) l having count(*) > 0
        )
        select m.id, (select n.count from noted n) as noted from made m`,
    { prepare: true },
  );
  return new Set(rows.map((row) => row.id));
}

/**
 * Records visits of the actor, each answered by itself and in order: `applied`, `alreadyApplied`
 * (same id sent before) or `refused`. The visit's id is the command's.
 */
export async function recordVisits(tx: Tx, services: Services, policy: VisitPolicy, items: readonly VisitItem[]): Promise<readonly CommandAnswer[]> {
  const sent = items.map(sentOf);
  const subjects = await lockSubjects(tx, sent);
  const decisions = sent.map((one) => decide(tx, policy, one, subjects.get(one.record.elderId)));
  const accepted = sent.flatMap((one, index): Accepted[] => {
    const decision = decisions[index];
    const subject = subjects.get(one.record.elderId);
    return decision?.ok === true && subject !== undefined ? [{ ...one, decided: decision.value, subject }] : [];
  });
  if (accepted.length === 0) return decisions.map(answerOf);

  const lacking = accepted.filter(({ subject, periods }) => subject.tiered && !periods.some((period) => subject.held.includes(periodKey(period))));
  if (lacking.length > 0) {
    await ensureDuties(tx, policy.rules, {
      months: [...new Set(lacking.flatMap(({ periods }) => periods.map((period) => period.month)))].sort(),
      today: services.clock.today(),
      elderIds: [...new Set(lacking.map(({ record }) => record.elderId))].sort(),
    });
  }
  const made = await writeVisits(tx, services, accepted);
  return decisions.map((decision, index) => {
    const answer = answerOf(decision);
    return answer.outcome === 'applied' && !made.has(items[index]?.id ?? '') ? { outcome: 'alreadyApplied' } : answer;
  });
}

const answerOf = (decision: Result<DecidedVisit>): CommandAnswer =>
  decision.ok ? { outcome: 'applied', detail: { occurredOn: decision.value.occurredOn, marks: decision.value.marks } } : { outcome: 'refused', refusal: decision.refusal };
