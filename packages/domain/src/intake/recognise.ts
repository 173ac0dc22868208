// What is this table? Finds title, reporting unit and header rows wherever they stand, gives each
// column a field and decides the kind by the fields found, the title, the file's and the sheet's name.
import { blocksOf } from './blocks.ts';
import { kindsOfContents } from './contentSigns.ts';
import { isDivisionTree, isOfVillages } from './divisionTree.ts';
import { likenessOf } from './unknownTables.ts';
import { isFormWithoutName } from './forms.ts';
import type { Field } from './fields.ts';
import { fieldOfHeading, headingText, settleField } from './headings.ts';
import { readDate } from './dates.ts';
import { isToldByColumns, loneText, toldBySheet, withToldColumn, type SheetValue } from './sheetValues.ts';
import { cellText, statedUnit } from './text.ts';
import type { CellValue, MappedColumn, RawTable, TableKind, TableMapping } from './types.ts';

/** Header rows are looked for in the first rows only. */
const SEARCH_ROWS = 30;

interface Heading {
  readonly index: number;
  readonly parent: string;
  readonly leaf: string;
  readonly field: Field | null;
}

const filled = (row: readonly CellValue[] | undefined): readonly string[] => (row ?? []).map((cell) => cellText(cell)).filter((text) => text !== '');

/** Text above a cell: a merged or blank-continued heading counts for the columns that it spans. */
function spread(table: RawTable, row: number): readonly string[] {
  const cells = (table.rows[row] ?? []).map((cell) => cellText(cell));
  const merges = table.merges.filter((merge) => merge.startRow === row && merge.endCol > merge.startCol);
  const result = [...cells];
  for (const merge of merges) for (let col = merge.startCol; col <= merge.endCol; col += 1) result[col] = cells[merge.startCol] ?? '';
  return result;
}

/** Three rows of headings: what stands over the last row, both upper rows in one. */
function headingsOfThree(table: RawTable, top: number): readonly Heading[] {
  const [upper, middle] = [headingsAt(table, top, top + 1), spread(table, top + 1)];
  const lower = (table.rows[top + 2] ?? []).map((cell) => cellText(cell));
  const above = spread(table, top);
  const headings: Heading[] = [];
  let over = '';
  let between = '';
  for (let index = 0; index < Math.max(above.length, middle.length, lower.length); index += 1) {
    const [high, mid, leaf] = [above[index] ?? '', middle[index] ?? '', lower[index] ?? ''];
    if (high !== '' && high !== over) [over, between] = [high, ''];
    if (mid !== '') between = mid;
    if (leaf === '') {
      const known = upper.find((one) => one.index === index);
      if (known !== undefined) headings.push(known);
      continue;
    }
    const parent = [...new Set([over, between])].filter((text) => text !== '' && text !== leaf).join('-');
    headings.push({ index, parent, leaf, field: fieldOfHeading(leaf, parent) ?? fieldOfHeading(between, over) });
  }
  return headings;
}

const headingsAt = (table: RawTable, top: number, bottom: number): readonly Heading[] => withHouseholder(headingsBetween(table, top, bottom));

function headingsBetween(table: RawTable, top: number, bottom: number): readonly Heading[] {
  if (bottom - top === 2) return headingsOfThree(table, top);
  const upper = spread(table, top);
  if (top === bottom) return upper.flatMap((leaf, index) => (leaf === '' ? [] : [{ index, parent: '', leaf, field: fieldOfHeading(leaf, '') }]));
  const lower = (table.rows[bottom] ?? []).map((cell) => cellText(cell));
  const headings: Heading[] = [];
  let parent = '';
  for (let index = 0; index < Math.max(upper.length, lower.length); index += 1) {
    const above = upper[index] ?? '';
    const leaf = lower[index] ?? '';
    // Without merges (CSV) a parent reaches over the blank cells that follow it, as long as leaves do.
    if (above !== '') parent = above;
    else if (leaf === '') parent = '';
    if (leaf !== '')
      headings.push({ index, parent: parent === leaf ? '' : parent, leaf, field: fieldOfHeading(leaf, parent === leaf ? '' : parent) ?? fieldOfHeading(parent, '') });
    else if (above !== '') headings.push({ index, parent: '', leaf: above, field: fieldOfHeading(above, '') });
  }
  return headings;
}

/** A list of households names who stands for each: where nobody else is named, that is whom it is about. */
const ofHouseholder: readonly (readonly [RegExp, Field])[] = [
  [/^户主(的)?(姓名|名字)?$/, 'name'],
  [/^户主(的)?.*身份证/, 'idNo'],
];
function withHouseholder<T extends { readonly leaf: string; readonly field: Field | null }>(told: readonly T[]): readonly T[] {
  if (told.some(({ field }) => field === 'name' || field === 'divisionName')) return told;
  // 家庭成员情况 over all columns: where nobody else is named, they are whom the table is about.
  const headings = told.map((heading) => (heading.field?.startsWith('member') === true ? { ...heading, field: fieldOfHeading(heading.leaf, '') } : heading));
  if (headings.some(({ field }) => field === 'name')) return headings;
  const hasNumber = headings.some(({ field }) => field === 'idNo');
  return headings.map((heading) => {
    const found = ofHouseholder.find(([pattern, meaning]) => pattern.test(headingText(heading.leaf)) && !(hasNumber && meaning === 'idNo'));
    return found === undefined ? heading : { ...heading, field: found[1] };
  });
}

const worth = (headings: readonly Heading[]): number => headings.filter((h) => h.field !== null).length;
const names = (headings: readonly Heading[]): boolean =>
  headings.some((h) => h.field === 'name' || h.field === 'responsibleName' || h.field === 'childName' || h.field === 'divisionName');

/** Are all filled cells of the lower row headings, not data? */
function looksLikeSubHeader(table: RawTable, row: number): boolean {
  const texts = filled(table.rows[row]);
  if (texts.length === 0) return false;
  return (
    texts.every((text) => text.length <= 20 && !/\d{5,}/.test(text) && readDate(text, 'event') === null && !/^\d+$/.test(text)) &&
    texts.filter((text) => fieldOfHeading(text, '') !== null).length * 2 >= texts.length
  );
}

/** 填报单位：… 联系人：… stands over a header and is none. */
const statesUnit = (table: RawTable, row: number): boolean =>
  filled(table.rows[row]).some((text) => statedUnit(text) !== null || /^(填|报|制|联系|审核|负责|日期|时间|单位)[^:：]{0,8}[:：]\s*\S/.test(text));

interface Header {
  readonly top: number;
  readonly bottom: number;
  readonly headings: readonly Heading[];
}

/** Headings of a table whose rows are villages, which names nobody. */
const namesVillages = (headings: readonly Heading[]): boolean => isOfVillages(new Set(headings.flatMap(({ field }) => field ?? [])));
/** 镇 and 村 over 名称 and 代码: the upper row tells what the lower one names. */
const namesCodes = (headings: readonly Heading[]): boolean => namesVillages(headings) && headings.some(({ field }) => field === 'villageCode' || field === 'townCode');

function findHeader(table: RawTable, isOne: (headings: readonly Heading[]) => boolean): Header | null {
  let best: Header | null = null;
  for (let row = 0; row < Math.min(SEARCH_ROWS, table.rows.length); row += 1) {
    if (filled(table.rows[row]).length < 2) continue;
    const single: Header = { top: row, bottom: row, headings: headingsAt(table, row, row) };
    const choices = [single];
    if (looksLikeSubHeader(table, row + 1) && !statesUnit(table, row)) {
      const pair: Header = { top: row, bottom: row + 1, headings: headingsAt(table, row, row + 1) };
      // A lower row that repeats a whole header is a header of its own.
      if (worth(headingsAt(table, row + 1, row + 1)) < pair.headings.length || worth(single.headings) > 0) choices.push(pair);
      if (looksLikeSubHeader(table, row + 2)) choices.push({ top: row, bottom: row + 2, headings: headingsAt(table, row, row + 2) });
    }
    for (const choice of choices) {
      if (worth(choice.headings) < 2 || !isOne(choice.headings)) continue;
      const gain = worth(choice.headings) - (best === null ? 0 : worth(best.headings));
      // On a tie the pair says more: 住址 over 村 and 组.
      if (gain > 0 || (gain === 0 && choice.bottom === choice.top + 1 && choice.top === best?.top)) best = choice;
    }
    // Data follow the header: once there is a good one, three rows further down are enough.
    if (best !== null && row > best.bottom + 2) break;
  }
  return best;
}

/** Each inner list: at least one of these fields has to be there. `words`: in title, file or sheet. */
const signs: Readonly<
  Record<TableKind, { readonly needs: readonly (readonly Field[])[]; readonly helps: readonly Field[]; readonly against: readonly Field[]; readonly words: RegExp }>
> = {
  divisions: {
    needs: [['code'], ['divisionName', 'name'], ['parentCode', 'level', 'divisionName']],
    helps: ['parentCode', 'level', 'divisionName'],
    against: ['idNo'],
    words: /区划/,
  },
  elderLedger: {
    needs: [['name'], ['idNo', 'birthDate', 'age', 'village', 'phone']],
    helps: ['categories', 'livesWith', 'children', 'childName', 'maritalStatus', 'wantsVisits', 'hukou', 'abilityLevel', 'disability', 'group', 'birthDate', 'age'],
    // A post weighs double: an address book in the folder of a ledger is no ledger.
    against: ['responsibleName', 'assessedOn', 'diedOn', 'movedOn', 'capacity', 'certificate', 'visitorKind', 'visitorKind'],
    words: /台账|花名册|老年人.*(名册|信息|登记|摸底)|老人.*(名册|信息|登记|名单)|留守|特殊困难|关爱服务对象|摸底/,
  },
  visitorRoster: {
    needs: [
      ['name', 'responsibleName'],
      ['visitorKind', 'capacity', 'type', 'categories', 'responsibleName', 'phone'],
    ],
    helps: ['capacity', 'capacity', 'visitorKind'],
    against: ['children', 'livesWith', 'abilityLevel', 'maritalStatus', 'wantsVisits'],
    words: /(探访|互助|助老|巡访|包保|网格).{0,4}(人员|员|队伍).{0,3}(名册|花名册|名单|登记)?|^(?!.*(老|留守|对象|残|低保|特困)).*名册/,
  },
  responsibleFiling: {
    needs: [['name'], ['responsibleName', 'contact']],
    helps: ['responsibleName', 'responsiblePhone'],
    against: ['livesWith', 'children'],
    words: /责任人|备案|包保|结对/,
  },
  disabilityRegister: {
    needs: [['name'], ['certificate', 'disabilityGrade', 'disability']],
    helps: ['certificate', 'certificate', 'disabilityType'],
    against: ['livesWith', 'children', 'wantsVisits', 'abilityLevel'],
    words: /残联|残疾/,
  },
  assessmentRegister: {
    needs: [['name'], ['abilityLevel', 'grade']],
    helps: ['assessedOn', 'assessedOn'],
    against: ['livesWith', 'children', 'wantsVisits', 'maritalStatus'],
    words: /评估/,
  },
  aidRegister: {
    needs: [['name'], ['aid', 'type', 'categories', 'monthlyAid']],
    helps: ['aid', 'monthlyAid', 'amount'],
    against: ['livesWith', 'children', 'wantsVisits', 'abilityLevel'],
    words: /低保|特困|救助/,
  },
  familyPlanningRegister: {
    needs: [['name'], ['familyPlanning', 'type', 'categories']],
    helps: ['familyPlanning'],
    against: ['livesWith', 'children', 'wantsVisits', 'abilityLevel', 'capacity', 'aid'],
    words: /计生|计划生育|特殊家庭|失独/,
  },
  healthRegister: {
    needs: [['name'], ['chronicConditions', 'checkedOn', 'illnesses']],
    helps: ['chronicConditions', 'checkedOn'],
    against: ['livesWith', 'children', 'wantsVisits'],
    words: /健康|体检|慢病/,
  },
  deathRegister: { needs: [['name'], ['diedOn', 'date']], helps: ['diedOn', 'diedOn'], against: ['livesWith', 'children', 'wantsVisits'], words: /死亡|注销|去世|殡葬|火化/ },
  locationList: {
    needs: [['name'], ['lng'], ['lat']],
    helps: ['lng', 'lat'],
    against: ['capacity', 'visitorKind', 'code', 'children', 'livesWith', 'responsibleName'],
    words: /坐标|位置|定位|经纬/,
  },
  pensionRegister: {
    needs: [['name'], ['pension', 'pensionAmount', 'certified', 'status', 'amount', 'type']],
    helps: ['certified', 'certified', 'pension', 'pensionAmount', 'certifiedOn'],
    against: ['livesWith', 'children', 'wantsVisits', 'abilityLevel', 'certificate', 'aid', 'maritalStatus'],
    words: /养老保险|养老金|养老待遇|待遇领取|领取(资格)?认证|生存认证|资格认证/,
  },
  residenceRegister: {
    needs: [['name'], ['movedOn', 'date']],
    helps: ['movedOn', 'movedOn', 'movedTo'],
    against: ['livesWith', 'children', 'wantsVisits', 'diedOn'],
    words: /迁出|迁移|户籍变动|人户/,
  },
};

const ofElders = /老年人.*(名册|信息|登记|摸底)|老人.*(名册|信息|登记|名单)|留守|特殊困难|关爱服务对象|摸底/;
const isAnothers = (texts: readonly string[]): boolean =>
  (Object.keys(signs) as TableKind[]).some(
    (kind) => kind !== 'elderLedger' && kind !== 'visitorRoster' && kind !== 'divisions' && texts.some((text) => signs[kind].words.test(text)),
  );

/** The kind that title, file or sheet name alone; null where none or several do. */
export function kindNamed(texts: readonly string[]): TableKind | null {
  const named = (Object.keys(signs) as TableKind[]).filter((kind) => texts.some((text) => signs[kind].words.test(text)) && !(kind === 'elderLedger' && isAnothers(texts)));
  return named.length === 1 ? (named[0] as TableKind) : null;
}

/** A column full of a list's words says more than the name of the file. */
const OF_CONTENTS = 6;

/** The score of each kind whose needs are met; higher is likelier. */
export function scoreKinds(found: ReadonlySet<Field>, texts: readonly string[], contents: ReadonlySet<TableKind> = new Set()): ReadonlyMap<TableKind, number> {
  const scores = new Map<TableKind, number>();
  for (const [kind, sign] of Object.entries(signs) as [TableKind, (typeof signs)[TableKind]][]) {
    if (!sign.needs.every((some) => some.some((field) => found.has(field)))) continue;
    // 花名册 and 台账 are said of any list: beside another office's word they say nothing.
    const isNamed = texts.some((text) => sign.words.test(text)) && !(kind === 'elderLedger' && !texts.some((text) => ofElders.test(text)) && isAnothers(texts));
    const score =
      sign.helps.filter((f) => found.has(f)).length * 2 - sign.against.filter((f) => found.has(f)).length * 3 + (isNamed ? 5 : 0) + (contents.has(kind) ? OF_CONTENTS : 0);
    scores.set(kind, score);
  }
  return scores;
}

function decideKind(found: ReadonlySet<Field>, unknown: number, texts: readonly string[], contents: ReadonlySet<TableKind>): TableKind | null {
  if (isDivisionTree(found, unknown, texts)) return 'divisions';
  const ranked = [...scoreKinds(found, texts, contents)].sort((a, b) => b[1] - a[1]);
  const first = ranked[0];
  // A list of people with post and telephone may be any address book: only more makes it a roster of visitors.
  const least = first?.[0] === 'visitorRoster' && !found.has('responsibleName') ? 3 : 2;
  if (first === undefined || first[1] < least) return null;
  return ranked[1] !== undefined && ranked[1][1] === first[1] ? null : first[0];
}

/** A village alone on a line, numbered or not: 一、新建村. */
const villageLine = /^(?:\(?[一二三四五六七八九十\d]{1,3}[).、]\s*)?(\p{Script=Han}{1,12}(?:村|社区|居委会|村委会|居民委员会|村民委员会))$/u;

export function contextAbove(table: RawTable, headerTop: number): TableMapping['context'] {
  let title = '';
  let unit = '';
  let filledOn: string | null = null;
  for (let row = 0; row < headerTop; row += 1) {
    for (const text of filled(table.rows[row])) {
      unit ||= statedUnit(text) ?? '';
      const day = /(?:日期|时间)\s*:\s*([0-9年月日./-]+)/.exec(text);
      const read = day === null ? null : readDate(day[1] as string, 'event');
      if (read !== null && read.length === 10) filledOn = read;
      if (title === '' && !text.includes(':')) title = text;
    }
    // 一、新建村 between title and headings: the first of the villages that stand below each other.
    const [lone, ...others] = filled(table.rows[row]);
    if (lone !== undefined && others.length === 0 && lone !== title) unit ||= villageLine.exec(lone)?.[1] ?? '';
  }
  return { title, unit, filledOn };
}

/** What clerks spread over columns: 独居 | 空巢 | 失能 with ticks, 是否独居 beside 同住人员. */
const severalTimes: ReadonlySet<Field> = new Set(['remark', 'illnesses', 'aid', 'categories', 'livesWith', 'familyPlanning']);

/** 联系方式2, 备用电话: a further number of the same person, where 村委会电话 would be somebody else's. */
const furtherPhone = /^(老人|本人|备用|其他|第[二三])?(联系)?(电话|手机|方式|号码)(号码?)?[\d一二三]?$/;

/** The columns of a table of a known kind; also after a person has chosen another kind. */
export function mapColumns(headings: readonly { readonly index: number; readonly header: string }[], kind: TableKind | null): readonly MappedColumn[] {
  const taken = new Set<Field>();
  let before: Field | null = null;
  let hasPhone = false;
  const told = headings.map(({ index, header }) => {
    const cut = header.lastIndexOf('/');
    const parent = cut > 0 ? header.slice(0, cut) : '';
    const leaf = cut > 0 ? header.slice(cut + 1) : header;
    let raw = fieldOfHeading(leaf, parent) ?? (parent === '' ? null : fieldOfHeading(parent, ''));
    // 关系 and a second 联系电话 behind 紧急联系人 or 照料人 are that person's.
    if (before === 'responsibleName' && raw === 'phone' && kind === 'responsibleFiling') raw = 'responsiblePhone';
    const whose = /^(emergency|carer)/.exec(before ?? '')?.[1] as 'emergency' | 'carer' | undefined;
    if (whose !== undefined && raw === 'childRelation' && !/子女|儿女|赡养/.test(header)) raw = `${whose}Relation`;
    if (whose !== undefined && raw === 'phone' && hasPhone) raw = `${whose}Phone`;
    hasPhone ||= raw === 'phone';
    before = raw;
    return { index, header, leaf, field: raw };
  });
  const read = withHouseholder(told).map(({ index, header, field }) => ({ index, header, raw: field }));
  // 配偶情况 tells whether somebody is married only where no column asks that outright.
  const asksMarriage = headings.some(({ header }) => /婚/.test(header));
  // 联系人 is who is responsible only where no column says so outright.
  const isNamed = read.some(({ raw }) => raw === 'responsibleName');
  // Of sets of columns that stand side by side only the first is mapped; `peopleOfRow` moves the others there.
  const rawAt = new Map(read.map(({ index, raw }) => [index, raw]));
  const blocks = blocksOf(read, (index) => rawAt.get(index) ?? null);
  const isRepeated = (index: number): boolean => blocks?.offsets.some((offset) => blocks.first.has(index - offset)) === true;
  return read.map(({ index, header, raw }) => {
    if (isRepeated(index) || (raw === 'maritalStatus' && asksMarriage && !/婚/.test(header))) return { index, header, field: null };
    let field = raw === null || kind === null ? raw : isNamed && (raw === 'contact' || raw === 'contactPhone') ? 'other' : settleField(raw, kind);
    // A field that can stand once belongs to the first of its columns.
    if (field !== null && !/^(child|emergency|member)/.test(field) && !severalTimes.has(field)) {
      const isFurther = field === 'phone' && kind === 'elderLedger' && furtherPhone.test(headingText(header.slice(header.lastIndexOf('/') + 1)));
      if (taken.has(field) && !isFurther) field = null;
      else taken.add(field);
    }
    return { index, header, field: field === 'other' ? null : field };
  });
}

/** Where the columns alone name no kind, or a ledger that nobody calls one, what the sheet's name tells counts as a column too. */
function leavesToSheet(byColumns: TableKind | null, told: SheetValue, texts: readonly string[]): boolean {
  const [title = '', file = ''] = texts;
  const named = kindNamed(texts);
  if (byColumns === null) return named === null || named === told.kind;
  // Its own name is not enough then: a village's workbook has a sheet 低保 of its ledger.
  const isCalledSo = kindNamed(told.source === 'line' ? [file] : [title, file]) === told.kind;
  return byColumns === 'elderLedger' && isCalledSo && !texts.some((text) => /老人|老年|长者/.test(text));
}
export const widthOf = (table: RawTable): number => Math.max(0, ...table.rows.map((row) => row.length));

/** Recognises a table. `kind` is null where fields and words leave it unclear: a person chooses. */
export function recogniseTable(table: RawTable): TableMapping {
  if (isFormWithoutName(table.rows)) return { kind: null, headerRow: 0, firstDataRow: 0, columns: [], context: contextAbove(table, 1), likeness: 'form' };
  const header = findHeader(table, (headings) => names(headings) || namesCodes(headings)) ?? findHeader(table, namesVillages);
  if (header === null) return { kind: null, headerRow: 0, firstDataRow: 0, columns: [], context: contextAbove(table, 0), ...likenessOf(table, new Set()) };
  const context = contextAbove(table, header.top);
  const found = new Set(header.headings.flatMap((heading) => (heading.field === null ? [] : [heading.field])));
  const unknown = header.headings.filter(({ field }) => field === null).length;
  const texts = [context.title, table.file, table.sheet];
  const rows = table.rows.slice(header.bottom + 1);
  const contents = kindsOfContents(header.headings, rows);
  const lines = [...table.rows.slice(0, header.top), rows[0]].map((row) => loneText(row)).filter((text) => text !== '');
  const said = toldBySheet({ sheet: table.sheet, title: context.title, file: table.file, lines });
  const told = said !== null && isToldByColumns(said, found, rows) ? null : said;
  const byColumns = decideKind(found, unknown, texts, contents);
  const kind =
    told !== null && leavesToSheet(byColumns, told, texts) && decideKind(new Set([...found, told.field]), unknown, texts, contents) === told.kind ? told.kind : byColumns;
  const joined = header.headings.map((h) => ({
    index: h.index,
    header: [h.parent, h.leaf]
      .filter((part) => part !== '')
      .map((part) => part.replace(/\//g, '／').replace(/\s+/g, ''))
      .join('/'),
  }));
  const likeness = kind === null ? likenessOf(table, found) : {};
  return { kind, headerRow: header.top, firstDataRow: header.bottom + 1, columns: withToldColumn(mapColumns(joined, kind), kind, told, widthOf(table)), context, ...likeness };
}

/** Fields without which a list of this kind says nothing; those absent from the mapping. */
export function missingFields(mapping: Pick<TableMapping, 'kind' | 'columns'>): readonly string[] {
  if (mapping.kind === null) return [];
  const found = new Set(mapping.columns.map((column) => column.field));
  if (mapping.kind === 'divisions' && found.has('village')) return [];
  const needs = signs[mapping.kind].needs.map((some) => [...new Set(some.map((f) => settleField(f, mapping.kind as TableKind)))].filter((f) => f !== 'other'));
  return needs.filter((some) => some.length > 0 && !some.some((field) => found.has(field))).map((some) => some.join('|'));
}

const ofLedger: readonly Field[] = ['livesWith', 'children', 'childName', 'wantsVisits'];

/**
 * Whether a table is so plainly a ledger that it cannot be another office's list, whatever it was said to be:
 * recognised as one, by at least two columns of how somebody lives that no other office keeps.
 */
export function isPlainlyLedger(mapping: Pick<TableMapping, 'kind' | 'columns'>): boolean {
  const found = new Set(mapping.columns.map((column) => column.field));
  return mapping.kind === 'elderLedger' && ofLedger.filter((field) => found.has(field)).length >= 2;
}
