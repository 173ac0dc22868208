// From files to buckets: those who changed, by reaction and by the feed, and everybody each night,
// because age goes on. Only what differs is written, as a set; what stood before it stays as history.
import type { Category } from '@shouwang/domain/ledger';
import type { RiskLevel } from '@shouwang/domain/policy';
import { bucketsOf } from '@shouwang/domain/statistics';
import { systemActor, sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { ledgerSeal } from '../ledger/public.ts';

interface FileRow {
  readonly id: string;
  readonly division_code: string;
  readonly effective_sealed: Buffer | null;
  readonly categories: Category[];
  readonly tier_code: string | null;
  readonly provisional: boolean;
  readonly complete: boolean;
  readonly responsible: boolean;
  readonly list_state: 'proposed' | 'confirmed' | 'left';
  readonly closed_on: string | null;
}
interface BucketRow {
  readonly elder_id: string;
  readonly division_code: string;
  readonly tier_code: string | null;
  readonly masks: string;
}

const fileColumns = sql`e.id, e.division_code, e.effective_sealed, e.categories, e.tier_code, e.provisional, e.missing_facts = '{}' as complete, e.responsible_name is not null as responsible, e.list_state, e.closed_on`;

/** Writes what differs for these files; answers how many buckets began or ended. */
async function refreshBatch(services: Services, tx: Tx, files: readonly FileRow[]): Promise<number> {
  if (files.length === 0) return 0;
  const county = tx.actor.countyCode;
  const today = services.clock.today();
  const ids = files.map((file) => file.id);
  // Asked for apart: joined in one statement, a table that nobody analyzed yet is read once for every elder.
  const risks = await tx.query<{ elder_id: string; level: RiskLevel }>(
    sql`select elder_id, level from risk_result where county_code = ${county} and elder_id = any(${ids}::uuid[]) and is_current`,
    { prepare: true },
  );
  const known = await tx.query<BucketRow>(
    sql`select elder_id, division_code, tier_code, masks::text as masks from elder_bucket where county_code = ${county} and elder_id = any(${ids}::uuid[]) and to_on is null`,
    { prepare: true },
  );
  const levels = new Map(risks.map((risk) => [risk.elder_id, risk.level]));
  const before = new Map(known.map((row) => [row.elder_id, row]));
  const seal = ledgerSeal(services.crypto, county);
  const ended: string[] = [];
  const begun: { readonly id: string; readonly division: string; readonly tier: string | null; readonly masks: string }[] = [];
  for (const file of files) {
    const old = before.get(file.id);
    if (file.closed_on !== null || file.list_state === 'left' || file.effective_sealed === null) {
      if (old !== undefined) ended.push(file.id);
      continue;
    }
    const state = {
      categories: file.categories,
      provisional: file.provisional,
      isProposed: file.list_state === 'proposed',
      isComplete: file.complete,
      hasResponsible: file.responsible,
      risk: levels.get(file.id) ?? null,
    };
    const masks = `{${bucketsOf(seal.openEffective(file.effective_sealed), state, today).join(',')}}`;
    if (old !== undefined && old.masks === masks && old.division_code === file.division_code && old.tier_code === file.tier_code) continue;
    if (old !== undefined) ended.push(file.id);
    begun.push({ id: file.id, division: file.division_code, tier: file.tier_code, masks });
  }
  if (ended.length > 0) {
    // What began today never stood at the end of a day: it leaves no history.
    await tx.query(sql`delete from elder_bucket where county_code = ${county} and elder_id = any(${ended}::uuid[]) and to_on is null and from_on >= ${today}::date`);
    await tx.query(sql`update elder_bucket set to_on = ${today}::date where county_code = ${county} and elder_id = any(${ended}::uuid[]) and to_on is null`);
  }
  if (begun.length > 0) {
    await tx.query(
      sql`insert into elder_bucket (county_code, elder_id, from_on, division_code, tier_code, masks)
          select ${county}, u.id, ${today}::date, u.division, u.tier, u.masks::int[]
          from unnest(${begun.map((one) => one.id)}::uuid[], ${begun.map((one) => one.division)}::text[], ${begun.map((one) => one.tier)}::text[], ${begun.map((one) => one.masks)}::text[]) as u(id, division, tier, masks)
          on conflict (county_code, elder_id, from_on) do update set to_on = null, division_code = excluded.division_code, tier_code = excluded.tier_code, masks = excluded.masks`,
      { prepare: true },
    );
  }
  return ended.length + begun.length;
}

/** Elders are locked in order of id, so that two workers never write the same person's buckets at once. */
const files = (tx: Tx, which: Sql, limit: number): Promise<FileRow[]> =>
  tx.query<FileRow>(sql`select ${fileColumns} from elder e where e.county_code = ${tx.actor.countyCode} and ${which} order by e.id limit ${limit} for no key update`);

const BATCH = 2_500;

/** These elders of the actor's county, in the caller's transaction. */
export async function refreshBuckets(services: Services, tx: Tx, elderIds: readonly string[]): Promise<number> {
  let changed = 0;
  for (let at = 0; at < elderIds.length; at += BATCH) {
    const ids = elderIds.slice(at, at + BATCH);
    changed += await refreshBatch(services, tx, await files(tx, sql`e.id = any(${ids}::uuid[])`, BATCH));
  }
  return changed;
}

/** Everybody of a county, each batch in a transaction of its own; it can be stopped between two. Answers how many changed. */
export async function refreshAllBuckets(services: Services, countyCode: string, signal?: AbortSignal): Promise<number> {
  let after = '00000000-0000-0000-0000-000000000000';
  let changed = 0;
  while (signal?.aborted !== true) {
    const from = after;
    const batch = await services.db.tx(systemActor(countyCode), async (tx) => {
      const some = await files(tx, sql`e.id > ${from}::uuid`, BATCH);
      return { last: some.at(-1)?.id, size: some.length, changed: await refreshBatch(services, tx, some) };
    });
    changed += batch.changed;
    if (batch.last === undefined || batch.size < BATCH) break;
    after = batch.last;
  }
  return changed;
}

/**
 * Those whom the feed names since it was last followed: whatever changes a person's file and is no
 * reaction's business (who is responsible, a decision about the list). A county never counted yet is
 * counted whole.
 */
export async function followFeed(services: Services, countyCode: string, signal?: AbortSignal): Promise<number> {
  const actor = systemActor(countyCode);
  const keep = (tx: Tx, horizon: string): Promise<unknown> =>
    tx.query(
      sql`insert into bucket_state (county_code, horizon, followed_at) values (${countyCode}, ${horizon}::text::xid8, now())
          on conflict (county_code) do update set horizon = excluded.horizon, followed_at = excluded.followed_at`,
    );
  const { since, horizon } = await services.db.tx(actor, async (tx) => {
    const [now] = await tx.query<{ horizon: string }>(sql`select pg_snapshot_xmin(pg_current_snapshot())::text as horizon`);
    const [state] = await tx.query<{ horizon: string }>(sql`select horizon::text as horizon from bucket_state where county_code = ${countyCode}`);
    return { since: state?.horizon ?? null, horizon: now?.horizon ?? '0' };
  });
  if (since === null) {
    const changed = await refreshAllBuckets(services, countyCode, signal);
    if (signal?.aborted !== true) await services.db.tx(actor, (tx) => keep(tx, horizon));
    return changed;
  }
  return services.db.tx(actor, async (tx) => {
    const rows = await tx.query<{ id: string }>(
      sql`select distinct entity_id::text as id from feed where county_code = ${countyCode} and tx >= ${since}::text::xid8 and entity = 'elder'`,
    );
    if (rows.length === 0 && since === horizon) return 0;
    const changed = await refreshBuckets(
      services,
      tx,
      rows.map((row) => row.id),
    );
    await keep(tx, horizon);
    return changed;
  });
}
