// The walk of a day: in which order to see people so that the way is shortest. Exact up to twelve
// stops (Held & Karp: the best way through each set of stops, ended at each of them), above that by
// insertion and 2-opt. Pure and the same at every start, so that a list does not jump.

/** WGS 84, degrees. */
export interface Place {
  readonly lng: number;
  readonly lat: number;
}

const EARTH_M = 6_371_008.8;
const RAD = Math.PI / 180;

/** Metres between two places as the crow flies: equirectangular at the mean latitude, with the mean radius of the earth. */
export function metresBetween(a: Place, b: Place): number {
  const x = (b.lng - a.lng) * RAD * Math.cos(((a.lat + b.lat) / 2) * RAD);
  const y = (b.lat - a.lat) * RAD;
  return Math.sqrt(x * x + y * y) * EARTH_M;
}

export interface RoundWish {
  readonly stops: readonly Place[];
  /** Where the walk begins and ends; null: anywhere. */
  readonly start: Place | null;
  readonly end: Place | null;
}

export interface Round {
  /** Indexes of `stops` in the order of the walk; each exactly once. */
  readonly order: readonly number[];
  /** From start through all stops to the end, metres as the crow flies. */
  readonly metres: number;
  /** Whether no shorter order exists. */
  readonly exact: boolean;
}

export const EXACT_STOPS = 12;

interface Distances {
  readonly between: (a: number, b: number) => number;
  readonly fromStart: (stop: number) => number;
  readonly toEnd: (stop: number) => number;
}

function distancesOf({ stops, start, end }: RoundWish): Distances {
  const size = stops.length;
  const matrix = new Float64Array(size * size);
  stops.forEach((a, at) => stops.forEach((b, to) => (matrix[at * size + to] = metresBetween(a, b))));
  const ends = (place: Place | null): readonly number[] => stops.map((stop) => (place === null ? 0 : metresBetween(place, stop)));
  const [first, last] = [ends(start), ends(end)];
  return { between: (a, b) => matrix[a * size + b] as number, fromStart: (stop) => first[stop] as number, toEnd: (stop) => last[stop] as number };
}

function lengthOf(order: readonly number[], way: Distances): number {
  const [first] = order;
  const last = order.at(-1);
  if (first === undefined || last === undefined) return 0;
  return order.slice(1).reduce((sum, stop, at) => sum + way.between(order[at] as number, stop), way.fromStart(first)) + way.toEnd(last);
}

/** The shortest order, by way of all sets of stops: 2ⁿ·n² steps. */
function exactOrder(size: number, way: Distances): number[] {
  const sets = 1 << size;
  const best = new Float64Array(sets * size).fill(Number.POSITIVE_INFINITY);
  const before = new Int8Array(sets * size).fill(-1);
  for (let stop = 0; stop < size; stop += 1) best[(1 << stop) * size + stop] = way.fromStart(stop);
  for (let set = 1; set < sets; set += 1) {
    for (let at = 0; at < size; at += 1) {
      const so = best[set * size + at] as number;
      if (so === Number.POSITIVE_INFINITY) continue;
      for (let next = 0; next < size; next += 1) {
        if ((set & (1 << next)) !== 0) continue;
        const slot = (set | (1 << next)) * size + next;
        const metres = so + way.between(at, next);
        if (metres < (best[slot] as number)) {
          best[slot] = metres;
          before[slot] = at;
        }
      }
    }
  }
  let set = sets - 1;
  let at = 0;
  const total = (stop: number): number => (best[set * size + stop] as number) + way.toEnd(stop);
  for (let stop = 1; stop < size; stop += 1) if (total(stop) < total(at)) at = stop;
  const order: number[] = [];
  while (at >= 0) {
    order.unshift(at);
    const earlier = before[set * size + at] as number;
    set &= ~(1 << at);
    at = earlier;
  }
  return order;
}

/** Each stop is put where it lengthens the walk least. */
function insertedOrder(size: number, way: Distances): number[] {
  const order: number[] = [];
  for (let stop = 0; stop < size; stop += 1) {
    let place = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let at = 0; at <= order.length; at += 1) {
      const before = order[at - 1];
      const after = order[at];
      const into = before === undefined ? way.fromStart(stop) : way.between(before, stop);
      const out = after === undefined ? way.toEnd(stop) : way.between(stop, after);
      const was = before === undefined ? (after === undefined ? 0 : way.fromStart(after)) : after === undefined ? way.toEnd(before) : way.between(before, after);
      if (into + out - was < least) {
        least = into + out - was;
        place = at;
      }
    }
    order.splice(place, 0, stop);
  }
  return order;
}

const GAIN_M = 1e-6;

/** Turns pieces of the walk around while that shortens it. */
function untangled(order: number[], way: Distances): number[] {
  for (let shorter = true; shorter;) {
    shorter = false;
    for (let from = 0; from < order.length - 1; from += 1) {
      for (let to = from + 1; to < order.length; to += 1) {
        const [first, last, before, after] = [order[from] as number, order[to] as number, order[from - 1], order[to + 1]];
        const into = (stop: number): number => (before === undefined ? way.fromStart(stop) : way.between(before, stop));
        const out = (stop: number): number => (after === undefined ? way.toEnd(stop) : way.between(stop, after));
        if (into(last) + out(first) < into(first) + out(last) - GAIN_M) {
          order.splice(from, to - from + 1, ...order.slice(from, to + 1).toReversed());
          shorter = true;
        }
      }
    }
  }
  return order;
}

/** The order of a walk through all stops. */
export function walkingRound(wish: RoundWish): Round {
  const size = wish.stops.length;
  const way = distancesOf(wish);
  const exact = size <= EXACT_STOPS;
  const order = size === 0 ? [] : exact ? exactOrder(size, way) : untangled(insertedOrder(size, way), way);
  return { order, metres: lengthOf(order, way), exact };
}
