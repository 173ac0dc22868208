// Who stands under the household on a form: the members that were asked, and after them the spouse, children
// and supporters known from elsewhere in the file, so that no form is empty of people who are known.
import type { EffectiveFacts, HouseholdMember } from '@shouwang/domain/ledger';

export interface FamilyWords {
  readonly spouse: string;
  readonly child: string;
  readonly son: string;
  readonly daughter: string;
}

const wordOfChild = (sex: 'male' | 'female' | undefined, words: FamilyWords): string => (sex === 'male' ? words.son : sex === 'female' ? words.daughter : words.child);

/** 长子, 次女, 女儿 tell the sex that nobody typed in. */
const sexOfChild = (relation: string | undefined): 'male' | 'female' | undefined =>
  relation === undefined || relation === '子女' ? undefined : /女儿?$/.test(relation) ? 'female' : /(子|儿)$/.test(relation) ? 'male' : undefined;

/** Each person once, by name; what a person is not known to have stays open, to be written in by hand. */
export function familyOf(facts: EffectiveFacts, words: FamilyWords): readonly HouseholdMember[] {
  const { householdMembers = [], spouse, children = [], supporters = [] } = facts;
  const known: readonly HouseholdMember[] = [
    ...(spouse?.name === undefined ? [] : [{ name: spouse.name, relation: words.spouse, ...(spouse.idNo === undefined ? {} : { idNo: spouse.idNo }) }]),
    ...children.map(({ name, relation, sex = sexOfChild(relation), idNo, visitsHome }): HouseholdMember => ({
      name,
      relation: relation ?? wordOfChild(sex, words),
      ...(sex === undefined ? {} : { sex }),
      ...(idNo === undefined ? {} : { idNo }),
      ...(visitsHome === undefined ? {} : { visits: visitsHome }),
    })),
    ...supporters.map(({ name, relation }): HouseholdMember => ({ name, relation })),
  ];
  const named = new Set(householdMembers.map(({ name }) => name));
  return [
    ...householdMembers,
    ...known.filter(({ name }) => {
      const isNew = !named.has(name);
      named.add(name);
      return isNew;
    }),
  ];
}
