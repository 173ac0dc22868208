// What goes along when one file is merged into another, beside statements (which are read where they
// stand): assignments, visits and duties by their own modules' rules, and rows that simply speak of the
// elder. Each part keeps what it needs to give its rows back.
import { empty, join, raw, sql, type Sql, type Tx } from '../../platform/db/index.ts';
import { moveAssignments, returnAssignments, type MovedAssignment } from '../network/public.ts';
import { moveVisits, returnVisits, type MovedVisits } from '../visits/public.ts';

export interface Move {
  readonly from: string;
  readonly into: string;
  /** Where the kept file stands. */
  readonly division: string;
  readonly today: string;
}

/** What went along, by the name of its part; identifiers, places and states, no personal data. */
export interface Moved {
  readonly assignments: readonly MovedAssignment[];
  readonly visits: MovedVisits;
  /** Table → keys of rows. */
  readonly rows: Readonly<Record<string, readonly string[]>>;
}

interface PlainTable {
  readonly table: string;
  /** What tells a row of one elder from another; its `id` where nothing is said. */
  readonly key?: Sql;
  /** Rows stand in the elder's division too. */
  readonly placed?: true;
  /** Whether row `k` of the kept file already is what row `r` is: then `r` stays where it is. */
  readonly unless?: Sql;
}
/** Tables whose rows speak of one elder by `elder_id` and go along as they are. Levels of risk are worked out anew, the review of a file is its own. */
const plainTables: readonly PlainTable[] = [
  { table: 'elder_attachment', unless: sql`k.kind = r.kind and k.sha256 = r.sha256 and k.removed_at is null` },
  { table: 'paper_copy', key: sql`r.form || ' ' || r.holder`, placed: true, unless: sql`k.form = r.form and k.holder = r.holder` },
  { table: 'assessment' },
  { table: 'risk_review' },
  { table: 'hand_inclusion' },
  { table: 'list_decision' },
  { table: 'life_event' },
  { table: 'duty_arrangement' },
  { table: 'list_row' },
  { table: 'survey_subject', unless: sql`k.round_id = r.round_id` },
];
const keyOf = ({ key }: PlainTable): Sql => key ?? sql`r.id::text`;
const setPlace = ({ placed }: PlainTable, division: string): Sql => (placed === undefined ? empty : sql`, division_code = ${division}`);

async function moveRows(tx: Tx, { from, into, division }: Move): Promise<Record<string, readonly string[]>> {
  const moved: Record<string, readonly string[]> = {};
  for (const plain of plainTables) {
    const name = raw(plain.table);
    const twice =
      plain.unless === undefined ? empty : sql` and not exists (select 1 from ${name} k where k.county_code = r.county_code and k.elder_id = ${into}::uuid and ${plain.unless})`;
    const rows = await tx.query<{ key: string }>(
      sql`update ${name} r set elder_id = ${into}${setPlace(plain, division)} where r.county_code = ${tx.actor.countyCode} and r.elder_id = ${from}::uuid${twice} returning ${keyOf(plain)} as key`,
    );
    if (rows.length > 0) moved[plain.table] = rows.map((row) => row.key);
  }
  return moved;
}

/** `home` is the division of the file that gets its rows back. */
async function returnRows(tx: Tx, { from, into }: Move, home: string, moved: Moved['rows']): Promise<void> {
  for (const plain of plainTables) {
    const keys = moved[plain.table] ?? [];
    if (keys.length === 0) continue;
    await tx.query(
      sql`update ${raw(plain.table)} r set elder_id = ${from}${setPlace(plain, home)} where r.county_code = ${tx.actor.countyCode} and r.elder_id = ${into}::uuid and ${keyOf(plain)} = any(${keys}::text[])`,
    );
  }
}

export async function moveAlong(tx: Tx, move: Move): Promise<Moved> {
  const assignments = await moveAssignments(tx, move);
  const visits = await moveVisits(tx, move);
  return { assignments, visits, rows: await moveRows(tx, move) };
}

/** Undoes `moveAlong`; `home` is the division in which the other file stood. */
export async function giveBack(tx: Tx, move: Move, home: string, moved: Moved): Promise<void> {
  await returnRows(tx, move, home, moved.rows);
  await returnVisits(tx, move, moved.visits);
  await returnAssignments(tx, move, moved.assignments);
}

/** How much went along, by what it is. */
export const countsOf = (moved: Moved): Record<string, number> => ({
  visits: moved.visits.visits.length,
  duties: moved.visits.duties.length,
  assignments: moved.assignments.length,
  ...Object.fromEntries(Object.entries(moved.rows).map(([table, ids]) => [table, ids.length])),
});

/** The same, asked before: how much would go along with this file. */
export async function countAlong(tx: Tx, elderId: string): Promise<Record<string, number>> {
  const tables = ['visit', 'visit_duty', 'assignment', ...plainTables.map((one) => one.table)];
  const names: Record<string, string> = { visit: 'visits', visit_duty: 'duties', assignment: 'assignments' };
  const parts = tables.map(
    (table) => sql`select ${names[table] ?? table}::text as name, count(*) as count from ${raw(table)} where county_code = ${tx.actor.countyCode} and elder_id = ${elderId}::uuid`,
  );
  const rows = await tx.query<{ name: string; count: number }>(join(parts, ' union all '));
  return Object.fromEntries(rows.filter((row) => row.count > 0 || Object.values(names).includes(row.name)).map((row) => [row.name, row.count]));
}
