// A list of households as somebody pastes it: one a line, village, head, home. Pure.
import { levelOf } from '@shouwang/domain/divisions';

export interface NamedHousehold {
  readonly division: string;
  readonly name: string;
  readonly place: string;
}
interface Village {
  readonly code: string;
  readonly name: string;
}
export type ReadHouseholds = { readonly households: NamedHousehold[] } | { readonly line: number; readonly text: string };

/**
 * Lines of `village, head, home`, separated by commas or tabs as people type and paste them; with `only`
 * the village may be left out. Answers the first line whose village is unknown or named twice.
 */
export function readHouseholds(text: string, villages: readonly Village[], only: string | null): ReadHouseholds {
  const households: NamedHousehold[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '') continue;
    const parts = line.split(/[,，、\t]/).map((part) => part.trim());
    if (only !== null) {
      const [first = '', ...rest] = villages.some((one) => one.code === only && one.name === parts[0]) ? parts.slice(1) : parts;
      if (first === '') return { line: index + 1, text: line };
      households.push({ division: only, name: first, place: rest.join(' ') });
      continue;
    }
    const [place = '', name = '', ...rest] = parts;
    const found = villages.filter((one) => levelOf(one.code) === 'village' && (one.name === place || one.code === place));
    if (found.length !== 1 || name === '') return { line: index + 1, text: line };
    households.push({ division: (found[0] as Village).code, name, place: rest.join(' ') });
  }
  return { households };
}
