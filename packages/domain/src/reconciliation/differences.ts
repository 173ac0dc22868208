// What lists and file of one elder do not agree on. Pure: the same facts give the same findings, so
// they can be worked out anew at any time.
import { birthsAgree, compareNames, identityKey, identityOf, likenessOf, type Described, type Likeness } from '../intake/index.ts';
import type { Disability, Fact, FactKey, FactValues, SourceKind } from '../facts/index.ts';
import { decideFacts, idNoProblem, sameValue, type SourceRank } from '../ledger/index.ts';
import { daysBetween, type IsoDate } from '../shared/index.ts';
import type { FindingKind, FoundDifference, ListedRow, Side, ToldPerson } from './types.ts';

/** Sources that are lists of other offices; all others are our own word. */
export const listSources = [
  'deathRegister',
  'disabilityRegister',
  'assessmentRegister',
  'aidRegister',
  'familyPlanningRegister',
  'healthRegister',
  'locationList',
  'pensionRegister',
  'residenceRegister',
] as const satisfies readonly SourceKind[];
const isList = (source: SourceKind): boolean => (listSources as readonly SourceKind[]).includes(source);

/** Facts that entitle or classify, which a list and we may say differently. */
export const comparedKeys = ['abilityLevel', 'disability', 'destitute', 'minimumLiving', 'familyPlanning'] as const satisfies readonly FactKey[];

/** A row with the day of its list, where that is known. */
export interface MatchedRow extends ListedRow {
  readonly listId: string | null;
  readonly listedOn: IsoDate;
  /** Its list tells an age or a year only: the birth disagrees with nothing. */
  readonly birthEstimated?: true;
}

/** One open file with all that lists say of it. */
export interface ElderAtHand {
  readonly elderId: string;
  readonly person: ToldPerson & { readonly division: string };
  /** The birth was estimated from an age: it disagrees with nothing. */
  readonly birthEstimated: boolean;
  readonly remarks: readonly string[];
  /** Since when the file says what it says of the person. */
  readonly enteredOn: IsoDate;
  /** What each source said last of each key. */
  readonly said: readonly Fact[];
  readonly rows: readonly MatchedRow[];
}
export interface CompareOptions {
  readonly rank: SourceRank;
  /** A list that is older than our word by more days than this differs less credibly (pack value). */
  readonly staleDays: number;
}

const disabilitiesDiffer = (theirs: Disability | null, ours: Disability | null): boolean => {
  const holds = (one: Disability | null): boolean => one !== null && one.valid;
  if (holds(theirs) !== holds(ours)) return true;
  return holds(theirs) && theirs?.grade !== ours?.grade;
};

/** Do two sources say different things of this fact? Only where both speak, and of the same. */
export function disagree<K extends FactKey>(key: K, theirs: FactValues[K], ours: FactValues[K]): boolean {
  if (key === 'disability') return disabilitiesDiffer(theirs as Disability | null, ours as Disability | null);
  // That somebody belongs to such a family agrees with either kind of it.
  if (key === 'familyPlanning' && theirs !== null && ours !== null && (theirs === 'unspecified' || ours === 'unspecified')) return false;
  return !sameValue(theirs, ours);
}

export const describedOf = (person: ToldPerson): Described => ({ ...identityOf(person), phone: person.phone });

const sideOf = (row: MatchedRow, facts: Partial<FactValues>): Side => ({ facts, source: row.source, date: row.sourceDate, ref: row.sourceRef });
/** The source that the pack believes first, of one source the latest day. */
function inRank(rank: SourceRank): (a: MatchedRow, b: MatchedRow) => number {
  const place = (source: SourceKind): number => (rank.default.includes(source) ? rank.default.indexOf(source) : rank.default.length);
  return (a, b) => place(a.source) - place(b.source) || (a.sourceDate === b.sourceDate ? (a.id < b.id ? -1 : 1) : a.sourceDate < b.sourceDate ? 1 : -1);
}

/** Findings about one open file, apart from those about two. */
export function compareElder(elder: ElderAtHand, options: CompareOptions): readonly FoundDifference[] {
  const rows = [...elder.rows].sort(inRank(options.rank));
  const ourselves = { ...describedOf(elder.person), ...(elder.birthEstimated ? { birthDate: null } : {}) };
  const found: FoundDifference[] = [];
  const likenessTo = (row: MatchedRow | undefined): Likeness =>
    row === undefined ? { score: 1, evidence: [] } : likenessOf({ ...describedOf(row.person), ...(row.birthEstimated === true ? { birthDate: null } : {}) }, ourselves);
  const isStale = (day: IsoDate, our: IsoDate): boolean => daysBetween(day, our) > options.staleDays;
  const add = (kind: FindingKind, source: SourceKind, about: Partial<FoundDifference>, row: MatchedRow | undefined): void => {
    const likeness = likenessTo(row);
    found.push({
      kind,
      subject: elder.elderId,
      elderId: elder.elderId,
      otherElderId: null,
      source,
      key: '',
      division: elder.person.division,
      person: elder.person,
      theirs: [],
      ours: null,
      categories: [],
      problem: null,
      isStale: false,
      ...about,
      likeness: about.isStale === true ? { ...likeness, score: Math.round(likeness.score * 70) / 100 } : likeness,
    });
  };

  for (const [kind, key, register] of [
    ['deadListed', 'diedOn', 'deathRegister'],
    ['movedListed', 'movedOut', 'residenceRegister'],
  ] as const) {
    const telling = rows.filter((row) => row.source === register || row.facts[key] !== undefined).sort((a, b) => Number(b.source === register) - Number(a.source === register));
    const first = telling[0];
    if (first !== undefined) add(kind, first.source, { key, theirs: telling.map((row) => sideOf(row, { [key]: row.facts[key] })) }, first);
  }

  const ours = decideFacts(
    elder.said.filter((fact) => !isList(fact.source)),
    options.rank,
  );
  // 失独 among the categories of a ledger is the clerk's word for such families of either kind.
  const isLabel =
    ours.get('familyPlanning')?.source === 'ledger' && (ours.get('statedCategories')?.value as readonly string[] | undefined)?.includes('familyPlanningSpecial') === true;
  for (const key of comparedKeys) {
    const our = ours.get(key);
    if (our === undefined) continue;
    for (const their of elder.said) {
      if (their.key !== key || !isList(their.source) || !disagree(key, their.value as FactValues[typeof key], our.value as FactValues[typeof key])) continue;
      if (key === 'familyPlanning' && isLabel && their.value !== null) continue;
      const row = rows.find((one) => one.source === their.source);
      add(
        'differs',
        their.source,
        {
          key,
          theirs: [{ facts: { [key]: their.value }, source: their.source, date: their.sourceDate, ref: their.sourceRef }],
          ours: { facts: { [key]: our.value }, source: our.source, date: our.sourceDate, ref: our.sourceRef },
          isStale: isStale(row?.listedOn ?? their.sourceDate, our.sourceDate),
        },
        row,
      );
    }
  }

  // Who somebody is, all lists together: one finding however many of them say it.
  for (const key of ['name', 'birthDate', 'sex'] as const) {
    const our = elder.person[key];
    if (our === null || (key === 'birthDate' && elder.birthEstimated)) continue;
    const telling = rows.filter(({ person, birthEstimated }) => {
      const their = person[key];
      if (their === null || their === '' || (key === 'birthDate' && birthEstimated === true)) return false;
      if (key === 'name') return compareNames(their, our) !== 'agrees';
      return key === 'birthDate' ? !birthsAgree(their, our) : their !== our;
    });
    const first = telling[0];
    if (first === undefined) continue;
    const by = ours.get(key);
    add(
      'differs',
      first.source,
      {
        key,
        theirs: telling.map((row) => sideOf(row, { [key]: row.person[key] })),
        ours: { facts: { [key]: our }, source: by?.source ?? 'ledger', date: by?.sourceDate ?? elder.enteredOn, ref: by?.sourceRef ?? '' },
        isStale: telling.every((row) => isStale(row.listedOn, by?.sourceDate ?? elder.enteredOn)),
      },
      first,
    );
  }

  const number = elder.person.idNo;
  const wrong = idNoProblem(number);
  const right = rows.filter(({ person }) => person.idNo !== null && idNoProblem(person.idNo) === null && identityKey(person.idNo).idKey !== identityKey(number).idKey);
  const problem =
    wrong === 'missing' && elder.remarks.includes('idNo.mangledNumber')
      ? 'mangledNumber'
      : (wrong ?? (elder.remarks.includes('idNo.sexDiffers') ? 'sexDiffers' : right.length > 0 ? 'differs' : null));
  if (problem !== null)
    add(
      'idProblem',
      right[0]?.source ?? 'ledger',
      {
        key: 'idNo',
        problem,
        theirs: right.map((row) => sideOf(row, { idNo: row.person.idNo as string })),
        ours: {
          facts: number === null ? {} : { idNo: number },
          source: ours.get('idNo')?.source ?? 'ledger',
          date: ours.get('idNo')?.sourceDate ?? elder.enteredOn,
          ref: ours.get('idNo')?.sourceRef ?? '',
        },
      },
      right[0],
    );
  return found;
}
