// Endpoints of packages/contract/src/campaigns.ts and warnings.ts.
import {
  campaignAdd,
  campaignClose,
  campaignCreate,
  campaignExcuse,
  campaignExtend,
  campaignGet,
  campaignList,
  campaignPeople,
  campaignPreview,
  campaignReceipt,
  campaignRecord,
  campaignRecords,
  campaignRecordVoid,
  campaignReopen,
  campaignReport,
  campaignWorkbook,
} from '@shouwang/contract/campaigns';
import { warningEnter, warningLift, warningReceive, weatherKeyCreate, weatherKeys, weatherKeyWithdraw } from '@shouwang/contract/warnings';
import { ok, refuse } from '@shouwang/domain/shared';
import { endpoint, fileEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { readRange } from '../divisions/public.ts';
import { prefixesWithin, previewAudience } from './audience.ts';
import { addPeople, closeCampaign, createCampaign, excusePerson, extendCampaign, reopenCampaign } from './manage.ts';
import { proposals } from './proposals.ts';
import { listCampaigns, listPeople, openCampaign } from './queries.ts';
import { listRecords, readReceipt, recordAtDesk, voidRecord } from './record.ts';
import { writeList, writeReport } from './report.ts';
import { createKey, enterWarning, liftWarning, listKeys, receiveWarning, withdrawKey } from './warnings.ts';

export const campaignRoutes: readonly Endpoint[] = [
  endpoint(campaignList, async ({ tx, services, principal, query }) =>
    ok({ campaigns: await listCampaigns(services, tx, readRange(principal.scope, query.division)), ...(await proposals(services, tx)) }),
  ),
  endpoint(campaignPreview, async ({ tx, services, principal, body }) => {
    const prefixes = prefixesWithin(principal.scope, body.divisions);
    return prefixes === null ? refuse('input.invalid', { field: 'divisions' }) : ok(await previewAudience(services, tx, prefixes, body.audience));
  }),
  endpoint(campaignCreate, ({ tx, services, body }) => createCampaign(services, tx, body)),
  endpoint(campaignGet, ({ tx, services, principal, params, query }) => openCampaign(services, tx, readRange(principal.scope, query.division), params.id)),
  endpoint(campaignPeople, async ({ tx, services, principal, params, query }) =>
    ok(await listPeople(services, tx, readRange(principal.scope, query.division), params.id, query.show, query)),
  ),
  fileEndpoint(campaignWorkbook, ({ tx, services, principal, params, query }) => writeList(services, tx, readRange(principal.scope, query.division), params.id, query)),
  fileEndpoint(campaignReport, ({ tx, services, principal, params, query }) => writeReport(services, tx, principal, params.id, query)),
  endpoint(campaignAdd, ({ tx, services, params, body }) => addPeople(services, tx, params.id, body.elderIds, body.reason)),
  endpoint(campaignExcuse, ({ tx, services, params, body }) => excusePerson(services, tx, params.id, params.elderId, body.excuse, body.note)),
  endpoint(campaignExtend, ({ tx, params, body }) => extendCampaign(tx, params.id, body.endsOn, body.reason)),
  endpoint(campaignClose, ({ tx, services, params, body }) => closeCampaign(services, tx, params.id, body.words)),
  endpoint(campaignReopen, ({ tx, params, body }) => reopenCampaign(tx, params.id, body.reason)),
  endpoint(campaignRecords, async ({ tx, services, principal, params, query }) =>
    ok(await listRecords(services, tx, readRange(principal.scope, query.division), params.id, query.elderId, query)),
  ),
  endpoint(campaignRecord, ({ tx, services, params, body }) => recordAtDesk(services, tx, params.id, body)),
  endpoint(campaignRecordVoid, ({ tx, services, params, body }) => voidRecord(services, tx, params.id, params.recordId, body.reason)),
  fileEndpoint(campaignReceipt, ({ tx, services, params }) => readReceipt(services, tx, params.id, params.recordId)),
  endpoint(warningEnter, ({ tx, services, body }) => enterWarning(services, tx, body)),
  endpoint(warningLift, ({ tx, services, params }) => liftWarning(services, tx, params.id)),
  endpoint(warningReceive, ({ services, request, body }) => receiveWarning(services, request.sessionToken, body)),
  endpoint(weatherKeys, async ({ tx }) => ok(await listKeys(tx))),
  endpoint(weatherKeyCreate, ({ tx, body }) => createKey(tx, body.name)),
  endpoint(weatherKeyWithdraw, ({ tx, services, params }) => withdrawKey(services, tx, params.id)),
];
