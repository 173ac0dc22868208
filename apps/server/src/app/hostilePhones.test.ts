// What phones send that no honest one would, or that a broken one might: it is refused in words or taken
// legibly, and never holds up, replaces or hides what came beside it. And cards that the calendar alone
// brings or takes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../tools/testing/database.ts';
import { visitCommands } from '../modules/visits/commands.ts';
import { openDetails } from '../modules/visits/details.ts';
import { elderCardFeed } from '../modules/visits/feed.ts';
import { aVisit, COUNTY, NOW, onFoot, pastHorizon, testCounty, weekly, type TestCounty } from '../modules/visits/fixture.ts';
import { tellTurnedPairings } from '../modules/visits/jobs.ts';
import { fixedClock, newId } from '../platform/clock.ts';
import { openDb } from '../platform/db/index.ts';
import { pull } from '../platform/sync/pull.ts';
import { pushCommands } from '../platform/sync/push.ts';

let county: TestCounty;
let connectionString = '';
beforeAll(async () => {
  ({ connectionString } = await testDatabase());
  county = await testCounty(connectionString);
  await county.owner.query(`update county set pack_id = 'demo-2026' where county_code = $1`, [COUNTY]);
});
afterAll(() => county.close());

const commands = new Map(visitCommands.map((one) => [one.kind, one]));
async function pair(): Promise<{ elder: string; visitor: string; actor: ReturnType<typeof onFoot> }> {
  const elder = await county.elder({ tier: weekly });
  const visitor = await county.visitor();
  await county.assign(elder, visitor, '2026-01-01');
  return { elder, visitor, actor: onFoot(visitor) };
}
const envelope = (elderId: string, payload: object = {}, over: object = {}) => {
  const { payload: honest } = aVisit(elderId, '2026-11-17');
  return { id: newId(), kind: 'visits.record', occurredAt: honest.startedAt, recordedAt: honest.endedAt, base: {}, payload: { ...honest, ...payload }, ...over };
};
type Envelope = ReturnType<typeof envelope>;
const push = (actor: ReturnType<typeof onFoot>, envelopes: readonly Envelope[], sentAt = NOW) =>
  county.services.db.tx(actor, (tx) => pushCommands(tx, county.services, commands, envelopes, { deviceId: null, sentAt, receivedAt: NOW }));
const outcomes = async (answers: ReturnType<typeof push>) => (await answers).map(({ outcome, refusal }) => refusal?.code ?? outcome);

describe('a push', () => {
  const refused: readonly (readonly [string, object, object])[] = [
    ['written down before the calendar', {}, { recordedAt: '0000-01-01T00:00:00Z' }],
    ['begun before the calendar', { startedAt: '0000-01-01T00:00:00Z', endedAt: '0000-01-01T00:00:00Z' }, {}],
    ['a form’s version beyond counting', { formVersion: Number.MAX_SAFE_INTEGER }, {}],
    ['answers nested beyond sense', { answers: { gas: JSON.parse('['.repeat(500) + ']'.repeat(500)) as never } }, {}],
  ];
  it.each(refused)('refuses %s, alone and among others, which are taken', async (_what, payload, over) => {
    const { elder, actor } = await pair();
    const [alone] = await outcomes(push(actor, [envelope(elder, payload, over)]));
    expect(['input.invalid', 'visit.tooOld']).toContain(alone);
    expect(await outcomes(push(actor, [envelope(elder), envelope(elder, payload, over), envelope(elder)]))).toEqual(['applied', alone, 'applied']);
  });

  it('takes what holds illegible characters without them', async () => {
    const { elder, actor } = await pair();
    const odd = envelope(elder, { note: 'a\u0000b\ud800 😀', formId: 'form\u0000\udfff' });
    expect(await outcomes(push(actor, [envelope(elder), odd, envelope(elder)]))).toEqual(['applied', 'applied', 'applied']);
    const { rows } = await county.owner.query<{ form_id: string; details_sealed: Buffer }>('select form_id, details_sealed from visit where id = $1', [odd.id]);
    expect(rows[0]?.form_id).toBe('form');
    expect(openDetails(county.services.crypto, COUNTY, rows[0]?.details_sealed ?? Buffer.alloc(0)).note).toBe('ab 😀');
  });

  it('refuses clocks that are thousands of years apart, and nothing beside them', async () => {
    const { elder, actor } = await pair();
    expect(await outcomes(push(actor, [envelope(elder, {}, { occurredAt: '0001-01-01T00:00:00Z' })], '9999-01-01T00:00:00Z'))).toEqual(['input.invalid']);
  });

  it('knows an identifier in capitals for what it is', async () => {
    const { elder, actor } = await pair();
    const visit = envelope(elder);
    const capital = { ...visit, id: visit.id.toUpperCase() };
    const answers = await push(actor, [capital, visit]);
    expect(answers.map(({ id, outcome }) => [id, outcome])).toEqual([
      [capital.id, 'applied'],
      [visit.id, 'applied'],
    ]);
    expect((await county.owner.query('select 1 from visit where elder_id = $1', [elder])).rows).toHaveLength(1);
    expect(await outcomes(push(actor, [capital]))).toEqual(['alreadyApplied']);
  });

  it('does not tell a phone that its visit is there when somebody else’s is there under that number', async () => {
    const one = await pair();
    const two = await pair();
    const visit = envelope(one.elder);
    expect(await outcomes(push(two.actor, [envelope(two.elder, {}, { id: visit.id })]))).toEqual(['applied']);
    expect(await outcomes(push(one.actor, [visit]))).toEqual(['sync.idTaken']);
    expect(await outcomes(push(two.actor, [envelope(two.elder, {}, { id: visit.id })]))).toEqual(['alreadyApplied']);
  });
});

it('lets a card go the day after a pairing ended, and brings one on the day it begins', async () => {
  const [ending, beginning, steady] = await Promise.all([county.elder({ tier: weekly }), county.elder({ tier: weekly }), county.elder({ tier: weekly })]);
  const visitor = await county.visitor();
  await county.assign(ending, visitor, '2026-01-01', '2026-11-18');
  await county.assign(beginning, visitor, '2026-11-19');
  await county.assign(steady, visitor, '2026-01-01');
  await county.owner.query(`update assignment set created_at = '2026-11-10T00:00:00Z' where visitor_id = $1`, [visitor]);
  const held = async (services: TestCounty['services'], cursor?: string) => {
    const pulled = await services.db.tx(onFoot(visitor), (tx) => pull(tx, services, [elderCardFeed], cursor));
    if (!pulled.ok) throw new Error(pulled.refusal.code);
    return pulled.value;
  };
  await pastHorizon(county);
  const first = await held(county.services);
  expect(first.upserts.map(({ id }) => id).sort()).toEqual([ending, steady].sort());
  const clock = fixedClock('2026-11-19T04:00:00.000Z');
  const tomorrow = { ...county.services, clock, db: openDb(connectionString, { today: clock.today }) };
  await tellTurnedPairings(tomorrow, COUNTY);
  await pastHorizon(county);
  const second = await held(tomorrow, first.cursor);
  await tomorrow.db.close();
  expect(second.full).toBe(false);
  expect(second.upserts.map(({ id }) => id)).toEqual([beginning]);
  expect(second.removals.map(({ id }) => id)).toEqual([ending]);
});
