// From places on the earth to places on the screen: north is up, one scale in both directions.
import { metresBetween } from '@shouwang/domain/visits';
import type { Place } from './today.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Projection {
  readonly at: (place: Place) => Point;
  /** Pixels a metre. */
  readonly scale: number;
}

/** A single home is still shown with its surroundings. */
const LEAST_M = 300;

/** Fits all places into a picture of this size, with a margin; needs one place at least. */
export function project(places: readonly Place[], { width, height, margin }: { readonly width: number; readonly height: number; readonly margin: number }): Projection {
  const [west, east] = [Math.min(...places.map(({ lng }) => lng)), Math.max(...places.map(({ lng }) => lng))];
  const [south, north] = [Math.min(...places.map(({ lat }) => lat)), Math.max(...places.map(({ lat }) => lat))];
  const middle = { lng: (west + east) / 2, lat: (south + north) / 2 };
  const across = metresBetween({ lng: west, lat: middle.lat }, { lng: east, lat: middle.lat });
  const along = metresBetween({ lng: middle.lng, lat: south }, { lng: middle.lng, lat: north });
  const scale = Math.min((width - 2 * margin) / Math.max(across, LEAST_M), (height - 2 * margin) / Math.max(along, LEAST_M));
  const at = ({ lng, lat }: Place): Point => ({
    x: width / 2 + Math.sign(lng - middle.lng) * metresBetween({ lng, lat: middle.lat }, middle) * scale,
    y: height / 2 - Math.sign(lat - middle.lat) * metresBetween({ lng: middle.lng, lat }, middle) * scale,
  });
  return { at, scale };
}

/** Moves marks apart that would cover each other (a couple, neighbours), each as little as it takes. */
export function apart(points: readonly Point[], distance: number): readonly Point[] {
  const placed: Point[] = [];
  for (const point of points) {
    let moved = point;
    for (let step = 1; placed.some((other) => Math.hypot(other.x - moved.x, other.y - moved.y) < distance) && step < 60; step += 1) {
      const turn = step * 2.4;
      const way = distance * 0.4 * Math.sqrt(step);
      moved = { x: point.x + Math.cos(turn) * way, y: point.y + Math.sin(turn) * way };
    }
    placed.push(moved);
  }
  return placed;
}

/** Metres of a scale bar that is at most this wide: 1, 2 or 5 of a power of ten. */
export function scaleMetres(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return ([5, 2, 1].find((step) => step * power <= most) ?? 1) * power;
}
