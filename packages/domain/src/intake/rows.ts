// One row of a ledger → facts about one person, with a remark for whatever was not clear. Blank rows,
// totals, repeated headers and footnotes are passed over; rejected is only what names nobody.
import { birthDateOfIdNo, sexOfIdNo, type Category, type Disability, type FactValues, type LivingCompanion } from '../ledger/index.ts';
import { ageOn, type IsoDate } from '../shared/index.ts';
import * as cells from './cells.ts';
import { readChildColumns } from './childColumns.ts';
import { readRemark } from './children.ts';
import { birthMonthOfAge, readAge, readDate, readYear } from './dates.ts';
import { readFurther, readHealth } from './furtherFacts.ts';
import { selfCareOf } from './furtherCells.ts';
import type { Field } from './fields.ts';
import { fieldOfHeading } from './headings.ts';
import { readLeaving } from './leaving.ts';
import { identityKey } from './matching.ts';
import { readMembers } from './members.ts';
import { readPlaceOf, type LedgerPlace, type RowContext } from './ledgerPlaces.ts';
import { groupOfPlace, resolvePlace, type PlaceIndex } from './places.ts';
import { columnsOf, RowCells } from './rowCells.ts';
import { cellText, nameText, saysNothing, statedUnit, sumLine } from './text.ts';
import type { CellValue, Remark, TableMapping } from './types.ts';

/** Years from which somebody belongs in these lists (老年人权益保障法 第2条). */
const OLD_AGE = 60;

export interface PersonRow {
  readonly name: string;
  readonly facts: Partial<FactValues>;
  /** The birth date is only an estimate from an age; it must not decide who somebody is. */
  readonly birthEstimated: boolean;
  readonly remarks: readonly Remark[];
  /** What was told of the place, where the divisions of today give no village for it. */
  readonly told?: LedgerPlace;
}
export type RowReading<T = PersonRow> =
  | { readonly kind: 'skipped'; readonly section?: string }
  | { readonly kind: 'rejected'; readonly name: string; readonly remarks: readonly Remark[] }
  | { readonly kind: 'read'; readonly row: T };

const footnote =
  /^(注|说明|备注|填表说明|填表人|填报人|审核人|制表|制表人|负责人|单位负责人|联系人|填报日期|附|[^:\d]{0,10}(签字|签名|盖章|支书|书记|主任|领导|经办人|负责人))\s*[:：]/;
/** 一、狮坪村; （二）独居老人: a number before a heading between the rows. */
const numbered = /^(?:\(?[一二三四五六七八九十]{1,3}[)、.]|\(\d{1,2}\))/;
/** What no name is: 独居老人, 以上人员已核实, 狮坪村共3人. */
const noPerson = /(老人|老年人|人员|对象|家庭|情况|如下|核实|属实|以上|以下|为空|此页|无人)|共\s*\d+\s*[人户名]|^\p{Script=Han}{6,}$/u;

/** A lone text in the column of names may be a village as well: by its ending, or by the list of divisions. */
function isPlaceName(text: string, places: PlaceIndex | undefined): boolean {
  if (/.{2}(村委会|居委会|村民委员会|社区)(\(.*\))?$/.test(text)) return true;
  return /.[村镇乡组]$/.test(text) && places !== undefined && resolvePlace('', text, places).status === 'found';
}

const headerWords = new WeakMap<TableMapping, ReadonlySet<string>>();
/** What stands in the headings of a table, upper and lower ones, without spaces. */
function wordsOfHeader(mapping: TableMapping): ReadonlySet<string> {
  const known = headerWords.get(mapping) ?? new Set(mapping.columns.flatMap(({ header }) => [header, ...header.split('/'), ...header.split(/[/-]/)]));
  headerWords.set(mapping, known);
  return known;
}
/** On each printed page the header again, its upper row as well. */
function repeatsHeader(mapping: TableMapping, filled: readonly string[]): boolean {
  const known = wordsOfHeader(mapping);
  const same = filled.filter((text) => known.has(text.replace(/\s+/g, ''))).length;
  return same >= 2 && same * 5 >= filled.length * 4;
}

/** Is this a row about nobody? A lone text between rows may name the village of the rows below it. */
export function passOver(mapping: TableMapping, row: readonly CellValue[], places?: PlaceIndex): { readonly kind: 'skipped'; readonly section?: string } | null {
  const named = columnsOf(mapping).get('name')?.[0];
  // Nearly every row: a number or nothing first, then words in the name's column that are no heading.
  const firstCell = row[0];
  if (named !== undefined && named.index > 0 && (typeof firstCell === 'number' || firstCell === null)) {
    const text = row[named.index];
    if (
      typeof text === 'string' &&
      text.length > 1 &&
      !wordsOfHeader(mapping).has(text.replace(/\s+/g, '')) &&
      !/[计名人:：\d]/.test(text) &&
      row.some((cell, index) => index > named.index && cell !== null && cell !== '')
    )
      return null;
  }
  const filled = row.map((cell) => cellText(cell)).filter((text) => text !== '');
  if (filled.length === 0) return { kind: 'skipped' };
  const first = filled[0] as string;
  if (sumLine.test(first) || footnote.test(first) || repeatsHeader(mapping, filled)) return { kind: 'skipped' };
  const nameColumn = mapping.columns.find((column) => column.field === 'name' || column.field === 'divisionName');
  const name = nameColumn === undefined ? '' : cellText(row[nameColumn.index]);
  if (sumLine.test(name.replace(/\s/g, ''))) return { kind: 'skipped' };
  if (name !== '' && fieldOfHeading(name, '') === 'name') return { kind: 'skipped' };
  if (name === '') {
    // Sums stand in any column: 小计 behind the number that it counts.
    if (filled.some((text) => sumLine.test(text.replace(/\s/g, '')))) return { kind: 'skipped' };
    const matched = filled.filter((text) => fieldOfHeading(text, '') !== null).length;
    if (matched >= 2 && matched >= filled.length - 1) return { kind: 'skipped' };
  }
  if (filled.length === 1) {
    // Where villages stand below each other on one sheet, title and reporting unit come again.
    const unit = statedUnit(first);
    if (unit !== null) return { kind: 'skipped', section: unit };
    if (/^\d+$/.test(first) || /:|(台账|名册|名单|.表)$/.test(first)) return { kind: 'skipped' };
    // A sentence under the table is nobody's name.
    if (first.length > 20 || /[。；]/.test(first)) return { kind: 'skipped' };
    const heading = first.replace(numbered, '').replace(/\s*\(?共\s*\d+\s*[人户名]\)?$/, '');
    if (name === '' || isPlaceName(heading, places)) return { kind: 'skipped', section: heading };
    // A heading or a sentence in the column of names; the village above it still holds.
    return heading !== first || noPerson.test(first) ? { kind: 'skipped' } : null;
  }
  return null;
}

/** 李秀英（曾用名：李小英）, （已故）李秀英, 李秀英已故: what stands beside a name is kept as a remark. */
const besideName = (row: RowCells): string => {
  const text = row.text('name');
  return /\((.+)\)\s*$/.exec(text)?.[1] ?? /^\((.+?)\)/.exec(text)?.[1] ?? gone.exec(text)?.[1] ?? '';
};
const gone = /(?<=\p{Script=Han}{2})(已故|已死亡|已去世|死亡|去世|已死|已亡)$/u;

/** Name of a row's person; null where there is none. */
export function readName(cellsOfRow: RowCells): string | null {
  const name = nameText(nameText(cellsOfRow.cell('name')).replace(/\(.*\)$/, '')).replace(gone, '');
  return name === '' || saysNothing(name) || /^\d+$/.test(name) || /[:：。；]|^[，、]/.test(name) ? null : name.slice(0, 60);
}

const isPlausibleAge = (age: number): boolean => age >= 50 && age <= 115;

/** Number, sex and birth, each from its own column first, else from a valid number. */
export function readIdentity(row: RowCells, asOf: IsoDate): { readonly facts: Pick<Partial<FactValues>, 'idNo' | 'sex' | 'birthDate'>; readonly birthEstimated: boolean } {
  const facts: { idNo?: string; sex?: 'male' | 'female'; birthDate?: string } = {};
  const number = row.has('idNo') ? cells.readIdNo(row.cell('idNo')) : {};
  if (number.code !== undefined) row.remark(number.code, 'idNo');
  if (number.value !== undefined) facts.idNo = number.value;
  // An old number of 15 digits tells birth and sex as the new one made of it does.
  const key = identityKey(number.value);
  const valid = key.idValid ? key.idKey : null;

  const statedSex = row.read('sex', cells.readSex);
  const sex = statedSex ?? (valid === null ? null : sexOfIdNo(valid));
  if (sex !== null) facts.sex = sex;
  if (valid !== null && sex !== sexOfIdNo(valid)) row.remark('idNo.sexDiffers', 'idNo');

  const birthText = row.text('birthDate');
  const ageText = row.text('age');
  let birth = readDate(row.cell('birthDate'), 'birth');
  const age = readAge(row.cell('age')) ?? (birth === null ? readAge(row.cell('birthDate')) : null);
  // A column of ages may hold a birth, as a column of births may hold an age.
  if (birth === null && age === null && birthText === '') birth = readDate(typeof row.cell('age') === 'string' ? row.cell('age') : null, 'birth');
  const bornIn: Field = birthText === '' && ageText !== '' ? 'age' : 'birthDate';
  const written = birthText === '' && !saysNothing(ageText) ? ageText : birthText;
  const year = birth === null ? readYear(row.cell(bornIn)) : null;
  let estimated = false;
  if (birth !== null && birth > asOf) birth = null;
  if (birth !== null) {
    if (birth.length === 7) row.remark('birthDate.monthOnly', bornIn);
    if (valid !== null && !(birthDateOfIdNo(valid) as string).startsWith(birth)) row.remark('idNo.birthDiffers', 'idNo');
  } else {
    if (written !== '' && age === null && year === null) row.remark('birthDate.unreadable', bornIn, { found: written.slice(0, 40) });
    // Excel loses the end of a number, not its birth; behind a wrong check the age has to agree with it.
    const inNumber = valid !== null ? birthDateOfIdNo(valid) : (number.birthDate ?? (number.code === 'idNo.checkDigit' ? birthDateOfIdNo(number.value as string) : null));
    // A number of the other sex may be a spouse's: its birth counts where the age agrees with it.
    const isDoubted = valid !== null && statedSex !== undefined && statedSex !== sexOfIdNo(valid);
    const isIntact = (valid !== null && !isDoubted) || number.birthDate !== undefined;
    if (
      inNumber !== null &&
      inNumber !== undefined &&
      inNumber <= asOf &&
      (isIntact ? age === null || Math.abs(ageOn(inNumber, asOf) - age) <= 2 || valid !== null : age !== null && Math.abs(ageOn(inNumber, asOf) - age) <= 1)
    ) {
      birth = inNumber;
      // The age bears out the year; the wrong digit may still be one of month or day, which decides nothing then.
      estimated = !isIntact && valid === null;
      // A ledger that asks for no birth but for a number told it there.
      if (row.has('birthDate') || valid === null)
        row.remark(estimated ? 'birthDate.fromWrongIdNo' : 'birthDate.fromIdNo', row.has('birthDate') ? 'birthDate' : row.has('age') ? 'age' : 'idNo');
      if (valid !== null && age !== null && Math.abs(ageOn(inNumber, asOf) - age) > 2) row.remark('idNo.birthDiffers', 'idNo');
    } else if (age === null && year === null && inNumber !== null && inNumber !== undefined && isPlausibleAge(ageOn(inNumber, asOf))) {
      // The wrong digit may be one of the birth: good enough to count his years, not to tell who he is.
      birth = inNumber;
      estimated = true;
      row.remark('birthDate.fromWrongIdNo', row.has('birthDate') ? 'birthDate' : 'idNo');
    } else if (age !== null) {
      birth = birthMonthOfAge(age, asOf);
      estimated = true;
      row.remark('birthDate.fromAge', row.has('age') ? 'age' : 'birthDate');
    } else if (year !== null) {
      // Somewhere in that year: its middle, which decides nothing about who somebody is.
      birth = `${year}-07`;
      estimated = true;
      row.remark('birthDate.yearOnly', bornIn, { found: written.slice(0, 40) });
    }
  }
  if (birth !== null) facts.birthDate = birth;
  return { facts, birthEstimated: estimated };
}

/** 户籍地址 that stands as the place of a row is an address all the same. */
function readHukouAddress(row: RowCells): string | undefined {
  const column = row.all('place').find(({ header }) => /户籍|户口/.test(header));
  const text = column === undefined ? '' : cellText(column.cell);
  return text === '' || saysNothing(text) ? undefined : text.slice(0, 200);
}

/** Group of a row: its own column, else what stands behind the village in its place, address or sheet. */
function readGroupOf(row: RowCells, context: RowContext): string | undefined {
  const own = row.read('group', cells.readGroup);
  if (own !== undefined) return own;
  for (const text of [row.text('place'), row.text('village'), row.text('address'), context.section, context.sheet]) {
    const told = groupOfPlace(text);
    if (told !== null) return cells.readGroup(told).value;
  }
  return undefined;
}

/** Whom somebody lives with, from one column or several; 独自 beside somebody else is not alone. */
function readCompanions(row: RowCells): readonly LivingCompanion[] | undefined {
  const told = [...new Set(row.readTicked('livesWith', cells.readLivesWith).flat())];
  if (told.length === 0) return undefined;
  return told.length > 1 ? told.filter((who) => who !== 'alone') : told;
}

function readDisabilityOf(row: RowCells, fromCategories: 1 | 2 | null): Disability | null | undefined {
  const stated = row.read('disability', cells.readDisability);
  const certificate = row.read('certificate', cells.readCertificate);
  const type = row.read('disabilityType', cells.readDisabilityType);
  if (stated === undefined && certificate === undefined) return fromCategories === null ? undefined : { grade: fromCategories, valid: true };
  if (stated === null) return null;
  const grade = stated?.grade ?? (certificate?.grade as 1 | 2 | 3 | 4);
  const kind = stated?.type ?? type ?? certificate?.type;
  return { grade, valid: stated?.valid ?? true, ...(kind === undefined ? {} : { type: kind }), ...(certificate === undefined ? {} : { certNo: certificate.certNo }) };
}

/** What several columns of categories state together. */
const mergeStated = (told: readonly cells.StatedCategories[]): cells.StatedCategories | undefined =>
  told.length < 2
    ? told[0]
    : {
        categories: [...new Set(told.flatMap((one) => one.categories))],
        childDied: told.some((one) => one.childDied),
        grade: told.find((one) => one.grade !== null)?.grade ?? null,
        minimumLiving: told.some((one) => one.minimumLiving),
      };

/** Reads one row of an elder ledger. Pure; `mapping` may have been corrected by a person. */
export function readElderRow(mapping: TableMapping, cellsOf: readonly CellValue[], context: RowContext): RowReading {
  const skipped = passOver(mapping, cellsOf, context.places);
  if (skipped !== null) return skipped;
  const row = new RowCells(mapping, cellsOf);
  const name = readName(row);
  if (name === null) return { kind: 'rejected', name: '', remarks: [{ code: 'name.missing', column: row.all('name')[0]?.header ?? '' }] };
  const identity = readIdentity(row, context.asOf);
  const place = readPlaceOf(row, mapping, context);
  const facts: Partial<FactValues> = { name, ...identity.facts, division: place.code };
  const set = <K extends keyof FactValues>(key: K, value: FactValues[K] | undefined): void => {
    if (value !== undefined) facts[key] = value;
  };
  const phones = [...new Set(row.readAll('phone', cells.readPhones).flat())];
  set('phone', phones[0]);
  if (phones.length > 1) set('otherPhones', phones.slice(1, 6));
  set('group', readGroupOf(row, context));
  set('ethnicity', row.text('ethnicity') || undefined);
  set('address', row.text('address') || undefined);
  set('hukouAddress', readHukouAddress(row));
  set('hukou', row.read('hukou', cells.readHukou));
  set('maritalStatus', row.read('maritalStatus', cells.readMaritalStatus));
  set('livesWith', readCompanions(row));
  set('wantsVisits', row.read('wantsVisits', cells.readTruth));
  const stated = mergeStated(row.readTicked('categories', cells.readCategories));
  const ofCare = row.has('abilityLevel') ? selfCareOf(row.cell('abilityLevel')) : null;
  const asksCare = /自理/.test(row.all('abilityLevel')[0]?.header ?? '');
  if (ofCare !== null && (ofCare !== 'full' || asksCare)) facts.selfCare = ofCare;
  // 半自理 and 不能自理 are a step of self-care and no ability level, which is missed only where one was asked for.
  const level = asksCare && (ofCare === 'partial' || ofCare === 'none') ? undefined : row.read('abilityLevel', cells.readAbilityLevel);
  set('abilityLevel', level);
  const categories = new Set<Category>(stated?.categories ?? []);
  if (level === undefined && /失能|不能自理|半自理/.test(row.text('abilityLevel')) && !/无失能|未失能/.test(row.text('abilityLevel'))) categories.add('careDependent');
  if (row.has('categories') || categories.size > 0) set('statedCategories', [...categories]);
  set('disability', readDisabilityOf(row, stated?.grade ?? null));
  set('familyPlanning', row.readTicked('familyPlanning', cells.readFamilyPlanning)[0] ?? (stated?.childDied === true ? 'childDied' : undefined));
  for (const aid of row.readTicked('aid', cells.readAid, cells.deniedAid)) {
    set('minimumLiving', aid.minimumLiving);
    set('destitute', aid.destitute);
  }
  if (stated?.minimumLiving === true) set('minimumLiving', true);
  set('monthlyAid', row.read('monthlyAid', cells.readNumber));

  const told = readChildColumns(row, mapping, cellsOf);
  const remark = readRemark(
    row
      .all('remark')
      .map(({ cell }) => cellText(cell))
      .filter((text) => text !== '')
      .join('。'),
  );
  if (remark.unreadableChild) row.remark('child.unreadable', 'remark');
  const household = readMembers(row, mapping, cellsOf);
  if (household.members.length > 0) set('householdMembers', household.members);
  const children = [...told.children, ...remark.children.filter((child) => !told.children.some((other) => other.name === child.name && other.phone === child.phone))];
  // A child of the household may stand among the children as well, with more said of him.
  children.push(...household.children.filter(({ name: called }) => !children.some((other) => other.name === called)));
  if (told.stated || children.length > 0) set('children', children);
  else if (told.silent && (row.has('children') || row.has('childName'))) {
    // A ledger that asks for children and got no answer: taken as none, and said so.
    set('children', []);
    row.remark('children.noneWritten', row.has('children') ? 'children' : 'childName');
  }
  const health = readHealth(row);
  set('healthState', health.state);
  const illnesses = [...new Set([...health.illnesses, ...remark.illnesses])];
  if (illnesses.length > 0) set('illnesses', illnesses);
  const chronic = row.all('chronicConditions').flatMap(({ cell }) => cells.readWordList(cell));
  if (chronic.length > 0) set('chronicConditions', chronic);
  set('remark', [besideName(row), remark.text].filter((text) => text !== '').join(' ') || undefined);
  readLeaving(row, besideName(row), remark.text);
  Object.assign(facts, readFurther(row, mapping, cellsOf));
  if (facts.spouse === undefined) set('spouse', household.spouse);
  const location = readCoordinates(row);
  if (location !== null) set('location', location);
  if (facts.birthDate !== undefined && ageOn(facts.birthDate, context.asOf) < OLD_AGE)
    row.remark('row.tooYoung', row.has('birthDate') ? 'birthDate' : row.has('age') ? 'age' : 'idNo');
  return { kind: 'read', row: { name, facts, birthEstimated: identity.birthEstimated, remarks: row.remarks, ...(place.told === undefined ? {} : { told: place.told }) } };
}

/** WGS-84 degrees; null where either is missing or lies outside China. */
export function readCoordinates(row: RowCells): { readonly lng: number; readonly lat: number } | null {
  const lng = row.read('lng', cells.readNumber);
  const lat = row.read('lat', cells.readNumber);
  if (lng === undefined || lat === undefined) return null;
  if (lng > 73 && lng < 136 && lat > 3 && lat < 54) return { lng, lat };
  row.remark('value.unknown', 'lng', { found: `${lng}, ${lat}` });
  return null;
}
