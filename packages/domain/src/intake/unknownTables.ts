// What a table seems to be that nobody can take as it is: said by name, so that no village and nobody in it
// is passed over in silence.
import { identityKey } from './matching.ts';
import { isOfVillages } from './divisionTree.ts';
import type { Field } from './fields.ts';
import { fieldOfHeading } from './headings.ts';
import { cellText } from './text.ts';
import type { RawTable, TableLikeness } from './types.ts';

const village = /^\p{Script=Han}{1,10}(村|社区|村委会|居委会|村民委员会|村\(社区\))$/u;
const name = /^\p{Script=Han}{2,4}$/u;
/** As many rows as make a list, not a note. */
const FEW = 3;

/** A row about somebody: a number of his, or a name beside sex, age or telephone. */
export function isSomebody(texts: readonly string[]): boolean {
  if (texts.some((text) => /\d{15,}/.test(text.replace(/\s/g, '')) && identityKey(text.replace(/\s/g, '').toUpperCase()).idKey !== null)) return true;
  return texts.some((text) => name.test(text) && fieldOfHeading(text, '') === null) && texts.some((text) => /^(男|女)$/.test(text) || /^1\d{10}$/.test(text.replace(/[\s-]/g, '')));
}

/** `found`: the fields of its headings, where it has any. */
export function likenessOf(table: RawTable, found: ReadonlySet<Field>): { readonly likeness?: TableLikeness } {
  const rows = table.rows.map((row) => row.map((cell) => cellText(cell)).filter((text) => text !== '')).filter((texts) => texts.length > 0);
  const villages = rows.filter((texts) => texts.slice(0, 4).some((text) => village.test(text.replace(/\s/g, '')))).length;
  const people = rows.filter(isSomebody).length;
  if (found.size === 0 && people >= FEW && people * 2 >= rows.length) return { likeness: 'noHeadings' };
  if (people < FEW && (isOfVillages(found) || (villages >= FEW && villages * 2 >= rows.length))) return { likeness: 'villages' };
  return {};
}
