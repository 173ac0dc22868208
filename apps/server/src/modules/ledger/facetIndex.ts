// Counting a hundred thousand people for every change of a filter is too slow in SQL (quality bar P3:
// five times a page). So the server holds, per county, three numbers per elder: division, birth and
// profile, a profile being everything else that facets count. The feed of changes keeps them true:
// before each count what was committed since is read anew, by the same late-commit-safe cursor as
// phones use. Coded statistics only: no name, no number, nothing that is sealed (ADR 0011).
import type { Category } from '@shouwang/domain/ledger';
import { dayNumber } from '@shouwang/domain/shared';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';

/** What facets count of a person, apart from place and age. */
export interface Profile {
  readonly categories: readonly Category[];
  readonly tier: string | null;
  readonly remarks: readonly string[];
  readonly provisional: boolean;
  readonly uncovered: boolean;
}

export interface Counts {
  /** All on the list in these divisions, whatever their profile and age. */
  readonly all: number;
  readonly profiles: readonly { readonly profile: Profile; readonly count: number }[];
  readonly divisions: readonly { readonly code: string; readonly count: number }[];
}

export interface CountQuery {
  inDivision(code: string): boolean;
  hasProfile(profile: Profile): boolean;
  /** Births from the one to the other day, both inclusive (`YYYY-MM-DD`); absent: any, also unknown. */
  readonly bornFrom?: string;
  readonly bornTo?: string;
}

interface IndexRow {
  id: string;
  division_code: string;
  birth_date: string | null;
  categories: Category[];
  tier_code: string | null;
  remarks: string[];
  provisional: boolean;
  uncovered: boolean;
  listed: boolean;
}

const UNKNOWN_BIRTH = -2_147_483_648;
const LATEST_BIRTH = 2_147_483_647;
const BATCH = 10_000;
/** Above this many changes reading everything anew is quicker. */
const RELOAD_ABOVE = 20_000;
/** Even so everything is read anew from time to time, should anybody have changed rows past the feed. */
const RELOAD_AFTER_MS = 10 * 60_000;

const nobody = '00000000-0000-0000-0000-000000000000';
const listAfter = (tx: Tx, countyCode: string, after: string): Promise<IndexRow[]> =>
  tx.query<IndexRow>(sql`select * from elder_profiles(${countyCode}, ${after}, ${BATCH})`, { prepare: true });
const listOnly = (tx: Tx, countyCode: string, ids: readonly string[]): Promise<IndexRow[]> =>
  tx.query<IndexRow>(sql`select * from elder_profiles_of(${countyCode}, ${ids}::uuid[])`, { prepare: true });

/** The people of one county in columns; grows as files are opened. */
function openColumns() {
  const places = new Map<string, number>();
  const divisions: string[] = [];
  const numbers = new Map<string, number>();
  const profiles: Profile[] = [];
  const known = new Map<string, number>();
  let division = new Uint32Array(1024);
  let birth = new Int32Array(1024);
  /** Number of the profile plus one; 0 for who is not on the list. */
  let profile = new Uint32Array(1024);
  let size = 0;

  const divisionNumber = (code: string): number => {
    let at = known.get(code);
    if (at === undefined) known.set(code, (at = divisions.push(code) - 1));
    return at;
  };
  const profileNumber = (row: IndexRow): number => {
    const key = `${row.categories.join()}|${row.tier_code ?? ''}|${row.remarks.join()}|${row.provisional}|${row.uncovered}`;
    let at = numbers.get(key);
    if (at === undefined) {
      at = profiles.push({ categories: row.categories, tier: row.tier_code, remarks: row.remarks, provisional: row.provisional, uncovered: row.uncovered });
      numbers.set(key, at);
    }
    return at;
  };
  const grow = (): void => {
    const wider = <T extends Uint32Array | Int32Array>(from: T, to: T): T => (to.set(from), to);
    division = wider(division, new Uint32Array(size * 2));
    birth = wider(birth, new Int32Array(size * 2));
    profile = wider(profile, new Uint32Array(size * 2));
  };

  return {
    put(row: IndexRow): void {
      let at = places.get(row.id);
      if (at === undefined) {
        if (size === division.length) grow();
        places.set(row.id, (at = size));
        size += 1;
      }
      division[at] = divisionNumber(row.division_code);
      birth[at] = row.birth_date === null ? UNKNOWN_BIRTH : dayNumber(row.birth_date);
      profile[at] = row.listed ? profileNumber(row) : 0;
    },
    remove(id: string): void {
      const at = places.get(id);
      if (at !== undefined) profile[at] = 0;
    },
    count(query: CountQuery): Counts {
      const isPlace = Uint8Array.from(divisions, (code) => (query.inDivision(code) ? 1 : 0));
      const isProfile = Uint8Array.from([0, ...profiles.map((one) => (query.hasProfile(one) ? 1 : 0))]);
      const from = query.bornFrom === undefined ? UNKNOWN_BIRTH : dayNumber(query.bornFrom);
      const to = query.bornTo === undefined ? LATEST_BIRTH : dayNumber(query.bornTo);
      const isAnyBirth = query.bornFrom === undefined && query.bornTo === undefined;
      const byProfile = new Uint32Array(profiles.length + 1);
      const byPlace = new Uint32Array(divisions.length);
      let all = 0;
      for (let at = 0; at < size; at += 1) {
        const one = profile[at] as number;
        const place = division[at] as number;
        if (one === 0 || isPlace[place] === 0) continue;
        all += 1;
        if (isProfile[one] === 0) continue;
        const born = birth[at] as number;
        if (!isAnyBirth && (born === UNKNOWN_BIRTH || born < from || born > to)) continue;
        byProfile[one] = (byProfile[one] as number) + 1;
        byPlace[place] = (byPlace[place] as number) + 1;
      }
      return {
        all,
        profiles: profiles.flatMap((one, index) => (byProfile[index + 1] === 0 ? [] : [{ profile: one, count: byProfile[index + 1] as number }])),
        divisions: divisions.flatMap((code, index) => (byPlace[index] === 0 ? [] : [{ code, count: byPlace[index] as number }])),
      };
    },
  };
}

interface CountyIndex {
  readonly people: ReturnType<typeof openColumns>;
  horizon: string;
  readonly until: number;
}

async function load(services: Services, tx: Tx, countyCode: string): Promise<CountyIndex> {
  const people = openColumns();
  const until = services.clock.now().getTime() + RELOAD_AFTER_MS;
  const [now] = await tx.query<{ horizon: string }>(sql`select pg_snapshot_xmin(pg_current_snapshot())::text as horizon`);
  let after = nobody;
  for (;;) {
    const rows = await listAfter(tx, countyCode, after);
    for (const row of rows) people.put(row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) return { people, horizon: now?.horizon ?? '0', until };
    after = last.id;
  }
}

/** Brings an index up to what is committed now; null where it is better to begin anew. */
async function refresh(services: Services, tx: Tx, countyCode: string, index: CountyIndex): Promise<CountyIndex | null> {
  if (index.until < services.clock.now().getTime()) return null;
  const [since] = await tx.query<{ horizon: string; ids: string[] }>(
    sql`select pg_snapshot_xmin(pg_current_snapshot())::text as horizon,
          array(select distinct f.entity_id::text from feed f where f.county_code = ${countyCode} and f.tx >= ${index.horizon}::text::xid8 and f.entity = 'elder') as ids`,
    { prepare: true },
  );
  if (since === undefined || since.ids.length > RELOAD_ABOVE) return null;
  if (since.ids.length > 0) {
    const rows = await listOnly(tx, countyCode, since.ids);
    for (const row of rows) index.people.put(row);
    const found = new Set(rows.map((row) => row.id));
    for (const id of since.ids) if (!found.has(id)) index.people.remove(id);
  }
  index.horizon = since.horizon;
  return index;
}

const held = new WeakMap<Services, Map<string, Promise<CountyIndex | null>>>();

/**
 * Counts of a county as of what is committed now. In the caller's transaction, so that it needs no
 * connection beside its own; one call at a time brings the index up to date.
 */
export async function countProfiles(services: Services, tx: Tx, countyCode: string, query: CountQuery): Promise<Counts> {
  const counties = held.get(services) ?? new Map<string, Promise<CountyIndex | null>>();
  held.set(services, counties);
  const upToDate = async (before: CountyIndex | null): Promise<CountyIndex> =>
    (before === null ? null : await refresh(services, tx, countyCode, before)) ?? load(services, tx, countyCode);
  const next = (counties.get(countyCode) ?? Promise.resolve(null)).then(upToDate);
  // Whoever comes next begins anew where this one failed.
  counties.set(
    countyCode,
    next.catch(() => null),
  );
  return (await next).people.count(query);
}
