// Tables of a Word document (.docx, ECMA-376 WordprocessingML): offices send lists and forms as such. Each
// table is read as a sheet; the lines above it are its title. What stands outside of tables is no list.
import type { CellValue, RawTable } from '@shouwang/domain/intake';
import { attributeOf, plainText, tagReader } from './xmlTags.ts';
import { entryText, type ZipEntry } from './zipGuard.ts';

export interface WordTable {
  readonly rows: readonly (readonly CellValue[])[];
  readonly merges: RawTable['merges'];
}

interface Cell {
  text: string;
  span: number;
  /** Goes on from the cell above it. */
  isContinued: boolean;
}
interface Table {
  readonly title: string[];
  readonly rows: Cell[][];
}

const MOST_TITLE_LINES = 4;

/** Cells over as many columns as they span, cells merged downwards as merges. */
function tableOf({ title, rows }: Table): WordTable {
  const merges: { startRow: number; startCol: number; endRow: number; endCol: number }[] = [];
  const open = new Map<number, { startRow: number; startCol: number; endRow: number; endCol: number }>();
  const width = Math.max(...rows.map((row) => row.reduce((sum, { span }) => sum + span, 0)), 1);
  const written = rows.map((row, at) => {
    const cells: CellValue[] = [];
    for (const { text, span, isContinued } of row) {
      const startCol = cells.length;
      const here = title.length + at;
      const above = open.get(startCol);
      if (isContinued && above !== undefined) above.endRow = here;
      else {
        const merge = { startRow: here, startCol, endRow: here, endCol: startCol + span - 1 };
        merges.push(merge);
        open.set(startCol, merge);
      }
      cells.push(text === '' || isContinued ? null : text, ...Array.from({ length: span - 1 }, () => null));
    }
    return cells;
  });
  return {
    rows: [...title.map((line) => [line, ...Array.from({ length: width - 1 }, () => null)]), ...written],
    merges: merges.filter(({ startRow, endRow, startCol, endCol }) => endRow > startRow || endCol > startCol),
  };
}

/** The tables of a document, in their order. Throws where it is damaged. */
export async function readWordTables(bytes: Uint8Array, entry: ZipEntry): Promise<readonly WordTable[]> {
  const tables: Table[] = [];
  let lines: string[] = [];
  // A table within a cell belongs to the text of that cell.
  let depth = 0;
  let table: Table | null = null;
  let cell: Cell | null = null;
  let paragraph = '';
  let isText = false;
  const read = tagReader({
    open(name, attributes) {
      if (name === 'tbl') {
        depth += 1;
        if (depth === 1) {
          table = { title: lines.slice(-MOST_TITLE_LINES), rows: [] };
          lines = [];
        }
      } else if (name === 'tr' && depth === 1) table?.rows.push([]);
      else if (name === 'tc' && depth === 1) cell = { text: '', span: 1, isContinued: false };
      else if (name === 'gridSpan' && depth === 1 && cell !== null) cell.span = Math.max(1, Math.min(200, Number(attributeOf(attributes, 'val') ?? '1') || 1));
      else if (name === 'vMerge' && depth === 1 && cell !== null) cell.isContinued = (attributeOf(attributes, 'val') ?? 'continue') === 'continue';
      else if (name === 'p') paragraph = '';
      else if (name === 't') isText = true;
      else if (name === 'tab') paragraph += ' ';
      else if (name === 'br') paragraph += '\n';
    },
    text(text) {
      if (isText) paragraph += plainText(text);
    },
    close(name) {
      if (name === 't') isText = false;
      else if (name === 'p') {
        const text = paragraph.trim();
        paragraph = '';
        if (text === '') return;
        if (depth === 0) lines.push(text);
        else if (cell !== null) cell.text = cell.text === '' ? text : `${cell.text}\n${text}`;
      } else if (name === 'tc' && depth === 1 && cell !== null) {
        table?.rows.at(-1)?.push(cell);
        cell = null;
      } else if (name === 'tbl') {
        depth -= 1;
        if (depth === 0 && table !== null) {
          if (table.rows.length > 0) tables.push(table);
          table = null;
        }
      }
    },
  });
  for await (const piece of entryText(bytes, entry)) read(piece);
  return tables.map(tableOf);
}
