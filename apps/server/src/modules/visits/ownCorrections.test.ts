// Corrections from the phone against a real database, as the visitor's own session: one version however
// often it is sent, counted anew, never over what an office changed, and only of his own and in time.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CorrectOwnPayload } from '@shouwang/contract/visits';
import { testDatabase } from '../../../../../tools/testing/database.ts';
import { newId } from '../../platform/clock.ts';
import type { Actor } from '../../platform/db/index.ts';
import { pushCommands } from '../../platform/sync/push.ts';
import { visitCommands } from './commands.ts';
import { aVisit, COUNTY, NOW, office, onFoot, testCounty, testPolicy, VILLAGE_A, weekly, type TestCounty } from './fixture.ts';
import { recordVisits } from './record.ts';
import { correctVisit, historyOf } from './versions.ts';

let county: TestCounty;
beforeAll(async () => {
  county = await testCounty((await testDatabase()).connectionString);
});
afterAll(() => county.close());

const commands = new Map(visitCommands.map((one) => [one.kind, one]));
const clerk = office(VILLAGE_A);
const saw = { mode: 'home' as const, answers: { gas: 'safe' }, note: null };

async function visited(on = '2026-11-17') {
  const elder = await county.elder({ tier: weekly });
  const visitor = await county.visitor();
  await county.assign(elder, visitor, '2026-01-01');
  const helper = onFoot(visitor);
  const visit = aVisit(elder, on);
  await county.services.db.tx(helper, (tx) => recordVisits(tx, county.services, testPolicy, [visit]));
  return { elder, helper, id: visit.id };
}
const send = (actor: Actor, visitId: string, given: Partial<CorrectOwnPayload>, { id = newId(), at = NOW } = {}) =>
  county.services.db.tx(actor, async (tx) => {
    const payload = { visitId, saw, changes: {}, reason: '点错了', ...given };
    const [answer] = await pushCommands(tx, county.services, commands, [{ id, kind: 'visits.correctOwn', occurredAt: at, recordedAt: at, base: {}, payload }], {
      deviceId: null,
      sentAt: NOW,
      receivedAt: NOW,
    });
    return answer?.refusal ?? answer?.outcome;
  });
const versions = async (id: string) =>
  (await county.services.db.tx(clerk, (tx) => historyOf(county.services, tx, COUNTY, id))).versions.map(({ kind, fields, reason }) => [kind, fields, reason]);
const stored = async (id: string, elder: string) => {
  const { rows } = await county.owner.query<{ mode: string; outcome: string }>('select mode, outcome from visit where id = $1', [id]);
  const duty = await county.owner.query<{ done: number }>("select done from visit_duty where elder_id = $1 and start_date = '2026-11-16'", [elder]);
  const last = await county.owner.query<{ on: string | null }>('select last_visit_on::text as on from elder where id = $1', [elder]);
  return { ...rows[0], done: duty.rows[0]?.done, last: last.rows[0]?.on };
};

describe('a helper’s own correction', () => {
  test('is one version with its reason however often it comes, and counts anew', async () => {
    const { elder, helper, id } = await visited();
    const command = newId();
    const changes = { mode: 'phone' as const, answers: { gas: 'unsafe' } };
    expect(await send(helper, id, { changes }, { id: command })).toBe('applied');
    expect(await send(helper, id, { changes }, { id: command })).toBe('alreadyApplied');
    expect(await versions(id)).toEqual([
      ['recorded', [], null],
      ['corrected', ['mode', 'answer.gas'], '点错了'],
    ]);
    expect(await stored(id, elder)).toEqual({ mode: 'phone', outcome: 'done', done: 0, last: '2026-11-17' });
    // He goes on from what he corrected himself.
    expect(await send(helper, id, { saw: { ...saw, mode: 'phone', answers: { gas: 'unsafe' } }, changes: { mode: 'home' } })).toBe('applied');
    expect(await stored(id, elder)).toMatchObject({ mode: 'home', done: 1 });
  });

  test('takes a record back that is wrong as a whole, once', async () => {
    const { elder, helper, id } = await visited();
    expect(await send(helper, id, { isWrong: true, reason: '记错了人' })).toBe('applied');
    expect(await send(helper, id, { isWrong: true, reason: '记错了人' })).toBe('applied');
    expect(await stored(id, elder)).toMatchObject({ outcome: 'cancelled', done: 0, last: null });
    expect(await versions(id)).toHaveLength(2);
  });

  test('never goes over what the village changed since; what both said alike stands', async () => {
    const { helper, id } = await visited();
    await county.services.db.tx(clerk, (tx) => correctVisit(county.services, tx, testPolicy, id, { base: 1, changes: { mode: 'video', note: '视频' }, reason: '核对' }));
    expect(await send(helper, id, { changes: { mode: 'phone' } })).toEqual({ code: 'visit.correctedMeanwhile', details: { fields: ['mode'] } });
    expect(await send(helper, id, { changes: { mode: 'video' } })).toBe('applied');
    expect(await send(helper, id, { changes: { answers: { gas: 'unsafe' } } })).toBe('applied');
    const { rows } = await county.owner.query('select mode, version from visit where id = $1', [id]);
    expect(rows[0]).toEqual({ mode: 'video', version: 3 });
  });

  test('is for his own visits, within the days of the pack by the day he wrote it', async () => {
    const mine = await visited('2026-11-14');
    const other = await visited();
    const changes = { mode: 'phone' as const };
    expect(await send(mine.helper, other.id, { changes })).toMatchObject({ code: 'notFound' });
    expect(await send({ ...mine.helper, accountId: newId() }, mine.id, { changes })).toMatchObject({ code: 'notFound' });
    expect(await send(mine.helper, mine.id, { changes })).toEqual({ code: 'visit.correctionLate', details: { days: 3 } });
    expect(await send(mine.helper, mine.id, { changes }, { at: '2026-11-17T09:00:00.000Z' })).toBe('applied');
  });

  test('leaves the session where it was: no other person of the village comes into sight', async () => {
    const { helper, id } = await visited();
    const stranger = await county.elder({ tier: weekly });
    await county.services.db.tx(helper, async (tx) => {
      const payload = { visitId: id, saw, changes: { mode: 'phone' }, reason: '点错了' };
      await pushCommands(tx, county.services, commands, [{ id: newId(), kind: 'visits.correctOwn', occurredAt: NOW, recordedAt: NOW, base: {}, payload }], {
        deviceId: null,
        sentAt: NOW,
        receivedAt: NOW,
      });
      const { rows } = await tx.client.query('select 1 from elder where id = $1', [stranger]);
      expect(rows).toEqual([]);
    });
  });
});
