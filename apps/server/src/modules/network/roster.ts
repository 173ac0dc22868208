// The roster of visitors, written set-based. One person is one row: the same identity number, or the
// same name and phone; bringing the roster again changes only what it says otherwise.
import type { VisitorKind } from '@shouwang/domain/network';
import { newId } from '../../platform/clock.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { soundOf } from '../ledger/public.ts';
import { visitorSeal, type Home } from './sealing.ts';

export interface RosterEntry {
  readonly name: string;
  readonly idNo: string | null;
  readonly phone: string | null;
  /** 12 digits: village, town or, where the roster names none, the county. */
  readonly division: string;
  readonly kind: VisitorKind;
  /** The roster's own word for the kind. */
  readonly kindText: string;
  readonly capacity: number | null;
  readonly home: Home | null;
}

export interface RosterAnswer {
  readonly visitorId: string;
  readonly created: boolean;
  readonly changed: boolean;
}

interface KnownVisitor {
  id: string;
  name: string;
  id_no_index: Buffer | null;
  phone_index: Buffer | null;
  division_code: string;
  kind: string;
  kind_text: string | null;
  capacity: number | null;
  home_sealed: Buffer | null;
}

const hex = (bytes: Buffer | null): string => bytes?.toString('hex') ?? '';

/** Takes roster rows in; answers in their order. Two rows of one person answer with the same visitor. */
export async function recordRoster(tx: Tx, services: Services, entries: readonly RosterEntry[]): Promise<readonly RosterAnswer[]> {
  const county = tx.actor.countyCode;
  const seal = visitorSeal(services.crypto, county);
  const idNoIndexes = entries.map((entry) => (entry.idNo === null ? null : seal.idNoIndex(entry.idNo)));
  const phoneIndexes = entries.map((entry) => (entry.phone === null ? null : seal.phoneIndex(entry.phone)));
  const known = await tx.query<KnownVisitor>(sql`select id, name, id_no_index, phone_index, division_code, kind, kind_text, capacity, home_sealed from visitor
    where county_code = ${county} and (id_no_index = any(${idNoIndexes.filter((index) => index !== null)}::bytea[]) or name = any(${entries.map((entry) => entry.name)}::text[])) for update`);
  const byIdNo = new Map(known.filter((row) => row.id_no_index !== null).map((row) => [hex(row.id_no_index), row]));
  const byPhone = new Map(known.filter((row) => row.phone_index !== null).map((row) => [`${row.name}\0${hex(row.phone_index)}`, row]));

  const written: { row: KnownVisitor; entry: RosterEntry; isNew: boolean }[] = [];
  const answers = entries.map((entry, at): RosterAnswer => {
    const idNo = idNoIndexes[at] ?? null;
    const phone = phoneIndexes[at] ?? null;
    const found = (idNo === null ? undefined : byIdNo.get(hex(idNo))) ?? (phone === null ? undefined : byPhone.get(`${entry.name}\0${hex(phone)}`));
    const home = entry.home === null ? '' : JSON.stringify(entry.home);
    const same =
      found !== undefined &&
      found.name === entry.name &&
      found.division_code === entry.division &&
      found.kind === entry.kind &&
      (found.kind_text ?? '') === entry.kindText &&
      found.capacity === entry.capacity &&
      hex(found.phone_index) === hex(phone) &&
      hex(found.id_no_index) === hex(idNo) &&
      (found.home_sealed === null ? '' : JSON.stringify(seal.openHome(found.home_sealed))) === home;
    if (same) return { visitorId: found.id, created: false, changed: false };
    const row: KnownVisitor = {
      id: found?.id ?? newId(),
      name: entry.name,
      id_no_index: idNo,
      phone_index: phone,
      division_code: entry.division,
      kind: entry.kind,
      kind_text: entry.kindText,
      capacity: entry.capacity,
      home_sealed: entry.home === null ? null : seal.home(entry.home),
    };
    if (idNo !== null) byIdNo.set(hex(idNo), row);
    if (phone !== null) byPhone.set(`${entry.name}\0${hex(phone)}`, row);
    written.push({ row, entry, isNew: found === undefined });
    return { visitorId: row.id, created: found === undefined, changed: true };
  });
  // Where two rows speak of one person, the later one counts.
  const last = new Map(written.map((one) => [one.row.id, one]));
  if (last.size > 0) {
    const rows = [...last.values()];
    await tx.query(sql`insert into visitor (county_code, id, division_code, name, name_pinyin, kind, kind_text, phone_sealed, phone_index, id_no_sealed, id_no_index, home_sealed, capacity)
      select ${county}, r.* from unnest(${rows.map(({ row }) => row.id)}::uuid[], ${rows.map(({ row }) => row.division_code)}::text[], ${rows.map(({ row }) => row.name)}::text[], ${rows.map(({ row }) => soundOf(row.name).pinyin)}::text[],
        ${rows.map(({ row }) => row.kind)}::text[], ${rows.map(({ row }) => row.kind_text)}::text[], ${rows.map(({ entry }) => (entry.phone === null ? null : seal.phone(entry.phone)))}::bytea[], ${rows.map(({ row }) => row.phone_index)}::bytea[],
        ${rows.map(({ entry }) => (entry.idNo === null ? null : seal.idNo(entry.idNo)))}::bytea[], ${rows.map(({ row }) => row.id_no_index)}::bytea[], ${rows.map(({ row }) => row.home_sealed)}::bytea[], ${rows.map(({ row }) => row.capacity)}::int[]) as r
      on conflict (county_code, id) do update set division_code = excluded.division_code, name = excluded.name, name_pinyin = excluded.name_pinyin, kind = excluded.kind, kind_text = excluded.kind_text,
        phone_sealed = excluded.phone_sealed, phone_index = excluded.phone_index, id_no_sealed = excluded.id_no_sealed, id_no_index = excluded.id_no_index, home_sealed = excluded.home_sealed, capacity = excluded.capacity`);
  }
  return answers;
}

export interface VisitorName {
  readonly name: string;
  readonly phone: string | null;
  /** Village or town of the elder, to choose among people of one name. */
  readonly division: string | null;
}
export type FoundVisitor = { readonly status: 'one'; readonly visitorId: string } | { readonly status: 'none' } | { readonly status: 'ambiguous' };

/** Who is meant by name and phone: both agree, or the name is the only one in village, town or county. */
export async function findVisitors(tx: Tx, services: Services, names: readonly VisitorName[]): Promise<readonly FoundVisitor[]> {
  const seal = visitorSeal(services.crypto, tx.actor.countyCode);
  const rows = await tx.query<{ id: string; name: string; phone_index: Buffer | null; division_code: string }>(
    sql`select id, name, phone_index, division_code from visitor where county_code = ${tx.actor.countyCode} and name = any(${[...new Set(names.map((one) => one.name))]}::text[])`,
  );
  return names.map(({ name, phone, division }): FoundVisitor => {
    const called = rows.filter((row) => row.name === name);
    const phoneIndex = phone === null ? null : hex(seal.phoneIndex(phone));
    const circles = [
      called.filter((row) => phoneIndex !== null && hex(row.phone_index) === phoneIndex),
      ...(division === null ? [] : [called.filter((row) => row.division_code === division), called.filter((row) => row.division_code.startsWith(division.slice(0, 9)))]),
      called,
    ];
    const circle = circles.find((some) => some.length > 0) ?? [];
    // Another phone is a reason to ask only where it could be another person of that name.
    return circle.length === 0 ? { status: 'none' } : circle.length === 1 ? { status: 'one', visitorId: (circle[0] as { id: string }).id } : { status: 'ambiguous' };
  });
}
