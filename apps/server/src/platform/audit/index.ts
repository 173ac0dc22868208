// The audit trail (quality bar S3): written in the transaction of what it records, append only by
// grant, chained afterwards by the sealer so that a chain per county does not serialise writes.
import { createHash } from 'node:crypto';
import { newId } from '../clock.ts';
import { sql, systemActor, type Db, type Tx } from '../db/index.ts';

export interface AuditEvent {
  /** What was done: `elder.reveal`, `session.signIn`, `import.run`, … */
  readonly action: string;
  readonly entity?: string;
  readonly entityId?: string;
  readonly division?: string;
  /** Reasons, counts, field names; never the protected value itself. */
  readonly details?: Readonly<Record<string, unknown>>;
}

export async function audit(tx: Tx, ...events: readonly AuditEvent[]): Promise<void> {
  if (events.length === 0) return;
  const { countyCode, accountId, role } = tx.actor;
  await tx.query(
    sql`insert into audit_event (county_code, id, actor, actor_role, action, entity, entity_id, division_code, details)
        select ${countyCode}, e.id, ${accountId}::uuid, ${role}, e.action, e.entity, e.entity_id, e.division, e.details
        from jsonb_to_recordset(${JSON.stringify(
          events.map((event) => ({
            id: newId(),
            action: event.action,
            entity: event.entity ?? null,
            entity_id: event.entityId ?? null,
            division: event.division ?? null,
            details: event.details ?? {},
          })),
        )}::jsonb) as e(id uuid, action text, entity text, entity_id text, division text, details jsonb)`,
    { prepare: true },
  );
}

interface EventRow {
  id: string;
  at: string;
  actor: string | null;
  actor_role: string;
  action: string;
  entity: string | null;
  entity_id: string | null;
  division_code: string | null;
  details: unknown;
}

/** Bytes that an event is sealed by. jsonb text is canonical within PostgreSQL, so it is hashed as text. */
const canonical = (event: EventRow): string =>
  JSON.stringify([event.id, event.at, event.actor, event.actor_role, event.action, event.entity, event.entity_id, event.division_code, event.details]);

const link = (previous: Buffer, event: EventRow): Buffer => createHash('sha256').update(previous).update(canonical(event)).digest();
const genesis = Buffer.alloc(32);
const NOBODY = '00000000-0000-0000-0000-000000000000';

const columns = sql`e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as at, e.actor, e.actor_role, e.action, e.entity, e.entity_id, e.division_code, e.details::text as details`;

/** Chains events that are not sealed yet; answers how many. One sealer per county at a time. */
export async function sealAudit(db: Db, countyCode: string, batch = 2000): Promise<number> {
  return db.tx(systemActor(countyCode), async (tx) => {
    const locked = await tx.query<{ ok: boolean }>(sql`select pg_try_advisory_xact_lock(hashtext('audit'), hashtext(${countyCode})) as ok`);
    if (locked[0]?.ok !== true) return 0;
    const [last] = await tx.query<{ seq: number; hash: Buffer; tx: string; event_id: string }>(
      sql`select seq, hash, tx::text as tx, event_id from audit_seal where county_code = ${countyCode} order by seq desc limit 1`,
    );
    // Everything below the horizon has committed or never will: what comes later comes behind.
    const events = await tx.query<EventRow & { tx: string }>(
      sql`select ${columns}, e.tx::text as tx from audit_event e
          where e.county_code = ${countyCode} and (e.tx, e.id) > (${last?.tx ?? '0'}::xid8, ${last?.event_id ?? NOBODY}::uuid) and e.tx < pg_snapshot_xmin(pg_current_snapshot())
            and not exists (select 1 from audit_seal s where s.county_code = e.county_code and s.event_id = e.id)
          order by e.tx, e.id limit ${batch}`,
    );
    let previous: Buffer = last?.hash ?? genesis;
    let seq = last?.seq ?? 0;
    const rows = events.map((event) => {
      const hash = link(previous, event);
      seq += 1;
      const row = { seq, tx: event.tx, event_id: event.id, previous: previous.toString('hex'), hash: hash.toString('hex') };
      previous = hash;
      return row;
    });
    if (rows.length > 0) {
      await tx.query(sql`insert into audit_seal (county_code, seq, tx, event_id, previous_hash, hash)
        select ${countyCode}, r.seq, r.tx::xid8, r.event_id, decode(r.previous, 'hex'), decode(r.hash, 'hex') from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(seq bigint, tx text, event_id uuid, previous text, hash text)`);
    }
    return rows.length;
  });
}

/** Walks the chain from its beginning; `broken` is the first place where it does not hold. */
export async function verifyAudit(db: Db, countyCode: string): Promise<{ readonly sealed: number; readonly unsealed: number; readonly broken: number | null }> {
  return db.tx(systemActor(countyCode), async (tx) => {
    let previous: Buffer = genesis;
    let sealed = 0;
    for (;;) {
      const rows = await tx.query<EventRow & { seq: number; previous_hash: Buffer; hash: Buffer }>(
        sql`select s.seq, s.previous_hash, s.hash, ${columns} from audit_seal s left join audit_event e on e.county_code = s.county_code and e.id = s.event_id
            where s.county_code = ${countyCode} and s.seq > ${sealed} order by s.seq limit 5000`,
      );
      for (const row of rows) {
        if (row.id === null || row.seq !== sealed + 1 || !row.previous_hash.equals(previous) || !row.hash.equals(link(previous, row)))
          return { sealed, unsealed: 0, broken: sealed + 1 };
        previous = row.hash;
        sealed += 1;
      }
      if (rows.length < 5000) break;
    }
    const [open] = await tx.query<{ count: number }>(
      sql`select count(*) as count from audit_event e where e.county_code = ${countyCode} and not exists (select 1 from audit_seal s where s.county_code = e.county_code and s.event_id = e.id)`,
    );
    return { sealed, unsealed: open?.count ?? 0, broken: null };
  });
}
