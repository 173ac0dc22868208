// P1 and P2: one visit over HTTP against a one-row INSERT transaction, and outboxes of a hundred
// against one at a time. Both are checked: what was acknowledged is there, exactly once.
import { addDays } from '@shouwang/domain/shared';
import { answersFor, chance } from '@shouwang/testkit';
import { getPackInForce } from '../apps/server/src/modules/policy/public.ts';
import { newId } from '../apps/server/src/platform/clock.ts';
import { systemActor } from '../apps/server/src/platform/db/index.ts';
import { interleaved, median, rate, round, type Finding } from './measure.ts';
import { visitorsOnPhones, type Server, type Site, type Visiting } from './site.ts';

const LANES = 8;
const PUSH = 100;
/** Visits spread over a year and over many phones: an elder is not seen ten times a day. */
const DAYS = 360;
const PHONES = 1_500;

interface Pushed {
  results: { id: string; outcome: string }[];
}

export async function benchVisits(site: Site, server: Server): Promise<Finding[]> {
  const { form, version, items } = await visitForm(site);
  const phones = await visitorsOnPhones(site, site.smoke ? 16 : PHONES);
  const from = chance('bench visits', Date.now());
  const acknowledged: string[] = [];

  const commandOf = (phone: Visiting) => {
    const day = addDays(site.services.clock.today(), -from.int(1, DAYS));
    const started = new Date(`${day}T0${from.int(0, 9)}:${from.int(10, 59)}:00.000Z`);
    const endedAt = new Date(started.getTime() + 20 * 60_000).toISOString();
    const payload = {
      elderId: from.pick(phone.elderIds),
      mode: 'home',
      outcome: 'done',
      startedAt: started.toISOString(),
      endedAt,
      formId: form,
      formVersion: version,
      answers: items,
      fix: { lng: 109.05, lat: 32.75, accuracy: 12 },
    };
    return { id: newId(), kind: 'visits.record', occurredAt: started.toISOString(), recordedAt: endedAt, base: {}, payload };
  };
  const push = async (count: number): Promise<number> => {
    const phone = from.pick(phones);
    const commands = Array.from({ length: count }, () => commandOf(phone));
    const { results } = await server.call<Pushed>(phone.token, 'POST', '/api/sync/push', { deviceId: phone.deviceId, sentAt: new Date().toISOString(), commands });
    for (const { id, outcome } of results) {
      if (outcome !== 'applied') throw new Error(`a visit was answered ${outcome}: ${JSON.stringify(results[0])}`);
      acknowledged.push(id);
    }
    return count;
  };

  const insertOne = await referenceInsert(site);
  const ms = site.smoke ? 400 : 5_000;
  await rate(LANES, ms / 2, () => push(1));
  const measured = await interleaved(site.smoke ? 1 : 5, {
    insert: () => rate(LANES, ms, insertOne),
    one: () => rate(LANES, ms, () => push(1)),
    hundred: () => rate(LANES, ms, () => push(PUSH)),
  });
  const [insert, one, hundred] = [median(measured.insert), median(measured.one), median(measured.hundred)];
  await checkExactlyOnce(site, acknowledged);
  await site.owner.query('drop table bench_visit');
  const beside = {
    connections: LANES,
    'one-row INSERT transactions/s': Math.round(insert),
    'visits/s one by one': Math.round(one),
    'visits/s in pushes of 100': Math.round(hundred),
    'acknowledged and found exactly once': acknowledged.length,
  };
  return [
    { id: 'P1', what: 'record one visit over HTTP ÷ one-row INSERT transaction', figure: round(one / insert), bar: 0.25, sense: 'atLeast', unit: '×', beside },
    { id: 'P2', what: 'visits/s in pushes of 100 ÷ visits/s one by one', figure: round(hundred / one), bar: 3, sense: 'atLeast', unit: '×', beside },
  ];
}

async function visitForm(site: Site) {
  const { pack } = await site.services.db.tx(systemActor(site.county.code), (tx) => getPackInForce(tx));
  return { form: pack.visitForm.id, version: pack.visitForm.version, items: answersFor(pack.visitForm, false, chance('answers')) };
}

/** One row into a table like `visit` with all its indexes, committed, prepared, through pg. */
async function referenceInsert(site: Site): Promise<() => Promise<number>> {
  await site.owner.query('drop table if exists bench_visit');
  await site.owner.query('create table bench_visit (like visit including all)');
  const { rows } = await site.owner.query<{ elder_id: string; division_code: string; account_id: string; details_sealed: Buffer }>(
    'select elder_id, division_code, account_id, details_sealed from visit where county_code = $1 limit 1000',
    [site.county.code],
  );
  let at = 0;
  return async () => {
    const row = rows[(at += 1) % rows.length] as (typeof rows)[number];
    await site.owner.query({
      name: 'bench-insert',
      text: `insert into bench_visit (county_code, id, elder_id, division_code, account_id, mode, outcome, occurred_at, occurred_on, month, ended_at, recorded_at, form_id, form_version, details_sealed, has_fix)
             values ($1, $2, $3, $4, $5, 'home', 'done', now(), current_date, to_char(now(), 'YYYY-MM'), now(), now(), 'bench', 1, $6, true)`,
      values: [site.county.code, newId(), row.elder_id, row.division_code, row.account_id, row.details_sealed],
    });
    return 1;
  };
}

async function checkExactlyOnce(site: Site, acknowledged: readonly string[]): Promise<void> {
  const { rows } = await site.owner.query<{ found: number; wrong: number }>(
    `select (select count(*) from visit where county_code = $1 and id = any($2::uuid[]))::int as found,
      (select count(*) from (select distinct elder_id from visit where county_code = $1 and id = any($2::uuid[])) t join visit_duty d on d.county_code = $1 and d.elder_id = t.elder_id
        where d.done <> (select count(distinct v.occurred_on) from visit v where v.county_code = $1 and v.elder_id = d.elder_id and v.occurred_on between d.start_date and d.end_date and v.outcome = 'done' and v.mode = any(d.modes)))::int as wrong`,
    [site.county.code, acknowledged],
  );
  if (rows[0]?.found !== acknowledged.length || rows[0].wrong !== 0)
    throw new Error(`acknowledged ${acknowledged.length} visits, found ${rows[0]?.found}; ${rows[0]?.wrong} duties count wrongly`);
}
