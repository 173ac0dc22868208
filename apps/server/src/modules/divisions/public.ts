// What other modules ask of divisions: the tree of a county, names for lists, import of a list.
import { countyOf, type Division, type DivisionCode, townOf } from '@shouwang/domain/divisions';
import { systemActor, type Db, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { insertCounty, listCountyCodes, listCountyDivisions, upsertDivisions } from './queries.ts';

export { readRange, type ReadRange } from './scope.ts';

/** All divisions of a county in order of code, for matching names in files. */
export const divisionsOf = (tx: Tx, countyCode: string): Promise<Division[]> => listCountyDivisions(tx, countyCode);

/** Codes of all counties served by this installation, for nightly work and sweeps. */
export const countiesServed = (db: Db): Promise<string[]> => db.tx(systemActor(''), listCountyCodes);

/** Makes the county known; its name is taken over once it is told. */
export const ensureCounty = (tx: Tx, countyCode: string, name = countyCode, isDemo = false): Promise<void> => insertCounty(tx, countyCode, name, isDemo);

/** Names of towns and villages by code, held in memory: every list needs them for every row. */
export interface DivisionNames {
  /** Name of a division; the code itself where it is not on the list. */
  of(code: DivisionCode): string;
  /** Name of the town that a village or group lies in; '' for what lies above towns. */
  town(code: DivisionCode): string;
  /** Name of the village; '' for what lies above villages. */
  village(code: DivisionCode): string;
}

const FRESH_MS = 30_000;
const held = new WeakMap<Services, Map<string, { readonly names: DivisionNames; readonly until: number }>>();

function namesOf(divisions: readonly Division[]): DivisionNames {
  const names = new Map(divisions.map((division) => [division.code, division.name]));
  const of = (code: DivisionCode): string => names.get(code) ?? code;
  return {
    of,
    town: (code) => (code.slice(6, 9) === '000' ? '' : of(townOf(code))),
    village: (code) => (code.slice(9, 12) === '000' ? '' : of(code.slice(0, 12))),
  };
}

/** Names of one county. Another process may import meanwhile, so they are read anew now and then. */
export async function divisionNames(services: Services, tx: Tx, countyCode: string): Promise<DivisionNames> {
  const counties = held.get(services) ?? new Map<string, { readonly names: DivisionNames; readonly until: number }>();
  held.set(services, counties);
  const now = services.clock.now().getTime();
  const known = counties.get(countyCode);
  if (known !== undefined && known.until > now) return known.names;
  const names = namesOf(await listCountyDivisions(tx, countyCode));
  counties.set(countyCode, { names, until: now + FRESH_MS });
  return names;
}

/** Names for rows of several counties (a prefecture's lists). */
export async function divisionNamesAcross(services: Services, tx: Tx, codes: Iterable<DivisionCode>): Promise<DivisionNames> {
  const byCounty = new Map<string, DivisionNames>();
  for (const code of codes) {
    const county = countyOf(code);
    if (!byCounty.has(county)) byCounty.set(county, await divisionNames(services, tx, county));
  }
  const namesFor = (code: DivisionCode): DivisionNames | undefined => byCounty.get(countyOf(code));
  return { of: (code) => namesFor(code)?.of(code) ?? code, town: (code) => namesFor(code)?.town(code) ?? '', village: (code) => namesFor(code)?.village(code) ?? '' };
}

/** Names for rows that say where they belong. */
export const divisionNamesOf = (services: Services, tx: Tx, rows: readonly { readonly division_code: DivisionCode }[]): Promise<DivisionNames> =>
  divisionNamesAcross(
    services,
    tx,
    rows.map((row) => row.division_code),
  );

/** What one place is called, as it heads a list or a sheet. */
export const unitName = async (services: Services, tx: Tx, division: DivisionCode): Promise<string> => (await divisionNamesAcross(services, tx, [division])).of(division);

export interface DivisionImport {
  readonly created: number;
  readonly changed: number;
  /** Codes on the list that lie neither in the county nor above it; they are not taken. */
  readonly foreign: readonly DivisionCode[];
}

/** Takes a list of divisions for the actor's county; bringing the same list again changes nothing. */
export async function importDivisions(services: Services, tx: Tx, rows: readonly Division[]): Promise<DivisionImport> {
  const county = tx.actor.countyCode;
  const isOurs = (row: Division): boolean => countyOf(row.code) === county || county.startsWith(row.code.replace(/0+$/, ''));
  const unique = [...new Map(rows.filter(isOurs).map((row) => [row.code, row])).values()];
  const counts = unique.length === 0 ? { created: 0, changed: 0 } : await upsertDivisions(tx, county, unique);
  const own = unique.find((row) => row.level === 'county');
  await insertCounty(tx, county, own?.name ?? county, false);
  tx.afterCommit(() => held.get(services)?.delete(county));
  return { ...counts, foreign: rows.filter((row) => !isOurs(row)).map((row) => row.code) };
}
