// One form a sheet for each person, the information form of an annex itself filled in: labels with values
// beside them. Made into a table of one row a form, so that everything after reads it as any other list.
import { readPlace } from './children.ts';
import type { Field } from './fields.ts';
import { fieldOfHeading, headingText } from './headings.ts';
import { cellText, saysNothing, statedUnit } from './text.ts';
import type { CellValue, RawTable } from './types.ts';

/** So many different things are asked of somebody, over so many rows, before a sheet is a form. */
const FEWEST = 5;
const FEWEST_ROWS = 3;
/** Where the first form of a sheet begins. */
const SEARCH_ROWS = 60;
const LONGEST_LABEL = 16;

/** What stands as a value although it is a heading elsewhere: 独居, 低保, 残疾. */
const valueWords =
  /^(农村|城市|城镇|分散|集中)?(低保|特困|五保|独居|空巢|留守|失能|半失能|失智|重残|高龄|孤寡|残疾|计生|健康)(户|老人|老年人|对象|供养|人员|特殊家庭)*$|^(男|女|本人|老伴|是|否|有|无)$/;
/** Whether a text asks for something, and for what. */
function labelOf(text: string, above = ''): Field | null {
  const bare = text.replace(/[:：]\s*$/, '');
  if (bare === '' || bare.length > LONGEST_LABEL || valueWords.test(bare.replace(/\s/g, '')) || /[、,，;；\d□☐☑]/.test(bare)) return null;
  return fieldOfHeading(bare, above);
}

const checked = /[☑☒■√✓✔]\s*([^□☐☑☒■√✓✔\s]+)/gu;
/** □独居 ☑空巢 says 空巢; a line of boxes of which none is ticked says nothing. */
function valueText(cell: CellValue | undefined): CellValue {
  if (typeof cell !== 'string' || !/[□☐☑☒■]/u.test(cell)) return cell ?? null;
  return [...cell.matchAll(checked)].map((found) => found[1]).join('、');
}

/** Heading of what a form says beside its labels: named as not taken, like a column that nobody knows. */
const REST = '表内其他文字';

interface Filled {
  readonly col: number;
  readonly cell: CellValue;
  readonly text: string;
}
const filledOf = (row: readonly CellValue[]): readonly Filled[] =>
  row.flatMap((cell, col) => {
    const text = cellText(cell);
    return text === '' ? [] : [{ col, cell, text }];
  });

const ofName = (text: string): boolean => /[名象者]/.test(text) && labelOf(text) === 'name';
/** A label of a name with a name beside it, which no heading of a list has. */
const startsForm = (row: readonly CellValue[]): boolean => {
  const filled = filledOf(row);
  return filled.some(({ text }, at) => {
    const inline = /^([^:：]{1,8})[:：]\s*(\p{Script=Han}{2,4})$/u.exec(text);
    if (inline !== null) return ofName(inline[1] as string);
    const next = filled[at + 1];
    return ofName(text) && next !== undefined && /^\p{Script=Han}[\p{Script=Han}·\s]{1,11}$/u.test(next.text) && labelOf(next.text) === null;
  });
};

interface Form {
  readonly rowNo: number;
  /** Who filled it in, as the line over it says. */
  readonly unit: string;
  readonly said: { readonly label: string; readonly value: CellValue }[];
  /** What was neither a label nor the value of one. */
  readonly rest: string[];
}

interface Members {
  readonly section: string;
  readonly columns: readonly { readonly col: number; readonly label: string; readonly field: Field | null }[];
}
const childWords = /(子|女|儿)(婿|媳)?$|^(长|次|养|继|独|三|四|五|幺)(子|女)|子女/;

/** A line under 子女情况 or 家庭成员: a child in words as clerks pack them, or whoever else lives there. */
function memberText({ section, columns }: Members, row: readonly CellValue[]): { readonly isChild: boolean; readonly text: string } | null {
  const told = columns.map(({ col, field, label }) => ({ field, label, text: cellText(row[col]) })).filter(({ text }) => !saysNothing(text));
  const name = told.find(({ field, label }) => field === 'name' || field === 'childName' || /姓名/.test(label));
  if (name === undefined || told.length < 2) return null;
  const relation = told.find(({ label }) => /关系|称谓/.test(label))?.text ?? '';
  const isChild = childWords.test(relation) || (relation === '' && /子女|赡养/.test(section));
  const kept = told.filter((one) => one !== name && !/序号|身份|性别|年龄/.test(one.label));
  const place = kept.find(({ field, text }) => field === 'childPlace' || readPlace(text) !== null);
  return {
    isChild,
    text: `${name.text}（${[relation, ...kept.filter((one) => one.text !== relation && one !== place).map(({ text }) => text), place?.text ?? ''].filter((text) => text !== '').join('，')}）`,
  };
}

function readForms(rows: readonly (readonly CellValue[])[]): readonly Form[] {
  const forms: Form[] = [];
  let form = null as Form | null;
  let members = null as Members | null;
  let unit = '';
  const children: string[] = [];
  const others: string[] = [];
  const close = (): void => {
    if (form !== null && children.length > 0) form.said.push({ label: '子女情况', value: children.splice(0).join('；') });
    if (form !== null && others.length > 0) form.said.push({ label: '家庭成员', value: others.splice(0).join('；') });
    if (form !== null && form.rest.length > 0) form.said.push({ label: REST, value: form.rest.splice(0).join('；') });
  };
  const open = (rowNo: number): Form => {
    close();
    const begun: Form = { rowNo, unit, said: [], rest: [] };
    forms.push(begun);
    return begun;
  };
  for (const [at, row] of rows.entries()) {
    const filled = filledOf(row);
    if (filled.length === 0) continue;
    const stated = filled.map(({ text }) => statedUnit(text)).find((one) => one !== null);
    if (stated != null) {
      unit = stated;
      continue;
    }
    if (startsForm(row) && members === null) form = open(at + 1);
    if (form === null) continue;
    const section = filled.find(({ text }) => /^[\s一二三四五六七八九十、]*(子女|赡养人|家庭(基本)?(成员|情况))/.test(text))?.text ?? '';
    const labels = filled.filter(({ text }) => text !== section && labelOf(text) !== null);
    const rest = filled.filter(({ text }) => text !== section);
    // A row of labels alone, a name among them: the lines below it are children or whoever lives there.
    if (labels.length >= 3 && labels.length * 4 >= rest.length * 3 && labels.some(({ text }) => /姓名/.test(headingText(text)))) {
      members = {
        section: section || (members?.section ?? sectionAbove(rows, at)),
        columns: rest.map(({ col, text }) => ({ col, label: headingText(text), field: labelOf(text) })),
      };
      continue;
    }
    if (members !== null) {
      const told = memberText(members, row);
      if (told !== null && labels.length < 2) {
        (told.isChild ? children : others).push(told.text);
        continue;
      }
      if (labels.length === 0 && filled.every(({ text }) => /^\d+$/.test(text) || text === section)) continue;
      members = null;
      if (startsForm(row)) form = open(at + 1);
    }
    for (let index = 0; index < filled.length; index += 1) {
      const { text } = filled[index] as Filled;
      const inline = /^([^:：]{2,16})[:：]\s*(\S.*)$/su.exec(text);
      if (inline !== null && labelOf(inline[1] as string) !== null) {
        form.said.push({ label: inline[1] as string, value: inline[2] as string });
        continue;
      }
      const next = filled[index + 1];
      const isLabel = labelOf(text) !== null;
      if (isLabel && next !== undefined && labelOf(next.text) === null && !/[:：]\s*\S/.test(next.text)) {
        form.said.push({ label: text.replace(/[:：]\s*$/, ''), value: valueText(next.cell) });
        index += 1;
      } else if (isLabel) form.said.push({ label: text.replace(/[:：]\s*$/, ''), value: null });
      else if (text !== section && !/^[一二三四五六七八九十]+[、.]/.test(text)) form.rest.push(text);
    }
  }
  close();
  return forms.filter(({ said }) => new Set(said.filter(({ value }) => cellText(value) !== '').map(({ label }) => labelOf(label))).size >= FEWEST);
}

/** The line over a row of labels, where it is a heading alone: 二、家庭基本情况. */
const sectionAbove = (rows: readonly (readonly CellValue[])[], at: number): string => {
  const filled = filledOf(rows[at - 1] ?? []);
  return filled.length === 1 ? (filled[0]?.text ?? '') : '';
};

/** A form that nobody has filled in, or without a name: labels over several rows, few to a row. */
export function isFormWithoutName(rows: RawTable['rows']): boolean {
  const told = rows.slice(0, SEARCH_ROWS).map(filledOf);
  const labelRows: (readonly Filled[])[] = [];
  for (const filled of told) {
    const labels = filled.filter(({ text }) => labelOf(text) !== null);
    // A row of headings before anything else was asked: a list, and nothing more has to be looked at.
    if (labels.length > FEWEST && labelRows.length < FEWEST_ROWS) return false;
    if (labels.length > 0 && labels.length <= FEWEST) labelRows.push(labels);
  }
  const labels = labelRows.flat();
  const fields = new Set(labels.map(({ text }) => labelOf(text)));
  const hasEmptyName = told.some((filled) => filled.some(({ text }, at) => ofName(text) && (filled[at + 1] === undefined || labelOf((filled[at + 1] as Filled).text) !== null)));
  // Headings that come again are those of a list, and so are more cells than labels could ask for.
  const isAsked = new Set(labels.map(({ text }) => headingText(text))).size * 4 >= labels.length * 3;
  const unasked = told.flatMap((filled) => filled.filter(({ text }, at) => labelOf(text) === null && (at === 0 || labelOf((filled[at - 1] as Filled).text) === null)));
  return hasEmptyName && isAsked && labelRows.length > FEWEST_ROWS && fields.size >= FEWEST && unasked.length <= labels.length;
}

export interface FormRow {
  /** Where the form begins on its sheet, as Excel counts. */
  readonly rowNo: number;
  readonly cells: readonly CellValue[];
}
export interface FormTable {
  /** Title and labels as a table would have them. */
  readonly head: readonly (readonly CellValue[])[];
  readonly rows: readonly FormRow[];
}

/** The forms of a sheet as a table, a row for each; null where the sheet is none. */
export function formsOfSheet(rows: RawTable['rows']): FormTable | null {
  const first = rows.slice(0, SEARCH_ROWS).findIndex(startsForm);
  if (first === -1) return null;
  const labelRows = rows.slice(first, SEARCH_ROWS).filter((row) => {
    const filled = filledOf(row);
    return filled.some(({ text }, at) => labelOf(text) !== null && filled[at + 1] !== undefined && labelOf((filled[at + 1] as Filled).text) === null);
  }).length;
  if (labelRows < FEWEST_ROWS) return null;
  const forms = readForms(rows);
  if (forms.length === 0) return null;
  // Each label is a column; one that comes again in a form (联系电话 of two people) a further one.
  const columns: string[] = [];
  const units = new Set(forms.map(({ unit }) => unit));
  const [only = ''] = units;
  // Forms of several villages on one sheet: each tells its own.
  if (units.size > 1)
    for (const { unit, said } of forms)
      if (unit !== '' && !said.some(({ label }) => ['village', 'place'].includes(labelOf(label) ?? ''))) said.unshift({ label: '村', value: unit });
  const placed = forms.map(({ rowNo, said }) => {
    const seen = new Map<string, number>();
    return {
      rowNo,
      cells: said.map(({ label, value }) => {
        const times = (seen.get(label) ?? 0) + 1;
        seen.set(label, times);
        let index = -1;
        for (let found = 0; found < times; found += 1) index = columns.indexOf(label, index + 1);
        if (index === -1) index = columns.push(label) - 1;
        return { index, value };
      }),
    };
  });
  const title = rows
    .slice(0, first)
    .flatMap((row) => filledOf(row).map(({ text }) => text))
    .find((text) => statedUnit(text) === null);
  return {
    head: [[title ?? null, ...(units.size > 1 || only === '' ? [] : [`填报单位：${only}`])], columns],
    rows: placed.map(({ rowNo, cells }, at) => {
      const row: CellValue[] = columns.map(() => null);
      for (const { index, value } of cells) row[index] = value;
      return { rowNo: Math.max(rowNo, at + 3), cells: row };
    }),
  };
}
