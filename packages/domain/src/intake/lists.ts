// Rows of the other offices' lists: facts about somebody who is (or will be) in the ledger, the roster
// of visitors, the filing of responsible persons, the list of divisions.
import { divisionLevels, fullCode, levelOf, parentOf, type DivisionLevel } from '../divisions/index.ts';
import { birthDateOfIdNo, idNoProblem, type FactValues, type SourceKind } from '../ledger/index.ts';
import type { IsoDate, PartialDate } from '../shared/index.ts';
import { aidFacts } from './aid.ts';
import * as cells from './cells.ts';
import { readDate } from './dates.ts';
import type { DivisionRow } from './divisionTree.ts';
import { readPensionKind } from './furtherCells.ts';
import { placeOfList, type ToldPlace } from './listPlaces.ts';
import { resolvePlace } from './places.ts';
import type { RowContext } from './ledgerPlaces.ts';
import { passOver, readCoordinates, readIdentity, readName, type RowReading } from './rows.ts';
import { RowCells } from './rowCells.ts';
import { isToldField, remarkTold } from './sheetValues.ts';
import { cellText, nameText, saysNothing } from './text.ts';
import type { CellValue, Remark, TableKind, TableMapping } from './types.ts';

/** Who a list's row means, as far as the list tells. */
export interface ListPerson {
  readonly name: string;
  readonly idNo: string | null;
  readonly birthDate: PartialDate | null;
  readonly sex: 'male' | 'female' | null;
  /** Village or town; null where the list names no place or one that is unknown. */
  readonly division: string | null;
  /** What was told of the place, while no list of divisions settles it. */
  readonly told?: ToldPlace;
  /** Where the row stood before the divisions settled it. */
  readonly placedFrom?: string | null;
  /** Only an age, a year or a wrong number tells the birth: it decides nothing. */
  readonly isBirthEstimated?: true;
  /** The birth was worked out from an age, so that it is another one next year. */
  readonly isBirthFromAge?: true;
  /** Which of the rows of one sheet that tell the same and no number; only from the second on. */
  readonly ordinal?: number;
}
export interface ListRow extends ListPerson {
  readonly facts: Partial<FactValues>;
  readonly sourceDate: IsoDate;
  readonly remarks: readonly Remark[];
}
/** Kinds of visitor that a roster's words tell; the network takes them over as its own. */
export type RosterKind = 'helper' | 'villageCadre' | 'gridWorker' | 'workTeamMember' | 'assignedCadre' | 'volunteer' | 'other';
export interface VisitorRow {
  readonly name: string;
  readonly sex: 'male' | 'female' | null;
  readonly idNo: string | null;
  readonly phone: string | null;
  readonly division: string;
  readonly kind: RosterKind;
  readonly kindText: string;
  readonly capacity: number | null;
  readonly home: { readonly lng: number; readonly lat: number } | null;
  readonly remarks: readonly Remark[];
}
export interface FilingRow {
  readonly elder: ListPerson;
  readonly visitorName: string;
  readonly visitorPhone: string | null;
  readonly remarks: readonly Remark[];
}

/** Kinds of list whose rows are facts, with the source they count as. */
export const factLists = {
  disabilityRegister: 'disabilityRegister',
  assessmentRegister: 'assessmentRegister',
  aidRegister: 'aidRegister',
  familyPlanningRegister: 'familyPlanningRegister',
  healthRegister: 'healthRegister',
  deathRegister: 'deathRegister',
  locationList: 'locationList',
  pensionRegister: 'pensionRegister',
  residenceRegister: 'residenceRegister',
} as const satisfies Partial<Record<TableKind, SourceKind>>;
export type FactListKind = keyof typeof factLists;

function startRow(mapping: TableMapping, cellsOf: readonly CellValue[], context: RowContext): RowReading<{ readonly row: RowCells; readonly name: string }> {
  const skipped = passOver(mapping, cellsOf, context.places);
  if (skipped !== null) return skipped;
  const row = new RowCells(mapping, cellsOf);
  const name = readName(row);
  if (name === null) return { kind: 'rejected', name: '', remarks: [{ code: 'name.missing', column: row.all('name')[0]?.header ?? '' }] };
  return { kind: 'read', row: { row, name } };
}

/** Town or village that a list names; unknown places narrow nothing, are remarked, and kept as they were told. */
function readListPlace(row: RowCells, context: RowContext, mapping: TableMapping | null = null): Pick<ListPerson, 'division' | 'told'> {
  const told: ToldPlace = {
    town: row.text('town'),
    village: row.text('village') || row.text('place'),
    address: row.text('address'),
    hints: mapping === null ? [] : [context.section, mapping.context.unit, mapping.context.title].filter((hint) => hint !== ''),
  };
  const { division, status } = placeOfList(told, context.places);
  if (status === 'unknown' || status === 'ambiguous')
    row.remark(status === 'ambiguous' ? 'division.ambiguous' : 'division.unknown', told.village === '' ? 'town' : row.text('village') === '' ? 'place' : 'village', {
      found: (told.village || told.town).slice(0, 60),
    });
  const isTold = told.town !== '' || told.village !== '' || told.address !== '' || told.hints.length > 0;
  return status === 'found' || !isTold ? { division } : { division, told };
}

function readPerson(row: RowCells, name: string, context: RowContext, idFromCertificate: string | null, mapping: TableMapping | null = null): ListPerson {
  const { facts, birthEstimated } = readIdentity(row, context.asOf);
  // A list that gives only the number is no less for it: the birth taken from there is not remarked.
  const kept = row.remarks.filter((remark) => remark.code !== 'birthDate.fromIdNo' && (remark.code !== 'idNo.missing' || row.has('idNo')));
  row.remarks.splice(0, row.remarks.length, ...kept);
  const idNo = facts.idNo ?? idFromCertificate;
  const birth = facts.birthDate ?? (idNo !== null && idNoProblem(idNo) === null ? birthDateOfIdNo(idNo) : null);
  const isFromAge = row.remarks.some((remark) => remark.code === 'birthDate.fromAge');
  return {
    name,
    idNo,
    birthDate: birth,
    sex: facts.sex ?? null,
    ...(isFromAge ? { isBirthFromAge: true } : {}),
    ...(birthEstimated ? { isBirthEstimated: true } : {}),
    ...readListPlace(row, context, mapping),
  };
}

/** Facts of one row by the kind of list; empty where the row says nothing that counts. */
function listFacts(
  kind: FactListKind,
  row: RowCells,
  context: RowContext,
  mapping: TableMapping,
): { readonly facts: Partial<FactValues>; readonly sourceDate?: IsoDate; readonly idNo?: string } {
  switch (kind) {
    case 'disabilityRegister': {
      const certificate = row.read('certificate', cells.readCertificate);
      // The number of a certificate tells the grade of this one; the sheet's name only where there is none.
      const isOfNumber = certificate !== undefined && isToldField(mapping, 'disabilityGrade');
      if (!isOfNumber) remarkTold(row, mapping, 'disabilityGrade');
      const stated = isOfNumber ? undefined : row.read(row.has('disabilityGrade') ? 'disabilityGrade' : 'disability', cells.readDisability);
      const type = row.read('disabilityType', cells.readDisabilityType) ?? stated?.type ?? certificate?.type;
      const grade = stated?.grade ?? certificate?.grade;
      if (stated === null || grade === undefined) return { facts: {}, ...(certificate === undefined ? {} : { idNo: certificate.idNo }) };
      const idNo = cells.readIdNo(row.cell('idNo')).value;
      if (certificate !== undefined && idNo !== undefined && idNo !== certificate.idNo) row.remark('certificate.idDiffers', 'certificate');
      const valid = !/注销|过期|失效|作废|无效|冻结/.test(row.text('validity')) && stated?.valid !== false;
      return {
        facts: { disability: { grade, valid, ...(type === undefined ? {} : { type }), ...(certificate === undefined ? {} : { certNo: certificate.certNo }) } },
        ...(certificate === undefined ? {} : { idNo: certificate.idNo }),
      };
    }
    case 'assessmentRegister': {
      remarkTold(row, mapping, 'abilityLevel');
      const level = row.read('abilityLevel', cells.readAbilityLevel);
      const day = readDate(row.cell('assessedOn'), 'event');
      return { facts: level === undefined ? {} : { abilityLevel: level }, ...(day !== null && day.length === 10 && day <= context.asOf ? { sourceDate: day } : {}) };
    }
    case 'aidRegister': {
      // Below a line that nobody understands, the title does not say it either.
      const isUntold = remarkTold(row, mapping, 'aid') && row.text('aid') === '';
      const facts: Partial<FactValues> = isUntold ? {} : aidFacts(row, `${mapping.context.title} ${context.sheet} ${context.file}`);
      const amount = row.read('monthlyAid', cells.readNumber);
      if (amount !== undefined) facts.monthlyAid = amount;
      return { facts };
    }
    case 'familyPlanningRegister': {
      const kindOf = row.read('familyPlanning', cells.readFamilyPlanning);
      return { facts: kindOf === undefined ? {} : { familyPlanning: kindOf } };
    }
    case 'healthRegister': {
      const day = readDate(row.cell('checkedOn'), 'event');
      const conditions = row.all('chronicConditions').flatMap(({ cell }) => cells.readWordList(cell));
      return { facts: conditions.length === 0 ? {} : { chronicConditions: conditions }, ...(day !== null && day.length === 10 && day <= context.asOf ? { sourceDate: day } : {}) };
    }
    case 'deathRegister': {
      const day = readDate(row.cell('diedOn'), 'event');
      if (day === null) row.remark('value.unknown', 'diedOn', { found: row.text('diedOn').slice(0, 40) });
      return { facts: day === null ? {} : { diedOn: day } };
    }
    case 'pensionRegister': {
      const facts: Partial<FactValues> = {};
      const kindOf = row.read('pension', readPensionKind);
      const amount = row.read('pensionAmount', cells.readNumber);
      if (kindOf !== undefined) facts.pension = { kind: kindOf, ...(amount !== undefined && kindOf !== 'none' && amount >= 0 && amount <= 1_000_000 ? { monthly: amount } : {}) };
      const died = readDate(row.cell('diedOn'), 'event');
      if (died !== null) facts.diedOn = died;
      // Without a day it is no fact yet: the row says so, and somebody asks.
      const said = `${row.text('certified')} ${row.text('remark')}`;
      if (died === null && /死亡|去世|亡故|病故/.test(said)) row.remark('row.saysDied', row.has('certified') ? 'certified' : 'remark');
      if (/迁出|迁移|转出|外迁|户口迁/.test(said)) row.remark('row.saysMoved', row.has('certified') ? 'certified' : 'remark');
      const day = readDate(row.cell('certifiedOn'), 'event');
      return { facts, ...(day !== null && day.length === 10 && day <= context.asOf ? { sourceDate: day } : {}) };
    }
    case 'residenceRegister': {
      const day = readDate(row.cell('movedOn'), 'event');
      if (day === null) row.remark('value.unknown', 'movedOn', { found: row.text('movedOn').slice(0, 40) });
      const to = row.text('movedTo').slice(0, 200);
      return { facts: day === null ? {} : { movedOut: { on: day, ...(to === '' || saysNothing(to) ? {} : { to }) } } };
    }
    case 'locationList': {
      const location = readCoordinates(row);
      return { facts: location === null ? {} : { location } };
    }
  }
}

/**
 * A cancelled certificate beside another one that is valid (renewed, or graded anew) says nothing of the
 * valid one. `standing`: what the register says of the same person. Without numbers they are told apart by
 * grade and type, and only on one day: a later list may tell the end of what an earlier one had otherwise.
 */
export function isOfFormerCertificate(row: ListRow, standing: ListRow): boolean {
  const [told, held] = [row.facts.disability, standing.facts.disability];
  if (told?.valid !== false || held?.valid !== true) return false;
  if (told.certNo !== undefined && held.certNo !== undefined) return told.certNo !== held.certNo;
  return row.sourceDate === standing.sourceDate && (told.grade !== held.grade || (told.type !== undefined && held.type !== undefined && told.type !== held.type));
}

/** Struck off for another reason than death (abroad, enlisted, registered twice), or moved here instead of away. */
const otherMatters: Readonly<Partial<Record<FactListKind, RegExp>>> = {
  deathRegister: /迁|转出|出国|出境|定居|国籍|参军|入伍|重复|重户|双重|错登|误登|虚假|更正/,
  residenceRegister: /迁入|转入|入户|恢复/,
};

/** A row of a list that adds facts to somebody. */
export function readListRow(kind: FactListKind, mapping: TableMapping, cellsOf: readonly CellValue[], context: RowContext): RowReading<ListRow> {
  const start = startRow(mapping, cellsOf, context);
  if (start.kind !== 'read') return start;
  const { row, name } = start.row;
  if (otherMatters[kind]?.test(row.text('reason')) === true) {
    row.remark('row.notOfList', 'reason', { found: row.text('reason').slice(0, 40) });
    return { kind: 'rejected', name, remarks: row.remarks };
  }
  const { facts, sourceDate, idNo } = listFacts(kind, row, context, mapping);
  const person = readPerson(row, name, context, idNo ?? null, mapping);
  return { kind: 'read', row: { ...person, facts, sourceDate: sourceDate ?? mapping.context.filledOn ?? context.asOf, remarks: row.remarks } };
}

const visitorWords: readonly (readonly [RegExp, RosterKind])[] = [
  [/互助员|助老员|孝老员|护理员|巡访员|养老员/, 'helper'],
  [/网格/, 'gridWorker'],
  [/驻村|工作队/, 'workTeamMember'],
  [/包帮|包联|帮扶干部|部门|镇干部|乡干部|包村/, 'assignedCadre'],
  [/村干部|社区\)?干部|两委|村支|书记|主任|文书|村委|组长/, 'villageCadre'],
  [/志愿/, 'volunteer'],
];

export function readVisitorRow(mapping: TableMapping, cellsOf: readonly CellValue[], context: RowContext): RowReading<VisitorRow> {
  const start = startRow(mapping, cellsOf, context);
  if (start.kind !== 'read') return start;
  const { row, name } = start.row;
  const { facts } = readIdentity(row, context.asOf);
  const kindText = row.text('visitorKind');
  const kind = visitorWords.find(([pattern]) => pattern.test(kindText))?.[1];
  if (kind === undefined && kindText !== '') row.remark('value.unknown', 'visitorKind', { found: kindText.slice(0, 40) });
  const fallback = /互助员/.test(`${context.file}${context.sheet}${mapping.context.title}`) ? 'helper' : 'other';
  const { division } = readListPlace(row, context);
  const known = division ?? resolved(context, mapping);
  if (known === null) row.remark('division.unknown', null);
  // A visitor's age and number matter less than an elder's: what is missing there is not remarked.
  const remarks = row.remarks.filter((remark) => !remark.code.startsWith('idNo.missing') && !remark.code.startsWith('birthDate.'));
  return {
    kind: 'read',
    row: {
      name,
      sex: facts.sex ?? null,
      idNo: facts.idNo ?? null,
      phone: row.read('phone', cells.readPhones)?.[0] ?? null,
      division: known ?? context.places.county,
      kind: kind ?? fallback,
      kindText,
      capacity: row.read('capacity', cells.readNumber) ?? null,
      home: readCoordinates(row),
      remarks,
    },
  };
}

const resolved = (context: RowContext, mapping: TableMapping): string | null => {
  for (const hint of [context.section, mapping.context.unit, context.sheet]) {
    const place = resolvePlace('', hint, context.places);
    if (hint !== '' && place.status === 'found') return place.code;
  }
  return null;
};

export function readFilingRow(mapping: TableMapping, cellsOf: readonly CellValue[], context: RowContext): RowReading<FilingRow> {
  const start = startRow(mapping, cellsOf, context);
  if (start.kind !== 'read') return start;
  const { row, name } = start.row;
  const elder = readPerson(row, name, context, null);
  return {
    kind: 'read',
    row: {
      elder: { ...elder, division: elder.division ?? resolved(context, mapping) },
      visitorName: nameText(row.cell('responsibleName')),
      visitorPhone: row.read('responsiblePhone', cells.readPhones)?.[0] ?? null,
      remarks: row.remarks,
    },
  };
}

const levelNames: Readonly<Record<string, DivisionLevel>> = {
  省: 'province',
  自治区: 'province',
  直辖市: 'province',
  市: 'prefecture',
  州: 'prefecture',
  地区: 'prefecture',
  县: 'county',
  区: 'county',
  镇: 'town',
  乡: 'town',
  乡镇: 'town',
  街道: 'town',
  村: 'village',
  社区: 'village',
  组: 'group',
};

/** A row of a list with one division a row: code, name, parent, level, coordinates. Rejected without a code that is one. */
export function readDivisionRow(mapping: TableMapping, cellsOf: readonly CellValue[]): RowReading<DivisionRow> {
  const skipped = passOver(mapping, cellsOf);
  if (skipped !== null) return skipped;
  const row = new RowCells(mapping, cellsOf);
  const name = cellText(row.cell('divisionName')).replace(/\s+/g, '');
  const code = fullCode(row.text('code').replace(/\D/g, ''));
  if (code === null || name === '') {
    row.remark(name === '' ? 'name.missing' : 'value.unknown', name === '' ? 'divisionName' : 'code', name === '' ? {} : { found: row.text('code').slice(0, 20) });
    return { kind: 'rejected', name, remarks: row.remarks };
  }
  const stated = levelNames[row.text('level').replace(/(?<=.)级$/, '')];
  const level = levelOf(code) ?? stated;
  const location = readCoordinates(row);
  return {
    kind: 'read',
    row: {
      steps: [{ code, name, level: level !== undefined && divisionLevels.includes(level) ? level : 'village' }],
      parent: fullCode(row.text('parentCode').replace(/\D/g, '')) ?? parentOf(code),
      lng: location?.lng ?? null,
      lat: location?.lat ?? null,
      remarks: row.remarks,
    },
  };
}
