// What stands under headings that say nothing by themselves (类别, 等级): 肢体 is a kind of disability, 低保 one
// of aid. Offices name their files 表1 and 附件3, or after another list; the contents do not err.
import type { Field } from './fields.ts';
import { cellText } from './text.ts';
import type { CellValue, TableKind } from './types.ts';

const signs: readonly (readonly [TableKind, readonly Field[], RegExp])[] = [
  ['disabilityRegister', ['type'], /^(肢体|视力|听力|言语|智力|精神|多重)(残疾)?$/],
  ['aidRegister', ['type'], /低保|最低生活保障|特困|五保|临时救助|孤儿/],
  ['familyPlanningRegister', ['type'], /独生子女|失独|计划生育|计生|^(伤残|死亡)(家庭)?$/],
  ['assessmentRegister', ['grade'], /失能|能力完好|受损|丧失|自理/],
  ['pensionRegister', ['type', 'status'], /居保|养老保险|城乡居民|职工养老|停发|发放/],
];
/** Of the filled cells of a column, so many are words of that list. */
const MOSTLY = 0.7;
const FEWEST = 2;

/** Kinds of list of whose words a column of these rows is full. */
export function kindsOfContents(headings: readonly { readonly index: number; readonly field: Field | null }[], rows: readonly (readonly CellValue[])[]): ReadonlySet<TableKind> {
  const kinds = new Set<TableKind>();
  for (const { index, field } of headings) {
    if (field !== 'type' && field !== 'grade' && field !== 'status') continue;
    const said = rows.map((row) => cellText(row[index])).filter((text) => text !== '');
    if (said.length < FEWEST) continue;
    for (const [kind, fields, words] of signs) if (fields.includes(field) && said.filter((text) => words.test(text)).length >= said.length * MOSTLY) kinds.add(kind);
  }
  return kinds;
}
