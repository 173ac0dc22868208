// The roster and the numbers for emergencies as the desk lists them, on the screen and as workbooks.
import type { contactList, visitorRow, visitorWorkbook } from '@shouwang/contract/network';
import type { Query, Reply } from '@shouwang/contract/route';
import { contactSheet, visitorSheet } from '@shouwang/documents';
import { maskPhone } from '@shouwang/domain/ledger';
import type { VisitorKind } from '@shouwang/domain/network';
import { monthOf, ok, type Result } from '@shouwang/domain/shared';
import type { z } from 'zod';
import { audit } from '../../platform/audit/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { FileReply } from '../../platform/http/endpoint.ts';
import type { Services } from '../../platform/services.ts';
import { type ReadRange, divisionNamesAcross, divisionNamesOf, divisionsOf, unitName } from '../divisions/public.ts';
import { listContacts } from './contacts.ts';
import { listVisitors } from './queries.ts';
import { visitorSeal } from './sealing.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const unitOf = async (services: Services, tx: Tx, range: ReadRange): Promise<{ readonly division: string; readonly unit: string }> => {
  const division = range.prefix.padEnd(12, '0');
  return { division, unit: await unitName(services, tx, division) };
};

export async function visitorViews(
  services: Services,
  tx: Tx,
  range: ReadRange,
  asked: { readonly q?: string | undefined; readonly limit: number; readonly offset: number },
): Promise<z.output<typeof visitorRow>[]> {
  const rows = await listVisitors(tx, range, { q: asked.q, month: monthOf(services.clock.today()), limit: asked.limit, offset: asked.offset });
  const names = await divisionNamesOf(services, tx, rows);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    kind: row.kind as VisitorKind,
    division: row.division_code,
    townName: names.town(row.division_code),
    villageName: names.village(row.division_code),
    phoneMasked: row.phone_sealed === null ? '' : maskPhone(visitorSeal(services.crypto, row.county_code).openPhone(row.phone_sealed)),
    capacity: row.capacity,
    assigned: row.assigned,
    hasAccount: row.has_account,
    dutiesDue: row.required,
    dutiesDone: row.done,
  }));
}

export async function writeVisitorWorkbook(services: Services, tx: Tx, range: ReadRange, { q, reason }: Query<typeof visitorWorkbook>): Promise<Result<FileReply>> {
  const rows = await visitorViews(services, tx, range, { q, limit: 100_000, offset: 0 });
  const { division, unit } = await unitOf(services, tx, range);
  await audit(tx, { action: 'visitors.export', entity: 'visitors', division, details: { reason, rows: rows.length } });
  const bytes = await visitorSheet({ unit, filledOn: services.clock.today(), rows });
  return ok({ fileName: `${unit}探访人员名册.xlsx`, contentType: XLSX, bytes: Buffer.from(bytes) });
}

/** Every village and town of the range stands in the list, also one that has named nobody yet. */
export async function contactPlaces(services: Services, tx: Tx, range: ReadRange): Promise<Reply<typeof contactList>['places']> {
  const contacts = await listContacts(tx, services.crypto, range);
  const places = (await divisionsOf(tx, tx.actor.countyCode)).filter(
    (each) => (each.level === 'village' || each.level === 'town') && each.code >= range.from && each.code < range.to,
  );
  const codes = [...new Set([...places.map((each) => each.code), ...contacts.map((each) => each.division)])].toSorted();
  const names = await divisionNamesAcross(services, tx, codes);
  return codes.map((division) => ({
    division,
    townName: names.town(division),
    villageName: names.village(division),
    contacts: contacts.filter((each) => each.division === division).map(({ role, name, phone }) => ({ role, name, phone })),
  }));
}

export async function writeContactWorkbook(services: Services, tx: Tx, range: ReadRange, reason: string): Promise<Result<FileReply>> {
  const places = await contactPlaces(services, tx, range);
  const { division, unit } = await unitOf(services, tx, range);
  await audit(tx, { action: 'contacts.export', entity: 'division', division, details: { reason, places: places.length } });
  const bytes = await contactSheet({ unit, filledOn: services.clock.today(), places });
  return ok({ fileName: `${unit}应急电话.xlsx`, contentType: XLSX, bytes: Buffer.from(bytes) });
}
