// How steady visiting is (001-042): for how long each elder who is to be visited has had the same responsible
// person, and how many were given another within the year; by place, by tier, each figure with its elders.
import { steadinessSheet } from '@shouwang/documents';
import { type SteadinessLine, type SteadyBand, type steadiness, type steadinessRows } from '@shouwang/contract/network';
import type { Reply } from '@shouwang/contract/route';
import { addCalendarMonths, ok, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { FileReply } from '../../platform/http/endpoint.ts';
import type { Services } from '../../platform/services.ts';
import { type ReadRange, divisionNamesAcross, divisionNamesOf } from '../divisions/public.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export interface SteadinessFilter {
  readonly tier?: string | undefined;
}

/** Elders with a tier, each with his responsible person of today and how many ended within a year; `e`, `r`, `h`. */
function source(range: ReadRange, today: string): Sql {
  const yearAgo = addCalendarMonths(today, -12);
  return sql`elder e
    left join assignment r on r.county_code = e.county_code and r.elder_id = e.id and r.role = 'responsible' and r.from_date <= ${today}::date and (r.to_date is null or r.to_date >= ${today}::date)
    left join lateral (select count(*) as ended from assignment a where a.county_code = e.county_code and a.elder_id = e.id and a.role = 'responsible' and a.to_date < ${today}::date and a.to_date >= ${yearAgo}::date) h on true
    where e.county_code >= ${range.county.from} and e.county_code < ${range.county.to} and e.division_code >= ${range.from} and e.division_code < ${range.to}
      and e.closed_on is null and e.list_state <> 'left' and e.tier_code is not null`;
}

const bandOf = (today: string): Record<SteadyBand, Sql> => {
  const [year, quarter] = [addCalendarMonths(today, -12), addCalendarMonths(today, -3)];
  return {
    year: sql`r.from_date <= ${year}::date`,
    months: sql`(r.from_date > ${year}::date and r.from_date <= ${quarter}::date)`,
    new: sql`r.from_date > ${quarter}::date`,
    none: sql`r.from_date is null`,
  };
};

interface Counts {
  division_code: string;
  tier_code: string;
  elders: number;
  year: number;
  months: number;
  new: number;
  none: number;
  changed: number;
}

const sumOf = (rows: readonly Counts[], key: SteadyBand | 'elders' | 'changed'): number => rows.reduce((sum, row) => sum + row[key], 0);

function lineOf(division: string, townName: string, name: string, rows: readonly Counts[]): SteadinessLine {
  const bands = { year: sumOf(rows, 'year'), months: sumOf(rows, 'months'), new: sumOf(rows, 'new'), none: sumOf(rows, 'none') };
  const elders = sumOf(rows, 'elders');
  const held = elders - bands.none;
  return { division, townName, name, elders, bands, share: held === 0 ? null : bands.year / held, changed: sumOf(rows, 'changed') };
}

/** Places of a range in the order of their codes; the total counts them together. */
export async function readSteadiness(services: Services, tx: Tx, range: ReadRange, filter: SteadinessFilter): Promise<Reply<typeof steadiness>> {
  const today = services.clock.today();
  const band = bandOf(today);
  const counted = await tx.query<Counts>(
    sql`select e.division_code, e.tier_code, count(*) as elders, count(*) filter (where ${band.year}) as year, count(*) filter (where ${band.months}) as months, count(*) filter (where ${band.new}) as new,
          count(*) filter (where ${band.none}) as none, count(*) filter (where h.ended > 0) as changed
        from ${source(range, today)} group by e.division_code, e.tier_code order by e.division_code, e.tier_code`,
  );
  const unit = range.prefix.padEnd(12, '0');
  const names = await divisionNamesAcross(services, tx, [unit, ...counted.map((row) => row.division_code)]);
  const asked = counted.filter((row) => filter.tier === undefined || row.tier_code === filter.tier);
  const tiers = [...new Set(counted.map((row) => row.tier_code))].toSorted();
  return {
    tiers: tiers.map((code) => ({
      code,
      elders: sumOf(
        counted.filter((row) => row.tier_code === code),
        'elders',
      ),
    })),
    total: lineOf(unit, '', names.of(unit), asked),
    lines: [...new Set(asked.map((row) => row.division_code))].map((division) =>
      lineOf(
        division,
        names.town(division),
        names.of(division),
        asked.filter((row) => row.division_code === division),
      ),
    ),
  };
}

interface ElderLine {
  id: string;
  name: string;
  division_code: string;
  tier_code: string;
  responsible_name: string | null;
  since: string | null;
  ended: number;
}

/** The elders behind a figure; those whose person changed most and last come first. */
export async function listSteadiness(
  services: Services,
  tx: Tx,
  range: ReadRange,
  asked: SteadinessFilter & { readonly band?: SteadyBand | 'changed' | undefined; readonly limit: number; readonly offset: number },
): Promise<Reply<typeof steadinessRows>> {
  const today = services.clock.today();
  const within = asked.band === undefined ? sql`true` : asked.band === 'changed' ? sql`h.ended > 0` : bandOf(today)[asked.band];
  const of = sql`from ${source(range, today)} and ${within} and ${asked.tier === undefined ? sql`true` : sql`e.tier_code = ${asked.tier}`}`;
  const [counted] = await tx.query<{ count: number }>(sql`select count(*) as count ${of}`);
  const rows = await tx.query<ElderLine>(
    sql`select e.id, e.name, e.division_code, e.tier_code, e.responsible_name, r.from_date as since, h.ended ${of} order by h.ended desc, r.from_date desc nulls first, e.id limit ${asked.limit} offset ${asked.offset}`,
  );
  const names = await divisionNamesOf(services, tx, rows);
  return {
    count: counted?.count ?? 0,
    rows: rows.map((row) => ({
      elderId: row.id,
      elderName: row.name,
      townName: names.town(row.division_code),
      villageName: names.village(row.division_code),
      tier: row.tier_code,
      responsible: row.responsible_name,
      since: row.since,
      ended: row.ended,
    })),
  };
}

export async function writeSteadinessWorkbook(services: Services, tx: Tx, range: ReadRange, filter: SteadinessFilter, reason: string): Promise<Result<FileReply>> {
  const { total, lines } = await readSteadiness(services, tx, range, filter);
  await audit(tx, { action: 'steadiness.export', entity: 'visitors', division: total.division, details: { reason, lines: lines.length, tier: filter.tier ?? null } });
  const bytes = await steadinessSheet({ unit: total.name, filledOn: services.clock.today(), lines: [...lines, total] });
  return ok({ fileName: `${total.name}责任人稳定情况.xlsx`, contentType: XLSX, bytes: Buffer.from(bytes) });
}
