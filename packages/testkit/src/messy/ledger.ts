// The ledger of a messy folder: rows of true people as one office writes them, spoilt as planted, with
// what each row claims, so that what has to be found later follows from what was written.
import type { IsoDate } from '@shouwang/domain/shared';
import type { Village } from '../places.ts';
import { chance, type Chance } from '../random.ts';
import type { MessyPerson } from './people.ts';
import type { OfficeStyle } from './style.ts';
import { columnsOf, type Said } from './columns.ts';
import * as words from './words.ts';
import type { Cell } from './words.ts';

export interface MessySheet {
  readonly name: string;
  readonly rows: Cell[][];
  readonly merges: { startRow: number; startCol: number; endRow: number; endCol: number }[];
  readonly hidden?: boolean;
}
export interface MessyBook {
  readonly name: string;
  readonly sheets: readonly MessySheet[];
}

/** What the ledger claims of somebody that a register may contradict. */
export interface Claim {
  readonly name: string;
  readonly division: string;
  /** The village of a second row, and the name in it. */
  readonly twice: string | null;
  readonly secondName: string | null;
  readonly level: number | null;
  /** Undefined: says nothing; null: says there is none. */
  readonly grade: number | null | undefined;
  readonly minimumLiving: boolean | undefined;
  readonly birthDiffers: boolean;
  /** A day or an age tells it, or a number that is his and whole. */
  readonly birthTold: boolean;
  readonly idProblem: boolean;
  /** The row says that he died. */
  readonly saysDied: boolean;
}
export interface LedgerParts {
  readonly books: readonly MessyBook[];
  readonly claims: ReadonlyMap<number, Claim>;
}

const wrongCheck = (idNo: string): string => `${idNo.slice(0, 17)}${idNo.endsWith('1') ? '2' : '1'}`;
function swapped(idNo: string): string {
  for (let at = 14; at < 16; at += 1) if (idNo[at] !== idNo[at + 1]) return `${idNo.slice(0, at)}${idNo[at + 1]}${idNo[at]}${idNo.slice(at + 2)}`;
  return wrongCheck(idNo);
}
/** Two neighbouring digits of month and day change places. */
function swappedBirth(idNo: string): string {
  for (const at of [12, 10, 11]) if (idNo[at] !== idNo[at + 1]) return `${idNo.slice(0, at)}${idNo[at + 1]}${idNo[at]}${idNo.slice(at + 2)}`;
  return wrongCheck(idNo);
}
const otherDay = (date: IsoDate): IsoDate => `${date.slice(0, 8)}${date.endsWith('15') ? '21' : '15'}`;

function saidOf(
  person: MessyPerson,
  style: OfficeStyle,
  everybody: readonly MessyPerson[],
  villages: readonly Village[],
  from: Chance,
): { said: Said; second: Said | null; claim: Claim } {
  const { facts, spoilt, key } = person;
  const { idNo } = facts;
  const spouse = everybody
    .slice(Math.max(0, key - 12), key + 12)
    .find((one) => one.facts.sex !== facts.sex && one.village.code === person.village.code && one.inLedger && one.spoilt === 'none');
  const neighbour = villages.find((one) => one.townCode === person.village.townCode && one.code !== person.village.code) ?? person.village;
  const number: Cell =
    spoilt === 'idMissing' || spoilt === 'namesake'
      ? from.pick(['', '无', '不详', null])
      : spoilt === 'idCheckDigit'
        ? wrongCheck(idNo)
        : spoilt === 'idMangled'
          ? words.mangledId(idNo, from)
          : spoilt === 'idShort'
            ? `${idNo.slice(0, 9)}${idNo.slice(10)}`
            : spoilt === 'idSwapped'
              ? swapped(idNo)
              : spoilt === 'idBirthSwapped'
                ? swappedBirth(idNo)
                : spoilt === 'idOld'
                  ? `${idNo.slice(0, 6)}${idNo.slice(8, 17)}`
                  : spoilt === 'idOfSpouse' && spouse !== undefined
                    ? spouse.facts.idNo
                    : words.idCell(idNo, from);
  const level = facts.abilityLevel ?? 0;
  const disability = facts.disability ?? null;
  const village = spoilt === 'otherVillage' ? neighbour : person.village;
  const said: Said = {
    person,
    name: spoilt === 'nameDiffers' ? words.slippedName(facts.name) : facts.name,
    idNo: number,
    birth: spoilt === 'birthDiffers' && style.birth !== 'month' ? otherDay(facts.birthDate) : facts.birthDate,
    sex: spoilt === 'sexDiffers' ? (facts.sex === 'male' ? 'female' : 'male') : facts.sex,
    village,
    level:
      spoilt === 'abilityDiffers'
        ? level === 4
          ? 3
          : level + 1
        : spoilt === 'abilityLower'
          ? key % 2 === 0
            ? 0
            : level - 1
          : spoilt === 'abilityClaimed'
            ? 1 + (key % 3)
            : level,
    disability:
      spoilt === 'disabilityDenied'
        ? null
        : spoilt === 'disabilityDiffers' && disability !== null
          ? { ...disability, grade: disability.grade === 1 ? 3 : 1 }
          : spoilt === 'cancelledClaimed' && disability !== null
            ? { ...disability, valid: true }
            : disability,
    minimumLiving: spoilt === 'aidDiffers' ? false : (facts.minimumLiving ?? false),
  };
  const isTwice = spoilt === 'twiceElsewhere' || spoilt === 'twiceSpelled';
  const second: Said | null =
    spoilt === 'twiceHere'
      ? said
      : isTwice
        ? {
            ...said,
            village: neighbour,
            idNo: from.happens(0.5) ? '' : wrongCheck(idNo),
            ...(spoilt === 'twiceSpelled' ? { name: from.happens(0.5) ? words.variantName(facts.name) : words.slippedName(facts.name) } : {}),
          }
        : null;
  const claim: Claim = {
    name: said.name,
    division: said.village.code,
    twice: isTwice ? neighbour.code : null,
    secondName: second?.name ?? null,
    level: style.level === 'level' ? said.level : style.level === 'selfCare' && said.level === 0 ? 0 : null,
    grade: style.disability ? (said.disability?.valid === true ? said.disability.grade : null) : undefined,
    minimumLiving: style.aid === 'none' || (style.aid === 'ticks' && style.tick[1] === '/' && !said.minimumLiving) ? undefined : said.minimumLiving,
    birthDiffers: (style.born === 'date' || style.born === 'both') && said.birth !== facts.birthDate,
    birthTold: style.born !== 'none' || !['idMissing', 'namesake', 'idShort', 'idMangled', 'idOfSpouse', 'idBirthSwapped'].includes(spoilt),
    saysDied: style.deaths !== 'nowhere' && spoilt === 'dead',
    idProblem:
      ['idMissing', 'namesake', 'idCheckDigit', 'idMangled', 'idShort', 'idSwapped', 'idBirthSwapped', 'sexDiffers', 'twiceElsewhere', 'twiceSpelled'].includes(spoilt) ||
      (spoilt === 'idOfSpouse' && spouse !== undefined),
  };
  return { said, second, claim };
}

/** The ledger of these people, and what it claims. */
export function writeLedger(
  seed: string,
  county: { readonly name: string; readonly villages: readonly Village[] },
  people: readonly MessyPerson[],
  style: OfficeStyle,
  asOf: IsoDate,
): LedgerParts {
  const columns = columnsOf(style, chance(seed, 'columns'), asOf);
  const claims = new Map<number, Claim>();
  const byVillage = new Map<string, Said[]>();
  const place = (said: Said): void => void byVillage.set(said.village.code, [...(byVillage.get(said.village.code) ?? []), said]);
  for (const person of people) {
    if (!person.inLedger) continue;
    const { said, second, claim } = saidOf(person, style, people, county.villages, chance(seed, 'said', person.key));
    claims.set(person.key, claim);
    place(said);
    if (second !== null) place(second);
  }

  const rowsOf = (said: Said, number: number): Cell[][] => {
    const from = chance(seed, 'row', said.person.key, number);
    const row = columns.map(({ field, cell }) => (field === 'no' ? number : cell(said, from)));
    if (style.children !== 'rows') return [row];
    const parts = columns.map(({ field }, at) => (field.startsWith('child') && row[at] !== '无' ? String(row[at]).split('、') : null));
    const deep = Math.max(1, ...parts.map((list) => list?.length ?? 0));
    return Array.from({ length: deep }, (_, line) =>
      columns.map((__, at) => (parts[at] === null ? (line === 0 ? (row[at] as Cell) : null) : ((parts[at] as string[])[line] ?? null))),
    );
  };
  const coupleRow = (a: Said, b: Said, number: number): Cell[] | null => {
    const [one, other] = [rowsOf(a, number)[0] as Cell[], rowsOf(b, number)[0] as Cell[]];
    return columns.map(({ field }, at) => (['name', 'sex', 'birth', 'age', 'idNo'].includes(field) ? `${String(one[at]).trim()}、${String(other[at]).trim()}` : (one[at] as Cell)));
  };
  const canShare = (a: Said, b: Said | undefined): b is Said =>
    style.couples &&
    !style.sideBySide &&
    style.children === 'packed' &&
    b !== undefined &&
    b.person.partnerOf === a.person.key &&
    a.person.spoilt === 'none' &&
    b.person.spoilt === 'none' &&
    [a.name, b.name].every((name) => !name.includes('·'));

  let hasBegun = false;
  const sheetOf = (name: string, unit: string, groups: readonly (readonly [Village, readonly Said[]])[]): MessySheet => {
    const rows: Cell[][] = [];
    const merges: MessySheet['merges'] = [];
    const across = (text: string): void => {
      merges.push({ startRow: rows.length, startCol: 0, endRow: rows.length, endCol: columns.length - 1 });
      rows.push([text, ...columns.slice(1).map(() => null)]);
    };
    // Whose rows stand under no heading has to be told by the sheet's or file's name.
    const isHeadless = style.headless && hasBegun && groups.length === 1 && !style.sideBySide && style.children !== 'rows';
    hasBegun = true;
    const titles = ['附件2', `${county.name}特殊困难老年人探访关爱服务台账`, '（2026年第三季度）'];
    for (const title of style.titles === 1 ? [titles[1] as string] : titles.slice(0, style.titles)) across(title);
    if (style.unitLine || style.layout === 'sheetPerVillage') across(`填报单位：${unit}（盖章）    填报人：    填报日期：2026年10月25日`);
    const hasParents = style.twoRows || style.children === 'lists' || style.children === 'rows';
    if (hasParents) {
      if (style.threeRows) {
        const over = rows.length;
        rows.push(columns.map(({ parent, head }, at) => (parent === '' ? head : columns[at - 1]?.parent === parent ? null : parent === '子女情况' ? parent : '老年人信息')));
        for (const [at, { parent }] of columns.entries()) {
          let end = at;
          while (parent !== '' && columns[end + 1]?.parent === parent) end += 1;
          if (end > at && columns[at - 1]?.parent !== parent) merges.push({ startRow: over, startCol: at, endRow: over, endCol: end });
        }
      }
      const top = rows.length;
      const upper: Cell[] = [];
      for (const [at, { parent, head }] of columns.entries()) {
        const before = columns[at - 1];
        upper.push(parent === '' ? head : before?.parent === parent ? null : parent);
        if (parent === '') merges.push({ startRow: top, startCol: at, endRow: top + 1, endCol: at });
        else if (before?.parent !== parent) {
          let end = at;
          while (columns[end + 1]?.parent === parent) end += 1;
          if (end > at) merges.push({ startRow: top, startCol: at, endRow: top, endCol: end });
        }
      }
      rows.push(
        upper,
        columns.map(({ parent, head }) => (parent === '' ? null : head)),
      );
    } else rows.push(columns.map(({ head }) => head));
    const headRows = rows.slice(-(hasParents ? (style.threeRows ? 3 : 2) : 1));
    const firstRow = rows.length;
    const placeColumns = columns.flatMap(({ field }, at) => (field === 'town' || field === 'village' ? [at] : []));
    let lastVillage = '';
    let number = 0;
    const blank = columns.map(() => null);
    if (isHeadless) {
      rows.length = 0;
      merges.length = 0;
    }
    for (const [village, list] of groups) {
      if (style.layout === 'sections') rows.push([style.chatter ? `${village.name}（共${list.length}人）` : village.name, ...blank.slice(1)]);
      if (style.chatter && !style.sideBySide) rows.push(columns.map(({ field }) => (field === 'name' ? '（一）重点关爱老年人' : null)));
      for (let at = 0; at < list.length; at += 1) {
        const said = list[at] as Said;
        const partner = list[at + 1];
        number += 1;
        const shared = canShare(said, partner) ? coupleRow(said, partner, number) : null;
        if (style.headerAgain > 0 && !isHeadless && number % style.headerAgain === 0) rows.push(...headRows.map((row) => [...row]));
        const first = rows.length;
        if (shared === null) rows.push(...rowsOf(said, number));
        else {
          rows.push(shared);
          at += 1;
        }
        if (style.repeats !== 'all' && lastVillage === village.code) for (const column of placeColumns) (rows[first] as Cell[])[column] = style.repeats === 'once' ? null : '同上';
        lastVillage = village.code;
      }
      if (style.totals) rows.push(columns.map((_, at) => (at === 0 ? '小计' : at === 2 ? `${list.length}人` : null)));
    }
    if (style.sideBySide) {
      // The line of headings stands twice, then two people a line; where a village ends, a line stays half empty.
      const people = rows.splice(firstRow);
      for (const head of rows.slice(firstRow - headRows.length)) head.push(...head);
      for (const { startRow, startCol, endRow, endCol } of merges.filter((merge) => merge.startRow >= firstRow - headRows.length))
        merges.push({ startRow, startCol: startCol + columns.length, endRow, endCol: endCol + columns.length });
      const isPerson = (row: readonly Cell[] | undefined): row is Cell[] => typeof row?.[0] === 'number';
      for (let at = 0; at < people.length; at += 1) {
        const [one, other] = [people[at] as Cell[], people[at + 1]];
        if (isPerson(one) && isPerson(other)) {
          rows.push([...one, ...other]);
          at += 1;
        } else rows.push(one);
      }
    }
    if (style.chatter) rows.push(columns.map(({ field }) => (field === 'name' ? '以上人员已核实' : null)));
    if (style.totals) rows.push(columns.map((_, at) => (at === 0 ? '合计' : at === 1 ? number : null)));
    if (style.notes)
      rows.push(['注：1.本表由村（社区）填写，每季度更新；2.子女情况含养子女、继子女。', ...blank.slice(1)], ['审核人：', null, null, '单位负责人：', ...blank.slice(4)]);
    if (!style.inset) return { name, rows, merges };
    const moved = merges.map(({ startRow, startCol, endRow, endCol }) => ({ startRow: startRow + 1, startCol: startCol + 1, endRow: endRow + 1, endCol: endCol + 1 }));
    return { name, rows: [[], ...rows.map((row) => [null, ...row])], merges: moved };
  };

  const groups = county.villages.flatMap((village) => (byVillage.has(village.code) ? [[village, byVillage.get(village.code) as Said[]] as const] : []));
  const towns = [...new Set(county.villages.map(({ townName }) => townName))];
  switch (style.layout) {
    case 'sheetPerVillage': {
      const used = new Set<string>();
      return {
        claims,
        books: towns.map((town) => ({
          name: `台账-${town}`,
          sheets: groups
            .filter(([village]) => village.townName === town)
            .map(([village, list]) => {
              const name = used.has(village.name) ? `${town}${village.name}` : village.name;
              used.add(`${town} ${name}`);
              return sheetOf(name, `${town}${village.name}`, [[village, list]]);
            }),
        })),
      };
    }
    case 'filePerVillage':
      return {
        claims,
        books: groups.map(([village, list]) => ({
          name: style.folders ? `${village.townName}/${village.name}老年人花名册` : `${village.townName}${village.name}老年人花名册`,
          sheets: [sheetOf('Sheet1', `${village.townName}${village.name}`, [[village, list]])],
        })),
      };
    case 'filePerTown':
    case 'sections':
      return {
        claims,
        books: towns.map((town) => ({
          name: `台账（${town}）`,
          sheets: [
            sheetOf(
              'Sheet1',
              `${town}人民政府`,
              groups.filter(([village]) => village.townName === town),
            ),
          ],
        })),
      };
    default:
      return { claims, books: [{ name: '特殊困难老年人台账（全）', sheets: [sheetOf('汇总', county.name, groups)] }] };
  }
}
