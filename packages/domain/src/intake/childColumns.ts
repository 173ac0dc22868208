// Children over columns: each name begins a child and the columns that follow belong to it; or one
// column of names beside one of places and one of times, each a list in the same order.
import type { Child } from '../ledger/index.ts';
import { readChildren, readChildTokens, readPlace } from './children.ts';
import type { RowCells } from './rowCells.ts';
import { cellText, halfWidth, nameText, saysNothing } from './text.ts';
import type { CellValue, TableMapping } from './types.ts';

const details: ReadonlySet<string | null> = new Set(['childRelation', 'childPhone', 'childPlace', 'childSince']);

/** Parts of a list, blank ones kept: they hold the place of a child of whom it says nothing. */
const parts = (cell: CellValue | undefined): readonly string[] => {
  const text = typeof cell === 'string' ? halfWidth(cell).replace(/\r\n?/g, '\n') : cellText(cell);
  return text.trim() === '' ? [] : text.split(/[、;；,，\n]/).map((part) => part.trim());
};

/** 胡群会、宋华英, or with spaces between whole names; one name otherwise (王 芳 is one). */
function namesOf(cell: CellValue | undefined): readonly string[] {
  const listed = parts(cell);
  if (listed.length !== 1) return listed;
  const apart = (listed[0] as string).split(/\s+/);
  return apart.every((part) => part.length > 1) ? apart : listed;
}

const blank = (text: string): boolean => text === '' || saysNothing(text);

/** Children of a name's cell and the cells beside it; `failed` where they do not go together. */
function together(name: CellValue | undefined, beside: readonly (CellValue | undefined)[]): { readonly children: readonly Child[]; readonly failed: boolean } {
  const names = namesOf(name);
  const lists = beside.map(parts);
  const children: Child[] = [];
  let failed = false;
  const add = (first: string, tokens: readonly string[]): void => {
    if (blank(first) && tokens.every(blank)) return;
    const reading = readChildTokens(blank(first) ? '' : nameText(first), tokens);
    if (reading.value !== undefined) children.push(reading.value);
    if (reading.code !== undefined) failed = true;
  };
  if (names.length < 2 && lists.every((list) => list.length < 2)) add(names[0] ?? '', beside.map(cellText));
  else if (names.length < 2) add(names[0] ?? '', lists.flat());
  else {
    // One word beside several names holds for all of them (均在外务工); other lengths do not fit.
    for (const list of lists) if (list.length > 1 && list.length !== names.length) failed = true;
    for (const [at, one] of names.entries()) {
      const tokens = lists.flatMap((list) =>
        list.length === names.length ? [list[at] as string] : list.length === 1 ? [(list[0] as string).replace(/^(均|都|全部|全)/, '')] : [],
      );
      add(one, tokens);
    }
  }
  return { children, failed };
}

export interface ToldChildren {
  readonly children: readonly Child[];
  /** A column said something about children, if only that there are none. */
  readonly stated: boolean;
  /** Nothing at all was written. */
  readonly silent: boolean;
}

/** Children of a row from its packed cells and its columns. Leaves a remark where something was not understood. */
export function readChildColumns(row: RowCells, mapping: TableMapping, cellsOf: readonly CellValue[]): ToldChildren {
  const hasDetails = mapping.columns.some((column) => details.has(column.field));
  const isName = (field: string | null): boolean => field === 'childName' || (field === 'children' && hasDetails && !row.has('childName'));
  const isPacked = (text: string): boolean => text.includes('(');
  const children: Child[] = [];
  let stated = false;
  let current: { readonly header: string; readonly name: CellValue | undefined; readonly beside: (CellValue | undefined)[] } | null = null;
  const flush = (): void => {
    if (current === null) return;
    const reading = together(current.name, current.beside);
    children.push(...reading.children);
    if (reading.failed) row.remarks.push({ code: 'child.unreadable', column: current.header });
    current = null;
  };
  for (const { index, header, field } of mapping.columns) {
    const cell = cellsOf[index];
    if (isName(field) || field === 'children') {
      flush();
      const text = cellText(cell);
      if (!isName(field) || isPacked(text) || /^(无|没有|无子女|无儿无女)$/.test(text)) {
        const reading = readChildren(cell);
        if (reading.code !== undefined) row.remarks.push({ code: reading.code, column: header });
        if (reading.value !== undefined) stated = true;
        children.push(...(reading.value ?? []));
      } else current = { header, name: cell, beside: [] };
    } else if (current !== null && details.has(field)) current.beside.push(cell);
  }
  flush();
  // Where they are, without who they are: one child at least, for a person to complete.
  if (children.length === 0 && !stated && !mapping.columns.some((column) => isName(column.field) || column.field === 'children')) {
    const place = readPlace(row.text('childPlace').replace(/^(均|都|全部|全)/, ''));
    if (place !== null) {
      children.push({ name: '子女', place });
      row.remark('child.unreadable', 'childPlace');
    }
  }
  const silent =
    children.length === 0 &&
    !mapping.columns.some((column) => (column.field === 'children' || column.field?.startsWith('child') === true) && cellText(cellsOf[column.index]) !== '');
  return { children, stated: stated || children.length > 0, silent };
}
