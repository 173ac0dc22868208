// What a read may range over: the account's scope, narrowed by the division asked for. Row level
// security holds people's data to the scope anyway; the range stands in the statement as well, so
// that an index is used and so that tables without row level security are held to it too.
import { levelOf, prefixOf } from '@shouwang/domain/divisions';
import { scopeRange } from '../../platform/db/index.ts';

export interface ReadRange {
  /** Half-open range of division codes in the C collation. */
  readonly from: string;
  readonly to: string;
  /** Half-open range of county codes; one county where the prefix reaches that far. */
  readonly county: { readonly from: string; readonly to: string };
  /** The county where it is one, else null (a prefecture or province reads many). */
  readonly countyCode: string | null;
  readonly prefix: string;
}

const meaning = (division: string): string => (division.length >= 12 && levelOf(division) !== null ? prefixOf(division) : division);

/** Scope ∩ division; the empty range where they do not meet. `division` is a prefix or a full code. */
export function readRange(scope: string, division: string | undefined): ReadRange {
  const asked = division === undefined ? scope : meaning(division);
  const prefix = scope === '' ? '' : asked.startsWith(scope) ? asked : scope.startsWith(asked) ? scope : '';
  const county = scopeRange(prefix.slice(0, 6));
  return { ...scopeRange(prefix), county, countyCode: prefix.length >= 6 ? prefix.slice(0, 6) : null, prefix };
}
