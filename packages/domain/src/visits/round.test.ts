// The walk of a day: nobody left out, never longer than any other order where it claims so.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXACT_STOPS, metresBetween, walkingRound, type Place, type RoundWish } from './round.ts';

const place = fc.record({ lng: fc.double({ min: 109, max: 109.1, noNaN: true }), lat: fc.double({ min: 32, max: 32.1, noNaN: true }) });
const end = fc.option(place, { nil: null });
const wishes = (maxLength: number, minLength = 0) => fc.record({ stops: fc.array(place, { minLength, maxLength }), start: end, end });

const walked = ({ stops, start, end: last }: RoundWish, order: readonly number[]): number => {
  const way = [start, ...order.map((at) => stops[at] as Place), last].filter((each): each is Place => each !== null);
  return order.length === 0 ? 0 : way.slice(1).reduce((sum, to, at) => sum + metresBetween(way[at] as Place, to), 0);
};
function* orders(left: readonly number[]): Generator<readonly number[]> {
  if (left.length === 0) yield [];
  for (const first of left) for (const rest of orders(left.filter((each) => each !== first))) yield [first, ...rest];
}

describe('walking round', () => {
  it('equals the shortest of all orders, for up to seven stops', () => {
    fc.assert(
      fc.property(wishes(7), (wish) => {
        const round = walkingRound(wish);
        let shortest = Number.POSITIVE_INFINITY;
        for (const order of orders(wish.stops.map((_, at) => at))) shortest = Math.min(shortest, walked(wish, order));
        expect(round.exact).toBe(true);
        expect(round.metres).toBeCloseTo(shortest, 4);
        expect(walked(wish, round.order)).toBeCloseTo(round.metres, 4);
      }),
      { numRuns: 60 },
    );
  });
  it('visits everybody once and says the metres of the order it gives, for any number of stops', () => {
    fc.assert(
      fc.property(wishes(40, EXACT_STOPS + 1), (wish) => {
        const round = walkingRound(wish);
        expect(round.exact).toBe(false);
        expect(round.order.toSorted((a, b) => a - b)).toEqual(wish.stops.map((_, at) => at));
        expect(walked(wish, round.order)).toBeCloseTo(round.metres, 4);
        expect(walkingRound(wish).order).toEqual(round.order);
      }),
      { numRuns: 60 },
    );
  });
  it('finds no crossing to undo in a long walk: turning any piece around does not shorten it', () => {
    fc.assert(
      fc.property(wishes(20, EXACT_STOPS + 1), fc.nat(), fc.nat(), (wish, one, other) => {
        const { order, metres } = walkingRound(wish);
        const [from, to] = [one % order.length, other % order.length].toSorted((a, b) => a - b) as [number, number];
        const turned = [...order.slice(0, from), ...order.slice(from, to + 1).toReversed(), ...order.slice(to + 1)];
        expect(walked(wish, turned)).toBeGreaterThan(metres - 0.001);
      }),
    );
  });
  it('goes from the start to the end that were given', () => {
    const at = (lng: number): Place => ({ lng, lat: 32 });
    const stops = [at(109.03), at(109.01), at(109.02)];
    expect(walkingRound({ stops, start: at(109), end: null }).order).toEqual([1, 2, 0]);
    expect(walkingRound({ stops, start: null, end: at(109) }).order).toEqual([0, 2, 1]);
    expect(walkingRound({ stops, start: at(109), end: at(109) }).metres).toBeCloseTo(2 * metresBetween(at(109), at(109.03)), 4);
  });
  it('measures metres by the mean radius of the earth', () => {
    expect(metresBetween(at32(32), at32(32.01))).toBeCloseTo(1111.95, 1);
    expect(metresBetween({ lng: 109, lat: 60 }, { lng: 109.01, lat: 60 })).toBeCloseTo(555.97, 1);
  });
});
const at32 = (lat: number): Place => ({ lng: 109, lat });
