// Facts of a ledger's row beside those that decide categories: schooling, insurance, income, health,
// self-care, spouse, contacts, who cares, what is needed. Only columns that are there cost anything.
import type { Contact, FactValues, Spouse } from '../facts/index.ts';
import { readIdNo, readNumber, readPhones, readWordList } from './cells.ts';
import { readPlace } from './children.ts';
import type { Field } from './fields.ts';
import * as further from './furtherCells.ts';
import { columnsOf, type RowCells } from './rowCells.ts';
import { cellText, saysNothing } from './text.ts';
import type { CellValue, TableMapping } from './types.ts';

const furtherFields: readonly Field[] = [
  'education',
  'medicalInsurance',
  'pension',
  'pensionAmount',
  'monthlyIncome',
  'yearlyIncome',
  'householdIncome',
  'householdYearlyIncome',
  'incomeSources',
  'livelihood',
  'povertyState',
  'residenceState',
  'emergencyName',
  'emergencyPhone',
  'emergencyRelation',
  'carerName',
  'carerPhone',
  'carerRelation',
  'carers',
  'spouseName',
  'spouseIdNo',
  'spousePhone',
  'spousePlace',
  'needs',
  'familyDoctor',
  'familyDoctorPhone',
];
const withFurther = new WeakMap<TableMapping, boolean>();
function hasFurther(mapping: TableMapping): boolean {
  let known = withFurther.get(mapping);
  if (known === undefined) {
    const columns = columnsOf(mapping);
    known = furtherFields.some((field) => columns.has(field));
    withFurther.set(mapping, known);
  }
  return known;
}

type Given = Partial<FactValues>;

/** A year's sum as yuan a month, to the cent. */
const monthly = (yearly: number | undefined): number | undefined => (yearly === undefined ? undefined : Math.round((yearly / 12) * 100) / 100);

function readMoney(row: RowCells): Given {
  const kind = row.read('pension', further.readPensionKind);
  const amount = row.read('pensionAmount', readNumber);
  const own = row.read('monthlyIncome', readNumber) ?? monthly(row.read('yearlyIncome', readNumber));
  const household = row.read('householdIncome', readNumber) ?? monthly(row.read('householdYearlyIncome', readNumber));
  const within = (value: number | undefined): value is number => value !== undefined && value >= 0 && value <= 1_000_000;
  if (kind === undefined && amount !== undefined && row.text('pension') === '') row.remark('pension.kindMissing', 'pensionAmount');
  return {
    // How much without of which kind is no pension yet: the kind is not guessed from the sum.
    ...(kind === undefined ? {} : { pension: { kind, ...(within(amount) && kind !== 'none' ? { monthly: amount } : {}) } }),
    ...(within(own) ? { monthlyIncome: own } : {}),
    ...(within(household) ? { householdIncome: household } : {}),
  };
}

/** People told over columns: a name begins one, relation and phone that follow belong to him. */
function readPeople(row: RowCells, mapping: TableMapping, cellsOf: readonly CellValue[], prefix: 'emergency' | 'carer'): readonly Contact[] {
  const contacts: Contact[] = [];
  let current: { header: string; name?: string; relation?: string; phone?: string } | null = null;
  const flush = (): void => {
    if (current === null) return;
    const { header, name, relation, phone } = current;
    if (name !== undefined && phone !== undefined) contacts.push({ name, relation: relation ?? '其他', phone });
    else if (name !== undefined || phone !== undefined) row.remarks.push({ code: 'contact.incomplete', column: header });
    current = null;
  };
  for (const { index, header, field } of mapping.columns) {
    if (field === null || !field.startsWith(prefix)) continue;
    const cell = cellsOf[index];
    if (field === `${prefix}Name`) {
      flush();
      const reading = further.readContactCell(cell);
      if (reading.code !== undefined) row.remarks.push({ code: reading.code, column: header, ...(reading.found === undefined ? {} : { found: reading.found }) });
      current = { header, ...reading.value };
      continue;
    }
    current ??= { header };
    if (field === `${prefix}Phone`) {
      const phones = readPhones(cell);
      if (phones.code !== undefined) row.remarks.push({ code: phones.code, column: header });
      const phone = phones.value?.[0];
      if (phone !== undefined) current.phone ??= phone;
    } else if (field === `${prefix}Relation`) {
      const text = cellText(cell);
      if (!saysNothing(text)) current.relation ??= text.slice(0, 20);
    }
  }
  flush();
  return contacts;
}

function readSpouse(row: RowCells): Spouse | null | undefined {
  if (!row.has('spouseName') && !row.has('spouseIdNo') && !row.has('spousePhone')) return undefined;
  const written = row.text('spouseName').replace(/\s+/g, '');
  if (/^(无|没有|无配偶|未婚)$/.test(written)) return null;
  const spouse: { -readonly [K in keyof Spouse]: Spouse[K] } = {};
  if (written !== '' && !saysNothing(written)) {
    if (/^[\p{Script=Han}·]{2,12}$/u.test(written)) spouse.name = written;
    else row.remark('value.unknown', 'spouseName', { found: written.replace(/\d/g, '*').slice(0, 60) });
  }
  const number = row.has('spouseIdNo') ? readIdNo(row.cell('spouseIdNo')) : {};
  if (number.code !== undefined && number.code !== 'idNo.missing') row.remark(number.code, 'spouseIdNo');
  if (number.value !== undefined && number.value.length <= 18 && /^[0-9A-Z]+$/.test(number.value)) spouse.idNo = number.value;
  const phone = row.read('spousePhone', readPhones)?.[0];
  if (phone !== undefined) spouse.phone = phone;
  const place = row.has('spousePlace') ? readPlace(row.text('spousePlace')) : null;
  if (place !== null) spouse.place = place;
  return Object.keys(spouse).length === 0 ? undefined : spouse;
}

/** Who cares for him: a named person with a number, or words for who it is. */
function readCare(row: RowCells, mapping: TableMapping, cellsOf: readonly CellValue[]): Given {
  const given: Given = {};
  const told = row.read('carers', further.readDailyCarers);
  const named = row.has('carerName') ? further.readDailyCarers(row.cell('carerName')) : {};
  // A carer without a number is no contact, but his relation says who cares.
  const hasNumber = row.text('carerPhone') !== '' || /\d{7}/.test(row.text('carerName'));
  const word = named.code === undefined || hasNumber ? named : further.readDailyCarers(row.cell('carerRelation'));
  const isWord = word.value !== undefined && word.code === undefined;
  const daily = [...new Set([...(told ?? []), ...(isWord ? (word.value ?? []) : [])])];
  if (daily.length > 0) given.dailyCarers = daily;
  const [carer] = isWord ? [] : readPeople(row, mapping, cellsOf, 'carer');
  if (carer !== undefined) given.mainCarer = carer;
  return given;
}

/** What further columns of a ledger tell. Leaves remarks in `row`. */
export function readFurther(row: RowCells, mapping: TableMapping, cellsOf: readonly CellValue[]): Given {
  if (!hasFurther(mapping)) return {};
  const given: Given = { ...readMoney(row), ...readCare(row, mapping, cellsOf) };
  const set = <K extends keyof FactValues>(key: K, value: FactValues[K] | undefined): void => {
    if (value !== undefined) given[key] = value;
  };
  set('education', row.read('education', further.readEducation));
  set('medicalInsurance', row.read('medicalInsurance', further.readMedicalInsurance));
  set('incomeSources', row.read('incomeSources', further.readIncomeSources));
  set('livelihood', row.read('livelihood', further.readLivelihood));
  set('povertyState', row.read('povertyState', further.readPoverty));
  set('residenceState', row.read('residenceState', further.readResidenceState));
  set('spouse', readSpouse(row));
  const contacts = readPeople(row, mapping, cellsOf, 'emergency').slice(0, 10);
  if (contacts.length > 0) given.contacts = contacts;
  const needs = row.has('needs') ? further.readNeeds(row.cell('needs')) : {};
  if (needs.value !== undefined) given.needs = needs.value;
  // A need in the clerk's own words is kept as such: it has a place of its own.
  if (needs.code !== undefined) given.needNote = row.text('needs').slice(0, 500);
  const doctor = row.text('familyDoctor').replace(/\s+/g, '');
  if (/^[\p{Script=Han}·]{2,12}$/u.test(doctor) && !saysNothing(doctor)) {
    const phone = row.read('familyDoctorPhone', readPhones)?.[0];
    given.familyDoctor = { name: doctor, ...(phone === undefined ? {} : { phone }) };
  }
  return given;
}

/** A health column tells a state (较差), illnesses, or both. */
export function readHealth(row: RowCells): { readonly state?: FactValues['healthState']; readonly illnesses: readonly string[] } {
  let state: FactValues['healthState'] | undefined;
  const illnesses: string[] = [];
  for (const { header, cell } of row.all('illnesses')) {
    const isState = /健康|身体/.test(header);
    for (const word of isState && typeof cell === 'string' ? cell.split(/[;；、，,/\n|\s]+/) : []) {
      const said = further.healthStateOf(cellText(word));
      if (said !== null) state ??= said;
    }
    for (const word of readWordList(cell)) if (!isState || further.healthStateOf(word) === null) illnesses.push(word);
  }
  return { ...(state === undefined ? {} : { state }), illnesses: [...new Set(illnesses)] };
}
