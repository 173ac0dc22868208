// Endpoints of packages/contract/src/network.ts.
import { contactList, contactSave, contactWorkbook, steadiness, steadinessRows, steadinessWorkbook, visitorList, visitorWorkbook } from '@shouwang/contract/network';
import { ok, refuse } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { endpoint, fileEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { divisionsOf, readRange } from '../divisions/public.ts';
import { replaceContacts } from './contacts.ts';
import { contactPlaces, visitorViews, writeContactWorkbook, writeVisitorWorkbook } from './lists.ts';
import { countVisitors } from './queries.ts';
import { listSteadiness, readSteadiness, writeSteadinessWorkbook } from './steadiness.ts';

export const networkRoutes: readonly Endpoint[] = [
  endpoint(visitorList, async ({ tx, services, principal, query }) => {
    const range = readRange(principal.scope, query.division);
    return ok({ count: await countVisitors(tx, range, query.q), rows: await visitorViews(services, tx, range, query) });
  }),
  fileEndpoint(visitorWorkbook, ({ tx, services, principal, query }) => writeVisitorWorkbook(services, tx, readRange(principal.scope, query.division), query)),
  endpoint(contactList, async ({ tx, services, principal, query }) => ok({ places: await contactPlaces(services, tx, readRange(principal.scope, query.division)) })),
  fileEndpoint(contactWorkbook, ({ tx, services, principal, query }) => writeContactWorkbook(services, tx, readRange(principal.scope, query.division), query.reason)),
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
