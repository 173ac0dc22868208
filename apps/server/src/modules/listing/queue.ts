// The queues: whom the rules propose to include or to leave, with why; and those about whom something
// was decided. Proposals are read from what stands (domain/listing: proposalFor), none is stored.
import type { ListingQueue, ListingRow, listingQueue } from '@shouwang/contract/listing';
import { listingQueues } from '@shouwang/contract/listing';
import type { Query } from '@shouwang/contract/route';
import type { Category, Sex } from '@shouwang/domain/ledger';
import type { ListState } from '@shouwang/domain/listing';
import { ageOn } from '@shouwang/domain/shared';
import { empty, join, sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { type ReadRange, divisionNamesOf } from '../divisions/public.ts';
import { ledgerSeal } from '../ledger/public.ts';
import { listingSeal } from './sealing.ts';

export type QueueFilter = Pick<Query<typeof listingQueue>, 'queue' | 'category' | 'q'>;

const open = sql`e.closed_on is null`;
const anew = sql`e.declined_digest is distinct from e.classification_digest`;
const arranged = (kind: 'refused' | 'suspended'): Sql =>
  sql`exists (select 1 from duty_arrangement a where a.county_code = e.county_code and a.elder_id = e.id and a.kind = ${kind} and a.to_date is null)`;

/** The same as the domain's proposalFor, as a condition on elder `e`. */
const conditions: Readonly<Record<ListingQueue, Sql>> = {
  include: sql`${open} and e.list_state in ('proposed', 'left') and e.tier_code is not null and ${anew}`,
  leave: sql`${open} and e.list_state = 'confirmed' and e.tier_code is null and e.classification_id is not null and ${anew}`,
  byHand: sql`${open} and exists (select 1 from hand_inclusion h where h.county_code = e.county_code and h.elder_id = e.id and h.state = 'proposed')`,
  refused: sql`${open} and e.list_state = 'confirmed' and ${arranged('refused')}`,
  suspended: sql`${open} and e.list_state = 'confirmed' and ${arranged('suspended')}`,
  left: sql`${open} and e.list_state = 'left'`,
  closed: sql`e.closed_on is not null and e.closed_reason is distinct from 'merged'`,
};

export const inRange = (range: ReadRange): Sql =>
  sql`${range.countyCode === null ? sql`e.county_code collate "C" >= ${range.county.from} and e.county_code collate "C" < ${range.county.to}` : sql`e.county_code = ${range.countyCode}`}
    and e.division_code >= ${range.from} and e.division_code < ${range.to}`;

/** Name, or pinyin or initials, from their beginning. */
export const named = (q: string | undefined): Sql => {
  const text = (q ?? '').normalize('NFKC').trim();
  if (text === '') return sql`true`;
  const sound = text.toLowerCase();
  return sql`(starts_with(e.name, ${text}) or starts_with(e.name_pinyin, ${sound}) or starts_with(e.name_initials, ${sound}))`;
};

const where = (range: ReadRange, filter: QueueFilter): Sql =>
  join([inRange(range), conditions[filter.queue], named(filter.q), ...(filter.category.length === 0 ? [] : [sql`e.categories && ${filter.category}::text[]`])], ' and ');

export async function countQueue(tx: Tx, range: ReadRange, filter: QueueFilter): Promise<number> {
  const [row] = await tx.query<{ count: number }>(sql`select count(*) as count from elder e where ${where(range, filter)}`);
  return row?.count ?? 0;
}

export async function countQueues(tx: Tx, range: ReadRange): Promise<Record<ListingQueue, number>> {
  const counts: Partial<Record<ListingQueue, number>> = {};
  for (const queue of listingQueues) counts[queue] = await countQueue(tx, range, { queue, category: [], q: undefined });
  return counts as Record<ListingQueue, number>;
}

interface QueueRow {
  county_code: string;
  id: string;
  name: string;
  sex: Sex | null;
  birth_date: string | null;
  division_code: string;
  list_state: ListState;
  categories: Category[];
  tier_code: string | null;
  provisional: boolean;
  closed_on: string | null;
  closed_reason: string | null;
  left_on: string | null;
  retain_until: string | null;
  reasons_sealed: Buffer | null;
  former_categories: Category[] | null;
  former_until: string | null;
  inclusion: { id: string; category: Category; from: string; to: string } | null;
  inclusion_reason: Buffer | null;
  arranged_from: string | null;
  arranged_cause: string | null;
}

/** What only one queue shows is fetched for that queue alone. */
function detailsOf(queue: ListingQueue): { readonly columns: Sql; readonly joins: Sql } {
  const none = {
    reasons: sql`null::bytea`,
    former: sql`null::text[] as former_categories, null::text as former_until`,
    inclusion: sql`null::jsonb as inclusion, null::bytea as inclusion_reason`,
    arranged: sql`null::text as arranged_from, null::text as arranged_cause`,
  };
  const columns = { ...none };
  let joins = empty;
  if (queue === 'include') {
    columns.reasons = sql`c.reasons_sealed`;
    joins = sql`left join classification c on c.county_code = e.county_code and c.id = e.classification_id`;
  }
  if (queue === 'leave' || queue === 'left') {
    columns.former = sql`f.categories as former_categories, n.as_of::text as former_until`;
    joins = sql`left join lateral (select categories from classification c where c.county_code = e.county_code and c.elder_id = e.id and c.tier_code is not null order by c.computed_at desc limit 1) f on true
      left join classification n on n.county_code = e.county_code and n.id = e.classification_id`;
  }
  if (queue === 'byHand') {
    columns.inclusion = sql`jsonb_build_object('id', h.id, 'category', h.category, 'from', h.from_date, 'to', h.to_date) as inclusion, h.reason_sealed as inclusion_reason`;
    joins = sql`join lateral (select * from hand_inclusion h where h.county_code = e.county_code and h.elder_id = e.id and h.state = 'proposed' order by h.proposed_at desc limit 1) h on true`;
  }
  if (queue === 'refused' || queue === 'suspended') {
    columns.arranged = sql`a.from_date::text as arranged_from, a.cause as arranged_cause`;
    joins = sql`join lateral (select * from duty_arrangement a where a.county_code = e.county_code and a.elder_id = e.id and a.kind = ${queue} and a.to_date is null order by a.from_date desc limit 1) a on true`;
  }
  return { columns: sql`${columns.reasons} as reasons_sealed, ${columns.former}, ${columns.inclusion}, ${columns.arranged}`, joins };
}

export async function listQueue(
  services: Services,
  tx: Tx,
  range: ReadRange,
  filter: QueueFilter,
  page: { readonly limit: number; readonly offset: number },
): Promise<ListingRow[]> {
  const { columns, joins } = detailsOf(filter.queue);
  const rows = await tx.query<QueueRow>(sql`
    select e.county_code, e.id, e.name, e.sex, e.birth_date, e.division_code, e.list_state, e.categories, e.tier_code, e.provisional, e.closed_on, e.closed_reason, e.left_on, e.retain_until, ${columns}
    from (select * from elder e where ${where(range, filter)} order by e.division_code, e.name_pinyin, e.id limit ${page.limit} offset ${page.offset}) e ${joins}
    order by e.division_code, e.name_pinyin, e.id`);
  const names = await divisionNamesOf(services, tx, rows);
  const today = services.clock.today();
  return rows.map((row) => ({
    elderId: row.id,
    elderName: row.name,
    division: row.division_code,
    townName: names.town(row.division_code),
    villageName: names.village(row.division_code),
    sex: row.sex,
    age: row.birth_date === null ? null : ageOn(row.birth_date, today),
    state: row.list_state,
    categories: row.categories,
    tier: row.tier_code,
    provisional: row.provisional,
    reasons: row.reasons_sealed === null ? [] : (ledgerSeal(services.crypto, row.county_code).openReasons(row.reasons_sealed) as ListingRow['reasons']),
    formerly: row.former_categories === null || row.former_until === null ? null : { categories: row.former_categories, until: row.former_until },
    inclusion: row.inclusion === null ? null : { ...row.inclusion, reason: listingSeal(services.crypto, row.county_code).openReason(row.inclusion_reason) },
    since: row.arranged_from ?? row.closed_on ?? row.left_on,
    cause: row.arranged_cause ?? row.closed_reason,
    retainUntil: row.retain_until,
  }));
}
