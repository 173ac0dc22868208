// The county or counties that an actor reads, as a condition on elder `e`: row level security does the
// rest, the statement needs the county for its index.
import { sql, type Sql, type Tx } from '../../platform/db/index.ts';
import { readRange } from '../divisions/public.ts';

export const divisionRangeOf = (tx: Tx): Sql => {
  const range = readRange(tx.actor.scope, undefined);
  return range.countyCode === null
    ? sql`e.county_code collate "C" >= ${range.county.from} and e.county_code collate "C" < ${range.county.to}`
    : sql`e.county_code = ${range.countyCode}`;
};
