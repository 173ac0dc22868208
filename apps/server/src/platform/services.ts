// What every module gets handed: wired once in the composition roots, no container.
import type { Clock } from './clock.ts';
import type { FieldCrypto } from './crypto/index.ts';
import type { Db } from './db/index.ts';
import type { Jobs } from './jobs/index.ts';
import type { Log } from './log.ts';

export interface Services {
  readonly db: Db;
  readonly crypto: FieldCrypto;
  readonly clock: Clock;
  readonly log: Log;
  readonly jobs: Jobs;
  /** Folder into which a county lays its licensed faces for printing; none in tests. */
  readonly facesFolder?: string;
}
