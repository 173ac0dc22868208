// What a visitor's phone holds: a card for each elder assigned to him, without identity numbers, and
// what it needs of the policy pack. When an assignment ends, the card is removed from the phone.
import type { ElderCard, FieldPolicy } from '@shouwang/contract/sync';
import type { EffectiveFacts } from '@shouwang/domain/ledger';
import { getNumber } from '@shouwang/domain/policy';
import { ageOn, addDays } from '@shouwang/domain/shared';
import type { VisitAnswers } from '@shouwang/domain/visits';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import type { FeedSource } from '../../platform/sync/command.ts';
import { ledgerSeal } from '../ledger/public.ts';
import { getPackInForce } from '../policy/public.ts';
import { openDetails } from './details.ts';
import { newsOf } from './news.ts';

/** A card carries the duties of the running periods and of the fortnight ahead, to work unsent. */
const DAYS_AHEAD = 14;

interface CardRow {
  id: string;
  name: string;
  sex: string | null;
  birth_date: string | null;
  categories: string[];
  tier_code: string | null;
  group_name: string | null;
  village: string | null;
  division_code: string;
  effective_sealed: Buffer | null;
  role: string;
  duties: ElderCard['duties'];
  last_on: string | null;
  last_mode: string | null;
  last_details: Buffer | null;
  attempted_on: string | null;
  next_on: string | null;
}

/** Whom to call for an elder: the contact persons in the order that the file gives, then children who have a number. */
function callees(facts: EffectiveFacts): ElderCard['contacts'] {
  const named = (facts.contacts ?? []).map(({ name, relation, phone }) => ({ name, relation, phone }));
  const children = (facts.children ?? []).flatMap((child) => (child.phone === undefined ? [] : [{ name: child.name, relation: child.relation ?? '', phone: child.phone }]));
  return [...named, ...children.filter((child) => !named.some(({ phone }) => phone === child.phone))];
}

/** Elders of the visitor whose transaction this is; `ids` null = all. Row level security hides the rest. */
async function cards(tx: Tx, services: Services, ids: readonly string[] | null): Promise<{ id: string; data: ElderCard }[]> {
  const county = tx.actor.countyCode;
  const today = services.clock.today();
  const rows = await tx.query<CardRow>(sql`
    with mine as (
      select distinct on (a.elder_id) a.elder_id, a.role from assignment a
      where a.county_code = ${county} and a.visitor_id = ${tx.actor.visitorId}::uuid and a.from_date <= ${today}::date and (a.to_date is null or a.to_date >= ${today}::date)
        and (${ids === null} or a.elder_id = any(${ids ?? []}::uuid[]))
      order by a.elder_id, a.role = 'responsible' desc
    )
    select e.id, e.name, e.sex, e.birth_date, e.categories, e.tier_code, e.group_name, e.effective_sealed, e.division_code, d.name as village, m.role,
      coalesce((select json_agg(json_build_object('kind', t.kind, 'start', t.start_date, 'end', t.end_date, 'required', t.required, 'done', t.done, 'modes', t.modes, 'dueBy', t.due_by) order by t.end_date)
        from visit_duty t where t.county_code = e.county_code and t.elder_id = e.id and (t.state = 'active' or (t.state = 'suspended' and t.kind = 'month')) and t.end_date >= ${today}::date and t.start_date <= ${addDays(today, DAYS_AHEAD)}::date), '[]'::json) as duties,
      v.occurred_on as last_on, v.mode as last_mode, f.details_sealed as last_details, t.occurred_on as attempted_on, t.next_on
    from mine m join elder e on e.county_code = ${county} and e.id = m.elder_id and e.closed_on is null
    left join division d on d.county_code = e.county_code and d.code = e.division_code
    left join lateral (select occurred_on, mode, details_sealed from visit v where v.county_code = e.county_code and v.elder_id = e.id and v.outcome = 'done' order by v.occurred_on desc, v.occurred_at desc limit 1) v on true
    left join lateral (select details_sealed from visit v where v.county_code = e.county_code and v.elder_id = e.id and v.outcome = 'done' order by v.mode in ('home', 'group') desc, v.occurred_on desc, v.occurred_at desc limit 1) f on true
    left join lateral (select t.occurred_on, t.next_on from visit_attempt t join visit tv on tv.county_code = t.county_code and tv.id = t.visit_id and tv.outcome = t.outcome
      where t.county_code = e.county_code and t.elder_id = e.id order by t.occurred_on desc, t.visit_id desc limit 1) t on true`);
  const news = await newsOf(
    tx,
    services,
    rows.map((row) => row.id),
  );
  const seal = ledgerSeal(services.crypto, county);
  return rows.map((row) => {
    const facts = row.effective_sealed === null ? {} : seal.openEffective(row.effective_sealed);
    const answers: VisitAnswers = row.last_details === null ? {} : openDetails(services.crypto, county, row.last_details).answers;
    return {
      id: row.id,
      data: {
        id: row.id,
        name: row.name,
        sex: row.sex,
        age: row.birth_date === null ? null : ageOn(row.birth_date, today),
        categories: row.categories,
        tier: row.tier_code,
        villageName: row.village ?? '',
        village: row.division_code.slice(0, 12),
        group: row.group_name,
        address: facts.address ?? null,
        phone: facts.phone ?? null,
        location: facts.location ?? null,
        contacts: callees(facts),
        duties: row.duties,
        lastVisit: row.last_on === null ? null : { on: row.last_on, mode: row.last_mode ?? 'home', answers: { ...answers } },
        nextAttemptOn: row.attempted_on !== null && (row.last_on === null || row.last_on < row.attempted_on) ? row.next_on : null,
        role: row.role,
        news: news.get(row.id) ?? [],
      },
    };
  });
}

export const elderCardFeed: FeedSource = {
  entity: 'elderCard',
  async changed(tx, services, span) {
    if (tx.actor.visitorId === null) return { upserts: [], removals: [] };
    if (span === 'all') return { upserts: await cards(tx, services, null), removals: [] };
    // A file that was merged into another takes no assignment with it by which its visitor could be told.
    const touched = await tx.query<{ id: string }>(sql`select distinct f.entity_id as id from feed f
      where f.county_code = ${tx.actor.countyCode} and f.tx >= ${span.from}::xid8 and f.tx < ${span.to}::xid8
        and (f.entity = 'elderGone' or exists (select 1 from assignment a where a.county_code = f.county_code and a.elder_id = f.entity_id and a.visitor_id = ${tx.actor.visitorId}::uuid))`);
    const upserts = await cards(
      tx,
      services,
      touched.map((row) => row.id),
    );
    const held = new Set(upserts.map((card) => card.id));
    return { upserts, removals: touched.map((row) => row.id).filter((id) => !held.has(id)) };
  },
};

export const policyFeed: FeedSource = {
  entity: 'policy',
  async changed(tx, _services, span) {
    if (span !== 'all') {
      const [changed] = await tx.query(
        sql`select 1 from feed where county_code = ${tx.actor.countyCode} and entity = 'policy' and tx >= ${span.from}::xid8 and tx < ${span.to}::xid8 limit 1`,
      );
      if (changed === undefined) return { upserts: [], removals: [] };
    }
    const { pack } = await getPackInForce(tx);
    const [visitor] = await tx.query<{ kind: string }>(sql`select kind from visitor where county_code = ${tx.actor.countyCode} and id = ${tx.actor.visitorId}::uuid`);
    const data: FieldPolicy = {
      packId: pack.id,
      packVersion: pack.version,
      form: structuredClone(pack.visitForm) as FieldPolicy['form'],
      visitorKind: visitor?.kind ?? null,
      terms: { ...pack.terms },
      tiers: pack.tiers.map((tier) => ({ code: tier.code, label: tier.label })),
      timeZone: 'Asia/Shanghai',
      correctWithinDays: getNumber(pack, 'duties.correctWithinDays'),
      walk: { detour: getNumber(pack, 'network.detour'), metresPerSecond: getNumber(pack, 'network.walkSpeedMps') },
    };
    // One id whatever the pack: another one in force replaces it on the phone.
    return { upserts: [{ id: 'inForce', data }], removals: [] };
  },
};
