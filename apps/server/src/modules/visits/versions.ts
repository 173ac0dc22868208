// Versions of a recorded visit (ADR 0035): corrected, cancelled, let stand again, each with its reason and
// under the visit's lock; the first version is kept the moment there is a second. What rests on the visit
// is counted anew, and what its findings opened is told by a reaction.
import type { visitCheck, visitCorrect, VisitVersion } from '@shouwang/contract/visitRecords';
import type { CorrectOwnPayload } from '@shouwang/contract/visits';
import type { Body } from '@shouwang/contract/route';
import { monthOf, ok, refuse, type Month, type Result } from '@shouwang/domain/shared';
import { decideCorrection, differingFields, periodOf, standing, type CorrectionContext, type VisitChanges, type VisitContent, type VisitMark } from '@shouwang/domain/visits';
import { audit } from '../../platform/audit/index.ts';
import { localDay, newId } from '../../platform/clock.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { feed } from '../../platform/sync/pull.ts';
import { namesOfAccounts } from '../ledger/public.ts';
import { keepAttempt } from './attempts.ts';
import { openDetails, sealDetails, type VisitDetails } from './details.ts';
import { ensureDuties, lockDuties, recountDone } from './duties.ts';
import { foundAnew } from './found.ts';
import { formOf, type VisitPolicy } from './policy.ts';

const CONTENT = 'visit.version';
const REASON = 'visit.reason';
const NOTE = 'visit.check';

interface StoredVisit {
  id: string;
  elder_id: string;
  division_code: string;
  mode: VisitContent['mode'];
  outcome: VisitContent['outcome'];
  occurred_at: string;
  occurred_on: string;
  ended_at: string;
  recorded_at: string;
  received_at: string;
  account_id: string | null;
  visitor_id: string | null;
  form_id: string;
  form_version: number;
  details_sealed: Buffer | null;
  has_fix: boolean;
  marks: VisitMark[];
  version: number;
}

async function lockVisit(tx: Tx, id: string): Promise<StoredVisit | undefined> {
  const [row] = await tx.query<StoredVisit>(
    sql`select id, elder_id, division_code, mode, outcome, occurred_at, occurred_on::text, ended_at, recorded_at, received_at, account_id, visitor_id, form_id, form_version, details_sealed, has_fix, marks, version
        from visit where county_code = ${tx.actor.countyCode} and id = ${id} for update`,
  );
  return row;
}

const detailsOf = (services: Services, county: string, row: StoredVisit): VisitDetails =>
  row.details_sealed === null ? { answers: {}, fix: null, note: null } : openDetails(services.crypto, county, row.details_sealed);

const contentOf = (row: StoredVisit, details: VisitDetails): VisitContent => ({
  mode: row.mode,
  outcome: row.outcome,
  occurredAt: row.occurred_at,
  endedAt: row.ended_at,
  answers: details.answers,
  note: details.note,
});

interface StoredVersion {
  version: number;
  kind: VisitVersion['kind'];
  fields: string[];
  content_sealed: Buffer;
  reason_sealed: Buffer | null;
  made_by: string | null;
  made_at: string;
}
const readVersions = (tx: Tx, id: string): Promise<StoredVersion[]> =>
  tx.query<StoredVersion>(
    sql`select version, kind, fields, content_sealed, reason_sealed, made_by, made_at from visit_version where county_code = ${tx.actor.countyCode} and visit_id = ${id} order by version`,
  );

interface NewVersion {
  readonly kind: VisitVersion['kind'];
  readonly fields: readonly string[];
  readonly content: VisitContent;
  readonly occurredOn: string;
  readonly findings: readonly string[];
  readonly marks: readonly VisitMark[];
  readonly reason: string;
}

/** Writes the version, the visit as it now stands, and what rests on it. Answers the number of the version. */
async function writeVersion(services: Services, tx: Tx, policy: VisitPolicy, row: StoredVisit, details: VisitDetails, next: NewVersion): Promise<number> {
  const county = tx.actor.countyCode;
  const { crypto } = services;
  // The duties before the visit, as whoever records takes them: the same visit may be coming again just now.
  await lockDuties(tx, [row.elder_id], monthsOf([row.occurred_on, next.occurredOn]));
  const before = contentOf(row, details);
  const version = row.version + 1;
  const seal = (content: VisitContent): Buffer => crypto.seal(county, CONTENT, JSON.stringify(content));
  if (row.version === 1) {
    await tx.query(sql`insert into visit_version (county_code, visit_id, version, kind, content_sealed, made_by, made_at)
      values (${county}, ${row.id}, 1, 'recorded', ${seal(before)}, ${row.account_id}, ${row.received_at})`);
  }
  await tx.query(sql`insert into visit_version (county_code, visit_id, version, kind, fields, content_sealed, reason_sealed, made_by, made_at)
    values (${county}, ${row.id}, ${version}, ${next.kind}, ${next.fields}::text[], ${seal(next.content)}, ${crypto.seal(county, REASON, next.reason)}, ${tx.actor.accountId}, ${services.clock.now().toISOString()})`);
  const { content } = next;
  await tx.query(sql`update visit set mode = ${content.mode}, outcome = ${content.outcome}, occurred_at = ${content.occurredAt}, occurred_on = ${next.occurredOn}::date, month = ${monthOf(next.occurredOn)},
      ended_at = ${content.endedAt}, details_sealed = ${sealDetails(crypto, county, { ...details, answers: content.answers, note: content.note })}, findings = ${next.findings}::text[], marks = ${next.marks}::text[], version = ${version}
    where county_code = ${county} and id = ${row.id}`);
  if (content.outcome !== 'done' && content.outcome !== 'cancelled') await keepAttempt(tx, { ...row, outcome: content.outcome, occurred_on: next.occurredOn }, details.attempt);
  await countedAnew(services, tx, policy, row, next.occurredOn);
  foundAnew(tx, row.id, version);
  await audit(tx, { action: `visit.${next.kind}`, entity: 'visit', entityId: row.id, division: row.division_code, details: { version, fields: next.fields } });
  return version;
}

/** The months whose duties these days count for. */
const monthsOf = (days: readonly string[]): Month[] => [...new Set(days.flatMap((day) => [periodOf('week', day).month, periodOf('month', day).month]))].sort();

/** Duties of the days before and after, the last day, roll-ups, the phone's card. */
async function countedAnew(services: Services, tx: Tx, policy: VisitPolicy, row: StoredVisit, now: string): Promise<void> {
  const county = tx.actor.countyCode;
  const months = monthsOf([row.occurred_on, now]);
  if (now !== row.occurred_on) await ensureDuties(tx, policy.rules, { months, today: services.clock.today(), elderIds: [row.elder_id] });
  await recountDone(tx, [row.elder_id], months);
  await tx.query(sql`update elder e set last_visit_on = (select max(v.occurred_on) from visit v where v.county_code = e.county_code and v.elder_id = e.id and v.outcome = 'done')
    where e.county_code = ${county} and e.id = ${row.elder_id}`);
  await tx.query(sql`insert into rollup_dirty (county_code, month, division_code) select ${county}, m.month, ${row.division_code} from unnest(${months}::text[]) as m(month)`);
  feed(tx, 'elderCard', [row.elder_id]);
}

const contextOf = (services: Services, policy: VisitPolicy, row: StoredVisit, details: VisitDetails, base: VisitContent): CorrectionContext => ({
  base,
  receivedAt: row.received_at,
  now: services.clock.now().toISOString(),
  dayOf: (instant) => localDay(new Date(instant)),
  form: formOf(policy, row.form_id, row.form_version),
  hasFix: row.has_fix,
  marks: row.marks,
  attempt: details.attempt,
});

/** The visit as version `base` said it; undefined where there was no such version. */
async function contentAt(services: Services, tx: Tx, row: StoredVisit, current: VisitContent, base: number): Promise<VisitContent | undefined> {
  if (base === row.version) return current;
  const found = (await readVersions(tx, row.id)).find((one) => one.version === base);
  return found === undefined ? undefined : (JSON.parse(services.crypto.open(tx.actor.countyCode, CONTENT, found.content_sealed)) as VisitContent);
}

/** Refuses notFound, conflict.revision (a version that never was) and as decideCorrection does. */
export async function correctVisit(services: Services, tx: Tx, policy: VisitPolicy, id: string, wanted: Body<typeof visitCorrect>): Promise<Result<{ version: number }>> {
  const row = await lockVisit(tx, id);
  if (row === undefined) return refuse('notFound');
  const details = detailsOf(services, tx.actor.countyCode, row);
  const current = contentOf(row, details);
  const base = await contentAt(services, tx, row, current, wanted.base);
  if (base === undefined) return refuse('conflict.revision');
  const decided = decideCorrection(current, wanted.changes as VisitChanges, contextOf(services, policy, row, details, base));
  if (!decided.ok) return decided;
  return ok({ version: await writeVersion(services, tx, policy, row, details, { kind: 'corrected', ...decided.value, reason: wanted.reason }) });
}

/**
 * As {@link correctVisit}, for whoever made the visit and has no version before him but what he `saw`: his
 * record with what he corrected himself. `isWrong` cancels it as a whole.
 */
export async function correctAsSeen(services: Services, tx: Tx, policy: VisitPolicy, id: string, wanted: CorrectOwnPayload): Promise<Result<{ version: number }>> {
  const row = await lockVisit(tx, id);
  if (row === undefined) return refuse('notFound');
  if (wanted.isWrong === true) return cancelVisit(services, tx, policy, id, { base: row.version, reason: wanted.reason });
  const details = detailsOf(services, tx.actor.countyCode, row);
  const current = contentOf(row, details);
  const decided = decideCorrection(current, wanted.changes, contextOf(services, policy, row, details, { ...current, ...wanted.saw }));
  if (!decided.ok) return decided;
  return ok({ version: await writeVersion(services, tx, policy, row, details, { kind: 'corrected', ...decided.value, reason: wanted.reason }) });
}

/** Refuses notFound, visit.cancelled, visit.correctedMeanwhile (somebody put it right since). */
export async function cancelVisit(
  services: Services,
  tx: Tx,
  policy: VisitPolicy,
  id: string,
  wanted: { readonly base: number; readonly reason: string },
): Promise<Result<{ version: number }>> {
  const row = await lockVisit(tx, id);
  if (row === undefined) return refuse('notFound');
  if (row.outcome === 'cancelled') return refuse('visit.cancelled');
  const details = detailsOf(services, tx.actor.countyCode, row);
  const current = contentOf(row, details);
  if (wanted.base !== row.version) {
    const base = await contentAt(services, tx, row, current, wanted.base);
    return base === undefined ? refuse('conflict.revision') : refuse('visit.correctedMeanwhile', { fields: differingFields(base, current) });
  }
  const content: VisitContent = { ...current, outcome: 'cancelled' };
  const next: NewVersion = { kind: 'cancelled', fields: ['outcome'], content, occurredOn: row.occurred_on, findings: [], marks: row.marks, reason: wanted.reason };
  return ok({ version: await writeVersion(services, tx, policy, row, details, next) });
}

/** Lets a cancelled visit stand again as the version before said it. Refuses notFound, conflict.alreadyDone. */
export async function restoreVisit(services: Services, tx: Tx, policy: VisitPolicy, id: string, reason: string): Promise<Result<{ version: number }>> {
  const row = await lockVisit(tx, id);
  if (row === undefined) return refuse('notFound');
  if (row.outcome !== 'cancelled') return refuse('conflict.alreadyDone');
  const details = detailsOf(services, tx.actor.countyCode, row);
  const current = contentOf(row, details);
  const before = await contentAt(services, tx, row, current, row.version - 1);
  if (before === undefined) return refuse('conflict.revision');
  const stands = standing(before, contextOf(services, policy, row, details, before));
  return ok({ version: await writeVersion(services, tx, policy, row, details, { ...stands, kind: 'restored', fields: ['outcome'], reason }) });
}

export async function checkVisit(services: Services, tx: Tx, id: string, wanted: Body<typeof visitCheck>): Promise<Result<undefined>> {
  const county = tx.actor.countyCode;
  const [visit] = await tx.query<{ division_code: string }>(sql`select division_code from visit where county_code = ${county} and id = ${id}`);
  if (visit === undefined) return refuse('notFound');
  await tx.query(sql`insert into visit_check (county_code, id, visit_id, verdict, note_sealed, checked_by, checked_at)
    values (${county}, ${newId()}, ${id}, ${wanted.verdict}, ${wanted.note === '' ? null : services.crypto.seal(county, NOTE, wanted.note)}, ${tx.actor.accountId}, ${services.clock.now().toISOString()})`);
  await audit(tx, { action: 'visit.check', entity: 'visit', entityId: id, division: visit.division_code, details: { verdict: wanted.verdict } });
  return ok(undefined);
}

/** What each version said and what the village thought of it; `county` is that of the visit, which a prefecture may read too. */
export async function historyOf(services: Services, tx: Tx, county: string, id: string) {
  const { crypto } = services;
  const versions = await tx.query<StoredVersion>(
    sql`select version, kind, fields, content_sealed, reason_sealed, made_by, made_at from visit_version where county_code = ${county} and visit_id = ${id} order by version`,
  );
  const checks = await tx.query<{ id: string; verdict: 'fine' | 'unclear' | 'wrong'; note_sealed: Buffer | null; checked_by: string | null; checked_at: string }>(
    sql`select id, verdict, note_sealed, checked_by, checked_at from visit_check where county_code = ${county} and visit_id = ${id} order by checked_at desc`,
  );
  const names = await namesOfAccounts(tx, county, [...versions.map((one) => one.made_by), ...checks.map((one) => one.checked_by)]);
  const nameOf = (account: string | null): string | null => (account === null ? null : (names.get(account) ?? null));
  return {
    versions: versions.map((one) => {
      const content = JSON.parse(crypto.open(county, CONTENT, one.content_sealed)) as VisitVersion['content'];
      const reason = one.reason_sealed === null ? null : crypto.open(county, REASON, one.reason_sealed);
      return { version: one.version, kind: one.kind, fields: one.fields, content, reason, by: nameOf(one.made_by), at: one.made_at };
    }),
    checks: checks.map((one) => ({
      id: one.id,
      verdict: one.verdict,
      note: one.note_sealed === null ? '' : crypto.open(county, NOTE, one.note_sealed),
      by: nameOf(one.checked_by),
      at: one.checked_at,
    })),
  };
}
