// PostgreSQL through `pg`, SQL through sql-template-tag: `await tx.query<Row>(sql`select …`)`.
// Every access is a transaction of an actor; its scope is set locally, and row level security holds
// it to that scope because the session's role is shouwang_app, which cannot bypass it.
import { createHash } from 'node:crypto';
import { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import pg from 'pg';
import sql, { empty, join, raw, Sql } from 'sql-template-tag';

export { empty, join, raw, sql, Sql };

/** Values that PostgreSQL cannot hold (a NUL or half a character, a number or a day out of range): what was sent is wrong, nothing of ours, and sending it again helps nobody. */
export const isUnstorable = (error: unknown): boolean => ['22003', '22007', '22008', '22021', '22P02', '22P05'].includes((error as { code?: string } | null)?.code ?? '');

/** Who a transaction acts for. `scope` is a division prefix ('' = nobody's), visitors have visitorId. */
export interface Actor {
  readonly accountId: string | null;
  readonly countyCode: string;
  readonly role: string;
  readonly scope: string;
  readonly visitorId: string | null;
}

export interface Tx {
  readonly actor: Actor;
  /**
   * Runs one statement. `prepare: true` keeps its plan on the connection: for hot statements with a
   * fixed text (pass lists as one array parameter, not as many placeholders).
   */
  query<Row extends object = Record<string, unknown>>(statement: Sql, options?: { readonly prepare?: boolean }): Promise<Row[]>;
  /**
   * Sends one statement whose answer nobody needs and goes on at once, so that the next can be made ready
   * while the database works (quality bar P5). Should it fail, the savepoint or transaction it stands in fails.
   */
  send(statement: Sql, options?: { readonly prepare?: boolean }): void;
  /** Runs `work` inside a savepoint: an exception undoes only what it did. */
  savepoint<T>(work: () => Promise<T>): Promise<T>;
  /** Called once the transaction is committed. */
  afterCommit(effect: () => void): void;
  /** The driver's client, for COPY and cursors. */
  readonly client: pg.PoolClient;
}

export interface Db {
  /** `reads`: nothing can be written, and the answer does not wait for the end of the transaction. */
  tx<T>(actor: Actor, work: (tx: Tx) => Promise<T>, options?: { readonly reads?: boolean }): Promise<T>;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

// bigint and numeric as numbers (counts stay far below 2^53), dates as text, instants as ISO text.
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === 20 || oid === 1700) return (value: string) => Number(value);
    if (oid === 1082) return (value: string) => value;
    if (oid === 1184 || oid === 1114) return (value: string) => new Date(value.includes('+') || value.endsWith('Z') ? value : `${value}Z`).toISOString();
    return pg.types.getTypeParser(oid, format as 'text');
  },
} as pg.CustomTypesConfig;

/** Digits after '9' in the C collation: `prefix <= code < prefix + ':'` is "begins with prefix". */
export const scopeRange = (prefix: string): { from: string; to: string } => (prefix === '' ? { from: '', to: '' } : { from: prefix, to: `${prefix}:` });

/** Actor of the installation itself in one county: command line, jobs, reactions. Audited as `system`. */
export const systemActor = (countyCode: string): Actor => ({ accountId: null, countyCode, role: 'system', scope: countyCode, visitorId: null });

const digits = /^\d{0,15}$/;
const uuid = /^[0-9a-f-]{36}$/i;

function beginStatement(actor: Actor, today: string | null, reads: boolean): string {
  const bad =
    !digits.test(actor.scope) ||
    !digits.test(actor.countyCode) ||
    (actor.visitorId !== null && !uuid.test(actor.visitorId)) ||
    (actor.accountId !== null && !uuid.test(actor.accountId));
  if (bad) throw new Error('actor with malformed scope');
  const range = scopeRange(actor.scope);
  // Values are digits or uuids as checked above, so they can stand in the text: one round trip.
  return `begin${reads ? ' read only' : ''}; set local app.county = '${actor.countyCode}'; set local app.scope_from = '${range.from}'; set local app.scope_to = '${range.to}'; set local app.visitor = '${actor.visitorId ?? ''}'; set local app.account = '${actor.accountId ?? ''}'; set local app.today = '${today ?? ''}'`;
}

const statementNames = new Map<string, string>();
function nameOf(text: string): string {
  let name = statementNames.get(text);
  if (name === undefined) {
    name = createHash('sha1').update(text).digest('base64url');
    statementNames.set(text, name);
  }
  return name;
}

/** Statements sent at once leave in one packet: `begin`, the scope and the first statement wake the database once. */
function onePacketSocket(): Socket {
  const socket = new Socket();
  const write = socket.write.bind(socket);
  socket.write = ((...given: Parameters<typeof write>) => {
    if (socket.writableCorked === 0) {
      socket.cork();
      process.nextTick(() => socket.uncork());
    }
    return write(...given);
  }) as Socket['write'];
  return socket;
}

/** Opens a pool as shouwang_app. `clock` gives the county's calendar day for row level security. */
export function openDb(connectionString: string, options: { readonly max?: number; readonly today?: () => string } = {}): Db {
  const pool = new pg.Pool({
    connectionString,
    max: options.max ?? 12,
    types,
    pipeline: true,
    stream: onePacketSocket,
    options: '-c role=shouwang_app -c timezone=UTC',
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 5_000,
  });
  // An idle connection that dies (database restarted) is replaced by the pool; nothing else to do.
  pool.on('error', () => undefined);

  return {
    pool,
    close: () => pool.end(),
    async tx(actor, work, { reads = false } = {}) {
      const client = await pool.connect();
      const effects: (() => void)[] = [];
      let ended: Promise<unknown> = Promise.resolve();
      let depth = 0;
      let sent: Promise<unknown>[] = [];
      const run = ({ text, values }: Sql, prepare = false): Promise<pg.QueryResult> => client.query(prepare ? { name: nameOf(text), text, values } : { text, values });
      const allSent = async (): Promise<void> => {
        const waited = sent;
        sent = [];
        await Promise.all(waited);
      };
      /** What made a statement fail: one sent before it, if that failed first. */
      const causeOf = async (error: unknown): Promise<unknown> =>
        allSent().then(
          () => error,
          (first: unknown) => first,
        );
      const tx: Tx = {
        actor,
        client,
        query: async <Row extends object>(statement: Sql, queryOptions?: { readonly prepare?: boolean }) => (await run(statement, queryOptions?.prepare)).rows as Row[],
        send(statement, queryOptions) {
          const answer = run(statement, queryOptions?.prepare);
          // Its failure is met by whoever waits for all that was sent.
          answer.catch(() => undefined);
          sent.push(answer);
        },
        async savepoint(inner) {
          await allSent();
          depth += 1;
          const name = `s${depth}`;
          await client.query(`savepoint ${name}`);
          try {
            const value = await inner();
            await allSent();
            await client.query(`release savepoint ${name}`);
            return value;
          } catch (error) {
            const cause = await causeOf(error);
            await client.query(`rollback to savepoint ${name}`);
            throw cause;
          }
        },
        afterCommit: (effect) => void effects.push(effect),
      };
      try {
        // Sent ahead of the first statement without waiting for its answer: one round trip less. Should
        // it fail, the scope is unset and row level security lets nothing through; then it is thrown.
        const begun = client.query(beginStatement(actor, options.today?.() ?? null, reads));
        begun.catch(() => undefined);
        const value = await work(tx);
        await begun;
        await allSent();
        // Nothing depends on the end of a reading one: its answer leaves first.
        ended = reads ? setImmediate().then(() => client.query('commit')) : client.query('commit');
        if (!reads) await ended;
        for (const effect of effects) effect();
        return value;
      } catch (error) {
        const cause = await causeOf(error);
        ended = client.query('rollback');
        throw cause;
      } finally {
        // A connection on which not even that succeeds is not given back to the pool.
        const given = ended.then(
          () => client.release(),
          (failure: unknown) => client.release(failure instanceof Error ? failure : true),
        );
        if (!reads) await given;
      }
    },
  };
}
