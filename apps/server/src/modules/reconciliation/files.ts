// Files and rows at hand for reconciliation, read set by set: who they are, what each source says of
// them, which rows of lists were found to mean them, and who else may be the same person.
import { estimatedBirth, factLists } from '@shouwang/domain/intake';
import type { Sex } from '@shouwang/domain/ledger';
import { ESTIMATE_DAYS, listSources, type ElderAtHand, type FileAtHand, type MatchedRow, type UnmatchedRow } from '@shouwang/domain/reconciliation';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { findRows, type OpenedRow } from '../intake/public.ts';
import { ledgerSeal, loadSaid } from '../ledger/public.ts';

export interface OpenFile extends FileAtHand {
  readonly remarks: readonly string[];
  readonly enteredOn: string;
}

interface FileRow {
  id: string;
  name: string;
  sex: Sex | null;
  birth_date: string | null;
  birth_precision: 'day' | 'month';
  division_code: string;
  id_no_sealed: Buffer | null;
  phone_sealed: Buffer | null;
  remarks: string[];
  entered_on: string;
}
const columns = sql`e.id, e.name, e.sex, e.birth_date, e.birth_precision, e.division_code, e.id_no_sealed, e.phone_sealed, e.remarks, e.entered_on`;

function fileOf(row: FileRow, seal: ReturnType<typeof ledgerSeal>): OpenFile {
  return {
    elderId: row.id,
    person: {
      name: row.name,
      idNo: row.id_no_sealed === null ? null : seal.openIdNo(row.id_no_sealed),
      birthDate: row.birth_date === null || row.birth_precision === 'day' ? row.birth_date : row.birth_date.slice(0, 7),
      sex: row.sex,
      division: row.division_code,
      phone: row.phone_sealed === null ? null : seal.openPhone(row.phone_sealed),
    },
    birthEstimated: estimatedBirth.some((code) => row.remarks.includes(code)),
    remarks: row.remarks,
    enteredOn: row.entered_on,
  };
}

/** Files of these elders, open or closed. */
export async function findFiles(services: Services, tx: Tx, elderIds: readonly string[]): Promise<(OpenFile & { readonly closedOn: string | null })[]> {
  const county = tx.actor.countyCode;
  const seal = ledgerSeal(services.crypto, county);
  const rows = await tx.query<FileRow & { closed_on: string | null }>(
    sql`select ${columns}, e.closed_on from elder e where e.county_code = ${county} and e.id = any(${elderIds}::uuid[])`,
    {
      prepare: true,
    },
  );
  return rows.map((row) => ({ ...fileOf(row, seal), closedOn: row.closed_on }));
}

/** Of these elders those whose files are open. */
export async function findOpenFiles(services: Services, tx: Tx, elderIds: readonly string[]): Promise<OpenFile[]> {
  const county = tx.actor.countyCode;
  const seal = ledgerSeal(services.crypto, county);
  const rows = await tx.query<FileRow>(sql`select ${columns} from elder e where e.county_code = ${county} and e.id = any(${elderIds}::uuid[]) and e.closed_on is null`, {
    prepare: true,
  });
  return rows.map((row) => fileOf(row, seal));
}

export const listedRow = (row: OpenedRow): MatchedRow => ({
  id: row.id,
  source: factLists[row.kind],
  sourceDate: row.sourceDate,
  sourceRef: row.sourceRef,
  person: { name: row.row.name, idNo: row.row.idNo, birthDate: row.row.birthDate, sex: row.row.sex, division: row.row.division, phone: null },
  ...(row.row.isBirthEstimated === true || row.row.isBirthFromAge === true ? { birthEstimated: true } : {}),
  facts: row.row.facts,
  listId: row.listId,
  listedOn: row.listedOn,
});
export const unmatchedRow = (row: OpenedRow): UnmatchedRow => ({ ...listedRow(row), isDoubtful: row.match === 'doubtful' });

/** Open files with everything that lists say of them. */
export async function withLists(services: Services, tx: Tx, files: readonly OpenFile[]): Promise<ElderAtHand[]> {
  const county = tx.actor.countyCode;
  const ids = files.map((file) => file.elderId);
  // Rows that were found to mean a file before it was merged into one of these speak of the kept one.
  const merged = await tx.query<{ id: string; kept: string }>(sql`select id, merged_into as kept from elder where county_code = ${county} and merged_into = any(${ids}::uuid[])`, {
    prepare: true,
  });
  const keptBy = new Map(merged.map((row) => [row.id, row.kept]));
  const rows = new Map<string, MatchedRow[]>();
  for (const row of await findRows(services, tx, sql`r.elder_id = any(${[...ids, ...keptBy.keys()]}::uuid[])`)) {
    const elderId = keptBy.get(row.elderId as string) ?? (row.elderId as string);
    const known = rows.get(elderId);
    if (known === undefined) rows.set(elderId, [listedRow(row)]);
    else known.push(listedRow(row));
  }
  // Statements are opened only of those of whom a list said something.
  const spokenOf = await tx.query<{ elder_id: string }>(
    sql`select distinct elder_id from fact_statement where county_code = ${county} and elder_id = any(${[...ids, ...keptBy.keys()]}::uuid[]) and source = any(${[...listSources]}::text[])`,
    { prepare: true },
  );
  const wanted = new Set([...spokenOf.map((row) => keptBy.get(row.elder_id) ?? row.elder_id), ...rows.keys()]);
  const said = await loadSaid(tx, county, [...wanted], ledgerSeal(services.crypto, county));
  return files.map((file) => ({
    ...file,
    said: [...(said.get(file.elderId)?.current.values() ?? [])],
    rows: rows.get(file.elderId) ?? [],
  }));
}

/**
 * Pairs of open files that may be one person, one of each pair among `elderIds`: the same number, a
 * name that shares its first or last character or sounds the same on the same day, or the same name around the same month
 * where a number or a day of birth is unsure. Whether they are is decided by the domain.
 */
export async function findPairs(services: Services, tx: Tx, elderIds: readonly string[]): Promise<(readonly [OpenFile, OpenFile])[]> {
  const county = tx.actor.countyCode;
  const seal = ledgerSeal(services.crypto, county);
  const pairs = await tx.query<{ one: string; other: string }>(
    sql`with mine as materialized (select id, name, name_pinyin, birth_date, birth_precision, id_no_index, id_no_problem, division_code, remarks && ${[...estimatedBirth]}::text[] as is_estimated from elder where county_code = ${county} and id = any(${elderIds}::uuid[]) and closed_on is null)
        select distinct least(p.one, p.other) as one, greatest(p.one, p.other) as other from (
          select m.id as one, e.id as other from mine m join elder e on e.county_code = ${county} and e.id_no_index = m.id_no_index and e.id <> m.id and e.closed_on is null
          union all
          select m.id, e.id from mine m join elder e on e.county_code = ${county} and e.birth_date = m.birth_date and e.id <> m.id and e.closed_on is null and (left(e.name, 1) = left(m.name, 1) or right(e.name, 1) = right(m.name, 1) or e.name_pinyin = m.name_pinyin)
          union all
          select m.id, e.id from mine m join elder e on e.county_code = ${county} and e.name = m.name and e.id <> m.id and e.closed_on is null and (e.id_no_problem is not null or e.birth_precision = 'month')
            and (e.birth_date between date_trunc('month', m.birth_date) - interval '60 days' and date_trunc('month', m.birth_date) + interval '90 days'
              or (left(e.division_code, 9) = left(m.division_code, 9) and (e.birth_date is null or m.birth_date is null
                or ((m.is_estimated or e.remarks && ${[...estimatedBirth]}::text[]) and abs(e.birth_date - m.birth_date) <= ${ESTIMATE_DAYS}))))
          union all
          select m.id, e.id from mine m join elder e on e.county_code = ${county} and e.name = m.name and e.id <> m.id and e.closed_on is null and (m.id_no_problem is not null or m.birth_precision = 'month')
            and (e.birth_date between date_trunc('month', m.birth_date) - interval '60 days' and date_trunc('month', m.birth_date) + interval '90 days'
              or (left(e.division_code, 9) = left(m.division_code, 9) and (e.birth_date is null or m.birth_date is null
                or ((m.is_estimated or e.remarks && ${[...estimatedBirth]}::text[]) and abs(e.birth_date - m.birth_date) <= ${ESTIMATE_DAYS}))))
        ) p`,
    { prepare: true },
  );
  if (pairs.length === 0) return [];
  const files = new Map<string, OpenFile>();
  const ids = [...new Set(pairs.flatMap((pair) => [pair.one, pair.other]))];
  for (const row of await tx.query<FileRow>(sql`select ${columns} from elder e where e.county_code = ${county} and e.id = any(${ids}::uuid[])`, { prepare: true }))
    files.set(row.id, fileOf(row, seal));
  return pairs.flatMap((pair) => {
    const [one, other] = [files.get(pair.one), files.get(pair.other)];
    return one === undefined || other === undefined ? [] : [[one, other] as const];
  });
}
