// Findings in SQL: found once, told apart by what they are about, changed with their facts, ended by
// people or by the sources agreeing at last; every step kept.
import { aboutOf, basisOf, changeOf, type FindingState, type FindingStepKind, type FoundDifference } from '@shouwang/domain/reconciliation';
import { addDays } from '@shouwang/domain/shared';
import { newId } from '../../platform/clock.ts';
import type { FieldCrypto } from '../../platform/crypto/index.ts';
import { cut, pack } from '../../platform/db/packed.ts';
import { empty, sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';

const BODY = 'finding.body';
const REASON = 'finding.reason';

/** What of a finding is sealed. */
export type FindingBody = Pick<FoundDifference, 'person' | 'theirs' | 'ours' | 'problem' | 'likeness'> & { readonly subject: string };

export const subjectIndex = (crypto: FieldCrypto, county: string, subject: string): Buffer => crypto.blindIndex(county, 'finding.subject', subject);
const bodyOf = ({ person, theirs, ours, problem, likeness, subject }: FoundDifference): FindingBody => ({ person, theirs, ours, problem, likeness, subject });
export const openBody = (crypto: FieldCrypto, county: string, sealed: Buffer): FindingBody => JSON.parse(crypto.open(county, BODY, sealed)) as FindingBody;

/** Why a person decided so: it may speak of anybody. */
export const sealReason = (crypto: FieldCrypto, county: string, reason: string): Buffer => crypto.seal(county, REASON, reason);
export const openReason = (crypto: FieldCrypto, county: string, sealed: Buffer | null): string | null => (sealed === null ? null : crypto.open(county, REASON, sealed));

/** 16 bytes over the values that a finding rests on. */
export const digestOf = (crypto: FieldCrypto, county: string, found: Parameters<typeof basisOf>[0]): Buffer =>
  crypto.blindIndex(county, 'finding.basis', basisOf(found)).subarray(0, 16);

interface KnownFinding {
  id: string;
  about: Buffer;
  digest: Buffer;
  state: FindingState;
  division_code: string;
  source: string;
  list_ids: readonly string[];
}

export interface DueDays {
  readonly ordinary: number;
  readonly death: number;
}
const dueOn = (found: FoundDifference, today: string, days: DueDays): string => addDays(today, found.kind === 'deadListed' ? days.death : days.ordinary);

export interface Applied {
  readonly opened: number;
  readonly agreed: number;
}

/** A new finding beside the lists (ids) that it rests on. */
export interface WithLists {
  readonly found: FoundDifference;
  readonly listIds: readonly string[];
}

/** Whether the same is said by a list that ranks higher or by a newer copy of it, or of somebody who lives elsewhere now: nothing new, yet shown so. */
const standsElsewhere = (before: KnownFinding, { found, listIds }: WithLists): boolean =>
  before.division_code !== found.division || before.source !== found.source || [...before.list_ids].sort().join() !== [...listIds].sort().join();

/**
 * Brings what is kept into line with what follows from the facts now. `covered` says which kept findings
 * were worked out anew: those of them that were not found again have agreed by themselves.
 */
export async function applyFindings(services: Services, tx: Tx, all: readonly WithLists[], covered: Sql, days: DueDays): Promise<Applied> {
  const county = tx.actor.countyCode;
  const { crypto } = services;
  const today = services.clock.today();
  const unique = new Map<string, WithLists & { readonly about: Buffer; readonly digest: Buffer }>();
  for (const one of all) {
    const about = crypto.blindIndex(county, 'finding.about', aboutOf(one.found));
    unique.set(about.toString('hex'), { ...one, about, digest: digestOf(crypto, county, one.found) });
  }
  const now = [...unique.values()];
  const known = await tx.query<KnownFinding>(
    sql`select id, about, digest, state, division_code, source, list_ids from finding where county_code = ${county} and (about = any(${now.map((one) => one.about)}::bytea[]) or (state = 'open' and ${covered})) for no key update`,
  );
  const byAbout = new Map(known.map((row) => [row.about.toString('hex'), row]));

  const inserts: typeof now = [];
  const updates: ((typeof now)[number] & { readonly id: string; readonly reopens: boolean })[] = [];
  const steps: { readonly findingId: string; readonly step: FindingStepKind }[] = [];
  for (const one of now) {
    const before = byAbout.get(one.about.toString('hex')) ?? null;
    const change = changeOf(before === null ? null : { state: before.state, hasSameBasis: before.digest.equals(one.digest) }, true);
    if (change === 'open') inserts.push(one);
    else if (change !== 'keep' || (before !== null && before.state === 'open' && standsElsewhere(before, one))) {
      updates.push({ ...one, id: (before as KnownFinding).id, reopens: change === 'reopen' });
      if (change !== 'keep') steps.push({ findingId: (before as KnownFinding).id, step: change === 'reopen' ? 'reopened' : 'changed' });
    }
  }
  const agreed = known.filter((row) => row.state === 'open' && !unique.has(row.about.toString('hex')));
  steps.push(...agreed.map((row) => ({ findingId: row.id, step: 'agreed' as const })));

  const ids = inserts.map(() => newId());
  steps.push(...ids.map((findingId) => ({ findingId, step: 'opened' as const })));
  await insertFindings(services, tx, inserts, ids, today, days);
  await updateFindings(services, tx, updates, today, days);
  // Whatever made it agree may turn back: then the facts have changed, so no basis is remembered.
  if (agreed.length > 0)
    await tx.query(
      sql`update finding set state = 'corrected', closed_at = now(), closed_by = null, close_reason_sealed = null, digest = ''::bytea, changed_at = now() where county_code = ${county} and id = any(${agreed.map((row) => row.id)}::uuid[])`,
    );
  await insertSteps(tx, steps);
  return { opened: inserts.length, agreed: agreed.length };
}

type Row = WithLists & { readonly about: Buffer; readonly digest: Buffer };

/** The columns of new or changed findings as a set `u`. */
function sourceOf(services: Services, county: string, rows: readonly Row[], ids: readonly string[], today: string, days: DueDays): Sql {
  const { crypto } = services;
  const about = pack(rows.map((row) => row.about));
  const subject = pack(rows.map(({ found }) => subjectIndex(crypto, county, found.subject)));
  const digest = pack(rows.map((row) => row.digest));
  const body = pack(rows.map(({ found }) => crypto.seal(county, BODY, JSON.stringify(bodyOf(found)))));
  const text = <T>(of: (found: FoundDifference) => T): T[] => rows.map(({ found }) => of(found));
  return sql`(select u.id, u.division, u.kind, u.elder, u.other, u.source, u.key, u.name, string_to_array(u.categories, ',') as categories, u.score, u.stale, string_to_array(u.lists, ',')::uuid[] as lists, u.due,
      ${cut(about, sql`u.ab_at`, sql`u.ab_len`)} as about, ${cut(subject, sql`u.su_at`, sql`u.su_len`)} as subject, ${cut(digest, sql`u.di_at`, sql`u.di_len`)} as digest, ${cut(body, sql`u.bo_at`, sql`u.bo_len`)} as body
    from unnest(${[...ids]}::uuid[], ${text((f) => f.division)}::text[], ${text((f) => f.kind)}::text[], ${text((f) => f.elderId)}::uuid[], ${text((f) => f.otherElderId)}::uuid[], ${text((f) => f.source)}::text[], ${text((f) => f.key)}::text[],
      ${text((f) => f.person.name)}::text[], ${text((f) => f.categories.join(','))}::text[], ${text((f) => f.likeness.score)}::real[], ${text((f) => f.isStale)}::boolean[], ${rows.map((row) => row.listIds.join(','))}::text[], ${text((f) => dueOn(f, today, days))}::date[],
      ${about.starts}::int[], ${about.lengths}::int[], ${subject.starts}::int[], ${subject.lengths}::int[], ${digest.starts}::int[], ${digest.lengths}::int[], ${body.starts}::int[], ${body.lengths}::int[])
      as u(id, division, kind, elder, other, source, key, name, categories, score, stale, lists, due, ab_at, ab_len, su_at, su_len, di_at, di_len, bo_at, bo_len))`;
}

async function insertFindings(services: Services, tx: Tx, rows: readonly Row[], ids: readonly string[], today: string, days: DueDays): Promise<void> {
  if (rows.length === 0) return;
  const county = tx.actor.countyCode;
  await tx.query(
    sql`insert into finding (county_code, id, division_code, kind, elder_id, other_elder_id, source, fact_key, about, subject, digest, name, categories, score, is_stale, list_ids, body_sealed, due_on)
        select ${county}, s.id, s.division, s.kind, s.elder, s.other, s.source, s.key, s.about, s.subject, s.digest, s.name, s.categories, s.score, s.stale, s.lists, s.body, s.due from ${sourceOf(services, county, rows, ids, today, days)} s`,
    { prepare: true },
  );
}

async function updateFindings(
  services: Services,
  tx: Tx,
  rows: readonly (Row & { readonly id: string; readonly reopens: boolean })[],
  today: string,
  days: DueDays,
): Promise<void> {
  if (rows.length === 0) return;
  const county = tx.actor.countyCode;
  const reopened = rows.filter((row) => row.reopens).map((row) => row.id);
  await tx.query(
    sql`update finding f set division_code = s.division, source = s.source, digest = s.digest, name = s.name, categories = s.categories, score = s.score, is_stale = s.stale, list_ids = s.lists, body_sealed = s.body, changed_at = now()
        from ${sourceOf(
          services,
          county,
          rows,
          rows.map((row) => row.id),
          today,
          days,
        )} s where f.county_code = ${county} and f.id = s.id`,
    { prepare: true },
  );
  if (reopened.length > 0)
    await tx.query(
      sql`update finding set state = 'open', opened_at = now(), due_on = case when kind = 'deadListed' then ${addDays(today, days.death)}::date else ${addDays(today, days.ordinary)}::date end, closed_at = null, closed_by = null, close_reason_sealed = null where county_code = ${county} and id = any(${reopened}::uuid[])`,
    );
}

export async function insertSteps(tx: Tx, steps: readonly { readonly findingId: string; readonly step: FindingStepKind }[]): Promise<void> {
  if (steps.length === 0) return;
  await tx.query(
    sql`insert into finding_step (county_code, id, finding_id, step, by_account)
        select ${tx.actor.countyCode}, u.id, u.finding, u.step, ${tx.actor.accountId}::uuid
        from unnest(${steps.map(() => newId())}::uuid[], ${steps.map((one) => one.findingId)}::uuid[], ${steps.map((one) => one.step)}::text[]) as u(id, finding, step)`,
    { prepare: true },
  );
}

export interface FindingRow {
  readonly id: string;
  readonly kind: FoundDifference['kind'];
  readonly state: FindingState;
  readonly elder_id: string | null;
  readonly other_elder_id: string | null;
  readonly division_code: string;
  readonly source: FoundDifference['source'];
  readonly fact_key: FoundDifference['key'];
  readonly name: string;
  readonly categories: FoundDifference['categories'];
  readonly score: number;
  readonly is_stale: boolean;
  readonly body_sealed: Buffer;
  readonly due_on: string;
  readonly opened_at: string;
  readonly closed_at: string | null;
  readonly closed_by: string | null;
  readonly closed_by_name: string | null;
  readonly close_reason_sealed: Buffer | null;
}

/** Findings in sight that satisfy `where` (alias `f`); `tail`: order and limit. */
export const listFindings = (tx: Tx, where: Sql, tail: Sql = empty): Promise<FindingRow[]> =>
  tx.query<FindingRow>(
    sql`select f.id, f.kind, f.state, f.elder_id, f.other_elder_id, f.division_code, f.source, f.fact_key, f.name, f.categories, f.score, f.is_stale, f.body_sealed, f.due_on, f.opened_at, f.closed_at, f.closed_by, a.display_name as closed_by_name, f.close_reason_sealed
        from finding f left join account a on a.county_code = f.county_code and a.id = f.closed_by where f.county_code = ${tx.actor.countyCode} and ${where} ${tail}`,
  );
