// Lists of divisions with a column for each level (县 | 镇 | 村 | 组), with codes or by names alone, one
// sheet for the county or one a town. A list by names alone gets codes of our own, of a range that the
// statistical division codes leave free (domain-facts §3), until nobody can mistake them for official ones.
import { fullCode, levelOf, parentOf, type Division, type DivisionCode, type DivisionLevel } from '../divisions/index.ts';
import { chineseNumber, cellText, saysNothing, sumLine } from './text.ts';
import type { Field } from './fields.ts';
import { bareTown, bareVillage } from './places.ts';
import { RowCells } from './rowCells.ts';
import type { RowContext } from './ledgerPlaces.ts';
import { passOver, readCoordinates, type RowReading } from './rows.ts';
import type { CellValue, Remark, TableMapping } from './types.ts';

type TreeLevel = 'county' | 'town' | 'village' | 'group';
const treeLevels: readonly TreeLevel[] = ['county', 'town', 'village', 'group'];
const codeFields: Readonly<Record<TreeLevel, Field>> = { county: 'countyCode', town: 'townCode', village: 'villageCode', group: 'groupCode' };

/** One division of a row: its name, and its code where the list tells one. */
export interface DivisionStep {
  readonly level: DivisionLevel;
  readonly name: string;
  readonly code: DivisionCode | null;
}
/** A row of a list of divisions: from the highest that it names down to the one that it is about. */
export interface DivisionRow {
  readonly steps: readonly DivisionStep[];
  readonly parent: DivisionCode | null;
  readonly lng: number | null;
  readonly lat: number | null;
  readonly remarks: readonly Remark[];
}

const ofPeople: ReadonlySet<Field> = new Set<Field>(['name', 'idNo', 'birthDate', 'age', 'sex', 'childName', 'categories', 'responsibleName']);
const ofPlaces: ReadonlySet<Field> = new Set<Field>([
  ...treeLevels,
  ...Object.values(codeFields),
  'code',
  'parentCode',
  'level',
  'divisionName',
  'lng',
  'lat',
  'remark',
  'other',
  'phone',
]);
const codes: readonly Field[] = ['code', ...Object.values(codeFields)];
const wordsOfLists = /区划|行政村|建制村|自然村|村组|村名|村居名|村(级|社区|居)?名录|所辖村/;
const wordsOfFigures = /统计|汇总|报表|月报|季报|年报|进度|考核|完成|任务|资金|补贴|台账/;

const MOST_UNKNOWN = 2;

/** Whether each row of a table is a village, and nobody's. */
export const isOfVillages = (found: ReadonlySet<Field>): boolean => found.has('village') && ![...found].some((field) => ofPeople.has(field));

/** Whether a table of villages is a list of them, not figures about them. `unknown`: how many of its columns nobody knows. */
export function isDivisionTree(found: ReadonlySet<Field>, unknown: number, texts: readonly string[]): boolean {
  if (!isOfVillages(found)) return false;
  if (codes.some((field) => field !== 'code' && found.has(field))) return true;
  // 编码 may be that of a house or an institution: a list of divisions asks for little else.
  if (found.has('code') && unknown <= MOST_UNKNOWN) return true;
  if (texts.some((text) => wordsOfFigures.test(text))) return false;
  return texts.some((text) => wordsOfLists.test(text)) || (unknown === 0 && [...found].every((field) => ofPlaces.has(field)));
}

export const isTreeMapping = ({ kind, columns }: Pick<TableMapping, 'kind' | 'columns'>): boolean => kind === 'divisions' && columns.some(({ field }) => field === 'village');
export const hasCodes = ({ columns }: Pick<TableMapping, 'columns'>): boolean => columns.some(({ field }) => (codes as readonly (string | null)[]).includes(field));

const isBlank = (cell: CellValue | undefined): boolean => cellText(cell) === '';

/** Fills names and codes of the levels above down to the rows that leave them out, merged or not. */
export function treeFiller(mapping: TableMapping): (cells: readonly CellValue[]) => readonly CellValue[] {
  const levels = treeLevels.map((level) => ({
    name: mapping.columns.find(({ field }) => field === level)?.index ?? null,
    code: mapping.columns.find(({ field }) => field === codeFields[level])?.index ?? null,
  }));
  const shared = mapping.columns.find(({ field }) => field === 'code')?.index;
  const above = new Map<number, CellValue>();
  return (cells) => {
    const lowest = levels.findLastIndex(({ name }) => name !== null && !isBlank(cells[name]));
    if (lowest === -1 || cells.some((cell) => sumLine.test(cellText(cell).replace(/\s/g, '')))) return cells;
    const filled: CellValue[] = [...cells];
    for (const [at, { name, code }] of levels.entries()) {
      if (name === null) continue;
      if (!isBlank(cells[name])) {
        if (cellText(above.get(name)) !== cellText(cells[name]))
          for (const lower of levels.slice(at)) for (const index of [lower.name, lower.code]) if (index !== null) above.delete(index);
        above.set(name, cells[name] as CellValue);
        if (code !== null && !isBlank(cells[code])) above.set(code, cells[code] as CellValue);
      }
      if (at > lowest) continue;
      // The village's row brought its code; its groups' rows mean the same village.
      for (const index of [name, code]) if (index !== null && isBlank(cells[index]) && above.has(index)) filled[index] = above.get(index) as CellValue;
    }
    if (shared !== undefined && filled[shared] === undefined) filled[shared] = null;
    return Array.from(filled, (cell) => cell ?? null);
  };
}

const isTown = (text: string): boolean => /^\p{Script=Han}{1,8}(镇|乡|街道|街道办事处|办事处)$/u.test(text) && !/^(各|本|全|乡|村|所属)?(乡|镇|乡镇)$/.test(text);
/** The town that a line over the rows, the sheet or the file names: 平利县八仙镇行政村名单 → 八仙镇. */
function townNamed(text: string): string | null {
  const found = /^(?:.*[省市县区旗/\\_-])?(\p{Script=Han}{1,8}?(?:镇|乡|街道办事处|街道))/u.exec(text.replace(/\s+/g, ''))?.[1];
  return found !== undefined && found.length > 1 && isTown(found) ? found : null;
}

const plain = (text: string): string => text.replace(/\s+/g, '').replace(/^(\d{1,3}[.、]|[一二三四五六七八九十]{1,3}、)/, '');
/** 狮坪村、龙坡村、新街社区 in one cell are three. */
function villagesOf(text: string): readonly string[] {
  const parts = text
    .split(/[、,;；，\n]+/)
    .map(plain)
    .filter((part) => part !== '');
  return parts.length > 1 && parts.every((part) => part.length < 12) ? parts : [plain(text)];
}

/** The code of a level: in full, or its own digits behind those of the level above. */
function codeAt(text: string, level: TreeLevel, above: DivisionCode | null): DivisionCode | null {
  const digits = text.replace(/\D/g, '');
  if (digits === '') return null;
  const width = { county: 0, town: 6, village: 9, group: 12 }[level];
  if (digits.length <= 3 && width > 0) return above === null ? null : fullCode(`${above.slice(0, width)}${digits.padStart(3, '0')}`);
  const code = fullCode(digits);
  return code !== null && levelOf(code) === level ? code : null;
}

/** A row of a list with a column a level, filled down; one reading for each village that it names. */
export function readTreeRow(mapping: TableMapping, cellsOf: readonly CellValue[], context: RowContext): RowReading<DivisionRow> {
  const row = new RowCells(mapping, cellsOf);
  const filled = cellsOf.filter((cell) => !isBlank(cell));
  const lone = filled.length === 1 ? plain(cellText(filled[0])) : '';
  if (lone !== '' && isTown(lone)) return { kind: 'skipped', section: lone };
  if (lone === '' || isBlank(row.cell('village')) || lone.length > 15) {
    const skipped = passOver(mapping, cellsOf);
    if (skipped !== null) return skipped;
  } else if (sumLine.test(lone)) return { kind: 'skipped' };
  const shared = fullCode(row.text('code').replace(/\D/g, ''));
  const steps: DivisionStep[] = [];
  let above: DivisionCode | null = null;
  for (const level of treeLevels) {
    const name = plain(row.text(level));
    const own = codeAt(row.text(codeFields[level]), level, above ?? (level === 'town' ? context.places.county : null));
    const code: DivisionCode | null = own ?? (shared !== null && levelOf(shared) === level ? shared : null);
    if (name !== '' && !saysNothing(name)) steps.push({ level, name: level === 'group' && /^[\d一二三四五六七八九十]+$/.test(name) ? `${name}组` : name, code });
    above = code ?? above;
  }
  if (row.text('code') !== '' && !steps.some(({ code }) => code !== null && code === shared)) row.remark('value.unknown', 'code', { found: row.text('code').slice(0, 20) });
  const last = steps.at(-1);
  if (last === undefined) return { kind: 'rejected', name: '', remarks: [{ code: 'name.missing', column: row.all('village')[0]?.header ?? '' }] };
  if (last.level !== 'county' && !steps.some(({ level }) => level === 'town')) {
    const hints = [context.section, mapping.context.unit, context.sheet, mapping.context.title, ...context.file.split(/[/\\]/).reverse()];
    const name = hints.map(townNamed).find((hint) => hint !== null) ?? null;
    if (name !== null) steps.splice(steps[0]?.level === 'county' ? 1 : 0, 0, { level: 'town', name, code: null });
    else if (!steps.some(({ code }) => code !== null)) row.remark('division.townMissing', 'village', { found: last.name.slice(0, 40) });
  }
  if (row.remarks.some(({ code }) => code === 'division.townMissing')) return { kind: 'rejected', name: last.name, remarks: row.remarks };
  const location = readCoordinates(row);
  return { kind: 'read', row: { steps, parent: null, lng: location?.lng ?? null, lat: location?.lat ?? null, remarks: row.remarks } };
}

/** What a cell that names several villages means: a row for each. */
export function eachVillage(row: DivisionRow): readonly DivisionRow[] {
  const last = row.steps.at(-1);
  const names = last?.level === 'village' ? villagesOf(last.name) : [];
  return last === undefined || names.length < 2 ? [row] : names.map((name) => ({ ...row, steps: [...row.steps.slice(0, -1), { level: 'village' as const, name, code: null }] }));
}

/** The first number that no statistical division code of a town, village or group has. */
const FIRST_OWN = 901;
const isOwn = (code: DivisionCode): boolean => Number(code.slice(6, 9)) >= FIRST_OWN || Number(code.slice(9, 12)) >= FIRST_OWN;

/** 三组, 第3村民小组 → 3; null where a group has a name of its own. */
function groupNumber(name: string): number | null {
  const told = /^第?(\d{1,3}|[一二三四五六七八九十]{1,3})(?:村民小组|居民小组|小组|组|社|队)$/.exec(name)?.[1];
  return told === undefined ? null : /^\d+$/.test(told) ? Number(told) : chineseNumber(told);
}

const sameName = (level: DivisionLevel, a: string, b: string): boolean => {
  if (a === b) return true;
  if (level === 'town') return bareTown(a) === bareTown(b);
  if (level === 'group') return groupNumber(a) !== null && groupNumber(a) === groupNumber(b);
  if (level !== 'village') return false;
  const [one, other] = [bareVillage(a), bareVillage(b)];
  return one.bare === other.bare && (one.sort === other.sort || one.sort === 'any' || other.sort === 'any');
};

export interface SettledDivisions {
  /** What the row says of divisions, those above it first. */
  readonly divisions: readonly Division[];
  readonly remarks: readonly Remark[];
}

/** Gives the rows of a list their codes: told, known by name, or of our own. `known`: the divisions of the county so far; rows add to them. */
export function divisionSettler(known: readonly Division[], county: string): (row: DivisionRow) => SettledDivisions {
  const byCode = new Map(known.map((division) => [division.code, division]));
  const under = new Map<string, Division[]>();
  const add = (division: Division): void => {
    byCode.set(division.code, division);
    const siblings = under.get(division.parent ?? '') ?? [];
    under.set(division.parent ?? '', [...siblings.filter(({ code }) => code !== division.code), division]);
  };
  for (const division of known) add(division);
  /** Official codes that stand for a division that was known under a code of our own before. */
  const kept = new Map<DivisionCode, DivisionCode>();
  const home = county.slice(0, 6).padEnd(12, '0');

  const freeCode = (level: DivisionLevel, name: string, parent: DivisionCode): DivisionCode => {
    const width = { province: 0, prefecture: 2, county: 4, town: 6, village: 9, group: 12 }[level];
    const codeOf = (number: number): DivisionCode => `${parent.slice(0, width)}${String(number).padStart(3, '0')}`.padEnd(12, '0');
    const number = level === 'group' ? groupNumber(name) : null;
    if (number !== null && number > 0 && !byCode.has(codeOf(number))) return codeOf(number);
    let free = FIRST_OWN;
    while (byCode.has(codeOf(free)) && free < 999) free += 1;
    return codeOf(free);
  };

  return (row) => {
    const divisions: Division[] = [];
    const remarks: Remark[] = [];
    let parent: DivisionCode = home;
    const lowest = row.steps.map(({ code }) => code).findLast((code) => code !== null) ?? null;
    for (const [at, step] of row.steps.entries()) {
      const isLast = at === row.steps.length - 1;
      const width = { province: 2, prefecture: 4, county: 6, town: 9, village: 12, group: 15 }[step.level];
      // A code further down tells those above it.
      const told = step.code ?? (lowest !== null && lowest.slice(0, width).length === width && step.level !== 'group' && !isLast ? lowest.slice(0, width).padEnd(12, '0') : null);
      if (step.level === 'province' || step.level === 'prefecture' || step.level === 'county') {
        const code = told ?? home;
        parent = code;
        if ((isLast && step.code !== null) || !byCode.has(code)) {
          const division: Division = { code, name: step.name, level: step.level, parent: row.parent ?? parentOf(code), lng: row.lng, lat: row.lat };
          divisions.push(division);
          add(division);
        }
        continue;
      }
      const above: DivisionCode =
        told === null
          ? parent
          : (kept.get(parentOf(told) ?? '') ?? (step.code !== null && isLast && row.parent !== null ? (kept.get(row.parent) ?? row.parent) : (parentOf(told) ?? parent)));
      const namesake = (under.get(above) ?? []).find((division) => division.level === step.level && sameName(step.level, division.name, step.name));
      let code = told;
      if (code !== null && namesake !== undefined && namesake.code !== code && isOwn(namesake.code)) {
        kept.set(code, namesake.code);
        if (isLast) remarks.push({ code: 'division.codeKept', column: '', found: code });
        code = namesake.code;
      } else if (code !== null && !byCode.has(code) && above !== parentOf(code) && isOwn(above)) {
        const own = freeCode(step.level, step.name, above);
        kept.set(code, own);
        if (isLast) remarks.push({ code: 'division.codeKept', column: '', found: code });
        code = own;
      }
      if (code === null) {
        code = namesake?.code ?? freeCode(step.level, step.name, above);
        if (namesake === undefined && isOwn(code)) remarks.push({ code: 'division.codeMade', column: '', found: step.name.slice(0, 40), details: { code } });
      }
      const before = byCode.get(code);
      parent = code;
      // What a list says in passing of those above does not rename them.
      if (before !== undefined && (!isLast || step.code === null)) continue;
      const division: Division = { code, name: step.name, level: step.level, parent: above, lng: isLast ? row.lng : null, lat: isLast ? row.lat : null };
      divisions.push(division);
      add(division);
    }
    return { divisions, remarks };
  };
}
