import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { testDatabase } from '../../../../../tools/testing/database.ts';
import { openDb, systemActor, type Db } from '../db/index.ts';
import { audit, sealAudit, verifyAudit } from './index.ts';

let db: Db;
let owner: pg.Client;
const county = '610999';

beforeAll(async () => {
  const { connectionString } = await testDatabase();
  db = openDb(connectionString);
  owner = new pg.Client({ connectionString });
  await owner.connect();
});
afterAll(async () => {
  await db.close();
  await owner.end();
});

const write = (count: number): Promise<void> =>
  db.tx(systemActor(county), async (tx) => {
    for (let i = 0; i < count; i += 1) await audit(tx, { action: 'elder.reveal', entity: 'elder', entityId: String(i), details: { reason: '核对 证件', field: 'idNo' } });
  });

describe('the audit trail', () => {
  it('is chained by the sealer, also when several sealers and writers run at once', async () => {
    await Promise.all([write(20), write(20), sealAudit(db, county), sealAudit(db, county)]);
    // A transaction of another test in the same cluster may hold the horizon back for a moment.
    await expect
      .poll(
        async () => {
          await sealAudit(db, county);
          return verifyAudit(db, county);
        },
        { timeout: 30_000 },
      )
      .toEqual({ sealed: 40, unsealed: 0, broken: null });
  });

  it('cannot be changed or thinned by the server’s own role', async () => {
    await expect(db.tx(systemActor(county), (tx) => tx.client.query("update audit_event set action = 'nothing'"))).rejects.toThrow(/permission denied/);
    await expect(db.tx(systemActor(county), (tx) => tx.client.query('delete from audit_event'))).rejects.toThrow(/permission denied/);
  });

  it('shows where somebody with the database’s own password has changed it', async () => {
    await owner.query("update audit_event set details = '{}' where id = (select event_id from audit_seal where seq = 7)");
    expect(await verifyAudit(db, county)).toMatchObject({ broken: 7 });
  });

  it('keeps nothing of a transaction that was rolled back', async () => {
    await expect(
      db.tx(systemActor('610998'), async (tx) => {
        await audit(tx, { action: 'import.run' });
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    expect(await verifyAudit(db, '610998')).toEqual({ sealed: 0, unsealed: 0, broken: null });
  });
});
