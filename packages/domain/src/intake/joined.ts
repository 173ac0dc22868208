// Rows of a sheet as people meant them: a cell merged downwards counts for each row that it spans, and
// a row that tells nothing but one more child belongs to the elder above it.
import { blocksOfMapping } from './blocks.ts';
import { isTreeMapping, treeFiller } from './divisionTree.ts';
import { fieldOfHeading } from './headings.ts';
import { loneText, valueOfLine, withToldCell } from './sheetValues.ts';
import { cellText, sumLine } from './text.ts';
import type { CellValue, RawTable, TableMapping } from './types.ts';

export interface PlacedRow {
  /** As Excel counts: 1 is the first row. */
  readonly rowNo: number;
  readonly cells: readonly CellValue[];
}
export interface RowJoiner {
  /** Takes the next row; answers the one before it as soon as that is complete. */
  take(row: PlacedRow): PlacedRow | null;
  /** The last row. */
  rest(): PlacedRow | null;
}

const isBlank = (cell: CellValue | undefined): boolean => cell === null || cell === undefined || cell === '' || cellText(cell) === '';

/** What a cell lists so far, its blank lines kept. */
const listText = (cell: CellValue | undefined): string => (typeof cell === 'string' ? cell : cellText(cell));

/** 同上, 〃: what the row above says. */
const ditto = /^(同上|同前|上同|〃|″|''|"|“|”|…同上|同上[。.]?)$/;
/** What is one person's own: 同上 under it is a slip, never the number of somebody else. */
const ofOnePerson: ReadonlySet<string | null> = new Set(['name', 'idNo', 'certificate', 'spouseIdNo']);
const placeFields: ReadonlySet<string | null> = new Set(['town', 'village', 'place']);

/** A cell alone in a row of a wide table: a heading or a sentence between the people, though it stands in the column of names. */
const isAlone = (mapping: TableMapping, cells: readonly CellValue[]): boolean => mapping.columns.length > 3 && cells.filter((cell) => !isBlank(cell)).length < 2;

/** Columns of places that are filled in the first row of each place only, as the head of the table shows. */
function writtenOnce(mapping: TableMapping, head: RawTable['rows']): readonly number[] {
  const name = mapping.columns.find(({ field }) => field === 'name')?.index;
  const people = name === undefined ? [] : head.slice(mapping.firstDataRow).filter((cells) => !isBlank(cells[name]) && !isAlone(mapping, cells));
  return mapping.columns.flatMap(({ index, field }) => {
    const blank = people.filter((cells) => isBlank(cells[index])).length;
    return placeFields.has(field) && people.length > 2 && !isBlank(people[0]?.[index]) && blank * 2 >= people.length ? [index] : [];
  });
}

/** Joins the rows of one table, in their order, data rows only. `head`: its first rows, by which habits are seen. */
export function rowJoiner(mapping: TableMapping, merges: RawTable['merges'], head: RawTable['rows'] = []): RowJoiner {
  const once = writtenOnce(mapping, head);
  const blocks = blocksOfMapping(mapping);
  /** Where sets of columns stand side by side, the person to the left is the one above: what column of the first set this is, and how far it stands from it. */
  const placed = mapping.columns.map(({ index }) => {
    const offset = blocks?.offsets.find((by) => blocks.first.has(index - by)) ?? 0;
    return { index, offset, first: index - offset, field: mapping.columns.find((column) => column.index === index - offset)?.field ?? null };
  });
  const above = new Map<number, CellValue>();
  const nameColumns = mapping.columns.filter((column) => column.field === 'name').map((column) => column.index);
  const ofChildren = new Set(
    mapping.columns
      .filter(({ field }) => field === 'children' || field?.startsWith('child') === true || (field !== 'members' && field?.startsWith('member') === true))
      .map((column) => column.index),
  );
  const wordsOf = new Map(mapping.columns.map(({ index, header }) => [index, new Set([...header.split('/'), ...header.split(/[/-]/)])]));
  /** What stands over the column stands in it again, from the upper row of headings or the lower. */
  const isRepeated = (index: number, cell: CellValue | undefined): boolean => wordsOf.get(index)?.has(cellText(cell).replace(/\s+/g, '')) === true;
  const joinsChildren = mapping.kind === 'elderLedger' && ofChildren.size > 0;
  const downwards = new Map<number, { readonly col: number; readonly endRow: number }[]>();
  for (const { startRow, endRow, startCol } of merges) {
    if (endRow > startRow && endRow >= mapping.firstDataRow) downwards.set(startRow, [...(downwards.get(startRow) ?? []), { col: startCol, endRow }]);
  }
  const open = new Map<number, { readonly value: CellValue; readonly endRow: number }>();

  /** 同上 and places written once mean what stands above them. */
  const repeated = (row: PlacedRow): PlacedRow => {
    const hasName = nameColumns.length === 0 || nameColumns.some((index) => !isBlank(row.cells[index]));
    // （一）重点关爱老年人, 以上人员已核实: alone in its row it is nobody who could be in the village above.
    if (!hasName || isAlone(mapping, row.cells)) return row;
    // A heading that is printed again, or a sum, says nothing that holds for the rows below it.
    if (nameColumns.some((index) => isRepeated(index, row.cells[index]) || sumLine.test(cellText(row.cells[index]).replace(/\s/g, '')))) return row;
    let filled: CellValue[] | null = null;
    const townIsBlank = (offset: number): boolean =>
      placed.some((column) => column.field === 'town' && column.offset === offset && once.includes(column.first) && isBlank(row.cells[column.index]));
    for (const { index, offset, first, field } of placed) {
      const cell = row.cells[index];
      const isDitto = typeof cell === 'string' && cell.length < 6 && !ofOnePerson.has(field) && ditto.test(cell.replace(/\s+/g, ''));
      // Where the town is written once and left out here, so is the village.
      if (isDitto || ((once.includes(first) || (field === 'village' && townIsBlank(offset))) && isBlank(cell))) {
        const said = above.get(first);
        if (said === undefined) continue;
        filled ??= [...row.cells];
        while (filled.length < index) filled.push(null);
        filled[index] = said;
        // Another town or village begins: what was written under the one before holds no longer.
      } else if (!isBlank(cell)) {
        above.set(first, cell as CellValue);
        if (field === 'town') for (const other of placed) if (other.field === 'village' && other.offset === offset && isBlank(row.cells[other.index])) above.delete(other.first);
      }
    }
    return filled === null ? row : { rowNo: row.rowNo, cells: filled };
  };

  const spread = ({ rowNo, cells }: PlacedRow): PlacedRow => {
    const row = rowNo - 1;
    let filled: CellValue[] | null = null;
    const hasName = nameColumns.length === 0 || nameColumns.some((index) => !isBlank(cells[index]));
    for (const [col, { value, endRow }] of open) {
      if (row > endRow) open.delete(col);
      else if (hasName && isBlank(cells[col])) {
        filled ??= [...cells];
        while (filled.length < col) filled.push(null);
        filled[col] = value;
      }
    }
    for (const { col, endRow } of downwards.get(row) ?? []) if (!isBlank(cells[col])) open.set(col, { value: cells[col] as CellValue, endRow });
    return filled === null ? { rowNo, cells } : { rowNo, cells: filled };
  };
  /** Only cells about children, and no heading repeated. */
  const goesOn = (cells: readonly CellValue[]): boolean => {
    if (nameColumns.some((index) => !isBlank(cells[index]))) return false;
    const said = cells.flatMap((cell, index) => (isBlank(cell) ? [] : [index]));
    return said.length > 0 && said.every((index) => ofChildren.has(index)) && !said.some((index) => isRepeated(index, cells[index]));
  };

  const told = mapping.columns.find((column) => column.told !== undefined && column.field !== null);
  let value = told?.told ?? '';
  /** What the sheet's name or the last line over the rows tells, in each row about somebody. */
  const withTold = (row: PlacedRow): PlacedRow => {
    if (told === undefined) return row;
    value = valueOfLine(loneText(row.cells), mapping.kind, mapping.context.title) ?? value;
    const names = nameColumns.map((index) => row.cells[index]).filter((cell) => !isBlank(cell));
    const isHeading = nameColumns.some((index) => isRepeated(index, row.cells[index])) || names.some((cell) => fieldOfHeading(cellText(cell), '') === 'name');
    if (names.length === 0 || isHeading || isAlone(mapping, row.cells) || names.some((cell) => sumLine.test(cellText(cell).replace(/\s/g, '')))) return row;
    return { rowNo: row.rowNo, cells: withToldCell(row.cells, told, value) };
  };

  const tree = isTreeMapping(mapping) ? treeFiller(mapping) : null;
  let before: PlacedRow | null = null;
  return {
    take(next) {
      if (before !== null && joinsChildren && goesOn(next.cells)) {
        const cells: CellValue[] = [...before.cells];
        for (const index of ofChildren) cells[index] = `${listText(cells[index])}\n${cellText(next.cells[index])}`;
        before = { rowNo: before.rowNo, cells: Array.from(cells, (cell) => cell ?? null) };
        return null;
      }
      const complete = before;
      const whole = withTold(repeated(spread(next)));
      before = tree === null ? whole : { rowNo: whole.rowNo, cells: tree(whole.cells) };
      return complete;
    },
    rest() {
      const last = before;
      before = null;
      return last;
    },
  };
}
