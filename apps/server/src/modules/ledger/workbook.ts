// The filtered ledger in the offices' own layout, numbers masked; who took it, with which filter and
// why, is written down.
import { ledgerSheet, sheetWords, writeOfficeSheet } from '@shouwang/documents';
import { ok, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { FileReply } from '../../platform/http/endpoint.ts';
import type { Services } from '../../platform/services.ts';
import { type ReadRange, unitName } from '../divisions/public.ts';
import { getPackInForce } from '../policy/public.ts';
import type { ElderFilter } from './filter.ts';
import { listElders } from './list.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** A worksheet has no more rows. */
const MOST_ROWS = 1_000_000;

export async function writeLedgerWorkbook(services: Services, tx: Tx, range: ReadRange, filter: ElderFilter, reason: string): Promise<Result<FileReply>> {
  const rows = await listElders(services, tx, range, { ...filter, sort: 'division', order: 'asc', limit: MOST_ROWS, offset: 0 });
  const division = range.prefix.padEnd(12, '0');
  const unit = await unitName(services, tx, division);
  const { pack } = await getPackInForce(tx, range.countyCode ?? tx.actor.countyCode);
  const tiers = new Map(pack.tiers.map((tier) => [tier.code, tier.label.zh]));
  await audit(tx, { action: 'elders.export', entity: 'ledger', division, details: { reason, rows: rows.length, filter: { ...filter, q: filter.q !== undefined } } });
  const sheet = ledgerSheet(
    {
      unit,
      filledOn: services.clock.today(),
      rows: rows.map((row) => ({
        town: row.townName,
        village: row.villageName,
        group: row.group,
        name: row.name,
        sex: row.sex,
        birthDate: row.birthDate,
        age: row.age,
        idNo: row.idNoMasked,
        phone: row.phoneMasked,
        categories: row.categories,
        tier: row.tier === null ? null : (tiers.get(row.tier) ?? row.tier),
        responsible: row.responsible,
        lastVisitOn: row.lastVisitOn,
        remarks: '',
      })),
    },
    sheetWords,
  );
  return ok({ fileName: `${sheetWords.ledger.title(unit)}.xlsx`, contentType: XLSX, bytes: Buffer.from(await writeOfficeSheet(sheet)) });
}
