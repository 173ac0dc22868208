// Where villages stand on the workbench's map. No base map is needed: points keep their true
// distances (equirectangular at the mean latitude) and fill the frame.

export interface MapPoint {
  readonly code: string;
  readonly lng: number | null;
  readonly lat: number | null;
  readonly people: number;
}
export interface Placed<P extends MapPoint> {
  readonly point: P;
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

const MARGIN = 26;
const LEAST_RADIUS = 4;
const LARGEST_RADIUS = 17;

/** Points without coordinates are left out; area of a dot is in proportion to its people. Largest first, so that small ones lie on top. */
export function placeVillages<P extends MapPoint>(points: readonly P[], width: number, height: number): readonly Placed<P>[] {
  const known = points.flatMap((point) => (point.lng === null || point.lat === null ? [] : [{ point, lng: point.lng, lat: point.lat }]));
  if (known.length === 0) return [];
  const meanLat = known.reduce((sum, { lat }) => sum + lat, 0) / known.length;
  const across = Math.cos((meanLat * Math.PI) / 180);
  const xs = known.map(({ lng }) => lng * across);
  const ys = known.map(({ lat }) => -lat);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = Math.min((width - 2 * MARGIN) / Math.max(right - left, 1e-6), (height - 2 * MARGIN) / Math.max(bottom - top, 1e-6));
  const most = Math.max(1, ...known.map(({ point }) => point.people));
  return known
    .map(({ point }, index) => ({
      point,
      x: width / 2 + ((xs[index] as number) - (left + right) / 2) * scale,
      y: height / 2 + ((ys[index] as number) - (top + bottom) / 2) * scale,
      r: Math.max(LEAST_RADIUS, LARGEST_RADIUS * Math.sqrt(point.people / most)),
    }))
    .sort((a, b) => b.r - a.r);
}

/** Shade 0 (under a third), 1 (under nine tenths), 2; null where nothing is due. */
export const shadeOf = (fulfilled: number, required: number): 0 | 1 | 2 | null => (required === 0 ? null : fulfilled / required < 1 / 3 ? 0 : fulfilled / required < 0.9 ? 1 : 2);
