// Endpoints of packages/contract/src/cases.ts.
import { caseClose, caseList, caseTake, caseWorkbook, proposalDecide, proposalList, proposalWorkbook } from '@shouwang/contract/cases';
import { caseSheet, proposalSheet } from '@shouwang/documents';
import { ok } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { endpoint, fileEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { readRange, unitName } from '../divisions/public.ts';
import { closeCase, decideProposal, listProposals, takeCase } from './act.ts';
import { countCases, listCases } from './list.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export const caseRoutes: readonly Endpoint[] = [
  endpoint(caseList, async ({ tx, principal, services, query }) => {
    const { division, limit, offset, ...filter } = query;
    const range = readRange(principal.scope, division);
    return ok({ ...(await countCases(tx, range, filter, services.clock.today())), rows: await listCases(services, tx, range, filter, { limit, offset }) });
  }),
  fileEndpoint(caseWorkbook, async ({ tx, principal, services, query }) => {
    const { division, reason, ...filter } = query;
    const range = readRange(principal.scope, division);
    const rows = await listCases(services, tx, range, filter, { limit: 100_000, offset: 0 });
    const code = range.prefix.padEnd(12, '0');
    const unit = await unitName(services, tx, code);
    await audit(tx, { action: 'cases.export', entity: 'cases', division: code, details: { reason, rows: rows.length } });
    const bytes = await caseSheet({ unit, filledOn: services.clock.today(), rows });
    return ok({ fileName: `${unit}探访发现事项.xlsx`, contentType: XLSX, bytes: Buffer.from(bytes) });
  }),
  endpoint(caseTake, ({ tx, services, params }) => takeCase(tx, params.id, services.clock.now().toISOString())),
  endpoint(caseClose, ({ tx, services, params, body }) => closeCase(services, tx, params.id, body)),
  endpoint(proposalList, async ({ tx, principal, services, query }) => {
    const { division, ...filter } = query;
    return ok(await listProposals(services, tx, readRange(principal.scope, division), filter));
  }),
  fileEndpoint(proposalWorkbook, async ({ tx, principal, services, query }) => {
    const { division, reason, ...filter } = query;
    const range = readRange(principal.scope, division);
    const { rows } = await listProposals(services, tx, range, { ...filter, limit: 100_000, offset: 0 });
    const code = range.prefix.padEnd(12, '0');
    const unit = await unitName(services, tx, code);
    await audit(tx, { action: 'proposals.export', entity: 'visitProposals', division: code, details: { reason, rows: rows.length } });
    const bytes = await proposalSheet({ unit, filledOn: services.clock.today(), rows });
    return ok({ fileName: `${unit}探访了解到的变化.xlsx`, contentType: XLSX, bytes: Buffer.from(bytes) });
  }),
  endpoint(proposalDecide, ({ tx, services, params, body }) => decideProposal(services, tx, params.id, body)),
];
