// A sheet of paper before it is set: tables of cells in a grid, what stands above and below them, and how
// many copies go to whom. PDF and Word are written from the same description.

/** A piece of a line: text, or a box that is ticked or not with the text behind it. */
export interface Ink {
  readonly text: string;
  readonly box?: 'ticked' | 'empty';
  readonly bold?: true;
  /** Small and grey: what the system adds to the office's own form. */
  readonly aside?: true;
}

export interface PaperCell {
  /** Lines of the cell, each of its pieces. */
  readonly lines: readonly (readonly Ink[])[];
  /** Columns and rows of the grid that it takes; 1 where absent. */
  readonly across?: number;
  readonly down?: number;
  readonly kind?: 'label' | 'heading' | 'value' | 'number';
  /** A picture in place of the lines, where one is found: whose, and millimetres high at most. */
  readonly photo?: { readonly of: string; readonly tall: number };
}

/** Bytes of a picture (JPEG, PNG or WebP) by whose it is; null where there is none. Asked when its paper is set. */
export type PhotoOf = (of: string) => Promise<Uint8Array | null>;

/** Whose pictures a paper wants. */
export const photosOn = (paper: Paper): readonly string[] =>
  paper.tables.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.flatMap((cell) => (cell.photo === undefined ? [] : [cell.photo.of]))));

export interface PaperTable {
  /** Relative widths. */
  readonly columns: readonly number[];
  /** Rows that are repeated on every page. */
  readonly headerRows: number;
  readonly rows: readonly { readonly cells: readonly PaperCell[]; /** Millimetres at least. */ readonly tall: number }[];
}

export interface Paper {
  readonly title: string;
  /** Line under the title. */
  readonly left: string;
  readonly right: string;
  readonly tables: readonly PaperTable[];
  /** Remarks below the tables. */
  readonly notes: readonly string[];
  /** Places for signatures that stand in no cell, side by side. */
  readonly signers: readonly string[];
  /** One line for each copy (`县民政局存`); one copy without a line where empty. */
  readonly copies: readonly string[];
  readonly orientation: 'portrait' | 'landscape';
}

/** What stands at the foot of every page: who printed it and when. `page` may name `{page}` and `{pages}`. */
export interface PaperFoot {
  readonly printed: string;
  readonly page: string;
}

export const ink = (text: string): PaperCell => ({ lines: [[{ text }]] });
export const label = (text: string, across: number, down = 1): PaperCell => ({ kind: 'label', lines: [[{ text }]], across, down });
