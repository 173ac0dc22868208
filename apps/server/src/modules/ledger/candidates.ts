// Who in the ledger might be the person of a row: found by the blind index of the identity number and
// by name. Whether two are one is decided by the domain (intake: matchPerson), not here.
import { estimatedBirth } from '@shouwang/domain/intake';
import { sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { ledgerSeal, type LedgerSeal } from './sealing.ts';

export interface CandidateKey {
  /** Normalised; absent or null where the row has none. */
  readonly idNo?: string | null;
  readonly name: string;
  /** Only namesakes in this very division; absent or null: wherever they live. */
  readonly division?: string | null;
}

export interface Candidate {
  /** The file to record in. */
  readonly elderId: string;
  /** The file that name and number below stand in: another one where it was merged into `elderId`. */
  readonly fileId: string;
  readonly name: string;
  readonly sex: 'male' | 'female' | null;
  /** `YYYY-MM-DD`, or `YYYY-MM` where the day is not known. */
  readonly birthDate: string | null;
  /** The birth was estimated from an age: it does not tell who somebody is. */
  readonly birthEstimated: boolean;
  /** An age or a year tells about when. */
  readonly birthFromAge: boolean;
  readonly division: string;
  readonly idNo: string | null;
  readonly idNoProblem: string | null;
  readonly closedOn: string | null;
}

interface CandidateRow {
  id: string;
  name: string;
  sex: 'male' | 'female' | null;
  birth_date: string | null;
  birth_precision: 'day' | 'month';
  birth_estimated: boolean;
  birth_from_age: boolean;
  division_code: string;
  id_no_sealed: Buffer | null;
  id_no_problem: string | null;
  closed_on: string | null;
  merged_into: string | null;
}

/** Of these files the merged ones: where they lead to, and whether that file is closed. */
async function leadsOf(tx: Tx, county: string, rows: readonly CandidateRow[]): Promise<ReadonlyMap<string, { readonly id: string; readonly closed_on: string | null }>> {
  const merged = rows.filter((row) => row.merged_into !== null).map((row) => row.id);
  if (merged.length === 0) return new Map();
  const found = await tx.query<{ of_id: string; id: string; closed_on: string | null }>(
    sql`select l.id as of_id, e.id, e.closed_on from leading_files(${county}, ${merged}::uuid[]) l join elder e on e.county_code = ${county} and e.id = l.leads_to`,
  );
  return new Map(found.map((row) => [row.of_id, row]));
}

/** Elders in sight with an identity number or a name among the keys, each once. Two look-ups by index a call. */
export async function findCandidates(services: Services, tx: Tx, keys: readonly CandidateKey[]): Promise<readonly Candidate[]> {
  const county = tx.actor.countyCode;
  const seal = ledgerSeal(services.crypto, county);
  const indexes = [...new Set(keys.map((key) => key.idNo ?? '').filter((idNo) => idNo !== ''))].map((idNo) => seal.idNoIndex(idNo));
  const named = keys.filter((key) => key.name !== '');
  const names = [...new Set(named.filter((key) => (key.division ?? null) === null).map((key) => key.name))];
  const placed = named.filter((key) => (key.division ?? null) !== null);
  return readCandidates(
    tx,
    seal,
    sql`select id from elder where county_code = ${county} and id_no_index = any(${indexes}::bytea[])
        union select id from elder where county_code = ${county} and name = any(${names}::text[])
        union select p.id from unnest(${placed.map((key) => key.name)}::text[], ${placed.map((key) => key.division)}::text[]) as k(name, division) join elder p on p.county_code = ${county} and p.name = k.name and p.division_code = k.division`,
  );
}

/** Elders in sight born on these very days whose names share their first or last character with the key's: variants of a name. */
export async function findBornAlike(services: Services, tx: Tx, keys: readonly { readonly name: string; readonly birthDate: string }[]): Promise<readonly Candidate[]> {
  const county = tx.actor.countyCode;
  return readCandidates(
    tx,
    ledgerSeal(services.crypto, county),
    sql`select distinct p.id from unnest(${keys.map((key) => key.name)}::text[], ${keys.map((key) => key.birthDate)}::date[]) as k(name, birth)
        join elder p on p.county_code = ${county} and p.birth_date = k.birth and (left(p.name, 1) = left(k.name, 1) or right(p.name, 1) = right(k.name, 1))`,
  );
}

async function readCandidates(tx: Tx, seal: LedgerSeal, ids: Sql): Promise<readonly Candidate[]> {
  const county = tx.actor.countyCode;
  const rows = await tx.query<CandidateRow>(
    sql`with found as materialized (${ids})
        select e.id, e.name, e.sex, e.birth_date, e.birth_precision, e.remarks && ${[...estimatedBirth]}::text[] as birth_estimated, e.remarks && ${['birthDate.fromAge', 'birthDate.yearOnly']}::text[] as birth_from_age, e.division_code, e.id_no_sealed, e.id_no_problem, e.closed_on, e.merged_into
        from found f join elder e on e.county_code = ${county} and e.id = f.id order by e.id`,
    { prepare: true },
  );
  const leads = await leadsOf(tx, county, rows);
  return rows.map((row) => ({
    elderId: leads.get(row.id)?.id ?? row.id,
    fileId: row.id,
    name: row.name,
    sex: row.sex,
    birthDate: row.birth_date === null || row.birth_precision === 'day' ? row.birth_date : row.birth_date.slice(0, 7),
    birthEstimated: row.birth_estimated,
    birthFromAge: row.birth_from_age,
    division: row.division_code,
    idNo: row.id_no_sealed === null ? null : seal.openIdNo(row.id_no_sealed),
    idNoProblem: row.id_no_problem,
    closedOn: leads.has(row.id) ? (leads.get(row.id)?.closed_on ?? null) : row.closed_on,
  }));
}

/** Of these identity numbers, those of people with an open file out of the actor's sight. */
export async function findKnownElsewhere(services: Services, tx: Tx, idNos: readonly string[]): Promise<ReadonlySet<string>> {
  const seal = ledgerSeal(services.crypto, tx.actor.countyCode);
  const byIndex = new Map(idNos.map((idNo) => [seal.idNoIndex(idNo).toString('hex'), idNo]));
  const rows = await tx.query<{ index: Buffer }>(sql`select known_elsewhere(${[...byIndex.keys()].map((index) => Buffer.from(index, 'hex'))}::bytea[]) as index`);
  return new Set(rows.flatMap((row) => byIndex.get(row.index.toString('hex')) ?? []));
}

/** Of these files the closed ones: since when, and why. */
export async function findClosed(tx: Tx, elderIds: readonly string[]): Promise<ReadonlyMap<string, { readonly on: string; readonly reason: string | null }>> {
  if (elderIds.length === 0) return new Map();
  const rows = await tx.query<{ id: string; on: string; reason: string | null }>(
    sql`select id, closed_on as on, closed_reason as reason from elder where county_code = ${tx.actor.countyCode} and id = any(${[...elderIds]}::uuid[]) and closed_on is not null`,
    { prepare: true },
  );
  return new Map(rows.map(({ id, on, reason }) => [id, { on, reason }]));
}
