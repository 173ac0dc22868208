// The services of a test file of the server: a database of its own, a clock that stands, keys that are
// always the same, no log, jobs that nobody runs.
import { fixedClock } from '../../apps/server/src/platform/clock.ts';
import { fieldCrypto } from '../../apps/server/src/platform/crypto/index.ts';
import { openDb } from '../../apps/server/src/platform/db/index.ts';
import { silentLog } from '../../apps/server/src/platform/log.ts';
import type { Services } from '../../apps/server/src/platform/services.ts';
import { testDatabase } from './database.ts';

/** Call it in `beforeAll`, close `db` in `afterAll`. `at`: the moment at which the clock stands, RFC 3339. */
export async function testServices(at = '2026-11-22T02:00:00Z', connectionString?: string): Promise<Services> {
  const clock = fixedClock(at);
  const db = openDb(connectionString ?? (await testDatabase()).connectionString, { today: clock.today });
  return { db, clock, crypto: fieldCrypto(Buffer.alloc(32, 7)), log: silentLog, jobs: { send: async () => undefined } };
}
