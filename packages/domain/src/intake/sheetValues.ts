// A workbook with a sheet for each grade, level or kind of aid (一级, 轻度失能, 农村低保) has no column for it:
// the sheet's name says it for all rows, or a line over them (一、一级残疾). It is taken as a column of its own,
// only where the words are exactly such a value and no column of the sheet tells the same.
import { aidInWords } from './aid.ts';
import { readAbilityLevel, readDisability } from './cells.ts';
import type { Field } from './fields.ts';
import type { RowCells } from './rowCells.ts';
import { cellText, chineseNumber, plainGrade } from './text.ts';
import type { CellValue, MappedColumn, TableKind, TableMapping } from './types.ts';

type ToldKind = 'disabilityRegister' | 'assessmentRegister' | 'aidRegister';
export interface SheetValue {
  readonly kind: ToldKind;
  readonly field: Field;
  /** As written, without number before it, count and 名单 behind it. */
  readonly text: string;
  readonly source: 'sheet' | 'line';
}

/** What stands outside the rows of a table. `lines`: those that stand alone in their row over the people. */
interface SheetTexts {
  readonly sheet: string;
  readonly title: string;
  readonly file: string;
  readonly lines: readonly string[];
}

const grade = /^(?:重度残疾|重残|残疾|(?:视力|听力|言语|语言|肢体|智力|精神|多重)(?:残疾)?)?(?:等级)?[一二三四1-4]级(?:重度残疾|残疾|重残)?(?:人|人员)?$/;
const level = /失能|受损|丧失|完好|^[轻中重]度$/;
const aid =
  /^(?:农村|城市|城镇)?(?:低保|最低生活保障)(?:对象|户|人员|家庭)?$|^(?:特困)?(?:人员)?(?:分散|集中)供养(?:特困)?(?:人员|对象|户)?$|^(?:农村|城市|城镇|农低|城低)?[一二三四甲乙丙A-D1-4][类档](?:低保)?(?:对象|户|人员)?$/i;
/** Lists of those who are struck off, or only asked for it: they have no such aid, or no valid certificate. */
const withdrawn = /停保|停发|取消|退出|清退|注销|不予|边缘|申请|核查|公示|过期|失效|作废|冻结/;

const numberOf = (text: string): number => chineseNumber(text) ?? Number(text);
/** 一、一级残疾（12人） → 一级残疾; '' where number and grade may be two grades: 一、二级. */
function bareWords(line: string): string {
  const text = plainGrade(cellText(line))
    .replace(/\s+/g, '')
    .replace(/(?:\(共?\d+[人户名]\)|共?\d+[人户名])$/, '')
    .replace(/(?:老年人|老人)?(?:名单|名册|花名册)$|(?:老年人|老人)$/, '');
  const bracketed = /^\((?:[一二三四五六七八九十]{1,3}|\d{1,2})\)(.+)$/.exec(text)?.[1];
  if (bracketed !== undefined) return bracketed;
  const numbered = /^([一二三四五六七八九十]{1,3}|\d{1,2})[、.](.+)$/.exec(text);
  if (numbered === null) return text;
  const rest = numbered[2] as string;
  const first = /^[一二三四1-4](?=[级类档])/.exec(rest)?.[0];
  return first === undefined || numberOf(first) === numberOf(numbered[1] as string) ? rest : '';
}

/** The value that a text exactly is; null where it says anything else. `around`: title, sheet and file, which say whose A类 it is. */
function valueIn(line: string, around: string): Omit<SheetValue, 'source'> | null {
  const text = bareWords(line);
  if (withdrawn.test(around)) return null;
  if (grade.test(text)) return { kind: 'disabilityRegister', field: 'disabilityGrade', text };
  if (level.test(text)) {
    const reading = readAbilityLevel(text);
    if (reading.value !== undefined && reading.code === undefined) return { kind: 'assessmentRegister', field: 'abilityLevel', text };
  }
  if (aid.test(text) && aidInWords(text, around).value !== undefined) return { kind: 'aidRegister', field: 'aid', text };
  return null;
}

/** Two spellings of one value are one: 一级 and 残疾1级. */
function meaning({ kind, text }: Omit<SheetValue, 'source'>): string {
  if (kind === 'disabilityRegister') return JSON.stringify(readDisability(text).value?.grade);
  return kind === 'assessmentRegister' ? String(readAbilityLevel(text).value) : JSON.stringify(aidInWords(text, '低保').value);
}

/** What sheet's name or line tells; null where neither does, or they differ. */
export function toldBySheet({ sheet, title, file, lines }: SheetTexts): SheetValue | null {
  const around = `${title} ${sheet} ${file}`;
  const ofSheet = valueIn(sheet, around);
  const told = [ofSheet, ...lines.map((line) => valueIn(line, around))].filter((value) => value !== null);
  const [first] = told;
  if (first === undefined || told.some((value) => value.kind !== first.kind || meaning(value) !== meaning(first))) return null;
  return { ...first, source: ofSheet === null ? 'line' : 'sheet' };
}

/** The text of a row in which nothing else stands; '' where there are several or none. */
export function loneText(row: readonly CellValue[] | undefined): string {
  const filled = (row ?? []).map((cell) => cellText(cell)).filter((text) => text !== '');
  return filled.length === 1 ? (filled[0] as string) : '';
}

const same: Readonly<Record<ToldKind, readonly Field[]>> = {
  disabilityRegister: ['disabilityGrade', 'disability', 'grade'],
  assessmentRegister: ['abilityLevel', 'grade', 'level'],
  aidRegister: ['aid', 'type', 'categories'],
};
/** Whether a column of the sheet tells the same, by its heading or by what stands in it. */
export const isToldByColumns = (told: SheetValue, fields: ReadonlySet<string | null>, rows: readonly (readonly CellValue[])[]): boolean =>
  same[told.kind].some((field) => fields.has(field)) ||
  rows.some((row) => loneText(row) === '' && row.some((cell) => typeof cell === 'string' && cell.length < 20 && valueIn(cell, '低保')?.kind === told.kind));

/** The columns with one more, in which every row says what the sheet tells. `width`: columns that the sheet has. */
export function withToldColumn(columns: readonly MappedColumn[], kind: TableKind | null, told: SheetValue | null, width = 0): readonly MappedColumn[] {
  if (told === null || told.kind !== kind) return columns;
  const fields = new Set(columns.map(({ field }) => field));
  // Amounts under 低保 are read as that by the title already.
  if (same[told.kind].some((field) => fields.has(field)) || (fields.has('monthlyAid') && /低保|最低生活保障/.test(told.text))) return columns;
  const index = Math.max(width, ...columns.map((column) => column.index + 1));
  return [...columns, { index, header: told.source === 'sheet' ? '工作表名' : '分节标题', field: told.field, told: told.text }];
}

/** The columns without the one that the sheet's name tells, where somebody said that another tells the same. */
export function withoutToldTwice(columns: readonly MappedColumn[], kind: TableKind | null): readonly MappedColumn[] {
  const own = columns.filter(({ told }) => told === undefined);
  const fields = new Set(own.map(({ field }) => field));
  return kind !== null && kind in same && same[kind as ToldKind].some((field) => fields.has(field)) ? own : columns;
}

/** A row about somebody with what the sheet tells of it; `value` '' where a line over it was not plain. */
export function withToldCell(cells: readonly CellValue[], { index }: MappedColumn, value: string): readonly CellValue[] {
  const row = [...cells];
  while (row.length < index) row.push(null);
  row[index] = value === '' ? null : value;
  return row;
}

const spoken: Readonly<Record<ToldKind, RegExp>> = {
  disabilityRegister: /[一二三四1-4]\s*级/,
  assessmentRegister: /失能|受损|丧失|完好|[轻中重]度|\d级/,
  aidRegister: /低保|最低生活保障|特困|五保|供养|[一二三四甲乙丙A-D1-4][类档]/,
};
/**
 * What a line between the rows says of those below it: the next value, '' where it speaks of one but not
 * plainly, null where it is about something else.
 */
export function valueOfLine(line: string, kind: TableKind | null, title: string): string | null {
  const text = plainGrade(cellText(line));
  if (text === '' || text === title || text.length > 20 || /[计:。;]/.test(text) || kind === null || !(kind in spoken)) return null;
  const value = valueIn(text, '低保');
  if (value?.kind === kind) return value.text;
  return spoken[kind as ToldKind].test(text) ? '' : null;
}

/** Leaves the remark that a row's value comes from the sheet, or that nothing told it; true where the field is of such a column. */
export function remarkTold(row: RowCells, mapping: TableMapping, field: Field): boolean {
  if (!isToldField(mapping, field)) return false;
  const text = row.text(field);
  if (text === '') row.remark('value.unknown', field);
  else row.remark('value.fromSheet', null, { found: text });
  return true;
}
export const isToldField = (mapping: TableMapping, field: Field): boolean => mapping.columns.some((column) => column.field === field && column.told !== undefined);
