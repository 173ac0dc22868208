// What a town sets for one person ends before its day; why stands with the record, not in the audit.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testServices } from '../../../../../tools/testing/services.ts';
import { sql, systemActor, type Db } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { recordStatements } from '../ledger/public.ts';
import { setCountyPack } from '../policy/public.ts';
import { addArrangement, endArrangement } from './arrangements.ts';
import { openFileListing } from './file.ts';
import { listingSeal } from './sealing.ts';

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

it('ends before its day, once, its reason sealed with the record', async () => {
  const facts = { name: '柏一', division: '610999107001' };
  const [made] = await db.tx(system, (tx) =>
    recordStatements(services, tx, [{ elderId: null, facts, source: 'ledger', sourceDate: '2026-11-01', sourceRef: 'a', recordedBy: null }]),
  );
  const elderId = made?.elderId ?? '';
  const added = await db.tx(system, (tx) => addArrangement(services, tx, { elderId, kind: 'extra', from: '2026-11-22', to: '2026-11-29', visits: 1, reason: '刚出院' }));
  if (!added.ok) throw new Error(added.refusal.code);
  const asked = { id: added.value.arrangementId, reason: '女儿回来了' };
  expect(await db.tx(system, (tx) => endArrangement(services, tx, asked))).toMatchObject({ ok: true });
  expect(await db.tx(system, (tx) => endArrangement(services, tx, asked))).toMatchObject({ ok: false, refusal: { code: 'conflict.alreadyDone' } });
  const [row] = await db.tx(system, (tx) => tx.query<{ to_date: string; end_sealed: Buffer }>(sql`select to_date, end_sealed from duty_arrangement where elder_id = ${elderId}`));
  expect(row?.to_date).toBe('2026-11-21');
  expect(listingSeal(services.crypto, county).openReason(row?.end_sealed ?? null)).toBe('女儿回来了');
  const shown = await db.tx(system, (tx) => openFileListing(services, tx, elderId));
  expect(shown.ok && shown.value.arrangements).toMatchObject([{ reason: '刚出院', ended: { reason: '女儿回来了' } }]);
  const traces = await db.tx(system, (tx) =>
    tx.query<{ action: string; details: unknown }>(sql`select action, details from audit_event where entity_id = ${elderId} and action like 'duty.%' order by at`),
  );
  expect(traces.map(({ action }) => action)).toEqual(['duty.extra', 'duty.endArrangement']);
  expect(JSON.stringify(traces)).not.toMatch(/女儿|出院/);
});
