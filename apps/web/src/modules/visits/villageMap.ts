// Where villages stand on the workbench's map. No base map is needed: points keep their true
// distances (equirectangular at the mean latitude) and fill the frame.

export interface MapPoint {
  readonly code: string;
  readonly name: string;
  readonly lng: number | null;
  readonly lat: number | null;
  readonly people: number;
}
export interface Placed<P extends MapPoint> {
  readonly point: P;
  readonly x: number;
  readonly y: number;
  readonly r: number;
  /** Where the name stands without covering a dot or another name; null where there is no such place. */
  readonly label: { readonly x: number; readonly y: number; readonly anchor: 'middle' | 'start' | 'end' } | null;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}
const LETTER = 11;
const meet = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
const boxOf = (label: { x: number; y: number; anchor: 'middle' | 'start' | 'end' }, width: number): Box => {
  const left = label.anchor === 'middle' ? label.x - width / 2 : label.anchor === 'start' ? label.x : label.x - width;
  return { left, right: left + width, top: label.y - LETTER, bottom: label.y + 3 };
};

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
  const dots = known
    .map(({ point }, index) => ({
      point,
      x: width / 2 + ((xs[index] as number) - (left + right) / 2) * scale,
      y: height / 2 + ((ys[index] as number) - (top + bottom) / 2) * scale,
      r: Math.max(LEAST_RADIUS, LARGEST_RADIUS * Math.sqrt(point.people / most)),
    }))
    .sort((a, b) => b.r - a.r);
  const taken: Box[] = dots.map(({ x, y, r }) => ({ left: x - r - 3, right: x + r + 3, top: y - r - 3, bottom: y + r + 3 }));
  return dots.map((dot) => {
    const { x, y, r, point } = dot;
    const wide = [...point.name].reduce((sum, letter) => sum + (letter > '\u00ff' ? LETTER : LETTER * 0.6), 0);
    const places = [
      { x, y: y + r + 15, anchor: 'middle' as const },
      { x: x + r + 5, y: y + 4, anchor: 'start' as const },
      { x: x - r - 5, y: y + 4, anchor: 'end' as const },
      { x, y: y - r - 7, anchor: 'middle' as const },
    ];
    const label =
      places.find((place) => {
        const box = boxOf(place, wide);
        return box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height && !taken.some((other) => meet(other, box));
      }) ?? null;
    if (label !== null) taken.push(boxOf(label, wide));
    return { ...dot, label };
  });
}

/** Shade 0 (under a third), 1 (under nine tenths), 2; null where nothing is due. */
export const shadeOf = (fulfilled: number, required: number): 0 | 1 | 2 | null => (required === 0 ? null : fulfilled / required < 1 / 3 ? 0 : fulfilled / required < 0.9 ? 1 : 2);
