// Many sealed values in one statement. The driver writes arrays of bytes as hexadecimal text, twice
// their size and slow; one buffer goes over the wire as it is, and the statement cuts it up:
//   select ${cut(seals, sql`u.seal_at`, sql`u.seal_length`)} from unnest(${seals.starts}::int[], ${seals.lengths}::int[]) as u(seal_at, seal_length)
import sql, { type Sql } from 'sql-template-tag';

export interface Packed {
  readonly bytes: Buffer;
  /** 1-based start and length of each value; null where there is none. */
  readonly starts: readonly (number | null)[];
  readonly lengths: readonly (number | null)[];
}

export function pack(values: readonly (Buffer | null)[]): Packed {
  const starts: (number | null)[] = [];
  const lengths: (number | null)[] = [];
  const parts: Buffer[] = [];
  let at = 1;
  for (const value of values) {
    starts.push(value === null ? null : at);
    lengths.push(value === null ? null : value.length);
    if (value === null) continue;
    parts.push(value);
    at += value.length;
  }
  return { bytes: Buffer.concat(parts), starts, lengths };
}

/** The value of a row; null where it has none. */
export const cut = (source: Packed, start: Sql, length: Sql): Sql => sql`substring(${source.bytes}::bytea from ${start} for ${length})`;
