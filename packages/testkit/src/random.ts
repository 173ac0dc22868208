// Seeded chance: every draw of the fictional county comes from a named stream, so that the same seed
// gives the same county whatever part of it is asked for first.
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface Chance {
  /** 0 ≤ x < 1. */
  unit(): number;
  /** Whole number from `from` to `to`, both included. */
  int(from: number, to: number): number;
  /** True with this probability. */
  happens(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** An index, as likely as its weight. */
  weighted(weights: readonly number[]): number;
  /** Roughly normal around 0 with deviation 1. */
  bell(): number;
  /** `count` lower-case hexadecimal digits, at most 8. */
  hex(count: number): string;
}

/** FNV-1a over the text, finished so that neighbouring names give unrelated seeds. */
function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** The stream of this name: `chance('7', 'elder', 12)` is the same wherever it is opened. */
export function chance(...names: readonly (string | number)[]): Chance {
  const generator = xoroshiro128plus(seedOf(names.join('|')));
  const unit = (): number => (generator.next() >>> 0) / 0x1_0000_0000;
  const int = (from: number, to: number): number => from + Math.floor(unit() * (to - from + 1));
  return {
    unit,
    int,
    happens: (probability) => unit() < probability,
    pick<T>(list: readonly T[]): T {
      return list[int(0, list.length - 1)] as T;
    },
    weighted(weights) {
      let rest = unit() * weights.reduce((sum, weight) => sum + weight, 0);
      for (let i = 0; i < weights.length; i += 1) {
        rest -= weights[i] as number;
        if (rest < 0) return i;
      }
      return weights.length - 1;
    },
    bell: () => unit() + unit() + unit() + unit() + unit() + unit() + unit() + unit() + unit() + unit() + unit() + unit() - 6,
    hex: (count) =>
      (generator.next() >>> 0)
        .toString(16)
        .padStart(8, '0')
        .slice(8 - count),
  };
}

/** A UUIDv7: time-ordered by `ms`, the rest from the stream. */
export function uuidAt(ms: number, from: Chance): string {
  const time = Math.floor(ms).toString(16).padStart(12, '0');
  const variant = (8 + from.int(0, 3)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${from.hex(3)}-${variant}${from.hex(3)}-${from.hex(8)}${from.hex(4)}`;
}
