// Recording visits: one visit is a batch of one, the phone's outbox of a month is a batch of a
// hundred, both go through the same rule and the same two calls to the database. First the duties of
// those concerned are locked in order of key, so that two phones that visit one elder take turns; then
// everything is written as one set, `done` counted anew from the visits themselves.
import type { RecordVisitPayload } from '@shouwang/contract/visits';
import type { AssignmentSpan } from '@shouwang/domain/network';
import { refuse, type IsoDate, type Result } from '@shouwang/domain/shared';
import { judgeOccurred } from '@shouwang/domain/sync';
import { decideVisit, periodOf, type DecidedVisit, type Period, type VisitRecord } from '@shouwang/domain/visits';
import { localDay, newId } from '../../platform/clock.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import type { CommandAnswer, CommandItem } from '../../platform/sync/command.ts';
import { leadingFiles } from '../ledger/public.ts';
import { keepAttempts } from './attempts.ts';
import { sealDetails, type VisitDetails } from './details.ts';
import { ensureDuties, lockDuties } from './duties.ts';
import { found } from './found.ts';
import { formOf, type VisitPolicy } from './policy.ts';

export type VisitItem = Pick<CommandItem<RecordVisitPayload>, 'id' | 'payload' | 'recordedAt' | 'receivedAt' | 'clockOffsetMs' | 'deviceId' | 'deviceRevoked'> & {
  /** Taken down on paper: who made the visit is what the paper says. */
  readonly paper?: { readonly visitorId: string | null };
};

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

function sentOf(item: VisitItem, leading: ReadonlyMap<string, string>): Sent {
  const { payload } = item;
  const { note, endFix, attempt, groupId, ...rest } = payload;
  const record: VisitRecord = {
    ...rest,
    id: item.id,
    elderId: leading.get(rest.elderId) ?? rest.elderId,
    ...(note === undefined ? {} : { note }),
    ...(endFix === undefined ? {} : { endFix }),
    ...(attempt === undefined || rest.outcome === 'done' ? {} : { attempt }),
    ...(groupId === undefined ? {} : { groupId }),
  };
  return { item, record, periods: periodsAt(dayOf(judgeOccurred(payload.startedAt, item.clockOffsetMs, item.receivedAt).at)) };
}

/** Who is concerned, as far as the actor may know, with the duties that are now locked. */
async function lockSubjects(tx: Tx, sent: readonly Sent[]): Promise<ReadonlyMap<string, Subject>> {
  const keys = [
    ...new Map(sent.flatMap(({ record, periods }) => periods.map((period) => [`${record.elderId}${periodKey(period)}`, { elderId: record.elderId, ...period }] as const))).values(),
  ];
  const rows = await tx.query<Subject>(
    sql`select s.elder_id, s.division_code, s.closed_on::text, s.tiered, s.visitor_left_on::text, s.spans, s.held
        from lock_visit_subjects(${keys.map((k) => k.elderId)}::uuid[], ${keys.map((k) => k.kind)}::text[], ${keys.map((k) => k.start)}::date[]) s`,
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
    form: formOf(policy, record.formId, record.formVersion),
    paper: item.paper !== undefined,
    deviceRevoked: item.deviceRevoked === true,
  });
}

interface Accepted extends Sent {
  readonly decided: DecidedVisit;
  readonly subject: Subject;
}

const detailsOf = ({ answers, fix, note, endFix, attempt, groupId, savedAfter, knewLater }: VisitRecord): VisitDetails => ({
  answers,
  fix,
  note: note ?? null,
  ...(endFix === undefined ? {} : { endFix }),
  ...(attempt === undefined ? {} : { attempt }),
  ...(groupId === undefined ? {} : { groupId }),
  ...(savedAfter === undefined ? {} : { savedAfter }),
  ...(knewLater === undefined ? {} : { knewLater }),
});

/** Answers the ids that were new. The database takes county, account, visitor and the elder's division from itself. */
async function writeVisits(tx: Tx, services: Services, accepted: readonly Accepted[]): Promise<ReadonlySet<string>> {
  const { countyCode, role } = tx.actor;
  const items = accepted.map(({ item, record, decided }) => ({
    id: record.id,
    event_id: newId(),
    elder_id: record.elderId,
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
    details: sealDetails(services.crypto, countyCode, detailsOf(record)).toString('base64'),
  }));
  const rows = await tx.query<{ id: string }>(sql`select write_visits(${JSON.stringify(items)}::jsonb, ${role}) as id`, { prepare: true });
  const made = new Set(rows.map((row) => row.id));
  for (const { record, decided } of accepted) if (made.has(record.id)) found(tx, record.id, decided.findings, record.answers);
  return made;
}

/**
 * Records visits of the actor, each answered by itself and in order: `applied`, `alreadyApplied`
 * (same id sent before) or `refused`. The visit's id is the command's.
 */
export async function recordVisits(tx: Tx, services: Services, policy: VisitPolicy, items: readonly VisitItem[]): Promise<readonly CommandAnswer[]> {
  let sent = items.map((item) => sentOf(item, new Map()));
  let subjects = await lockSubjects(tx, sent);
  // Who is out of sight or closed may have been merged into another file since the phone heard of him.
  const astray = sent.map(({ record }) => record.elderId).filter((id) => !subjects.has(id) || subjects.get(id)?.closed_on !== null);
  const leading = astray.length === 0 ? new Map<string, string>() : await leadingFiles(tx, tx.actor.countyCode, astray);
  if (leading.size > 0) {
    sent = items.map((item) => sentOf(item, leading));
    subjects = await lockSubjects(tx, sent);
  }
  const decisions = sent.map((one) => decide(tx, policy, one, subjects.get(one.record.elderId)));
  const accepted = sent.flatMap((one, index): Accepted[] => {
    const decision = decisions[index];
    const subject = subjects.get(one.record.elderId);
    return decision?.ok === true && subject !== undefined ? [{ ...one, decided: decision.value, subject }] : [];
  });
  if (accepted.length === 0) return decisions.map(answerOf);

  const lacking = accepted.filter(({ subject, periods }) => subject.tiered && !periods.some((period) => subject.held.includes(periodKey(period))));
  if (lacking.length > 0) {
    const months = [...new Set(lacking.flatMap(({ periods }) => periods.map((period) => period.month)))].sort();
    const elderIds = [...new Set(lacking.map(({ record }) => record.elderId))].sort();
    await lockDuties(tx, elderIds, months);
    await ensureDuties(tx, policy.rules, { months, today: services.clock.today(), elderIds });
  }
  const made = await writeVisits(tx, services, accepted);
  await keepAttempts(
    tx,
    accepted.filter(({ record }) => made.has(record.id)).map(({ record, decided, subject }) => ({ record, occurredOn: decided.occurredOn, division: subject.division_code })),
  );
  return decisions.map((decision, index) => {
    const answer = answerOf(decision);
    return answer.outcome === 'applied' && !made.has(items[index]?.id ?? '') ? { outcome: 'alreadyApplied' } : answer;
  });
}

const answerOf = (decision: Result<DecidedVisit>): CommandAnswer =>
  decision.ok ? { outcome: 'applied', detail: { occurredOn: decision.value.occurredOn, marks: decision.value.marks } } : { outcome: 'refused', refusal: decision.refusal };
