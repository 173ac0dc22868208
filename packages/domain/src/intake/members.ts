// Who else belongs to the household, told over columns (家庭成员1姓名, 关系, …), in one packed cell or a
// line each. Children and spouse among them are told as such as well, where no column of their own says it.
import type { Child, HouseholdMember, Spouse } from '../facts/index.ts';
import { readIdNo, readPhones, readSex } from './cells.ts';
import { readPlace } from './children.ts';
import { readContactCell } from './furtherCells.ts';
import type { RowCells } from './rowCells.ts';
import { cellText, halfWidth, nameText, saysNothing } from './text.ts';
import type { CellValue, TableMapping } from './types.ts';

interface Told {
  name: string;
  relation?: string;
  sex?: 'male' | 'female';
  idNo?: string;
  phone?: string;
  health?: string;
  place?: NonNullable<Child['place']>;
}
export interface ToldMembers {
  readonly members: readonly HouseholdMember[];
  readonly children: readonly Child[];
  readonly spouse: Spouse | undefined;
}

const nobody: ToldMembers = { members: [], children: [], spouse: undefined };
const person = /^[\p{Script=Han}·]{2,12}$/u;
const ofChild = /^(?:长|次|大|二|三|四|五|小|老大|老二|幺|养|继|独生)?(?:儿子|女儿|子|女|儿)$|^之?(?:子|女)$|^子女$/;
const ofSpouse = /^(?:配偶|老伴|妻子?|夫|丈夫|爱人|老婆|老公|夫妻)$/;
/** What a member is called who is named without how he is related. */
const MEMBER = '家庭成员';
const MOST = 30;

/** 李秀英（妻子）；王强 孙子: each with relation and telephone as far as they are told. */
function packed(cell: CellValue | undefined): { readonly told: readonly Told[]; readonly failed: boolean } {
  const text = cellText(cell).replace(/（/g, '(').replace(/）/g, ')');
  if (saysNothing(text)) return { told: [], failed: false };
  const told: Told[] = [];
  let failed = false;
  for (const part of text.split(/[;；\n。]+|(?<=\))[、,，\s]*/)) {
    // 李秀英、王强: names alone.
    const names = part.split(/[、,，\s]+/).filter((one) => one !== '');
    if (
      names.length > 1 &&
      !/[(:：\d]/.test(part) &&
      names.every((one) => /^\p{Script=Han}{2,4}$/u.test(one)) &&
      names.every((one) => readContactCell(one).value?.name !== undefined)
    ) {
      told.push(...names.map((name) => ({ name })));
      continue;
    }
    const reading = readContactCell(part.replace(/\d{1,3}\s*(?:周?岁)/g, ' ').replace(/^[\s\d.、]+/, ''));
    if (reading.value?.name !== undefined) told.push({ ...reading.value, name: reading.value.name });
    else if (reading.code !== undefined || reading.value !== undefined) failed = true;
  }
  return { told, failed };
}

/** Parts of a cell, one for each member; blank ones hold their place. */
const partsOf = (cell: CellValue | undefined): readonly string[] =>
  (typeof cell === 'string' ? halfWidth(cell) : cellText(cell))
    .replace(/\r\n?/g, '\n')
    .split(/[、,;；，\n]/)
    .map((part) => part.trim());

interface Group {
  readonly header: string;
  readonly name: CellValue | undefined;
  readonly beside: { readonly field: string; readonly cell: CellValue | undefined }[];
}

/** Whom a column of names and the columns behind it tell: one, or several with as many parts beside them. */
function membersOf({ name, beside }: Group): { readonly told: readonly Told[]; readonly failed: boolean } {
  if (saysNothing(cellText(name))) return { told: [], failed: false };
  if (/[(:：]/.test(cellText(name))) return packed(name);
  const names = partsOf(name);
  const told: Told[] = [];
  let failed = false;
  for (const [at, written] of names.entries()) {
    const called = nameText(written);
    if (saysNothing(called)) continue;
    if (!person.test(called)) {
      failed = true;
      continue;
    }
    const member: Told = { name: called };
    for (const { field, cell } of beside) {
      const parts = partsOf(cell);
      if (names.length === 1) take(member, field, cell);
      else if (parts.length === names.length) take(member, field, parts[at]);
      else if (cellText(cell) !== '') failed = true;
    }
    told.push(member);
  }
  return { told, failed };
}

/** Members of the household of a row. Leaves a remark where a cell was not understood. */
export function readMembers(row: RowCells, mapping: TableMapping, cellsOf: readonly CellValue[]): ToldMembers {
  if (!row.has('memberName') && !row.has('members')) return nobody;
  const told: Told[] = [];
  let current: Group | null = null;
  const keep = (header: string, cell: CellValue | undefined, read: { readonly told: readonly Told[]; readonly failed: boolean }): void => {
    told.push(...read.told);
    if (read.failed) row.remarks.push({ code: 'value.unknown', column: header, found: cellText(cell).replace(/\d/g, '*').slice(0, 60) });
  };
  const flush = (): void => {
    if (current !== null) keep(current.header, current.name, membersOf(current));
    current = null;
  };
  for (const { index, header, field } of mapping.columns) {
    const cell = cellsOf[index];
    if (field === 'members') {
      flush();
      keep(header, cell, packed(cell));
    } else if (field === 'memberName') {
      flush();
      current = { header, name: cell, beside: [] };
    } else if (field?.startsWith('member') === true) (current as Group | null)?.beside.push({ field, cell });
  }
  flush();
  const members = told.slice(0, MOST);
  const spouse = members.find(({ relation }) => relation !== undefined && ofSpouse.test(relation));
  return {
    members: members.map(({ name, relation, sex, idNo, health }) => ({
      name,
      relation: relation ?? MEMBER,
      ...(sex === undefined ? {} : { sex }),
      ...(idNo === undefined ? {} : { idNo }),
      ...(health === undefined ? {} : { health }),
    })),
    children: members
      .filter(({ relation }) => relation !== undefined && ofChild.test(relation))
      .map(({ name, relation, phone, place }) => ({
        name,
        relation: relation as string,
        ...(phone === undefined ? {} : { phone }),
        ...(place === undefined ? {} : { place }),
      })),
    spouse:
      spouse === undefined
        ? undefined
        : { name: spouse.name, ...(spouse.idNo === undefined ? {} : { idNo: spouse.idNo }), ...(spouse.phone === undefined ? {} : { phone: spouse.phone }) },
  };
}

function take(member: Told, field: string, cell: CellValue | undefined): void {
  const text = cellText(cell);
  if (saysNothing(text)) return;
  if (field === 'memberRelation') member.relation ??= text.replace(/\s+/g, '').slice(0, 20);
  else if (field === 'memberSex') {
    const sex = readSex(cell).value;
    if (sex !== undefined) member.sex ??= sex;
  } else if (field === 'memberIdNo') {
    const { value, code } = readIdNo(cell);
    if (value !== undefined && code === undefined) member.idNo ??= value;
  } else if (field === 'memberPhone') {
    const phone = readPhones(cell).value?.[0];
    if (phone !== undefined) member.phone ??= phone;
  } else if (field === 'memberHealth') member.health ??= text.slice(0, 60);
  else if (field === 'memberPlace') {
    const place = readPlace(text);
    if (place !== null) member.place ??= place;
  }
}
