// Endpoints of packages/contract/src/ledger.ts.
import {
  attachmentAdd,
  attachmentList,
  attachmentRead,
  attachmentRemove,
  elderFacets,
  elderGet,
  elderList,
  elderLookalikes,
  elderReveal,
  elderWhy,
  factHistory,
  factReveal,
  ledgerWorkbook,
} from '@shouwang/contract/ledger';
import type { FactKey } from '@shouwang/domain/ledger';
import { ok } from '@shouwang/domain/shared';
import { endpoint, fileEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { readRange } from '../divisions/public.ts';
import { addAttachment, listAttachments, readAttachment, removeAttachment } from './attachments.ts';
import { revealNumber } from './commands.ts';
import { explainElder, openElderFile, openFactHistory, revealFact } from './elderFile.ts';
import { findLookalikes } from './entry.ts';
import { countFacets } from './facets.ts';
import { listElders } from './list.ts';
import { writeLedgerWorkbook } from './workbook.ts';

export const ledgerRoutes: readonly Endpoint[] = [
  endpoint(elderList, async ({ tx, services, principal, query }) => ok({ rows: await listElders(services, tx, readRange(principal.scope, query.division), query) })),
  endpoint(elderFacets, async ({ tx, services, principal, query }) => ok(await countFacets(services, tx, readRange(principal.scope, query.division), query))),
  endpoint(elderGet, ({ tx, services, params }) => openElderFile(services, tx, params.id)),
  endpoint(elderWhy, ({ tx, services, params }) => explainElder(services, tx, params.id)),
  endpoint(elderReveal, ({ tx, services, params, body }) => revealNumber(services, tx, params.id, body.field, body.reason)),
  endpoint(elderLookalikes, async ({ tx, services, body }) => ok(await findLookalikes(services, tx, body))),
  endpoint(factHistory, ({ tx, services, params }) => openFactHistory(services, tx, params.id, params.key as FactKey)),
  endpoint(factReveal, ({ tx, services, params, body }) => revealFact(services, tx, params.id, params.key as FactKey, body.reason)),
  endpoint(attachmentList, ({ tx, services, params }) => listAttachments(services, tx, params.id)),
  endpoint(attachmentAdd, ({ tx, services, params, files, fields }) => addAttachment(services, tx, params.id, files, fields['kind'])),
  fileEndpoint(attachmentRead, ({ tx, services, params }) => readAttachment(services, tx, params.id, params.attachmentId)),
  endpoint(attachmentRemove, ({ tx, services, params, body }) => removeAttachment(services, tx, params.id, params.attachmentId, body.reason)),
  fileEndpoint(ledgerWorkbook, ({ tx, services, principal, query }) => writeLedgerWorkbook(services, tx, readRange(principal.scope, query.division), query, query.reason)),
];
