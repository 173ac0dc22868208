// Visits as they are printed: answers opened, the form each was made on, its number among the elder's
// visits, pictures of the signatures by the identifier of their attachment.
import type { PrintedVisit } from '@shouwang/documents';
import { monthSheetForm } from '@shouwang/domain/visits';
import { sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import type { DivisionNames, ReadRange } from '../divisions/public.ts';
import { openVisitAttachment } from './attachments.ts';
import { openDetails } from './details.ts';
import { formOf, visitPolicyInForce } from './policy.ts';

export interface VisitToPrint extends PrintedVisit {
  readonly id: string;
  readonly elderId: string;
  readonly division: string;
}

interface Row {
  id: string;
  elder_id: string;
  elder_name: string;
  division_code: string;
  visitor_name: string | null;
  mode: PrintedVisit['mode'];
  outcome: string;
  occurred_on: string;
  form_id: string;
  form_version: number;
  details_sealed: Buffer | null;
  number: number;
  visitor_signature: string | null;
  elder_signature: string | null;
}

/** Visits of a month in a range on which somebody was met, in order of place, person and time. */
export async function visitIdsOfMonth(tx: Tx, range: ReadRange, month: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`select v.id from visit v join elder e on e.county_code = v.county_code and e.id = v.elder_id
    where v.county_code = ${range.countyCode} and v.month = ${month} and v.division_code >= ${range.from} and v.division_code < ${range.to} and v.outcome = 'done'
    order by v.division_code, e.name_pinyin, v.elder_id, v.occurred_at, v.id`);
  return rows.map((row) => row.id);
}

const signature = (kinds: readonly string[]): Sql =>
  sql`(select a.id from visit_attachment a where a.county_code = v.county_code and a.visit_id = v.id and a.kind = any(${kinds}::text[]) and a.completed_at is not null order by a.begun_at desc limit 1)`;

/** These visits in this order; who is out of sight is left out. */
export async function visitsToPrint(services: Services, tx: Tx, names: DivisionNames, where: Sql, order: Sql): Promise<VisitToPrint[]> {
  const county = tx.actor.countyCode;
  const rows = await tx.query<Row>(sql`
    select v.id, v.elder_id, e.name as elder_name, v.division_code, coalesce(r.name, a.display_name) as visitor_name, v.mode, v.outcome, v.occurred_on::text, v.form_id, v.form_version, v.details_sealed,
      (select count(*)::int from visit n where n.county_code = v.county_code and n.elder_id = v.elder_id and n.outcome = 'done' and (n.occurred_at, n.id) <= (v.occurred_at, v.id)) as number,
      ${signature(['visitorSignature'])} as visitor_signature, ${signature(['elderSignature', 'elderThumb'])} as elder_signature
    from visit v join elder e on e.county_code = v.county_code and e.id = v.elder_id
    left join visitor r on r.county_code = v.county_code and r.id = v.visitor_id left join account a on a.county_code = v.county_code and a.id = v.account_id
    where v.county_code = ${county} and ${where} order by ${order}`);
  const policy = await visitPolicyInForce(tx, services);
  return rows.map((row) => {
    const details = row.details_sealed === null ? null : openDetails(services.crypto, county, row.details_sealed);
    return {
      id: row.id,
      elderId: row.elder_id,
      division: row.division_code,
      elderName: row.elder_name,
      town: names.town(row.division_code),
      village: names.village(row.division_code),
      number: row.outcome === 'done' ? row.number : null,
      occurredOn: row.occurred_on,
      mode: row.mode,
      outcome: row.outcome,
      answers: details?.answers ?? {},
      note: details?.note ?? null,
      visitorName: row.visitor_name,
      visitorSignature: row.visitor_signature,
      elderSignature: row.elder_signature,
      form: formOf(policy, row.form_id, row.form_version) ?? policy.forms[0] ?? monthSheetForm,
    };
  });
}

/** Bytes of a signature by the identifier of its attachment. */
export async function readSignature(services: Services, tx: Tx, id: string): Promise<Buffer | null> {
  const county = tx.actor.countyCode;
  const [row] = await tx.query<{ content_sealed: Buffer }>(
    sql`select content_sealed from visit_attachment where county_code = ${county} and id = ${id} and completed_at is not null and content_type like 'image/%'`,
  );
  return row === undefined ? null : openVisitAttachment(services, county, row.content_sealed);
}
