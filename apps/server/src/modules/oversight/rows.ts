// The people behind a figure of the report, with the reason where something is missing.
import { whyMissed, type ReportFigure } from '@shouwang/domain/oversight';
import type { Month } from '@shouwang/domain/shared';
import { empty, sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { ReadRange } from '../divisions/public.ts';
import { evidence, type EvidenceRow } from './evidence.ts';

export interface FigureFilter {
  readonly range: ReadRange;
  readonly counties: readonly string[];
  readonly month: Month;
  readonly figure: ReportFigure;
  readonly category: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** Who of the evidence `o` a figure counts; sums show the people who contribute to them. */
const conditions: Record<ReportFigure, Sql> = {
  listed: sql`o.listed`,
  byCategory: sql`o.listed`,
  required: sql`o.required > 0`,
  fulfilled: sql`o.fulfilled > 0`,
  missed: sql`o.required > o.fulfilled`,
  reached: sql`o.listed and o.home_done + o.other_done > 0`,
  notReached: sql`o.listed and o.home_done + o.other_done = 0`,
  visits: sql`o.home_done + o.other_done > 0`,
  homeVisits: sql`o.home_done > 0`,
  otherContacts: sql`o.other_done > 0`,
  attempts: sql`o.attempts > 0`,
  uncovered: sql`o.listed and not o.covered`,
  refused: sql`o.listed and o.refusing`,
  suspended: sql`o.listed and o.paused`,
};

export interface FigurePerson extends EvidenceRow {
  readonly why: ReturnType<typeof whyMissed>;
}

const peopleOf = ({ range, counties, month, figure, category }: FigureFilter): Sql => sql`
  from (${evidence(month, sql`e.county_code = any(${counties}::text[]) and e.division_code >= ${range.from} and e.division_code < ${range.to}`)}) o
  where ${conditions[figure]} ${category === undefined ? empty : sql`and ${category} = any(o.categories)`}`;

export async function countFigurePeople(tx: Tx, filter: FigureFilter): Promise<number> {
  const [row] = await tx.query<{ count: number }>(sql`select count(*) as count ${peopleOf(filter)}`);
  return row?.count ?? 0;
}

export async function listFigurePeople(tx: Tx, filter: FigureFilter): Promise<FigurePerson[]> {
  const rows = await tx.query<EvidenceRow>(sql`select o.* ${peopleOf(filter)} order by o.division_code, o.name_pinyin, o.id limit ${filter.limit} offset ${filter.offset}`);
  return rows.map((row) => ({
    ...row,
    why: whyMissed({
      required: row.required,
      fulfilled: row.fulfilled,
      reached: row.home_done + row.other_done > 0,
      suspended: row.suspended || row.paused,
      hasResponsible: row.covered,
      homeDone: row.home_done,
      otherDone: row.other_done,
      away: row.away,
      refused: row.refused,
      notAtHome: row.not_at_home,
    }),
  }));
}
