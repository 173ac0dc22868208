// Several people in one row: a couple under 张三、李四 with two numbers, or all whom one visitor looks
// after in one cell of a filing. Each gets a row of his own; what is written once holds for all, and of
// what belongs to one person only as much as there is one of for each.
import { cellText, halfWidth } from './text.ts';
import { columnsOf } from './rowCells.ts';
import type { CellValue, TableMapping } from './types.ts';

const separator = /[、,，;；/\n]/;
const person = /^[\p{Script=Han}·•]{2,12}$/u;
/** What tells one person from another; written once for several, it belongs to none of them for sure. */
const ofOne: ReadonlySet<string | null> = new Set(['idNo', 'birthDate', 'age', 'sex', 'certificate', 'phone', 'abilityLevel', 'disability', 'disabilityGrade', 'lng', 'lat']);

const listOf = (cell: CellValue | undefined): readonly string[] => {
  const text = typeof cell === 'string' ? halfWidth(cell).replace(/\r\n?/g, '\n') : cellText(cell);
  return text.trim() === ''
    ? []
    : text
        .split(/[、,，;；/\n]+/)
        .map((part) => part.trim())
        .filter((part) => part !== '');
};

export interface OnePerson {
  readonly cells: readonly CellValue[];
  /** Others were written in the same row. */
  readonly isOneOfSeveral: boolean;
}

/** The people of a row; nearly every row is one, and is given back as it stands. */
export function peopleOfRow(mapping: TableMapping, cells: readonly CellValue[]): readonly OnePerson[] {
  const column = columnsOf(mapping).get('name')?.[0];
  const written = column === undefined ? null : cells[column.index];
  if (column === undefined || typeof written !== 'string' || !separator.test(written)) return [{ cells, isOneOfSeveral: false }];
  const names = listOf(written).map((name) =>
    name
      .replace(/\s+/g, '')
      .replace(/\([^)]*\)$/, '')
      .replace(/^\d+[.)]?/, ''),
  );
  if (names.length < 2 || names.length > 30 || !names.every((name) => person.test(name))) return [{ cells, isOneOfSeveral: false }];
  const fieldOf = new Map(mapping.columns.map(({ index, field }) => [index, field]));
  const lists = cells.map((cell, index) => (fieldOf.get(index) === undefined || fieldOf.get(index) === null || index === column.index ? [] : listOf(cell)));
  return names.map((name, at) => ({
    isOneOfSeveral: true,
    cells: cells.map((cell, index) => {
      if (index === column.index) return name;
      const list = lists[index] as readonly string[];
      const field = fieldOf.get(index) ?? null;
      if (list.length === names.length && (ofOne.has(field) || field === 'address' || field === 'group' || field === 'categories')) return list[at] as string;
      return ofOne.has(field) && list.length > 0 && field !== 'phone' ? null : cell;
    }),
  }));
}
