// The register of paper copies (001 附件3, 附件4, notes): how many the pack asks each to hold, how many are
// held, where they lie.
import { archivedForms, paperHolders, type archiveGet, type archiveList, type archiveRegister, type ArchiveRow, type PaperCopy } from '@shouwang/contract/reviews';
import type { Body, Reply } from '@shouwang/contract/route';
import type { PolicyPack } from '@shouwang/domain/policy';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import { archiveSheet } from '@shouwang/documents';
import { audit } from '../../platform/audit/index.ts';
import { sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { FileReply } from '../../platform/http/endpoint.ts';
import type { Services } from '../../platform/services.ts';
import { type ReadRange, divisionNamesOf, unitName } from '../divisions/public.ts';
import { namesOfAccounts } from '../ledger/public.ts';
import { getPackInForce } from '../policy/public.ts';

type Form = (typeof archivedForms)[number];
type Expected = NonNullable<Reply<typeof archiveList>['expected']>;

/** The pack's number of copies, one for each holder in order: three for the offices, the fourth for the elder. */
export function expectedCopies(pack: PolicyPack, form: Form): Expected | null {
  const value = pack.values[`forms.${form}Copies`];
  if (typeof value?.value !== 'number') return null;
  const total = value.value;
  const share = (at: number): number => Math.floor((total + paperHolders.length - 1 - at) / paperHolders.length);
  return { form, county: share(0), town: share(1), village: share(2), elder: share(3), provisional: value.status === 'provisional' };
}

interface CopyRow {
  county_code: string;
  elder_id: string;
  form: Form;
  holder: PaperCopy['holder'];
  copies: number;
  box: string;
  folder: string;
  printed_on: string | null;
  received_by: string;
  received_on: string | null;
  scanned: boolean;
  recorded_by: string | null;
  recorded_at: string;
}

async function listCopies(tx: Tx, elderIds: readonly string[], forms: readonly Form[]): Promise<Map<string, PaperCopy[]>> {
  const rows = await tx.query<CopyRow>(
    sql`select county_code, elder_id, form, holder, copies, box, folder, printed_on, received_by, received_on, scanned, recorded_by, recorded_at from paper_copy
        where county_code = any(array(select county_code from county)) and elder_id = any(${elderIds}::uuid[]) and form = any(${forms}::text[]) order by form, holder`,
  );
  const names = await namesOfAccounts(
    tx,
    rows[0]?.county_code ?? tx.actor.countyCode,
    rows.map((row) => row.recorded_by),
  );
  const byElder = new Map<string, PaperCopy[]>();
  for (const row of rows) {
    const { form, holder, copies, box, folder, scanned } = row;
    const copy: PaperCopy = {
      form,
      holder,
      copies,
      box,
      folder,
      printedOn: row.printed_on,
      receivedBy: row.received_by,
      receivedOn: row.received_on,
      scanned,
      recordedBy: row.recorded_by === null ? null : (names.get(row.recorded_by) ?? null),
      recordedAt: row.recorded_at,
    };
    byElder.set(row.elder_id, [...(byElder.get(row.elder_id) ?? []), copy]);
  }
  return byElder;
}

/** Refuses `elder.notVisible`. */
export async function openArchive(tx: Tx, elderId: string): Promise<Result<Reply<typeof archiveGet>>> {
  const [place] = await tx.query<{ county_code: string }>(sql`select county_code from elder where county_code = any(array(select county_code from county)) and id = ${elderId}`);
  if (place === undefined) return refuse('elder.notVisible');
  const { pack } = await getPackInForce(tx, place.county_code);
  return ok({
    copies: (await listCopies(tx, [elderId], archivedForms)).get(elderId) ?? [],
    expected: archivedForms.map((form) => expectedCopies(pack, form)).filter((one) => one !== null),
  });
}

export interface ArchiveFilter {
  readonly form: Form;
  readonly show: 'missing' | 'complete' | 'all';
}

const within = (range: ReadRange): Sql =>
  sql`${range.countyCode === null ? sql`e.county_code = any(array(select county_code from county))` : sql`e.county_code = ${range.countyCode}`} and e.division_code >= ${range.from} and e.division_code < ${range.to} and e.closed_on is null and e.list_state <> 'left'`;

/** Every holder that the pack names has as many copies as it asks; without a number in the pack, any copy will do. */
function isComplete(filter: ArchiveFilter, expected: Expected | null): Sql {
  const held = (holder: string, copies: number): Sql =>
    sql`exists (select 1 from paper_copy c where c.county_code = e.county_code and c.elder_id = e.id and c.form = ${filter.form} and c.holder = ${holder} and c.copies >= ${copies})`;
  if (expected === null) return sql`exists (select 1 from paper_copy c where c.county_code = e.county_code and c.elder_id = e.id and c.form = ${filter.form} and c.copies > 0)`;
  return paperHolders.reduce((all, holder) => (expected[holder] === 0 ? all : sql`${all} and ${held(holder, expected[holder])}`), sql`true`);
}
const shown = (filter: ArchiveFilter, expected: Expected | null): Sql =>
  filter.show === 'all' ? sql`true` : filter.show === 'complete' ? sql`(${isComplete(filter, expected)})` : sql`not (${isComplete(filter, expected)})`;

export async function listArchive(
  services: Services,
  tx: Tx,
  range: ReadRange,
  filter: ArchiveFilter,
  page: { readonly limit: number; readonly offset: number },
): Promise<Reply<typeof archiveList>> {
  const { pack } = await getPackInForce(tx, range.countyCode ?? tx.actor.countyCode);
  const expected = expectedCopies(pack, filter.form);
  const condition = shown(filter, expected);
  const [total] = await tx.query<{ all: number; count: number }>(sql`select count(*) as all, count(*) filter (where ${condition}) as count from elder e where ${within(range)}`);
  const elders = await tx.query<{ id: string; name: string; division_code: string }>(
    sql`select e.id, e.name, e.division_code from elder e where ${within(range)} and ${condition} order by e.division_code, e.name_pinyin, e.id limit ${page.limit} offset ${page.offset}`,
  );
  const copies = await listCopies(
    tx,
    elders.map((elder) => elder.id),
    [filter.form],
  );
  const names = await divisionNamesOf(services, tx, elders);
  const rows = elders.map((elder): ArchiveRow => ({
    elderId: elder.id,
    name: elder.name,
    townName: names.town(elder.division_code),
    villageName: names.village(elder.division_code),
    copies: copies.get(elder.id) ?? [],
  }));
  return { rows, count: total?.count ?? 0, all: total?.all ?? 0, expected };
}

/** Writes what lies where, for one file or many; what was registered of the same form and holder is replaced. */
export async function registerCopies(services: Services, tx: Tx, asked: Body<typeof archiveRegister>): Promise<Result<Reply<typeof archiveRegister>>> {
  if (asked.copies.every((copy) => copy.copies === 0)) return refuse('archive.nothing');
  const today = services.clock.today();
  for (const field of ['printedOn', 'receivedOn'] as const) if ((asked[field] ?? today) > today) return refuse('input.invalid', { field });
  const county = tx.actor.countyCode;
  const rows = await tx.query<{ elder_id: string }>(
    sql`insert into paper_copy as p (county_code, elder_id, division_code, form, holder, copies, box, folder, printed_on, received_by, received_on, scanned, recorded_by)
        select ${county}, e.id, e.division_code, ${asked.form}, c.holder, c.copies, ${asked.box}, ${asked.folder}, ${asked.printedOn}::date, ${asked.receivedBy}, ${asked.receivedOn}::date, ${asked.scanned}, ${tx.actor.accountId}::uuid
        from elder e cross join jsonb_to_recordset(${JSON.stringify(asked.copies)}::jsonb) as c(holder text, copies int)
        where e.county_code = ${county} and e.id = any(${asked.elderIds}::uuid[])
        on conflict (county_code, elder_id, form, holder) do update set copies = excluded.copies, box = excluded.box, folder = excluded.folder, printed_on = excluded.printed_on,
          received_by = excluded.received_by, received_on = excluded.received_on, scanned = excluded.scanned, recorded_by = excluded.recorded_by, recorded_at = now()
        returning p.elder_id`,
  );
  const files = new Set(rows.map((row) => row.elder_id));
  if (files.size === 0) return refuse('elder.notVisible');
  await audit(tx, ...[...files].map((elderId) => ({ action: 'archive.register', entity: 'elder', entityId: elderId, details: { form: asked.form, copies: asked.copies } })));
  return ok({ registered: files.size });
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const MOST_ROWS = 200_000;

export async function writeArchiveWorkbook(services: Services, tx: Tx, range: ReadRange, filter: ArchiveFilter, reason: string): Promise<Result<FileReply>> {
  const { rows } = await listArchive(services, tx, range, filter, { limit: MOST_ROWS, offset: 0 });
  const division = range.prefix.padEnd(12, '0');
  const unit = await unitName(services, tx, division);
  await audit(tx, { action: 'archive.export', entity: 'division', entityId: division, division, details: { reason, rows: rows.length, form: filter.form, show: filter.show } });
  const { title, bytes } = await archiveSheet({ unit, filledOn: services.clock.today(), form: filter.form, rows });
  return ok({ fileName: `${title}.xlsx`, contentType: XLSX, bytes: Buffer.from(bytes) });
}
