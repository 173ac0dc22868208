// Warnings as offices see them, and what they mean for templates of campaigns.
import type { WeatherWarning } from '@shouwang/contract/warnings';
import type { Warning } from '@shouwang/domain/campaigns';
import { covers } from '@shouwang/domain/divisions';
import { addDays } from '@shouwang/domain/shared';
import { sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { divisionNames } from '../divisions/public.ts';

/** Warnings stay in sight so many days after they ended. */
const SHOWN_DAYS = 14;

interface WarningRow {
  id: string;
  kind: WeatherWarning['kind'];
  level: WeatherWarning['level'];
  title: string;
  text: string;
  from_on: string;
  to_on: string;
  areas: string[];
  source: WeatherWarning['source'];
  created_at: string;
  lifted_at: string | null;
}

/** A warning of the whole county is the county's alone to take back, one of a town the town's and the county's. */
export const mayLift = (tx: Tx, areas: readonly string[]): boolean => (areas.length === 0 ? [tx.actor.countyCode] : areas).every((area) => covers(tx.actor.scope, area));

async function readWarnings(services: Services, tx: Tx, county: string, where: Sql): Promise<WeatherWarning[]> {
  const rows = await tx.query<WarningRow>(
    sql`select id, kind, level, title, text, from_on, to_on, areas, source, created_at, lifted_at from weather_warning where county_code = ${county} and ${where} order by lifted_at is not null, to_on desc, id desc`,
  );
  const names = await divisionNames(services, tx, county);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    level: row.level,
    title: row.title,
    text: row.text,
    from: row.from_on,
    to: row.to_on,
    areas: row.areas.map((prefix) => ({ prefix, name: names.of(prefix.padEnd(12, '0')) })),
    source: row.source,
    at: row.created_at,
    liftedAt: row.lifted_at,
    mayLift: row.lifted_at === null && mayLift(tx, row.areas),
  }));
}

/** Those in force, coming, and past for some days. */
export const recentWarnings = (services: Services, tx: Tx): Promise<WeatherWarning[]> =>
  readWarnings(services, tx, tx.actor.countyCode, sql`to_on >= ${addDays(services.clock.today(), -SHOWN_DAYS)}::date`);

export const findWarning = async (services: Services, tx: Tx, county: string, id: string): Promise<WeatherWarning | null> =>
  (await readWarnings(services, tx, county, sql`id = ${id}`))[0] ?? null;

export const asWarning = (row: Pick<WeatherWarning, 'id' | 'kind' | 'level' | 'from' | 'to'>): Warning => ({
  id: row.id,
  kind: row.kind,
  level: row.level,
  from: row.from,
  to: row.to,
});
