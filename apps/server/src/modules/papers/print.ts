// Printing for a division: its forms or its ledger, by a job in the worker with progress and stop. The file
// is sealed, kept for days and fetched by who asked for it.
import type { PrintJobView, printStart } from '@shouwang/contract/papers';
import type { Body } from '@shouwang/contract/route';
import { ledgerSheet, papersPdf, sheetPaper, sheetWords, writeOfficeSheet, type Paper } from '@shouwang/documents';
import { can, type Principal } from '@shouwang/domain/access';
import { levelOf, prefixOf } from '@shouwang/domain/divisions';
import type { PolicyPack } from '@shouwang/domain/policy';
import { monthOf, ok, refuse, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { newId } from '../../platform/clock.ts';
import { systemActor, type Actor, type Tx } from '../../platform/db/index.ts';
import type { FileReply } from '../../platform/http/endpoint.ts';
import type { Services } from '../../platform/services.ts';
import { divisionNames, readRange } from '../divisions/public.ts';
import { readPhoto } from '../ledger/public.ts';
import { getPackInForce } from '../policy/public.ts';
import { readSignature, visitIdsOfMonth } from '../visits/public.ts';
import { elderPaper, formTitle, type ElderForm } from './forms.ts';
import { facesOf, footOf, markOf, PDF } from './onePaper.ts';
import { ledgerRow, listIds, listPeople, type PrintedPerson } from './people.ts';
import { signOffsOf } from './signOffs.ts';
import { findJob, insertJob, keepFile, listJobs, readContent, requestStop, updateProgress, updateState, type JobRow } from './store.ts';
import { monthSheetsOf, visitFormTitle, visitPapersOf } from './visitPapers.ts';

export const PRINT_JOB = 'papers.print';
const FILE = 'papers.file';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** More forms than a town has are printed village by village. */
const MOST_FORMS = 2000;
const MOST_ROWS = 100_000;
/** On paper a ledger is one table, set as a whole: 0.2 MB of memory a row. */
const MOST_ROWS_ON_PAPER = 3000;
/** People read in one transaction. */
const PART = 200;
/** A printed file is fetched soon or printed again. */
const KEPT_DAYS = 3;

async function viewOf(services: Services, tx: Tx, job: JobRow): Promise<PrintJobView> {
  const names = await divisionNames(services, tx, tx.actor.countyCode);
  return {
    id: job.id,
    kind: job.kind,
    format: job.format,
    numbers: job.numbers,
    month: job.month,
    division: job.division_code,
    divisionName: names.of(job.division_code),
    state: job.state,
    createdAt: job.created_at,
    progress: { done: job.progress_done, total: job.progress_total },
    fileName: job.file_name,
    bytes: job.file_bytes,
    expiresAt: job.expires_at,
  };
}

/** Takes an order to print; the worker carries it out. */
export async function startPrint(services: Services, tx: Tx, principal: Principal, wanted: Body<typeof printStart>): Promise<Result<PrintJobView>> {
  const { kind, numbers, reason } = wanted;
  if (numbers === 'full' && !can(principal.role, 'elders.reveal')) return refuse('permission.denied');
  // Forms are paper; only the ledger is a table that a spreadsheet takes.
  const format = kind === 'ledger' ? wanted.format : 'pdf';
  const range = readRange(principal.scope, wanted.division);
  if (range.countyCode !== tx.actor.countyCode) return refuse('division.unknown');
  const month = kind === 'visitForms' || kind === 'monthSheets' ? (wanted.month ?? monthOf(services.clock.today())) : null;
  const ids = kind === 'visitForms' && month !== null ? await visitIdsOfMonth(tx, range, month) : await listIds(tx, range);
  if (ids.length === 0) return refuse('papers.nobody');
  const limit = kind !== 'ledger' ? MOST_FORMS : format === 'xlsx' ? MOST_ROWS : MOST_ROWS_ON_PAPER;
  if (ids.length > limit) return refuse('papers.tooMany', { count: ids.length, limit });
  const id = newId();
  const division = range.prefix.padEnd(12, '0');
  await insertJob(tx, { id, division, kind, format, numbers, month, total: ids.length });
  await audit(tx, {
    action: 'paper.printMany',
    entity: 'printJob',
    entityId: id,
    division,
    details: { kind, format, numbers, month, reason, people: ids.length, mark: markOf(id) },
  });
  const { countyCode } = tx.actor;
  tx.afterCommit(() => {
    services.jobs
      .send(PRINT_JOB, { countyCode, jobId: id }, { key: id })
      .catch((error: unknown) => services.log.error({ jobId: id, error: String(error) }, 'print could not be queued'));
  });
  return viewJob(services, tx, id);
}

async function viewJob(services: Services, tx: Tx, id: string): Promise<Result<PrintJobView>> {
  const job = await findOwn(tx, id);
  return job === undefined ? refuse('notFound') : ok(await viewOf(services, tx, job));
}

/** A print belongs to who asked for it: his reason does not cover others. */
async function findOwn(tx: Tx, id: string): Promise<JobRow | undefined> {
  const job = await findJob(tx, id);
  return job?.created_by === tx.actor.accountId ? job : undefined;
}

export async function viewJobs(services: Services, tx: Tx): Promise<PrintJobView[]> {
  const views: PrintJobView[] = [];
  for (const job of await listJobs(tx)) views.push(await viewOf(services, tx, job));
  return views;
}

export async function stopPrint(services: Services, tx: Tx, id: string): Promise<Result<PrintJobView>> {
  if ((await findOwn(tx, id)) === undefined) return refuse('notFound');
  await requestStop(tx, id);
  return viewJob(services, tx, id);
}

export async function fetchPrint(services: Services, tx: Tx, id: string): Promise<Result<FileReply>> {
  const job = await findOwn(tx, id);
  if (job === undefined) return refuse('notFound');
  const sealed = await readContent(tx, id);
  if (sealed === null || job.file_name === null) return refuse('papers.gone');
  await audit(tx, { action: 'paper.fetch', entity: 'printJob', entityId: id, division: job.division_code, details: { kind: job.kind, numbers: job.numbers } });
  const bytes = Buffer.from(services.crypto.open(tx.actor.countyCode, FILE, sealed), 'base64');
  return ok({ fileName: job.file_name, contentType: job.format === 'xlsx' ? XLSX : PDF, bytes });
}

type Step = (done: number) => Promise<boolean>;

const titleOf = (pack: PolicyPack, job: JobRow): string =>
  job.kind === 'visitForms' ? `${job.month ?? ''}${visitFormTitle(pack)}` : job.kind === 'monthSheets' ? `${job.month ?? ''}探访月记录表` : formTitle(pack, job.kind as ElderForm);

/** The file of a job, null where it was stopped. */
async function makeFile(services: Services, actor: Actor, job: JobRow, step: Step): Promise<{ readonly fileName: string; readonly bytes: Buffer } | null> {
  const { db } = services;
  const today = services.clock.today();
  const prefix = prefixOf(job.division_code);
  const { pack, ids, unit } = await db.tx(actor, async (tx) => ({
    pack: (await getPackInForce(tx)).pack,
    ids: job.kind === 'visitForms' && job.month !== null ? await visitIdsOfMonth(tx, readRange(actor.scope, prefix), job.month) : await listIds(tx, readRange(actor.scope, prefix)),
    unit: (await divisionNames(services, tx, actor.countyCode)).of(job.division_code),
  }));
  const foot = footOf(services, job.created_by_name ?? '', markOf(job.id));
  const people: PrintedPerson[] = [];
  const papers: Paper[] = [];
  for (let at = 0; at < ids.length; at += PART) {
    const part = ids.slice(at, at + PART);
    await db.tx(actor, async (tx) => {
      if (job.kind === 'visitForms') {
        papers.push(...(await visitPapersOf(services, tx, pack, part)));
        return;
      }
      if (job.kind === 'monthSheets') {
        papers.push(...(await monthSheetsOf(services, tx, part, job.month ?? monthOf(today), false)));
        return;
      }
      const read = await listPeople(services, tx, part);
      if (job.kind === 'ledger') people.push(...read);
      else for (const person of read) papers.push(elderPaper(pack, job.kind, person, await signOffsOf(services, tx, job.kind, person.id), { numbers: job.numbers, today }));
    });
    if (!(await step(0))) return null;
  }
  if (job.kind !== 'ledger') {
    const title = titleOf(pack, job);
    const photoOf = (of: string): Promise<Buffer | null> => db.tx(actor, (tx) => (job.kind === 'visitForms' ? readSignature(services, tx, of) : readPhoto(services, tx, of)));
    const bytes = await papersPdf(papers, { title, on: today, foot, facesFolder: facesOf(services), photoOf }, step);
    return bytes === null ? null : { fileName: `${unit}-${title}.pdf`, bytes };
  }
  const tiers = new Map(pack.tiers.map((tier) => [tier.code, tier.label.zh]));
  const level = levelOf(job.division_code);
  const sheet = ledgerSheet(
    {
      unit,
      filledOn: today,
      ...(level === 'town' || level === 'village' ? { of: level } : {}),
      rows: people.map((person) => ledgerRow(person, job.numbers, tiers, today)),
    },
    sheetWords,
  );
  if (job.format === 'xlsx') return { fileName: `${sheet.title}.xlsx`, bytes: Buffer.from(await writeOfficeSheet(sheet)) };
  const bytes = await papersPdf([sheetPaper(sheet)], { title: sheet.title, on: today, foot, facesFolder: facesOf(services) });
  return bytes === null ? null : { fileName: `${sheet.title}.pdf`, bytes };
}

/** The job behind `startPrint`: reads in the scope that was printed for. Sent twice, it prints once. */
export async function runPrint(services: Services, data: { readonly countyCode: string; readonly jobId: string }, signal: AbortSignal): Promise<void> {
  const { db } = services;
  const system = systemActor(data.countyCode);
  const job = await db.tx(system, async (tx) => {
    const found = await findJob(tx, data.jobId);
    if (found === undefined || (found.state !== 'waiting' && found.state !== 'running')) return undefined;
    await updateState(tx, found.id, 'running');
    return found;
  });
  if (job === undefined) return;
  const actor: Actor = { ...system, accountId: job.created_by, scope: prefixOf(job.division_code) };
  const step: Step = async (done) => !(await db.tx(actor, (tx) => updateProgress(tx, job.id, done))) && !signal.aborted;
  try {
    const file = await makeFile(services, actor, job, step);
    await db.tx(actor, async (tx) => {
      if (file === null) await updateState(tx, job.id, 'stopped');
      else {
        const sealed = services.crypto.seal(data.countyCode, FILE, file.bytes.toString('base64'));
        await keepFile(tx, job.id, { fileName: file.fileName, bytes: file.bytes.length, sealed, keptDays: KEPT_DAYS });
      }
    });
  } catch (error) {
    await db.tx(actor, (tx) => updateState(tx, job.id, 'failed'));
    throw error;
  }
}
