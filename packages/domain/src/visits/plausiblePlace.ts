// What positions and ways say about a visit: distance to the home with the fix's accuracy, one position
// for several homes, a position that never moves by a hair, and ways that nobody makes in that time.
import { metresBetween, type Place } from './round.ts';
import { idsOfOthers, type Judge, type Scene, type VisitEvidence } from './evidence.ts';

/** A fix vaguer than this says nothing about a house. */
const VAGUE_METRES = 2_000;
/** Devices understate how far off they are, most of all in valleys. */
const ACCURACY_FACTOR = 2;
/** Homes nearer to each other than this are one address: couples, neighbours, a shared yard. */
const ONE_ADDRESS_METRES = 150;
/** A place that visits on different days agree on is where the person is met. */
const AGREEING_DAYS = 2;
/** That near to his own home is at it. */
const AT_HOME_METRES = 40;
/** Network positions repeat to the digit where the same sender is heard; they admit at least this. */
const NETWORK_METRES = 20;
/** Nobody looks at shorter ways: positions are not that good. */
const SHORTEST_WAY_METRES = 300;
/** Somebody who forgot to close a visit had left at least this long before the next. */
const LEAST_STAY_MS = 60_000;

type Placed = VisitEvidence & { readonly fix: NonNullable<VisitEvidence['fix']> };
const isPlaced = (visit: VisitEvidence): visit is Placed => visit.mode === 'home' && visit.fix !== null && visit.fix.accuracy <= VAGUE_METRES;
const onSite = (visit: VisitEvidence): boolean => visit.mode === 'home' || visit.mode === 'outside';

/** Groups of elders whose homes lie at addresses apart from each other; whose home is not known counts with none. */
function addresses(elderIds: Iterable<string>, homes: Scene['homes']): readonly Place[] {
  const apart: Place[] = [];
  for (const id of new Set(elderIds)) {
    const home = homes.get(id);
    if (home !== undefined && apart.every((other) => metresBetween(other, home) > ONE_ADDRESS_METRES)) apart.push(home);
  }
  return apart;
}

const farFromHome: Judge = (visit, scene) => {
  if (visit.mode !== 'home') return null;
  const base = { signal: 'farFromHome', visits: [] } as const;
  const home = scene.homes.get(visit.elderId);
  if (visit.fix === null) return { ...base, status: 'unknown', reason: 'noFix', facts: {} };
  if (home === undefined) return { ...base, status: 'unknown', reason: 'homeUnknown', facts: {} };
  const metres = Math.round(metresBetween(visit.fix, home));
  const accuracy = Math.round(visit.fix.accuracy);
  if (accuracy > VAGUE_METRES) return { ...base, status: 'unknown', reason: 'vague', facts: { accuracy } };
  // At the visitor's own home a shorter distance tells.
  const atOwnHome = scene.visitorHome !== null && metresBetween(scene.visitorHome, visit.fix) <= AT_HOME_METRES;
  const limit = Math.round(atOwnHome ? ownHomeLimit(visit.fix, scene.around(visit), scene) : scene.rules.farMetres + ACCURACY_FACTOR * accuracy);
  const facts = { metres, accuracy, limit };
  if (metres <= limit) return { ...base, status: 'fine', reason: 'near', facts };
  if (atOwnHome) return { ...base, status: 'odd', reason: 'atVisitorsHome', facts };
  // Met at one and the same place again and again, and nobody else who lives elsewhere: the ledger's position may be wrong.
  const near = (other: Placed): boolean => metresBetween(other.fix, visit.fix as Place) <= ONE_ADDRESS_METRES + other.fix.accuracy + accuracy;
  const here = scene.visits.filter((other): other is Placed => isPlaced(other) && near(other));
  const own = here.filter(({ elderId }) => elderId === visit.elderId);
  const days = new Set(own.map(({ day }) => day)).size;
  const livesElsewhere = ({ elderId, fix }: Placed): boolean => {
    const other = scene.homes.get(elderId);
    return elderId !== visit.elderId && other !== undefined && metresBetween(other, fix) > scene.rules.farMetres + ACCURACY_FACTOR * fix.accuracy;
  };
  if (days >= AGREEING_DAYS && !here.some(livesElsewhere))
    return { ...base, status: 'noted', reason: 'homeMayBeWrong', facts: { ...facts, count: days }, visits: idsOfOthers(own, visit) };
  return { ...base, status: 'odd', reason: 'far', facts };
};

/** How far somebody may live from the visitor's home who is visited from there, metres: less where it happens again and again. */
function ownHomeLimit(fix: Placed['fix'], around: readonly VisitEvidence[], { homes, visitorHome, rules }: Scene): number {
  const isFromHome = (other: VisitEvidence): boolean => {
    const home = homes.get(other.elderId);
    return (
      isPlaced(other) &&
      home !== undefined &&
      metresBetween(other.fix, visitorHome as Place) <= AT_HOME_METRES &&
      metresBetween(other.fix, home) > AT_HOME_METRES + other.fix.accuracy
    );
  };
  return around.filter(isFromHome).length >= rules.again ? AT_HOME_METRES + fix.accuracy : ONE_ADDRESS_METRES + ACCURACY_FACTOR * fix.accuracy;
}

const sameFix: Judge = (visit, scene) => {
  if (visit.mode !== 'home') return null;
  const base = { signal: 'sameFix' } as const;
  if (!isPlaced(visit)) return { ...base, status: 'unknown', reason: 'noFix', facts: {}, visits: [] };
  const placed = scene.around(visit).filter(isPlaced);
  const all = scene.visits.filter(isPlaced);
  const { sameFixMetres, sameFixHomes } = scene.rules;
  // A receiver jitters: the same digits on another day were set by hand or by a program. Fixes of browsers have seven digits and more.
  const hasTwin = (one: Placed): boolean =>
    one.fix.accuracy < NETWORK_METRES && all.some((other) => other.day !== one.day && other.fix.lng === one.fix.lng && other.fix.lat === one.fix.lat);
  const frozen = hasTwin(visit) ? all.filter(hasTwin) : [];
  if (frozen.length > 1) return { ...base, status: 'odd', reason: 'frozen', facts: { count: frozen.length }, visits: idsOfOthers(frozen, visit) };
  const here = placed.filter(({ fix }) => metresBetween(fix, visit.fix) <= sameFixMetres);
  const homes = addresses(
    here.map(({ elderId }) => elderId),
    scene.homes,
  ).length;
  if (homes >= sameFixHomes) return { ...base, status: 'odd', reason: 'severalHomes', facts: { homes, metres: sameFixMetres }, visits: idsOfOthers(here, visit) };
  return { ...base, status: 'fine', reason: 'ownPlace', facts: { count: placed.length }, visits: [] };
};

const neverPlaced: Judge = (visit, scene) => {
  if (visit.mode !== 'home' || visit.fix !== null) return null;
  const home = scene.around(visit).filter(({ mode, outcome }) => mode === 'home' && outcome === 'done');
  const without = home.filter(({ fix }) => fix === null);
  const isAlways = without.length >= 2 * scene.rules.again && without.length >= 0.8 * home.length;
  return { signal: 'neverPlaced', status: isAlways ? 'odd' : 'fine', reason: isAlways ? 'always' : 'sometimes', facts: { count: without.length, all: home.length }, visits: [] };
};

/** Metres that lie surely between two visits: the least that positions and homes allow. */
function wayBetween(a: VisitEvidence, b: VisitEvidence, homes: Scene['homes']): number | null {
  const [homeA, homeB] = [homes.get(a.elderId), homes.get(b.elderId)];
  const byHomes = homeA === undefined || homeB === undefined ? null : metresBetween(homeA, homeB);
  const byFixes = isPlaced(a) && isPlaced(b) ? Math.max(0, metresBetween(a.fix, b.fix) - a.fix.accuracy - b.fix.accuracy) : null;
  if (byHomes === null || byFixes === null) return byHomes ?? byFixes;
  return Math.min(byHomes, byFixes);
}

const impossibleTravel: Judge = (visit, scene) => {
  if (!onSite(visit)) return null;
  const base = { signal: 'impossibleTravel' } as const;
  const sameDay = scene.around(visit).filter((other) => onSite(other) && other.day === visit.day && other.id !== visit.id);
  if (sameDay.length === 0) return { ...base, status: 'unknown', reason: 'alone', facts: {}, visits: [] };
  let worst: { readonly kmh: number; readonly metres: number; readonly seconds: number; readonly id: string } | null = null;
  for (const other of sameDay) {
    const [first, second] = other.startedAt < visit.startedAt || (other.startedAt === visit.startedAt && other.id < visit.id) ? [other, visit] : [visit, other];
    const way = wayBetween(first, second, scene.homes);
    if (way === null || way < SHORTEST_WAY_METRES) continue;
    // A visit that was closed only after the next had begun was left before it.
    const leftAt = first.endedAt <= second.startedAt ? first.endedAt : Math.min(first.startedAt + LEAST_STAY_MS, second.startedAt);
    const time = second.startedAt - leftAt;
    const seconds = Math.max(1, time / 1000);
    const kmh = (way / seconds) * 3.6;
    if (worst === null || kmh > worst.kmh) worst = { kmh, metres: way, seconds, id: other.id };
  }
  const { speedKmh } = scene.rules;
  if (worst === null || worst.kmh <= speedKmh) return { ...base, status: 'fine', reason: 'possible', facts: { count: sameDay.length }, visits: [] };
  return { ...base, status: 'odd', reason: 'tooFast', facts: { metres: Math.round(worst.metres), seconds: Math.round(worst.seconds), limit: speedKmh }, visits: [worst.id] };
};

export const judgePlace = { farFromHome, sameFix, neverPlaced, impossibleTravel };
