// What a full file says beyond the ledger: schooling, spouse, contacts, carers, income, living and wishes.
// Drawn from what is known of the person already, so that a file does not speak against itself: a widow
// has no spouse, who lives with a child is cared for by him, contacts are children before neighbours.
import { careNeeds, type EffectiveFacts } from '@shouwang/domain/ledger';
import { addDays, ageOn, type IsoDate } from '@shouwang/domain/shared';
import { personName } from './names.ts';
import type { GeneratedElder } from './people.ts';
import { chance, type Chance } from './random.ts';

const phoneOf = (from: Chance): string => `1900000${String(from.int(0, 9999)).padStart(4, '0')}`;
type Facts = EffectiveFacts & { readonly birthDate: string };

function contactsOf(from: Chance, facts: Facts): NonNullable<EffectiveFacts['contacts']> {
  const children = (facts.children ?? []).slice(0, 2).map((child) => ({ name: child.name, relation: child.relation ?? '子女', phone: child.phone ?? phoneOf(from) }));
  return children.length === 2 || (children.length === 1 && from.happens(0.5))
    ? children
    : [...children, { name: personName(from, 'male').name, relation: '邻居', phone: phoneOf(from) }];
}

function carersOf(facts: Facts): NonNullable<EffectiveFacts['dailyCarers']> {
  const with_ = facts.livesWith ?? [];
  if ((facts.abilityLevel ?? 0) === 0) return ['self'];
  const carers = [
    ...(with_.includes('spouse') ? (['spouse'] as const) : []),
    ...(with_.includes('child') ? (['child'] as const) : []),
    ...(with_.includes('otherKin') ? (['kin'] as const) : []),
  ];
  return carers.length > 0 ? carers : ['neighbour'];
}

function incomeOf(from: Chance, facts: Facts, age: number): Pick<EffectiveFacts, 'incomeSources' | 'pension' | 'monthlyIncome' | 'livelihood' | 'povertyState'> {
  const aided = facts.minimumLiving === true || facts.destitute != null;
  const farms = age < 76 && (facts.abilityLevel ?? 0) === 0 && from.happens(0.7);
  const monthly = from.int(19, 32) * 10;
  const incomeSources = [
    ...(farms ? (['farming'] as const) : []),
    'pension' as const,
    ...((facts.children ?? []).length > 0 && from.happens(0.6) ? (['children'] as const) : []),
    ...(aided ? (['publicAid'] as const) : []),
  ];
  return {
    incomeSources,
    pension: { kind: 'resident', monthly },
    monthlyIncome: monthly + (facts.monthlyAid ?? 0) + (farms ? from.int(10, 60) * 10 : 0),
    livelihood: aided ? 'poor' : from.happens(0.3) ? 'good' : 'fair',
    povertyState: aided ? 'monitored' : from.happens(0.2) ? 'lifted' : 'none',
  };
}

/** Facts of the catalogue that a clerk would ask for, none of which changes a category or the rhythm of visits. */
export function detailsOf(from: Chance, facts: Facts, asOf: IsoDate): EffectiveFacts {
  const age = ageOn(facts.birthDate, asOf);
  const level = facts.abilityLevel ?? 0;
  const ill = (facts.illnesses ?? []).length > 0 || (facts.chronicConditions ?? []).length > 1;
  const wanted = { dailyCare: level > 0, comfort: from.happens(0.35), medical: from.happens(0.4), meals: level > 0, homeAdaptation: from.happens(0.12) };
  return {
    ethnicity: from.happens(0.97) ? '汉族' : '回族',
    education: age >= 80 ? from.pick(['none', 'primary']) : from.pick(['none', 'primary', 'primary', 'juniorSecondary']),
    residenceState: 'present',
    residencePattern: from.happens(0.9) ? 'fixed' : 'seasonal',
    spouse: facts.maritalStatus === 'married' ? { name: personName(from, facts.sex === 'male' ? 'female' : 'male').name, phone: phoneOf(from) } : null,
    contacts: contactsOf(from, facts),
    dailyCarers: carersOf(facts),
    healthState: level >= 3 ? 'bedridden' : level > 0 || ill ? 'poor' : from.pick(['good', 'fair']),
    familyDoctor: { name: personName(from, 'female').name, phone: phoneOf(from) },
    medicalInsurance: 'resident',
    ...incomeOf(from, facts, age),
    waterSafe: true,
    electricitySafe: true,
    housingSafe: !from.happens(0.05),
    needs: careNeeds.filter((need) => need in wanted && wanted[need as keyof typeof wanted]),
    visitWish: { answer: facts.wantsVisits === false ? 'refused' : 'agreed', on: addDays(asOf, -from.int(20, 400)), way: from.happens(0.7) ? 'spoken' : 'written' },
  };
}

/** Known where a household was asked in a hurry. */
const hasty = ['residenceState', 'contacts', 'dailyCarers', 'medicalInsurance', 'waterSafe', 'electricitySafe'] as const;

/** The elder with what his household was asked: two in three everything, one in four the most needed, the others nothing. */
export function fullFile(seed: string, elder: GeneratedElder, asOf: IsoDate): GeneratedElder {
  const details = detailsOf(chance(seed, 'details', elder.index), elder.facts, asOf);
  const isHasty = elder.index % 4 === 1;
  if (elder.index % 10 === 3) return elder;
  const asked: EffectiveFacts = isHasty ? Object.fromEntries(hasty.flatMap((key) => (details[key] === undefined ? [] : [[key, details[key]]]))) : details;
  const [ledger, ...others] = elder.statements;
  return { ...elder, facts: { ...elder.facts, ...asked }, statements: ledger === undefined ? [] : [{ ...ledger, facts: { ...ledger.facts, ...asked } }, ...others] };
}
