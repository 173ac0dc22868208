// A picture's perceptual hash (dHash, 64 bits): whether each of 8 × 8 spots is brighter than its right
// neighbour in a 9 × 8 thumbnail. It outlives another size, another quality and a changed brightness; a
// crop or a mirror it does not. Pictures of different things are about 32 bits apart.

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha, one byte each, row by row. */
  readonly data: Uint8Array | Uint8ClampedArray;
}

const COLUMNS = 9;
const ROWS = 8;
/** A spot counts as brighter from this much on: even walls and night pictures are noise below. */
const BRIGHTER = 2;

/** Mean brightness of the part of the picture that falls on one spot of the thumbnail. */
function brightness({ width, height, data }: Pixels, column: number, row: number): number {
  const [x0, x1] = [Math.floor((column * width) / COLUMNS), Math.max(Math.floor((column * width) / COLUMNS) + 1, Math.floor(((column + 1) * width) / COLUMNS))];
  const [y0, y1] = [Math.floor((row * height) / ROWS), Math.max(Math.floor((row * height) / ROWS) + 1, Math.floor(((row + 1) * height) / ROWS))];
  let sum = 0;
  for (let y = y0; y < y1; y += 1)
    for (let x = x0; x < x1; x += 1) {
      const at = (y * width + x) * 4;
      sum += 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
    }
  return sum / ((x1 - x0) * (y1 - y0));
}

/** 16 hexadecimal digits. The picture must be at least 9 × 8 pixels: smaller ones answer with a flat hash. */
export function photoHash(pixels: Pixels): string {
  if (pixels.width < COLUMNS || pixels.height < ROWS) return '0'.repeat(16);
  let digits = '';
  for (let row = 0; row < ROWS; row += 1) {
    const line = Array.from({ length: COLUMNS }, (_, column) => brightness(pixels, column, row));
    let byte = 0;
    for (let column = 0; column < COLUMNS - 1; column += 1) byte = byte * 2 + ((line[column] as number) > (line[column + 1] as number) + BRIGHTER ? 1 : 0);
    digits += byte.toString(16).padStart(2, '0');
  }
  return digits;
}

const ones = (byte: number): number => {
  let rest = byte;
  let count = 0;
  for (; rest > 0; rest &= rest - 1) count += 1;
  return count;
};

/** In how many of their 64 bits two hashes differ. */
export function bitsApart(a: string, b: string): number {
  let count = 0;
  for (let at = 0; at < 16; at += 2) count += ones(Number.parseInt(a.slice(at, at + 2), 16) ^ Number.parseInt(b.slice(at, at + 2), 16));
  return count;
}

/** A wall, the dark, a thumb on the lens: too even to be told from others of its kind. */
export function isFlat(hash: string): boolean {
  const count = bitsApart(hash, '0'.repeat(16));
  return count < 8 || count > 56;
}
