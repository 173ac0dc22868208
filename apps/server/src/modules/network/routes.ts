// Endpoints of packages/contract/src/network.ts.
import { contactList, contactSave, steadiness, steadinessRows, steadinessWorkbook, visitorList } from '@shouwang/contract/network';
import { maskPhone } from '@shouwang/domain/ledger';
import type { VisitorKind } from '@shouwang/domain/network';
import { monthOf, ok, refuse } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { endpoint, fileEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { divisionNamesAcross, divisionsOf, readRange } from '../divisions/public.ts';
import { listContacts, replaceContacts } from './contacts.ts';
import { countVisitors, listVisitors } from './queries.ts';
import { visitorSeal } from './sealing.ts';
import { listSteadiness, readSteadiness, writeSteadinessWorkbook } from './steadiness.ts';

export const networkRoutes: readonly Endpoint[] = [
  endpoint(visitorList, async ({ tx, services, principal, query }) => {
    const range = readRange(principal.scope, query.division);
    const rows = await listVisitors(tx, range, { q: query.q, month: monthOf(services.clock.today()), limit: query.limit, offset: query.offset });
    const names = await divisionNamesAcross(
      services,
      tx,
      rows.map((row) => row.division_code),
    );
    return ok({
      count: await countVisitors(tx, range, query.q),
      rows: rows.map((row) => ({
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
      })),
    });
  }),
  endpoint(contactList, async ({ tx, services, principal, query }) => {
    const range = readRange(principal.scope, query.division);
    const contacts = await listContacts(tx, services.crypto, range);
    // Every village and town of the range stands in the list, also one that has named nobody yet.
    const places = (await divisionsOf(tx, tx.actor.countyCode)).filter(
      (each) => (each.level === 'village' || each.level === 'town') && each.code >= range.from && each.code < range.to,
    );
    const codes = [...new Set([...places.map((each) => each.code), ...contacts.map((each) => each.division)])].toSorted();
    const names = await divisionNamesAcross(services, tx, codes);
    return ok({
      places: codes.map((division) => ({
        division,
        townName: names.town(division),
        villageName: names.village(division),
        contacts: contacts.filter((each) => each.division === division).map(({ role, name, phone }) => ({ role, name, phone })),
      })),
    });
  }),
  endpoint(contactSave, async ({ tx, services, principal, params, body }) => {
    const known = (await divisionsOf(tx, tx.actor.countyCode)).find((each) => each.code === params.division);
    if (!params.division.startsWith(principal.scope) || known === undefined) return refuse('notFound');
    await replaceContacts(tx, services.crypto, params.division, body.contacts);
    await audit(tx, { action: 'contacts.change', entity: 'division', division: params.division, details: { count: body.contacts.length } });
    return ok({ saved: body.contacts.length });
  }),
  endpoint(steadiness, async ({ tx, services, principal, query }) => ok(await readSteadiness(services, tx, readRange(principal.scope, query.division), query))),
  endpoint(steadinessRows, async ({ tx, services, principal, query }) => ok(await listSteadiness(services, tx, readRange(principal.scope, query.division), query))),
  fileEndpoint(steadinessWorkbook, ({ tx, services, principal, query }) => writeSteadinessWorkbook(services, tx, readRange(principal.scope, query.division), query, query.reason)),
];
