// People in rows without headings: a sheet that goes on where another ended, a list whose first line was
// cut off. What its columns mean is taken from a table of the same columns where its contents fit, else
// from the contents alone; what the table is about only from its own name. Nothing is guessed from one row.
import * as cells from './cells.ts';
import { readChildren } from './children.ts';
import { readAge, readDate } from './dates.ts';
import type { Field } from './fields.ts';
import { identityKey } from './matching.ts';
import { contextAbove, kindNamed, widthOf } from './recognise.ts';
import { isToldByColumns, loneText, toldBySheet, withToldColumn } from './sheetValues.ts';
import { cellText, nameText } from './text.ts';
import type { CellValue, MappedColumn, RawTable, TableMapping } from './types.ts';
import { isSomebody } from './unknownTables.ts';

/** Of the filled cells of a column, so many say the same thing before it is taken for that. */
const MOSTLY = 0.8;
/** Filled cells from which a column tells what it is. */
const FEWEST = 3;
/** Columns that have to agree before another table's headings are taken over, the name among them. */
const FEWEST_AGREEING = 3;

type Test = (cell: CellValue, text: string) => boolean;
const spoken =
  <T>(reader: cells.CellReader<T>): Test =>
  (cell) => {
    const reading = reader(cell);
    return reading.value !== undefined && reading.code === undefined;
  };
const isNumber: Test = (_, text) => identityKey(cells.normaliseIdNo(text)).idKey !== null && /^\d{14,17}[\dX]$/.test(cells.normaliseIdNo(text));
const isPhone: Test = (_, text) => /^1\d{10}$/.test(text.replace(/[\s-]/g, '').replace(/^\+?86/, ''));
const isBirth: Test = (cell) => {
  const date = readDate(cell, 'birth');
  return date !== null && date >= '1900' && date < '1990';
};
const isVillage: Test = (_, text) => /^\p{Script=Han}{1,14}(村|社区|村委会|居委会|村民委员会)$/u.test(text.replace(/\s/g, ''));
const isName: Test = (cell) => {
  // ★张三, 张三（小名狗娃）, 张 三: what a clerk adds to a name.
  const name = nameText(nameText(cell).replace(/\([^)]*\)$/, ''));
  return /^\p{Script=Han}{1,4}(?:·?\p{Script=Han}{1,6})?$/u.test(name) && name.length > 1 && name.length < 11 && !/[村镇乡组社族]$/.test(name);
};
/** People are called by many names; 独居 and 同住 come again. */
const areMany = (column: readonly CellValue[]): boolean => new Set(column.map((cell) => cellText(cell))).size * 2 > column.length;

/** What contents can tell by themselves, the surest first. */
const tests: readonly (readonly [Field, Test])[] = [
  ['certificate', (cell) => cells.readCertificate(cell).value !== undefined],
  ['idNo', isNumber],
  ['phone', isPhone],
  ['sex', (_, text) => /^[男女]性?$/.test(text)],
  ['birthDate', isBirth],
  ['town', (_, text) => /^\p{Script=Han}{1,8}(镇|乡|街道|街道办事处)$/u.test(text)],
  ['village', isVillage],
  ['place', (_, text) => /\p{Script=Han}(镇|乡|街道).*\p{Script=Han}(村|社区|组)/u.test(text)],
  ['group', (_, text) => /^第?[\d一二三四五六七八九十]{1,3}(村民小组|居民小组|小组|组|社)$/.test(text)],
  ['ethnicity', (_, text) => /^\p{Script=Han}{1,5}族$/u.test(text)],
  ['hukou', spoken(cells.readHukou)],
  ['maritalStatus', spoken(cells.readMaritalStatus)],
  ['abilityLevel', (cell, text) => /失能|受损|完好|丧失/.test(text) && spoken(cells.readAbilityLevel)(cell, text)],
  ['disability', (cell, text) => /级/.test(text) && /[肢听视言智精多]/.test(text) && spoken(cells.readDisability)(cell, text)],
  ['aid', (cell, text) => /低保|特困|五保/.test(text) && spoken(cells.readAid)(cell, text)],
  ['categories', spoken(cells.readCategories)],
  ['livesWith', spoken(cells.readLivesWith)],
  ['wantsVisits', (_, text) => /^不?(愿意|同意)/.test(text)],
  ['age', (cell) => (readAge(cell) ?? 0) >= 45],
  ['children', (cell, text) => /[(（]/.test(text) && spoken(readChildren)(cell, text)],
  ['name', isName],
];
const testOf = new Map(tests);

interface Body {
  /** Index of the first row about somebody. */
  readonly first: number;
  readonly columns: readonly (readonly CellValue[])[];
}

/** The rows about people, column by column, without blank cells. */
function bodyOf(table: RawTable): Body {
  const isRow = (row: readonly CellValue[]): boolean => isSomebody(row.map((cell) => cellText(cell)).filter((text) => text !== ''));
  const first = table.rows.findIndex(isRow);
  const rows = first === -1 ? [] : table.rows.slice(first).filter(isRow);
  const width = Math.max(0, ...rows.map((row) => row.length));
  return {
    first,
    columns: Array.from({ length: width }, (_, at) => rows.flatMap((row) => (cellText(row[at]) === '' ? [] : [row[at] as CellValue]))),
  };
}

const isMostly = (column: readonly CellValue[] | undefined, test: Test): boolean =>
  column !== undefined && column.length >= FEWEST && column.filter((cell) => test(cell, cellText(cell))).length >= column.length * MOSTLY;

/** 1, 2, 3 … or 61, 62, 63: numbers of the rows, not ages. */
const isCount = (column: readonly CellValue[]): boolean => column.length >= FEWEST && column.every((cell, at) => at === 0 || Number(cell) === Number(column[at - 1]) + 1);

/** A table that was recognised, of which one without headings may be the rest. */
export interface Donor {
  readonly mapping: TableMapping;
  readonly isSameFile: boolean;
}
/** Of the columns that the other table reads, so many are filled here as well: a shorter list of the same first columns is another list. */
const FILLED = { here: 0.5, elsewhere: 0.8 } as const;

/** Whether the columns of another table are those of this one: nothing in it contradicts, enough agrees. */
function fits({ mapping: donor, isSameFile }: Donor, { columns }: Body): boolean {
  let agreeing = 0;
  const read = donor.columns.filter(({ field }) => field !== null);
  const filled = read.filter(({ index }) => (columns[index]?.length ?? 0) > 0).length;
  if (filled < read.length * (isSameFile ? FILLED.here : FILLED.elsewhere)) return false;
  for (const { index, field } of donor.columns) {
    const test = testOf.get(field as Field);
    const column = columns[index];
    if (test === undefined || column === undefined || column.length < FEWEST) continue;
    if (isMostly(column, test)) agreeing += 1;
    else if (
      field === 'name' ||
      (['idNo', 'phone', 'sex', 'birthDate', 'village', 'town'] as const).some((known) => field === known && column.every((cell) => !test(cell, cellText(cell))))
    )
      return false;
  }
  const name = donor.columns.find(({ field }) => field === 'name')?.index;
  // Columns beyond those that the other table has would be read by nobody.
  const widest = Math.max(0, ...donor.columns.map(({ index }) => index));
  return name !== undefined && isMostly(columns[name], isName) && agreeing >= FEWEST_AGREEING && columns.every((column, at) => at <= widest || column.length < FEWEST);
}

function byContents({ columns }: Body): readonly MappedColumn[] {
  const taken = new Set<Field>();
  const mapped = columns.map((column, index): MappedColumn => {
    const found = isCount(column) ? undefined : tests.find(([field, test]) => !taken.has(field) && isMostly(column, test) && (field !== 'name' || areMany(column)));
    if (found !== undefined) taken.add(found[0]);
    return { index, header: `第${index + 1}列`, field: found?.[0] ?? null };
  });
  return mapped.filter(({ index }) => (columns[index]?.length ?? 0) > 0);
}

/**
 * The mapping of a table of people without headings; null where its columns or what it is about stay
 * unclear. `headerRow` is -1. `others`: tables that were recognised, those likeliest to be its beginning first.
 */
export function mappingWithoutHeadings(table: RawTable, others: readonly Donor[]): TableMapping | null {
  const body = bodyOf(table);
  if (body.first === -1) return null;
  const base = { headerRow: -1, firstDataRow: body.first, context: contextAbove(table, body.first) };
  // Its own name may say that it is another office's list, whatever its columns are like.
  const kind = kindNamed([base.context.title, table.file, table.sheet]);
  // What the other sheet's name tells is not said of this one.
  const donors = others.map((one) => ({ ...one, mapping: { ...one.mapping, columns: one.mapping.columns.filter((column) => column.told === undefined) } }));
  const donor = donors.find(
    ({ mapping, ...one }) => mapping.kind !== null && mapping.kind !== 'divisions' && (kind === null || kind === mapping.kind) && fits({ mapping, ...one }, body),
  );
  if (donor !== undefined) {
    const { columns } = donor.mapping;
    const lines = table.rows.slice(0, body.first).map((row) => loneText(row));
    const said = toldBySheet({ sheet: table.sheet, title: base.context.title, file: table.file, lines });
    const told = said !== null && isToldByColumns(said, new Set(columns.map(({ field }) => field)), table.rows.slice(body.first)) ? null : said;
    return { ...base, kind: donor.mapping.kind, columns: withToldColumn(columns, donor.mapping.kind, told, widthOf(table)) };
  }
  const columns = byContents(body);
  const has = (field: Field): boolean => columns.some((column) => column.field === field);
  // A name and two things that tell whom it means; whose list it is has to be said somewhere.
  if (kind !== 'elderLedger' || !has('name') || !has('sex') || !(has('idNo') || has('birthDate') || has('village') || has('phone'))) return null;
  return { ...base, kind, columns };
}
