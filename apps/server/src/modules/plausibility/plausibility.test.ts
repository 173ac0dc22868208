// The way of a doubt on real PostgreSQL: found, shown to the helper first, answered, checked, withdrawn when
// evidence comes later; lots that nobody can choose; photos that repeat. A visit counts all the while.
import { createHash } from 'node:crypto';
import { PART_BYTES } from '@shouwang/domain/sync';
import { encode } from 'jpeg-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../../../../../tools/testing/database.ts';
import { fixedClock, newId } from '../../platform/clock.ts';
import { sql, systemActor, type Actor } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { pull } from '../../platform/sync/pull.ts';
import { pushCommands } from '../../platform/sync/push.ts';
import { readRange } from '../divisions/public.ts';
import { ledgerSeal } from '../ledger/public.ts';
import { takePart } from '../visits/attachments.ts';
import { aVisit, COUNTY, NOW, office, onFoot, pastHorizon, testCounty, testPolicy, VILLAGE_A, VILLAGE_B, VILLAGE_C, weekly, type TestCounty } from '../visits/fixture.ts';
import { recordVisits, type VisitItem } from '../visits/record.ts';
import { correctVisit } from '../visits/versions.ts';
import { assessChanged } from './assess.ts';
import { checkDoubt } from './doubts.ts';
import { VISITS_COMPARED } from './evidence.ts';
import { plausibilityCommands, visitDoubtFeed } from './field.ts';
import { doTheDaysDoubts } from './jobs.ts';
import { drawOf, populationDigest } from './lot.ts';
import { changedSinceJudged, countDoubts, listDoubts } from './queries.ts';

let county: TestCounty;
beforeAll(async () => {
  county = await testCounty((await testDatabase()).connectionString);
});
afterAll(() => county.close());

const HOME = { lng: 109, lat: 32 };
const FAR = { lng: 109.03, lat: 32, accuracy: 10 };
/** Once is no reason to ask: on another day he was somewhere else again. */
const elsewhereBefore = (elder: string, on = '2026-11-13'): VisitItem => aVisit(elder, on, { fix: { lng: 108.95, lat: 32.02, accuracy: 10 } });

async function visited(village = VILLAGE_A): Promise<{ readonly elder: string; readonly visitor: string; readonly actor: Actor }> {
  const elder = await county.elder({ tier: weekly, village });
  await county.owner.query('update elder set effective_sealed = $2 where id = $1', [elder, ledgerSeal(county.services.crypto, COUNTY).effective({ location: HOME })]);
  const visitor = await county.visitor(village);
  await county.assign(elder, visitor, '2026-01-01');
  return { elder, visitor, actor: onFoot(visitor) };
}
const record = (actor: Actor, ...items: VisitItem[]) => county.services.db.tx(actor, (tx) => recordVisits(tx, county.services, testPolicy, items));
/** Judges what was recorded before. */
async function assess(services: Services = county.services): ReturnType<typeof assessChanged> {
  await pastHorizon(county);
  return assessChanged(services, COUNTY);
}
const doubts = async (visitId: string) =>
  (await county.owner.query<{ state: string; origin: string; odd: string[] }>('select state, origin, odd from visit_doubt where visit_id = $1', [visitId])).rows;
const kinds = async (visitId: string) =>
  (await county.owner.query<{ kind: string }>('select kind from visit_doubt_event where visit_id = $1 order by at, id', [visitId])).rows.map((row) => row.kind);
const held = (actor: Actor) =>
  county.services.db.tx(actor, async (tx) => {
    const pulled = await pull(tx, county.services, [visitDoubtFeed], undefined);
    return pulled.ok ? pulled.value.upserts.map(({ id, data }) => ({ id, ...(data as { state: string; signals: { signal: string }[] }) })) : [];
  });
const commands = new Map(plausibilityCommands.map((one) => [one.kind, one]));
const answer = async (actor: Actor, payload: object) =>
  (
    await county.services.db.tx(actor, (tx) =>
      pushCommands(tx, county.services, commands, [{ id: newId(), kind: 'doubts.answer', occurredAt: NOW, recordedAt: NOW, base: {}, payload }], {
        deviceId: null,
        sentAt: NOW,
        receivedAt: NOW,
      }),
    )
  )[0];
const check = (actor: Actor, visitId: string, outcome: Parameters<typeof checkDoubt>[3]['outcome'], words = '') =>
  county.services.db.tx(actor, (tx) => checkDoubt(county.services, tx, visitId, { outcome, words }));
const listOf = (actor: Actor, state: 'asked' | 'all') =>
  county.services.db.tx(actor, async (tx) => {
    const filter = { range: readRange(actor.scope, undefined), state, limit: 50, offset: 0 };
    return { count: await countDoubts(tx, filter), rows: await listDoubts(county.services, tx, filter) };
  });

describe('a doubt', () => {
  test('is shown to the helper first, goes to the village with his answer, and ends with what the elder said', async () => {
    const { elder, actor } = await visited();
    const visit = aVisit(elder, '2026-11-17', { fix: FAR });
    await record(actor, visit);
    await assess();
    expect(await doubts(visit.id)).toEqual([]);
    const before = elsewhereBefore(elder);
    await record(actor, before);
    await assess();
    expect(await doubts(visit.id)).toEqual([{ state: 'asked', origin: 'signals', odd: ['farFromHome'] }]);
    expect((await held(actor)).map(({ id }) => id).sort()).toEqual([before.id, visit.id].sort());
    expect(await held(actor)).toContainEqual(
      expect.objectContaining({
        id: visit.id,
        state: 'asked',
        signals: [expect.objectContaining({ signal: 'farFromHome', reason: 'far', facts: expect.objectContaining({ limit: 520 }) })],
      }),
    );
    expect(await check(office(VILLAGE_A), visit.id, 'confirmed')).toMatchObject({ refusal: { code: 'doubt.notYet' } });

    expect(await answer(actor, { visitIds: [visit.id], answer: 'other', words: '' })).toMatchObject({ outcome: 'refused', refusal: { code: 'input.invalid' } });
    expect(await answer(actor, { visitIds: [visit.id], answer: 'metElsewhere', words: '在集上遇到的' })).toMatchObject({ outcome: 'applied' });
    expect(await doubts(visit.id)).toMatchObject([{ state: 'toCheck' }]);
    expect(await check(office(VILLAGE_C), visit.id, 'confirmed')).toMatchObject({ refusal: { code: 'notFound' } });
    expect(await check({ ...office(VILLAGE_A), visitorId: actor.visitorId }, visit.id, 'confirmed')).toMatchObject({ refusal: { code: 'doubt.ownVisit' } });
    expect(await check(office(VILLAGE_A), visit.id, 'notReached')).toEqual({ ok: true, value: { state: 'toCheck' } });
    expect(await check(office(VILLAGE_A), visit.id, 'confirmed', '老人说来过')).toEqual({ ok: true, value: { state: 'settled' } });
    expect(await kinds(visit.id)).toEqual(['asked', 'answered', 'checked', 'checked']);
    expect(await held(actor)).toContainEqual(expect.objectContaining({ id: visit.id, state: 'settled', outcome: 'confirmed', outcomeWords: '老人说来过' }));
    const { rows } = await county.owner.query<{ done: number; raw: string }>(
      `select (select max(done) from visit_duty where elder_id = $1 and kind = 'week') as done, (select string_agg(encode(details_sealed, 'escape'), '') from visit_doubt_event where visit_id = $2) as raw`,
      [elder, visit.id],
    );
    expect(rows[0]?.done).toBe(1);
    expect(rows[0]?.raw).not.toContain('metElsewhere');
  });

  test('that found against him he may still answer, and the village looks again', async () => {
    const { elder, actor } = await visited();
    const visit = aVisit(elder, '2026-11-17', { fix: FAR });
    await record(actor, elsewhereBefore(elder), visit);
    await assess();
    await answer(actor, { visitIds: [visit.id], answer: 'phoneFault', words: '' });
    expect(await check(office(VILLAGE_A), visit.id, 'notMade', '')).toMatchObject({ refusal: { code: 'input.invalid' } });
    await check(office(VILLAGE_A), visit.id, 'notMade', '老人说没有来');
    expect(await answer(actor, { visitIds: [visit.id], answer: 'asRecorded', words: '邻居老李在场' })).toMatchObject({ outcome: 'applied' });
    expect(await doubts(visit.id)).toMatchObject([{ state: 'toCheck' }]);
    const { rows } = await county.owner.query('select outcome from visit where id = $1', [visit.id]);
    expect(rows[0]).toEqual({ outcome: 'done' });
  });

  test('is answered by nobody else, and goes to the village when its days are over', async () => {
    const { elder, actor } = await visited();
    const visit = aVisit(elder, '2026-11-17', { fix: FAR });
    await record(actor, elsewhereBefore(elder), visit);
    await assess();
    expect(await answer(onFoot(await county.visitor()), { visitIds: [visit.id], answer: 'mistake', words: '' })).toMatchObject({ refusal: { code: 'notFound' } });
    await doTheDaysDoubts(county.services, COUNTY);
    expect(await doubts(visit.id)).toMatchObject([{ state: 'asked' }]);
    await doTheDaysDoubts({ ...county.services, clock: fixedClock('2026-11-26T04:00:00Z') }, COUNTY);
    expect(await doubts(visit.id)).toMatchObject([{ state: 'toCheck' }]);
    expect(await check(office(VILLAGE_A), visit.id, 'explained')).toMatchObject({ refusal: { code: 'doubt.notAnswered' } });
  });

  test('is withdrawn when later visits show that the ledger has the home in the wrong place', async () => {
    const { elder, actor } = await visited();
    const first = aVisit(elder, '2026-11-10', { fix: FAR });
    await record(actor, first, elsewhereBefore(elder, '2026-11-09'));
    await assess();
    expect(await doubts(first.id)).toMatchObject([{ state: 'asked' }]);
    const second = aVisit(elder, '2026-11-13', { fix: { ...FAR, lat: 32.0002 } });
    await record(actor, second);
    // Both: the one elsewhere is alone now.
    expect((await assess()).doubts).toBe(2);
    expect(await doubts(first.id)).toMatchObject([{ state: 'withdrawn' }]);
    expect(await doubts(second.id)).toEqual([]);
    expect(await held(actor)).toEqual([]);
    expect(await assess()).toMatchObject({ changed: 0 });
  });

  test('keeps to the newest visits of somebody who has thousands, and still finds what is odd in them', async () => {
    const { elder, visitor, actor } = await visited();
    const first = aVisit(elder, '2026-11-16');
    await record(actor, first);
    const columns = (
      await county.owner.query<{ name: string }>(`select attname as name from pg_attribute where attrelid = 'visit'::regclass and attnum > 0 and not attisdropped`)
    ).rows
      .map(({ name }) => name)
      .filter((name) => !['id', 'occurred_at', 'ended_at'].includes(name));
    await county.owner.query(
      `insert into visit (id, occurred_at, ended_at, ${columns.join(', ')}) select gen_random_uuid(), occurred_at - make_interval(secs => n), ended_at - make_interval(secs => n), ${columns.join(', ')}
       from visit, generate_series(1, ${VISITS_COMPARED}) n where id = $1`,
      [first.id],
    );
    const latest = aVisit(elder, '2026-11-17', { fix: FAR });
    await record(actor, latest, elsewhereBefore(elder, '2026-11-18'));
    await assess();
    const { rows } = await county.owner.query<{ count: number }>('select count(*)::int as count from visit_plausibility where visitor_id = $1', [visitor]);
    expect(rows[0]?.count).toBe(VISITS_COMPARED);
    expect((await county.owner.query<{ odd: string[] }>('select odd from visit_plausibility where visit_id = $1', [latest.id])).rows[0]?.odd).toContain('farFromHome');
  });

  test('is seen by its own village, with what was compared, and counted by state', async () => {
    const { elder, actor } = await visited(VILLAGE_B);
    const visit = aVisit(elder, '2026-11-17', { fix: FAR });
    await record(actor, elsewhereBefore(elder), visit);
    await assess();
    expect(await listOf(office(VILLAGE_B), 'asked')).toMatchObject({ count: 2, rows: [{ signals: [{ reason: 'far' }] }, { signals: [{ reason: 'far' }] }] });
    expect(await listOf(office(VILLAGE_C), 'all')).toMatchObject({ count: 0, rows: [] });
  });
});

test('a clock that the phone’s satellites or its last contact contradict is asked about once it happens again', async () => {
  const { elder, actor } = await visited();
  const [bySatellites, byContact] = [
    aVisit(elder, '2026-11-12', { fix: { ...HOME, accuracy: 10, at: '2026-11-14T03:00:00Z' }, receivedAt: '2026-11-14T10:00:00Z' }),
    aVisit(elder, '2026-11-13', { fix: { ...HOME, lat: 32.00001, accuracy: 10 }, knewLater: '2026-11-14T05:00:00Z', receivedAt: '2026-11-14T10:00:00Z' }),
  ];
  await record(actor, bySatellites, byContact);
  await assess();
  expect(await doubts(bySatellites.id)).toMatchObject([{ odd: ['backdated'] }]);
  expect(await doubts(byContact.id)).toMatchObject([{ odd: ['backdated'] }]);
  expect((await held(actor)).map(({ signals }) => signals)).toMatchObject([[{ reason: 'knewLater' }], [{ reason: 'knewLater' }]]);
});

test('a note that many helpers write is everybody’s and is not asked about; the same note of one who alone has it is', async () => {
  const [common, own] = ['老人在院里晒太阳，精神很好，家里水电安全，门窗都关好了', '老人在火塘边烤火，讲儿子打过电话，药也分好了，门窗关好'];
  const writes = async (note: string, ...days: string[]) => {
    const { elder, actor } = await visited();
    const visits = days.map((day) => aVisit(elder, day, { fix: null, note }));
    await record(actor, ...visits);
    return visits;
  };
  for (let other = 0; other < 3; other += 1) await writes(common, '2026-11-11');
  const [shared, copied] = [await writes(common, '2026-11-10', '2026-11-12', '2026-11-16'), await writes(own, '2026-11-10', '2026-11-12', '2026-11-16')];
  await assess();
  expect(await doubts(shared[0]?.id ?? '')).toEqual([]);
  expect(await doubts(copied[0]?.id ?? '')).toMatchObject([{ odd: ['copiedText'] }]);
  const { rows } = await county.owner.query<{ digest: Buffer }>('select digest from visit_note_writer');
  expect(rows.some(({ digest }) => digest.toString('utf8').includes('老人'))).toBe(false);
  // What nobody wrote within the days compared is forgotten.
  await doTheDaysDoubts({ ...county.services, clock: fixedClock('2027-03-01T04:00:00Z') }, COUNTY);
  expect((await county.owner.query('select 1 from visit_note_writer')).rowCount).toBe(0);
});

test('a photo that shows another elder’s room again is noticed by its bits, whatever its quality', async () => {
  const { elder, actor, visitor } = await visited();
  const other = await county.elder({ tier: weekly });
  await county.assign(other, visitor, '2026-01-01');
  const [one, two, three] = [
    aVisit(elder, '2026-11-16', { fix: null }),
    aVisit(other, '2026-11-17', { fix: null }),
    aVisit(other, '2026-11-18', { fix: null, startedAt: '2026-11-18T01:00:00Z', endedAt: '2026-11-18T01:30:00Z' }),
  ];
  await record(actor, one, two, three);
  /** A picture of 9 × 8 spots of which each has a brightness of its own. */
  const room = (seed: number) => {
    const data = Buffer.alloc(90 * 80 * 4);
    const spot = (x: number, y: number): number => (Math.imul(Math.floor(x / 10) * 8 + Math.floor(y / 10) + 1, seed) >>> 8) % 256;
    for (let y = 0; y < 80; y += 1) for (let x = 0; x < 90; x += 1) data.fill(spot(x, y), (y * 90 + x) * 4, (y * 90 + x) * 4 + 4);
    return { data, width: 90, height: 80 };
  };
  const send = async (visitId: string, picture: Buffer) => {
    expect(picture.length).toBeLessThan(PART_BYTES);
    const part = {
      ownerId: visitId,
      kind: 'photo',
      contentType: 'image/jpeg',
      size: picture.length,
      sha256: createHash('sha256').update(picture).digest('hex'),
      offset: 0,
      data: picture.toString('base64'),
    };
    expect(await county.services.db.tx(actor, (tx) => takePart(county.services, tx, newId(), part, null))).toMatchObject({ value: { complete: true } });
  };
  await send(one.id, encode(room(2_654_435_761), 90).data);
  await send(two.id, encode(room(2_654_435_761), 50).data);
  await send(three.id, encode(room(40_503_977), 90).data);
  await assess();
  const { rows } = await county.owner.query<{ visit_id: string; odd: string[] }>('select visit_id, odd from visit_plausibility where visit_id = any($1)', [
    [one.id, two.id, three.id],
  ]);
  const odd = new Map(rows.map((row) => [row.visit_id, row.odd]));
  expect(odd.get(one.id)).toEqual(['repeatedPhoto']);
  expect(odd.get(two.id)).toEqual(['repeatedPhoto']);
  expect(odd.get(three.id)).toEqual([]);
});

test('lots are drawn once from a seed made before the week, and come out the same when drawn again', async () => {
  const monday = { ...county.services, clock: fixedClock('2026-10-12T01:00:00Z') };
  await doTheDaysDoubts(monday, COUNTY);
  await doTheDaysDoubts(monday, COUNTY);
  const { elder, actor } = await visited();
  const visits = ['2026-10-12', '2026-10-13', '2026-10-14', '2026-10-15', '2026-10-16'].map((on) => aVisit(elder, on, { receivedAt: '2026-10-17T01:00:00Z' }));
  await record(actor, ...visits);
  expect((await doTheDaysDoubts({ ...county.services, clock: fixedClock('2026-10-19T01:00:00Z') }, COUNTY)).drawn).toBe(0);
  const later = { ...county.services, clock: fixedClock('2026-10-21T01:00:00Z') };
  expect((await doTheDaysDoubts(later, COUNTY)).drawn).toBe(1);
  expect((await doTheDaysDoubts(later, COUNTY)).drawn).toBe(0);
  const { rows } = await county.owner.query<{ seed: Buffer; seed_digest: Buffer; share: number; drawn: string[]; population: number; population_digest: Buffer }>(
    `select w.seed, w.seed_digest, w.share, l.drawn, l.population, l.population_digest from visit_lot_week w join visit_lot l using (county_code, week_start) where week_start = '2026-10-12'`,
  );
  const [lot] = rows;
  if (lot === undefined) throw new Error('nothing was drawn');
  const ids = visits.map(({ id }) => id);
  expect(lot.seed_digest.equals(createHash('sha256').update(lot.seed).digest())).toBe(true);
  expect(lot.population_digest.equals(populationDigest(ids))).toBe(true);
  expect(drawOf(lot.seed, ids.toReversed(), lot.share)).toEqual(lot.drawn);
  expect(await doubts(lot.drawn[0] as string)).toEqual([{ state: 'toCheck', origin: 'lot', odd: [] }]);
  expect(await held(actor)).toEqual([]);
});

test('nothing is judged of another county, and seeds are seen by none of it', async () => {
  const other: Actor = { ...systemActor('610998') };
  const seen = await county.services.db.tx(other, (tx) =>
    tx.query(sql`select 1 from visit_lot_week union all select 1 from visit_plausibility union all select 1 from visit_doubt`),
  );
  expect(seen).toEqual([]);
});

test('a visit whose record was corrected says that it is judged anew, until it is, and to nobody outside', async () => {
  const { elder, actor } = await visited();
  const item = aVisit(elder, '2026-11-16');
  await record(actor, item);
  const seen = (scope: string) => county.services.db.tx(office(scope), (tx) => changedSinceJudged(county.services, tx, readRange(scope, undefined), item.id));
  expect(await seen(VILLAGE_A)).toBe(true);
  await assess();
  expect(await seen(VILLAGE_A)).toBe(false);
  await county.services.db.tx(office(VILLAGE_A), async (tx) => {
    const done = await correctVisit(county.services, tx, testPolicy, item.id, { base: 1, changes: { note: '补记' }, reason: '核对纸质记录' });
    expect(done).toMatchObject({ ok: true });
  });
  expect(await seen(VILLAGE_A)).toBe(true);
  expect(await seen(VILLAGE_B)).toBe(false);
  await assess();
  expect(await seen(VILLAGE_A)).toBe(false);
});
