// Whom a messy folder is about: the true people of a county of any code, what each pack makes of them
// (read here from its document, without the rule engine), and what was spoilt for each.
import type { Category, EffectiveFacts } from '@shouwang/domain/ledger';
import { addCalendarMonths, firstDay, type IsoDate } from '@shouwang/domain/shared';
import { drawElder, readRules, sequences, type GeneratedElder, type Rhythm } from '../people.ts';
import { villagesOf, type Village } from '../places.ts';
import { chance, type Chance } from '../random.ts';

export const messyPacks = { 'pingli-2023': '610926', 'bazhou-2023': '511902', 'datian-2020': '350425', 'chongqing-2018': '500119', 'national-2022': '522634' } as const;
export type MessyPack = keyof typeof messyPacks;

/** What was done to somebody's row of the ledger, or to what lists say of him. */
export const spoilings = [
  'none',
  'idMissing',
  'idCheckDigit',
  'idMangled',
  'idShort',
  'idSwapped',
  'idBirthSwapped',
  'idOld',
  'idOfSpouse',
  'twiceHere',
  'twiceElsewhere',
  'twiceSpelled',
  'namesake',
  'dead',
  'deadByPension',
  'moved',
  'listedElsewhere',
  'abilityDiffers',
  'abilityLower',
  'abilityClaimed',
  'disabilityDiffers',
  'disabilityDenied',
  'cancelledClaimed',
  'aidDiffers',
  'nameDiffers',
  'birthDiffers',
  'sexDiffers',
  'otherVillage',
  'missing',
  'missingWithoutNumber',
  'unlisted',
  'deadUnlisted',
] as const;
export type Spoiling = (typeof spoilings)[number];

export interface MessyPerson extends Pick<GeneratedElder, 'facts' | 'village'> {
  readonly key: number;
  readonly spoilt: Spoiling;
  /** Target categories of the pack, in order; and how often he is to be visited. */
  readonly categories: readonly Category[];
  readonly rhythm: Rhythm | null;
  readonly inLedger: boolean;
  /** Key of the spouse whose household he shares, where the two may stand in one row. */
  readonly partnerOf: number | null;
}

const monthly: Rhythm = { visits: 1, period: 'month' };

/** What the pack's document makes of these facts. */
export function readPack(pack: MessyPack, facts: EffectiveFacts, asOf: IsoDate): { readonly categories: readonly Category[]; readonly rhythm: Rhythm | null } {
  if (pack === 'pingli-2023') {
    const { categories, rhythm } = readRules(facts, asOf);
    return { categories: categories.toSorted(), rhythm };
  }
  const children = facts.children ?? [];
  const hasNoSpouse = facts.maritalStatus !== 'married';
  const allAway =
    children.length > 0 && children.every((child) => child.place === 'outsideCounty' && child.awaySince !== undefined && addCalendarMonths(firstDay(child.awaySince), 6) <= asOf);
  const isRural = facts.hukou === 'rural';
  const alone = facts.livesWith?.length === 1 && facts.livesWith[0] === 'alone';
  const isBazhou = pack === 'bazhou-2023';
  const apart = children.length > 0 && children.every((child) => child.place !== 'sameHousehold');
  const holds: Partial<Record<Category, boolean>> = {
    leftBehind: allAway && (isBazhou || isRural),
    ...(pack === 'datian-2020' || pack === 'chongqing-2018'
      ? {}
      : {
          livingAlone: isBazhou ? apart && facts.maritalStatus === 'widowed' : alone || (children.length === 0 && hasNoSpouse),
          emptyNest: isBazhou
            ? apart || (children.length === 0 && hasNoSpouse)
            : children.length > 0 && children.every(({ place }) => place === 'sameCounty' || place === 'outsideCounty'),
          careDependent: (facts.abilityLevel ?? 0) >= 1,
          severeDisability: facts.disability != null && facts.disability.valid && facts.disability.grade <= 2,
          familyPlanningSpecial: facts.familyPlanning != null,
          ...(isBazhou ? { destituteAtHome: facts.destitute === 'atHome' } : {}),
        }),
  };
  const categories = (Object.keys(holds) as Category[]).filter((category) => holds[category] === true).toSorted();
  return { categories, rhythm: categories.length === 0 ? null : monthly };
}

/** Only somebody of whom there is something to spoil can be spoilt in that way. */
function fits(spoilt: Spoiling, { facts }: GeneratedElder): boolean {
  switch (spoilt) {
    case 'abilityClaimed':
      return (facts.abilityLevel ?? 0) === 0;
    case 'abilityLower':
    case 'abilityDiffers':
      return (facts.abilityLevel ?? 0) > 0;
    case 'disabilityDenied':
    case 'disabilityDiffers':
      return facts.disability?.valid === true;
    case 'cancelledClaimed':
      return facts.disability?.valid === false;
    case 'aidDiffers':
      return facts.minimumLiving === true;
    case 'twiceSpelled':
    case 'nameDiffers':
      return [...facts.name].length === 3 && !facts.name.includes('·');
    case 'missing':
    case 'missingWithoutNumber':
      return (facts.abilityLevel ?? 0) > 0 || (facts.disability?.valid === true && facts.disability.grade <= 2) || facts.familyPlanning != null;
    case 'idOld':
      return facts.birthDate.startsWith('19');
    case 'idOfSpouse':
      return facts.maritalStatus === 'married';
    default:
      return true;
  }
}

const shares: Readonly<Partial<Record<Spoiling, number>>> = {
  none: 60,
  twiceHere: 2,
  missing: 6,
  missingWithoutNumber: 4,
  unlisted: 2,
  abilityDiffers: 5,
  abilityLower: 4,
  disabilityDiffers: 5,
  disabilityDenied: 4,
  cancelledClaimed: 15,
  aidDiffers: 5,
};

function drawSpoiling(from: Chance, elder: GeneratedElder): Spoiling {
  const choices = spoilings.filter((one) => fits(one, elder));
  return choices[from.weighted(choices.map((one) => shares[one] ?? 1.3))] as Spoiling;
}
const outside: ReadonlySet<Spoiling> = new Set(['missing', 'missingWithoutNumber', 'unlisted', 'deadUnlisted']);

export interface MessyLand {
  readonly county: string;
  readonly villages: readonly Village[];
}
/** Villages under the county's own code; names are fictional everywhere. */
export function landOf(seed: string, county: string, towns: number): MessyLand {
  const own = (code: string): string => `${county}${code.slice(6)}`;
  const villages = villagesOf(seed, towns, 8).map((village) => ({
    ...village,
    code: own(village.code),
    townCode: own(village.townCode),
    groups: village.groups.map((group) => ({ ...group, code: own(group.code) })),
  }));
  return { county, villages };
}

export function drawPeople(seed: string, land: MessyLand, pack: MessyPack, count: number, asOf: IsoDate): readonly MessyPerson[] {
  const sequenceOf = sequences({ from: 0, count: 450 });
  const people: MessyPerson[] = [];
  for (let key = 0; key < count; key += 1) {
    const village = land.villages[Math.floor((key * land.villages.length) / count)] as Village;
    const drawn = drawElder({ seed, index: key, village, asOf, sequenceOf });
    const from = chance(seed, 'spoil', key);
    const before = people.at(-1);
    const isCouple =
      before?.spoilt === 'none' &&
      before.partnerOf === null &&
      before.village.code === village.code &&
      before.facts.maritalStatus === 'married' &&
      before.facts.sex !== drawn.facts.sex &&
      from.happens(0.5);
    const { hukou, group, address, phone, children, livesWith, location } = before?.facts ?? drawn.facts;
    const shared = isCouple
      ? {
          hukou,
          group,
          address,
          phone,
          children,
          livesWith,
          location,
          abilityLevel: before.facts.abilityLevel,
          illnesses: before.facts.illnesses,
          maritalStatus: 'married' as const,
          disability: before.facts.disability === null ? null : drawn.facts.disability,
          familyPlanning: before.facts.familyPlanning,
          destitute: before.facts.destitute,
          minimumLiving: before.facts.minimumLiving,
          monthlyAid: before.facts.monthlyAid,
          wantsVisits: before.facts.wantsVisits,
        }
      : {};
    const facts = { ...drawn.facts, ...shared } as { -readonly [K in keyof MessyPerson['facts']]: MessyPerson['facts'][K] };
    const read = readPack(pack, facts, asOf);
    const isShared = isCouple && facts.disability === null && before.facts.disability === null && String(read.categories) === String(before.categories);
    const intended = isCouple ? 'none' : drawSpoiling(from, drawn);
    // Somebody else of this village has his name; nobody could tell two of one age apart.
    const namesake =
      intended !== 'namesake'
        ? undefined
        : people.findLast(
            (one) =>
              one.village.code === village.code &&
              one.spoilt === 'none' &&
              one.facts.sex === facts.sex &&
              Math.abs(Number(one.facts.birthDate.slice(0, 4)) - Number(facts.birthDate.slice(0, 4))) > 3,
          );
    const spoilt = intended === 'namesake' && namesake === undefined ? 'idMissing' : intended;
    if (namesake !== undefined) facts.name = namesake.facts.name;
    people.push({ key, facts, village, spoilt, ...read, inLedger: !outside.has(spoilt), partnerOf: isShared ? before.key : null });
  }
  return people;
}
