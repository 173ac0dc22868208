// An event that is undone leaves the word to the sources again, and what it said to the history.
import type { FactValues } from '@shouwang/domain/ledger';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testServices } from '../../../../tools/testing/services.ts';
import { sql, systemActor, type Db } from '../platform/db/index.ts';
import type { Services } from '../platform/services.ts';
import { openFactHistory } from '../modules/ledger/elderFile.ts';
import { stateFacts } from '../modules/ledger/fixture.ts';
import { ledgerSeal } from '../modules/ledger/public.ts';
import { recordLifeEvent, undoLifeEvent } from '../modules/listing/public.ts';
import { setCountyPack } from '../modules/policy/public.ts';

const county = '610999';
const system = systemActor(county);
let db: Db;
let services: Services;
beforeAll(async () => {
  services = await testServices();
  db = services.db;
  await db.tx(system, (tx) => setCountyPack(tx, 'pingli-2023'));
});
afterAll(() => db.close());

const say = (elderId: string | null, facts: Partial<FactValues>, sourceDate: string): Promise<string> =>
  db.tx(system, (tx) => stateFacts(services, tx, facts, { elderId, source: 'survey', sourceDate, sourceRef: `survey ${sourceDate}` }));
const livesIn = (elderId: string): Promise<unknown> =>
  db.tx(system, async (tx) => {
    const [row] = await tx.query<{ effective_sealed: Buffer }>(sql`select effective_sealed from elder where id = ${elderId}::uuid`);
    return ledgerSeal(services.crypto, county).openEffective(row?.effective_sealed ?? Buffer.alloc(0)).institution;
  });

it('undoing an event withdraws what it said and decides nothing', async () => {
  const elderId = await say(null, { name: '柏二', division: '610999107001', institution: { name: '甲院', since: '2026-01-02' } }, '2026-02-01');
  const event = { elderId, kind: 'institution', on: '2026-11-10', reason: '村里报来', sourceRef: 'test', to: '乙院' } as const;
  const recorded = await db.tx(system, (tx) => recordLifeEvent(services, tx, event));
  if (!recorded.ok) throw new Error(recorded.refusal.code);
  expect(await livesIn(elderId)).toEqual({ name: '乙院', since: '2026-11-10' });
  expect(await db.tx(system, (tx) => undoLifeEvent(services, tx, { eventId: recorded.value.eventId, reason: '报错了' }))).toMatchObject({ ok: true });
  expect(await livesIn(elderId)).toEqual({ name: '甲院', since: '2026-01-02' });
  // No decision stands in the way of what a source says next.
  await say(elderId, { institution: { name: '丙院', since: '2026-11-20' } }, '2026-11-21');
  expect(await livesIn(elderId)).toEqual({ name: '丙院', since: '2026-11-20' });
  const history = await db.tx(system, (tx) => openFactHistory(services, tx, elderId, 'institution'));
  expect(history.ok && history.value.entries.map((entry) => [(entry.value as { name: string }).name, entry.effective, entry.withdrawnAt !== null])).toEqual([
    ['丙院', true, false],
    ['乙院', false, true],
    ['甲院', false, false],
  ]);
});

it('nobody rewrites what was said: only its withdrawal may be written', async () => {
  await expect(db.tx(system, (tx) => tx.query(sql`update fact_statement set source_ref = 'other'`))).rejects.toThrow('permission denied');
});
