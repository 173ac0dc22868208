// The vocabulary of intake: a file has tables, a table has a kind and a column mapping, a row ends
// accepted, accepted with remarks, or rejected, with file, sheet, row, column and a sentence.

/** A cell as the reader gives it: text, number, truth, date as `YYYY-MM-DD`, or nothing. */
export type CellValue = string | number | boolean | null;

export interface RawTable {
  readonly file: string;
  readonly sheet: string;
  /** All rows as they stand, row 1 first; merged cells carry their value in the first cell only. */
  readonly rows: readonly (readonly CellValue[])[];
  readonly merges: readonly { readonly startRow: number; readonly startCol: number; readonly endRow: number; readonly endCol: number }[];
}

/** What a table is about. */
export const tableKinds = [
  'divisions',
  'elderLedger',
  'visitorRoster',
  'responsibleFiling',
  'disabilityRegister',
  'assessmentRegister',
  'aidRegister',
  'familyPlanningRegister',
  'healthRegister',
  'deathRegister',
  'locationList',
  'pensionRegister',
  'residenceRegister',
] as const;
export type TableKind = (typeof tableKinds)[number];

/** A column: 0-based index, its joined header (two-row headers joined by a slash), the field it means. */
export interface MappedColumn {
  readonly index: number;
  readonly header: string;
  readonly field: string | null;
  /** Not in the sheet: what its name or a line over its rows tells for all of them. */
  readonly told?: string;
}

export interface TableMapping {
  readonly kind: TableKind | null;
  /** 0-based row of the first data row; header rows stand before. */
  readonly headerRow: number;
  readonly firstDataRow: number;
  readonly columns: readonly MappedColumn[];
  /** Context that stands outside the rows: title, reporting unit, the sheet's village. */
  readonly context: { readonly title: string; readonly unit: string; readonly filledOn: string | null };
  /** What a table that is of no kind seems to be all the same. */
  readonly likeness?: TableLikeness;
}

/** Tables that are not taken but must not be passed over in silence: villages as rows that are no plain list of them, rows of people without headings, a form about one person. */
export const tableLikenesses = ['villages', 'noHeadings', 'form'] as const;
export type TableLikeness = (typeof tableLikenesses)[number];

/** Codes of remarks and rejections; put into words by the interface (i18n `remarks.*`). */
export const remarkCodes = [
  'idNo.missing',
  'idNo.length',
  'idNo.characters',
  'idNo.birthDate',
  'idNo.checkDigit',
  'idNo.mangledNumber',
  'idNo.birthDiffers',
  'idNo.sexDiffers',
  'birthDate.unreadable',
  'birthDate.monthOnly',
  'birthDate.yearOnly',
  'birthDate.fromAge',
  'birthDate.fromIdNo',
  'birthDate.fromWrongIdNo',
  'phone.unreadable',
  'division.unknown',
  'division.ambiguous',
  'division.fromSheet',
  'division.outOfScope',
  'division.townMissing',
  'division.codeMade',
  'division.codeKept',
  'division.foundLater',
  'value.unknown',
  'value.fromSheet',
  'child.unreadable',
  'children.noneWritten',
  'contact.incomplete',
  'pension.kindMissing',
  'name.missing',
  'row.severalPeople',
  'row.foundLater',
  'row.saysDied',
  'row.saysMoved',
  'row.notOfList',
  'row.fileDied',
  'row.fileMoved',
  'row.fileClosed',
  'row.duplicateOf',
  'row.noMatch',
  'row.ambiguousMatch',
  'row.knownElsewhere',
  'row.tooYoung',
  'visitor.unknown',
  'visitor.ambiguous',
  'certificate.idDiffers',
  'certificate.former',
  'category.differs',
] as const;
export type RemarkCode = (typeof remarkCodes)[number];
/** A file with one of these has a birth that is only estimated: it decides nothing about who somebody is. */
export const estimatedBirth = ['birthDate.fromAge', 'birthDate.yearOnly', 'birthDate.fromWrongIdNo'] as const satisfies readonly RemarkCode[];

export interface Remark {
  readonly code: RemarkCode;
  /** Header of the column concerned; '' where the row as a whole is meant. */
  readonly column: string;
  /** What stood there (never an identity number or phone in full). */
  readonly found?: string;
  readonly details?: Readonly<Record<string, string | number>>;
}

export type RowOutcome = 'accepted' | 'remarked' | 'rejected';
