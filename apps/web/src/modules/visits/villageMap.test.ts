// Dots stay in the frame, keep their distances, and are as large as their people.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeVillages, shadeOf } from './villageMap.ts';

const point = fc.record({
  code: fc.string(),
  name: fc.string({ maxLength: 5 }),
  lng: fc.double({ min: 105, max: 111, noNaN: true }),
  lat: fc.double({ min: 28, max: 34, noNaN: true }),
  people: fc.integer({ min: 0, max: 900 }),
});

it('keeps every known village inside the frame', () => {
  fc.assert(
    fc.property(fc.array(point, { maxLength: 60 }), (points) => {
      const placed = placeVillages(points, 600, 400);
      expect(placed).toHaveLength(points.length);
      for (const { x, y } of placed) {
        expect(x).toBeGreaterThanOrEqual(25);
        expect(x).toBeLessThanOrEqual(575);
        expect(y).toBeGreaterThanOrEqual(25);
        expect(y).toBeLessThanOrEqual(375);
      }
    }),
  );
});

it('puts north up and leaves out what has no place', () => {
  const placed = placeVillages(
    [
      { code: 'north', name: 'N', lng: 109, lat: 33, people: 4 },
      { code: 'south', name: 'S', lng: 109, lat: 32, people: 100 },
      { code: 'nowhere', name: 'X', lng: null, lat: null, people: 9 },
    ],
    600,
    400,
  );
  const north = placed.find(({ point: { code } }) => code === 'north');
  const south = placed.find(({ point: { code } }) => code === 'south');
  expect(placed).toHaveLength(2);
  expect(north?.y).toBeLessThan(south?.y ?? 0);
  expect(placed[0]?.point.code).toBe('south');
});

it('gives a name its place only where it covers no dot', () => {
  const crowd = Array.from({ length: 300 }, (_, index) => ({
    code: String(index),
    name: 'Village',
    lng: 109 + (index % 20) / 100,
    lat: 32 + Math.floor(index / 20) / 100,
    people: 50,
  }));
  const placed = placeVillages(crowd, 600, 400);
  expect(placed.some(({ label }) => label === null)).toBe(true);
  for (const { label } of placed) {
    if (label === null) continue;
    const left = label.anchor === 'middle' ? label.x - 24 : label.anchor === 'start' ? label.x : label.x - 48;
    expect(placed.every((dot) => dot.x < left || dot.x > left + 48 || dot.y < label.y - 11 || dot.y > label.y + 3)).toBe(true);
  }
});

it('shades by the rate, and not at all where nothing is due', () => {
  expect([shadeOf(0, 3), shadeOf(1, 3), shadeOf(9, 10), shadeOf(0, 0)]).toEqual([0, 1, 2, null]);
});
