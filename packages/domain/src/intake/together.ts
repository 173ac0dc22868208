// Several people in one row: a couple under 张三、李四 with two numbers, or all whom one visitor looks
// after in one cell of a filing. Each gets a row of his own; what is written once holds for all, and of
// what belongs to one person only as much as there is one of for each.
import { blocksOfMapping } from './blocks.ts';
import { cellText, halfWidth, nameText } from './text.ts';
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

/** 侯香 徐山 over two numbers are two people; with one number it is a name with a space in it. */
const namesApart = (written: string, number: CellValue | undefined): string => {
  const names = halfWidth(written).trim().split(/\s+/);
  const numbers = halfWidth(typeof number === 'string' ? number : '').match(/(?<!\d)\d{17}[\dXx](?!\d)/g) ?? [];
  return numbers.length === names.length ? names.join('、') : written;
};

export interface OnePerson {
  readonly cells: readonly CellValue[];
  /** Others were written in the same row. */
  readonly isOneOfSeveral: boolean;
}

/** Rows of a sheet whose columns stand there twice, each as a row of the first set. */
function rowsSideBySide(mapping: TableMapping, cells: readonly CellValue[]): readonly (readonly CellValue[])[] {
  const blocks = blocksOfMapping(mapping);
  if (blocks === null) return [cells];
  const { first, offsets } = blocks;
  const isFurther = (index: number): boolean => offsets.some((offset) => first.has(index - offset));
  const rows = [0, ...offsets].map((offset) => cells.map((cell, index) => (first.has(index) ? (cells[index + offset] ?? null) : isFurther(index) ? null : cell)));
  const name = columnsOf(mapping).get('name')?.[0]?.index ?? 0;
  const filled = rows.filter((row) => cellText(row[name]) !== '');
  return filled.length === 0 ? rows.slice(0, 1) : filled;
}

/** The people of a row; nearly every row is one, and is given back as it stands. */
export const peopleOfRow = (mapping: TableMapping, cells: readonly CellValue[]): readonly OnePerson[] =>
  rowsSideBySide(mapping, cells).flatMap((row) => peopleTogether(mapping, row));

function peopleTogether(mapping: TableMapping, cells: readonly CellValue[]): readonly OnePerson[] {
  const column = columnsOf(mapping).get('name')?.[0];
  const written = column === undefined ? null : cells[column.index];
  if (column === undefined || typeof written !== 'string' || !(separator.test(written) || /\S{2}\s+\S{2}/.test(written))) return [{ cells, isOneOfSeveral: false }];
  const apart = separator.test(written) ? written : namesApart(written, cells[columnsOf(mapping).get('idNo')?.[0]?.index ?? -1]);
  const names = listOf(apart).map((name) => nameText(nameText(name).replace(/\([^)]*\)$/, '')));
  if (names.length < 2 || names.length > 30 || !names.every((name) => person.test(name))) return [{ cells, isOneOfSeveral: false }];
  const fieldOf = new Map(mapping.columns.map(({ index, field }) => [index, field]));
  const isSpaced = apart !== written;
  const lists = cells.map((cell, index) => {
    const field = fieldOf.get(index);
    if (field === undefined || field === null || index === column.index) return [];
    return isSpaced && ofOne.has(field) && typeof cell === 'string'
      ? halfWidth(cell)
          .trim()
          .split(/[、,;/\s]+/)
      : listOf(cell);
  });
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
