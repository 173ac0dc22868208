// Endpoints of packages/contract/src/surveys.ts.
import {
  elderSurveys,
  surveyAppoint,
  surveyClose,
  surveyCreate,
  surveyExtend,
  surveyGet,
  surveyHouseholds,
  surveyList,
  surveyorEnd,
  surveyReopen,
  surveySubjects,
  surveyVillageClose,
  surveyVillageReopen,
  surveyWorkbook,
} from '@shouwang/contract/surveys';
import { surveySheet } from '@shouwang/documents';
import { ok } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { endpoint, fileEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { readRange, unitName } from '../divisions/public.ts';
import { listRounds, listSubjects, openRound, surveysOfElder } from './queries.ts';
import { addByHand, appoint, createRound, endSurveyor, extendRound, setRound, setVillage } from './rounds.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const MOST = { limit: 200_000, offset: 0 };

export const surveyRoutes: readonly Endpoint[] = [
  endpoint(surveyList, async ({ tx, services, principal, query }) => ok({ rounds: await listRounds(services, tx, readRange(principal.scope, query.division)) })),
  endpoint(surveyCreate, ({ tx, services, body }) => createRound(services, tx, body)),
  endpoint(surveyGet, ({ tx, services, principal, params }) => openRound(services, tx, readRange(principal.scope, undefined), params.id)),
  endpoint(surveySubjects, async ({ tx, services, principal, params, query }) =>
    ok(await listSubjects(services, tx, readRange(principal.scope, query.division), params.id, query, query)),
  ),
  fileEndpoint(surveyWorkbook, async ({ tx, services, principal, params, query }) => {
    const range = readRange(principal.scope, query.division);
    const opened = await openRound(services, tx, range, params.id);
    if (!opened.ok) return opened;
    const { rows } = await listSubjects(services, tx, range, params.id, query, MOST);
    const division = range.prefix.padEnd(12, '0');
    await audit(tx, { action: 'survey.export', entity: 'survey', entityId: params.id, division, details: { reason: query.reason, rows: rows.length } });
    const { name } = opened.value.round;
    const unit = await unitName(services, tx, division);
    return ok({ fileName: `${unit}${name}排查台账.xlsx`, contentType: XLSX, bytes: Buffer.from(await surveySheet({ unit, filledOn: services.clock.today(), name, rows })) });
  }),
  endpoint(surveyAppoint, ({ tx, services, params, body }) => appoint(services, tx, params.id, body)),
  endpoint(surveyorEnd, ({ tx, services, params }) => endSurveyor(services, tx, params.id, params.surveyorId)),
  endpoint(surveyVillageClose, ({ tx, params }) => setVillage(tx, params.id, params.division, null)),
  endpoint(surveyVillageReopen, ({ tx, params, body }) => setVillage(tx, params.id, params.division, body.reason)),
  endpoint(surveyClose, ({ tx, params }) => setRound(tx, params.id, null)),
  endpoint(surveyReopen, ({ tx, params, body }) => setRound(tx, params.id, body.reason)),
  endpoint(surveyExtend, ({ tx, services, params, body }) => extendRound(services, tx, params.id, body.deadline, body.reason)),
  endpoint(surveyHouseholds, ({ tx, params, body }) => addByHand(tx, params.id, body.households)),
  endpoint(elderSurveys, async ({ tx, params }) => ok(await surveysOfElder(tx, params.id))),
];
