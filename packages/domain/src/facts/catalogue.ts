// Every fact with its place in the file, its shape, and how it is protected. `clear`: readable under row
// level security; `sealed`: encrypted by field (quality bar S2).
import { childPlaces, helpingUnits, pensionKinds, subsidyPrograms, visitingHabits, wishAnswers, wishWays } from './detail.ts';
import {
  careNeeds,
  categories,
  dailyCarers,
  disabilityTypes,
  educationLevels,
  healthStates,
  incomeSources,
  livelihoods,
  livingCompanions,
  marriedStates,
  medicalInsurances,
  povertyStates,
  residencePatterns,
  residenceStates,
  selfCareLevels,
  type FactGroup,
} from './codes.ts';
import type { FactKey } from './values.ts';
import { choice, choices, date, dayAhead, longText, optional, record, records, text, truth, yuan, type Shape } from './shapes.ts';

export interface FactEntry {
  readonly protection: 'clear' | 'sealed';
  readonly group: FactGroup;
  readonly shape: Shape;
  /** Null is an answer too: known to have none. */
  readonly nullable?: true;
}

const clear = (group: FactGroup, shape: Shape): FactEntry => ({ protection: 'clear', group, shape });
const sealed = (group: FactGroup, shape: Shape): FactEntry => ({ protection: 'sealed', group, shape });
const orNone = (entry: FactEntry): FactEntry => ({ ...entry, nullable: true });

const phone = { kind: 'phone' } as const;
const idNo = { kind: 'idNo' } as const;
const sex = choice('sex', ['female', 'male']);
const place = choice('childPlace', childPlaces);
const habit = choice('visitingHabit', visitingHabits);
const name = text(60);
const relation = text(20);

const child = {
  name,
  relation: optional(relation),
  sex: optional(sex),
  idNo: optional(idNo),
  phone: optional(text(40)),
  place: optional(place),
  awaySince: optional(date),
  awayPlace: optional(text(60)),
  awayReason: optional(text(60)),
  plannedReturn: optional(dayAhead),
  visitsHome: optional(habit),
  cares: optional(truth),
  spouseName: optional(name),
  spousePhone: optional(text(40)),
};
const supporter = { name, relation, phone: optional(text(40)), place: optional(place), awaySince: optional(date), cares: optional(truth) };
const member = { name, relation, sex: optional(sex), idNo: optional(idNo), health: optional(text(60)), visits: optional(habit) };
const contact = { name, relation, phone };
const namedHelper = record({ name, phone: optional(text(40)) });

export const factCatalogue: Readonly<Record<FactKey, FactEntry>> = {
  name: clear('identity', name),
  sex: clear('identity', sex),
  birthDate: clear('identity', date),
  idNo: sealed('identity', idNo),
  phone: sealed('identity', phone),
  otherPhones: sealed('identity', { kind: 'texts', max: 40, limit: 5 }),
  ethnicity: clear('identity', text(30)),
  education: clear('identity', choice('education', educationLevels)),
  division: clear('residence', { kind: 'division' }),
  group: clear('residence', text(40)),
  address: sealed('residence', text(200)),
  location: sealed('residence', { kind: 'location' }),
  hukou: clear('residence', choice('hukou', ['rural', 'urban'])),
  hukouAddress: sealed('residence', text(200)),
  residenceState: clear('residence', choice('residenceState', residenceStates)),
  residencePattern: clear('residence', choice('residencePattern', residencePatterns)),
  otherAddresses: sealed('residence', records({ address: text(200), season: optional(text(40)), from: optional(dayAhead), to: optional(dayAhead) }, 10)),
  maritalStatus: clear('family', choice('maritalStatus', marriedStates)),
  livesWith: clear('family', choices('companion', livingCompanions)),
  spouse: orNone(sealed('family', record({ name: optional(name), idNo: optional(idNo), phone: optional(text(40)), place: optional(place) }))),
  children: sealed('family', records(child, 30)),
  supporters: sealed('family', records(supporter, 30)),
  householdMembers: sealed('family', records(member, 30)),
  dailyCarers: clear('care', choices('dailyCarer', dailyCarers)),
  mainCarer: orNone(sealed('care', record(contact))),
  neighbourCarers: sealed('care', records(supporter, 10)),
  abilityLevel: sealed('health', choice('abilityLevel', [0, 1, 2, 3, 4])),
  selfCare: sealed('health', choice('selfCare', selfCareLevels)),
  disability: orNone(
    sealed(
      'health',
      record({ type: optional(choice('disabilityType', disabilityTypes)), grade: choice('disabilityGrade', [1, 2, 3, 4]), certNo: optional(text(40)), valid: truth }),
    ),
  ),
  healthState: sealed('health', choice('healthState', healthStates)),
  illnesses: sealed('health', { kind: 'texts', max: 60, limit: 50 }),
  chronicConditions: sealed('health', { kind: 'texts', max: 60, limit: 50 }),
  dementia: sealed('health', truth),
  medications: sealed('health', records({ name, dose: optional(text(40)), frequency: optional(text(40)) }, 30)),
  familyDoctor: orNone(sealed('health', namedHelper)),
  familyPlanning: orNone(sealed('income', choice('familyPlanning', ['childDied', 'childDisabled', 'unspecified']))),
  familyPlanningContact: orNone(sealed('income', namedHelper)),
  greenChannel: sealed('income', truth),
  destitute: orNone(sealed('income', choice('destitute', ['atHome', 'institution']))),
  minimumLiving: sealed('income', truth),
  povertyState: sealed('income', choice('povertyState', povertyStates)),
  medicalInsurance: clear('income', choice('medicalInsurance', medicalInsurances)),
  longTermCareInsurance: clear('income', truth),
  pension: sealed('income', record({ kind: choice('pensionKind', pensionKinds), monthly: optional(yuan) })),
  incomeSources: sealed('income', choices('incomeSource', incomeSources)),
  monthlyIncome: sealed('income', yuan),
  householdIncome: sealed('income', yuan),
  monthlyAid: sealed('income', yuan),
  subsidies: sealed('income', records({ program: choice('subsidyProgram', subsidyPrograms), monthly: optional(yuan), note: optional(text(60)) }, 20)),
  livelihood: sealed('income', choice('livelihood', livelihoods)),
  waterSafe: clear('living', truth),
  electricitySafe: clear('living', truth),
  housingSafe: clear('living', truth),
  helpReceived: orNone(sealed('living', record({ units: choices('helpingUnit', helpingUnits), responsible: optional(text(60)), measures: optional(longText(500)) }))),
  needs: clear('needs', choices('careNeed', careNeeds)),
  needNote: sealed('needs', longText(500)),
  contacts: sealed('contacts', records(contact, 10)),
  wantsVisits: clear('wish', truth),
  visitWish: clear(
    'wish',
    record({ answer: choice('wishAnswer', wishAnswers), on: date, way: optional(choice('wishWay', wishWays)), agent: optional(name), agentRelation: optional(relation) }),
  ),
  statedCategories: clear('wish', choices('category', categories)),
  difficulties: sealed('needs', longText(1000)),
  institution: orNone(clear('life', record({ name: optional(text(100)), since: date }))),
  movedOut: orNone(clear('life', record({ on: date, to: optional(text(200)) }))),
  diedOn: orNone(clear('life', date)),
  includedByHand: orNone(clear('life', record({ category: choice('category', categories), from: date, to: date }))),
  remark: sealed('life', longText(2000)),
};
export const factKeys = Object.keys(factCatalogue) as FactKey[];

/** Facts from which something follows: set by an event of the file or a decision about the list, never typed in (ADR 0015). */
export const eventFacts: readonly FactKey[] = ['movedOut', 'diedOn', 'includedByHand'];
