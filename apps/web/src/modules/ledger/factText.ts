// A fact's value in words. Pure: the catalogue's words come in as a function.
import type { Child, Disability, FactKey, FactValues } from '@shouwang/domain/ledger';
import { formatDate } from '../../platform/i18n/format.ts';

export interface FactWords {
  /** A word of catalogue `domain`: group and code. */
  readonly word: (group: string, code: string, details?: Readonly<Record<string, unknown>>) => string;
  readonly yes: string;
  readonly no: string;
  readonly none: string;
  readonly listMark: string;
}

const coded: Partial<Record<FactKey, string>> = {
  sex: 'sex',
  hukou: 'hukou',
  maritalStatus: 'maritalStatus',
  familyPlanning: 'familyPlanning',
  destitute: 'destitute',
  abilityLevel: 'abilityLevel',
};
const codedLists: Partial<Record<FactKey, string>> = { livesWith: 'companion', statedCategories: 'category' };

const childText = (child: Child, { word }: FactWords): string => {
  const rest = [
    child.relation,
    child.place === undefined ? undefined : word('domain:childPlace', child.place),
    child.awaySince === undefined ? undefined : word('ledger:', 'since', { date: formatDate(child.awaySince) }),
  ].filter((part) => part !== undefined && part !== '');
  return rest.length === 0 ? child.name : word('ledger:', 'withRest', { name: child.name, rest: rest.join(' · ') });
};

const disabilityText = (disability: Disability, { word }: FactWords): string =>
  [
    disability.type === undefined ? undefined : word('domain:disabilityType', disability.type),
    word('domain:disabilityGrade', String(disability.grade)),
    disability.valid ? undefined : word('ledger:', 'cancelled'),
  ]
    .filter((part) => part !== undefined)
    .join(' ');

/** `division` is given the village's name by the caller, who knows the tree. */
export function factText(key: FactKey, value: unknown, words: FactWords): string {
  if (value === null || value === undefined) return words.none;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  const group = coded[key];
  if (group !== undefined) return words.word(`domain:${group}`, String(value));
  if (key === 'birthDate' || key === 'diedOn') return formatDate(String(value));
  if (key === 'monthlyAid') return words.word('domain:', 'money', { value: String(value) });
  if (key === 'disability') return disabilityText(value as Disability, words);
  if (key === 'location') {
    const { lng, lat } = value as FactValues['location'];
    return `${lng.toFixed(5)}, ${lat.toFixed(5)}`;
  }
  if (Array.isArray(value)) {
    if (value.length === 0) return words.none;
    if (key === 'children') return (value as readonly Child[]).map((child) => childText(child, words)).join('; ');
    const listGroup = codedLists[key];
    return value.map((item) => (listGroup === undefined ? String(item) : words.word(`domain:${listGroup}`, String(item)))).join(words.listMark);
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export interface FactLike {
  readonly id: string;
  readonly key: string;
  readonly value: unknown;
  readonly effective: boolean;
  readonly sourceDate: string;
}

/** Facts of each key: the one that counts, and the others where any of them says something else. */
export function factGroups<F extends FactLike>(
  facts: readonly F[],
  order: readonly string[],
): readonly { readonly key: string; readonly effective: F | undefined; readonly others: readonly F[]; readonly disagree: boolean }[] {
  const byKey = new Map<string, F[]>();
  for (const fact of facts) byKey.set(fact.key, [...(byKey.get(fact.key) ?? []), fact]);
  return order
    .filter((key) => byKey.has(key))
    .map((key) => {
      const all = byKey.get(key) ?? [];
      const effective = all.find((fact) => fact.effective);
      const others = all.filter((fact) => fact !== effective).sort((a, b) => (a.sourceDate < b.sourceDate ? 1 : -1));
      const said = JSON.stringify(effective?.value);
      return { key, effective, others, disagree: others.some((fact) => JSON.stringify(fact.value) !== said) };
    });
}
