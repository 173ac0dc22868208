// Queues, needs and up-to-dateness as workbooks; who took them, and why, is written down.
import { freshnessSheet, needsSheet, queueNames, queueSheet } from '@shouwang/documents';
import { ok, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { localDay } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { FileReply } from '../../platform/http/endpoint.ts';
import type { Services } from '../../platform/services.ts';
import { type ReadRange, unitName } from '../divisions/public.ts';
import { readFreshness } from './freshness.ts';
import { listNeeds, type NeedsFilter } from './needs.ts';
import { listQueue, type QueueFilter } from './queue.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const MOST = { limit: 200_000, offset: 0 };

async function unitOf(services: Services, tx: Tx, range: ReadRange): Promise<{ readonly division: string; readonly unit: string; readonly filledOn: string }> {
  const division = range.prefix.padEnd(12, '0');
  return { division, unit: await unitName(services, tx, division), filledOn: services.clock.today() };
}
const file = (fileName: string, bytes: Uint8Array): Result<FileReply> => ok({ fileName: `${fileName}.xlsx`, contentType: XLSX, bytes: Buffer.from(bytes) });

export async function writeQueueWorkbook(services: Services, tx: Tx, range: ReadRange, filter: QueueFilter, reason: string): Promise<Result<FileReply>> {
  const rows = await listQueue(services, tx, range, filter, MOST);
  const { division, ...head } = await unitOf(services, tx, range);
  await audit(tx, { action: 'listing.export', entity: 'listing', division, details: { reason, queue: filter.queue, rows: rows.length } });
  const bytes = await queueSheet({
    ...head,
    queue: filter.queue,
    rows: rows.map((row) => ({
      ...row,
      formerly: row.formerly?.categories ?? [],
      grounds: row.inclusion?.reason ?? [...new Set(row.reasons.map((one) => one.source.clause))].join('；'),
      since: row.since ?? row.formerly?.until ?? row.inclusion?.to ?? null,
    })),
  });
  return file(`${head.unit}${queueNames[filter.queue]}名单`, bytes);
}

export async function writeNeedsWorkbook(services: Services, tx: Tx, range: ReadRange, filter: NeedsFilter, reason: string): Promise<Result<FileReply>> {
  const rows = await listNeeds(services, tx, range, filter, MOST);
  const { division, ...head } = await unitOf(services, tx, range);
  await audit(tx, { action: 'needs.export', entity: 'needs', division, details: { reason, needs: filter.need, rows: rows.length } });
  return file(`${head.unit}养老服务需求清单`, await needsSheet({ ...head, rows }));
}

export async function writeFreshnessWorkbook(services: Services, tx: Tx, range: ReadRange, reason: string): Promise<Result<FileReply>> {
  const { lines, months, cutoff } = await readFreshness(services, tx, range);
  const { division, ...head } = await unitOf(services, tx, range);
  await audit(tx, { action: 'freshness.export', entity: 'freshness', division, details: { reason, lines: lines.length } });
  const dated = lines.map((line) => ({ ...line, lastChange: line.lastChange === null ? null : localDay(new Date(line.lastChange)) }));
  return file(`${head.unit}台账更新情况`, await freshnessSheet({ ...head, months, cutoff, lines: dated }));
}
