// The land of the fictional county 610999 守望示范县: valleys run out from the county seat, towns lie
// along them, villages along the town's stretch and its side streams, groups around the village.
import type { Division } from '@shouwang/domain/divisions';
import { townName, villageNames } from './names.ts';
import { chance, type Chance } from './random.ts';

export const countyCode = '610999';
export const countyName = '守望示范县';

export interface Point {
  readonly lng: number;
  readonly lat: number;
}
export interface Village extends Point {
  readonly code: string;
  readonly name: string;
  readonly townCode: string;
  readonly townName: string;
  readonly groups: readonly (Point & { readonly code: string; readonly name: string })[];
}

const seat: Point = { lng: 109.05, lat: 32.75 };
const KM_PER_DEGREE = 111.2;

/** The point `km` from another in a direction (radians, 0 = east). */
export function away(from: Point, km: number, direction: number): Point {
  const lat = from.lat + (km * Math.sin(direction)) / KM_PER_DEGREE;
  const lng = from.lng + (km * Math.cos(direction)) / (KM_PER_DEGREE * Math.cos((from.lat * Math.PI) / 180));
  return { lng: Math.round(lng * 1e6) / 1e6, lat: Math.round(lat * 1e6) / 1e6 };
}

/** Kilometres between two points of one county (flat earth is near enough). */
export function kilometres(a: Point, b: Point): number {
  const x = (a.lng - b.lng) * Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180);
  return Math.hypot(x, a.lat - b.lat) * KM_PER_DEGREE;
}

function groupsOf(village: Point, code: string, from: Chance): Village['groups'] {
  return Array.from({ length: from.int(3, 9) }, (_, index) => ({
    ...away(village, 0.3 + from.unit() * 1.6, from.unit() * 2 * Math.PI),
    code: `${code}${String(index + 1).padStart(3, '0')}`,
    name: `${index + 1}组`,
  }));
}

/** All villages in the order of their codes; the same seed gives the same land. */
export function villagesOf(seed: string, towns: number, villagesPerTown: number): readonly Village[] {
  const villages: Village[] = [];
  const valleys = Math.max(1, Math.min(7, Math.ceil(towns / 3)));
  for (let town = 0; town < towns; town += 1) {
    const from = chance(seed, 'town', town);
    const direction = ((town % valleys) / valleys) * 2 * Math.PI + 0.4;
    const centre = away(seat, 6 + 11 * Math.floor(town / valleys) + from.unit() * 3, direction + from.bell() * 0.08);
    const townCode = `${countyCode}${String(100 + town)}000`;
    const name = townName(town);
    villageNames(from, name, villagesPerTown).forEach((villageName, index) => {
      const along = away(centre, from.bell() * 3.2, direction);
      const middle = index === 0 ? centre : away(along, from.unit() * 2.8, direction + (from.happens(0.5) ? 1 : -1) * (Math.PI / 2 + from.bell() * 0.2));
      const code = `${townCode.slice(0, 9)}${String(index === 0 ? 1 : 199 + index).padStart(3, '0')}`;
      villages.push({ ...middle, code, name: villageName, townCode, townName: name, groups: groupsOf(middle, code, from) });
    });
  }
  return villages;
}

/** The divisions from the county down to the groups, parents first. */
export function divisionsOf(villages: readonly Village[]): readonly Division[] {
  const county = `${countyCode}000000`;
  const divisions: Division[] = [{ code: county, name: countyName, level: 'county', parent: `${countyCode.slice(0, 4)}00000000`, ...seat }];
  let town = '';
  for (const village of villages) {
    if (village.townCode !== town) {
      town = village.townCode;
      divisions.push({ code: town, name: village.townName, level: 'town', parent: county, lng: village.lng, lat: village.lat });
    }
    divisions.push({ code: village.code, name: village.name, level: 'village', parent: town, lng: village.lng, lat: village.lat });
    for (const group of village.groups) divisions.push({ code: group.code, name: group.name, level: 'group', parent: village.code, lng: group.lng, lat: group.lat });
  }
  return divisions;
}
