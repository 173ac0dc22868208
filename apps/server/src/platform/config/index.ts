// The one place that reads the environment: parsed once at boot, typed, with a reason for each value.
import { randomBytes } from 'node:crypto';
import { z } from 'zod';

const environment = z.object({
  /** HTTP port. */
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  /** Address to listen on; a proxy with TLS stands before it in production (phones need a secure context). */
  HOST: z.string().default('0.0.0.0'),
  /** Folder of the embedded database, keys and imports. */
  SHOUWANG_DATA: z.string().default('./data'),
  /** One's own PostgreSQL 15 or later instead of the embedded one; the role must own the database and may create roles. */
  DATABASE_URL: z.string().optional(),
  /** `1` behind a proxy that sets X-Forwarded-*: cookies are then marked secure. */
  SHOUWANG_BEHIND_TLS: z.enum(['0', '1']).default('0'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** `0` starts without loading the demonstration county into an empty database. */
  SHOUWANG_DEMO: z.enum(['0', '1']).default('1'),
});

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly behindTls: boolean;
  readonly logLevel: string;
  readonly demo: boolean;
  /** Tells one start of the server from the next (sync epochs, logs). */
  readonly bootId: string;
}

/** Parses the environment; throws with a readable message where a value is wrong. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  // `PORT= npm start` means what leaving it out means.
  const parsed = environment.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new Error(`configuration: ${problems}`);
  }
  const value = parsed.data;
  return {
    port: value.PORT,
    host: value.HOST,
    dataDir: value.SHOUWANG_DATA,
    databaseUrl: value.DATABASE_URL ?? null,
    behindTls: value.SHOUWANG_BEHIND_TLS === '1',
    logLevel: value.LOG_LEVEL,
    demo: value.SHOUWANG_DEMO === '1',
    bootId: randomBytes(6).toString('hex'),
  };
}
