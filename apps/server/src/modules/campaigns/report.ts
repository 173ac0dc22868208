// What leaves a campaign as a file: its list, and its report. Figures are computed (kept as they were when
// it was closed), words are people's; who took it, and why, is written down.
import type { CampaignFigures, campaignReport, campaignWorkbook } from '@shouwang/contract/campaigns';
import type { Query } from '@shouwang/contract/route';
import { campaignListSheet, campaignReportPaper, campaignReportSheet, paperDocx, sheetWords, writeOfficeSheet, type CampaignReport } from '@shouwang/documents';
import type { Principal } from '@shouwang/domain/access';
import { ok, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { FileReply } from '../../platform/http/endpoint.ts';
import type { Services } from '../../platform/services.ts';
import { type ReadRange, readRange, unitName } from '../divisions/public.ts';
import { getPackInForce } from '../policy/public.ts';
import { listPeople, openCampaign } from './queries.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const MOST = { limit: 200_000, offset: 0 };
/** Names on the report itself; all of them are on the list. */
const NAMED = 300;

const unitOf = async (services: Services, tx: Tx, range: ReadRange): Promise<{ division: string; unit: string }> => {
  const division = range.prefix.padEnd(12, '0');
  return { division, unit: await unitName(services, tx, division) };
};

export async function writeList(services: Services, tx: Tx, range: ReadRange, id: string, query: Query<typeof campaignWorkbook>): Promise<Result<FileReply>> {
  const opened = await openCampaign(services, tx, range, id);
  if (!opened.ok) return opened;
  const { rows } = await listPeople(services, tx, range, id, query.show, MOST);
  const { division, unit } = await unitOf(services, tx, range);
  const { pack } = await getPackInForce(tx, opened.value.campaign.division.slice(0, 6));
  await audit(tx, { action: 'campaign.export', entity: 'campaign', entityId: id, division, details: { reason: query.reason, rows: rows.length, show: query.show ?? null } });
  const { name } = opened.value.campaign;
  const tiers = new Map(pack.tiers.map((tier) => [tier.code, tier.label.zh]));
  const bytes = await campaignListSheet({ unit, filledOn: services.clock.today(), name, tiers, rows });
  return ok({ fileName: `${unit}${name}走访名单.xlsx`, contentType: XLSX, bytes: Buffer.from(bytes) });
}

/** A closed campaign's figures are those it was closed with, for whoever sees the whole of it. */
export async function writeReport(services: Services, tx: Tx, principal: Principal, id: string, query: Query<typeof campaignReport>): Promise<Result<FileReply>> {
  const range = readRange(principal.scope, undefined);
  const opened = await openCampaign(services, tx, range, id);
  if (!opened.ok) return opened;
  const { campaign, rules, closing, villages, purpose, orderNo } = opened.value;
  const left = (await listPeople(services, tx, range, id, 'left', { limit: NAMED, offset: 0 })).rows;
  const excused = (await listPeople(services, tx, range, id, 'excused', { limit: NAMED, offset: 0 })).rows;
  const { division, unit } = await unitOf(services, tx, range);
  await audit(tx, { action: 'campaign.report', entity: 'campaign', entityId: id, division, details: { reason: query.reason, format: query.format } });
  const total: Omit<CampaignFigures, 'villages'> = campaign;
  const report: CampaignReport = {
    unit,
    filledOn: services.clock.today(),
    name: campaign.name,
    startsOn: campaign.startsOn,
    endsOn: campaign.endsOn,
    orderNo,
    purpose,
    basis: `《${rules.source.document}》${rules.source.clause}`,
    total,
    villages,
    notReached: [...left, ...excused].slice(0, NAMED),
    words: closing?.words ?? '',
    isClosed: campaign.closedAt !== null,
  };
  if (query.format === 'xlsx') {
    const bytes = await writeOfficeSheet(campaignReportSheet(report));
    return ok({ fileName: `${unit}${campaign.name}情况表.xlsx`, contentType: XLSX, bytes: Buffer.from(bytes) });
  }
  const paper = campaignReportPaper(report);
  const foot = { printed: sheetWords.paper.printed(principal.displayName, services.clock.today(), id.slice(-8)), page: sheetWords.paper.page };
  return ok({ fileName: `${paper.title}.docx`, contentType: DOCX, bytes: await paperDocx(paper, { title: paper.title, foot }) });
}
