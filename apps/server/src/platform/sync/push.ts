// Push: claim the ids, run each kind's command over its items, answer item by item. A command that
// was applied before answers `alreadyApplied`; one bad item never holds up its neighbours.
import { can } from '@shouwang/domain/access';
import { judgeOccurred, legible, type CommandEnvelope } from '@shouwang/domain/sync';
import { isUnstorable, sql, type Tx } from '../db/index.ts';
import type { Services } from '../services.ts';
import type { CommandAnswer, CommandItem, SyncCommand } from './command.ts';

export type Answered = CommandAnswer & { readonly id: string };

interface PushContext {
  readonly deviceId: string | null;
  /** Device clock at sending; absent for desks, whose commands carry the server's own time. */
  readonly sentAt: string | null;
  readonly receivedAt: string;
  /** The phone was revoked then: what happened later is refused, what happened before is taken and marked. */
  readonly revokedAt?: string | null;
}

/** Years 1 to 9999, which the database and everybody else can write. */
const isWritable = (instant: string): boolean => /^\d{4}-/.test(instant) && !instant.startsWith('0000');

/** Carries out envelopes in order within the caller's transaction. */
export async function pushCommands(
  tx: Tx,
  services: Services,
  commands: ReadonlyMap<string, SyncCommand>,
  envelopes: readonly CommandEnvelope[],
  context: PushContext,
): Promise<readonly Answered[]> {
  const offset = context.sentAt === null ? 0 : Date.parse(context.receivedAt) - Date.parse(context.sentAt);
  const revokedAt = context.revokedAt ?? null;
  const answers = new Map<string, CommandAnswer>();
  const runs: { command: SyncCommand; items: CommandItem<unknown>[] }[] = [];

  for (const envelope of envelopes) {
    // As the database writes it: what was claimed is found again by it.
    const id = envelope.id.toLowerCase();
    const command = commands.get(envelope.kind);
    const payload = legible(envelope.payload);
    const parsed = payload === undefined ? undefined : command?.payload.safeParse(payload);
    if (command === undefined) answers.set(id, { outcome: 'refused', refusal: { code: 'sync.kindUnknown', details: { kind: envelope.kind } } });
    else if (!can(tx.actor.role as Parameters<typeof can>[0], command.permission)) answers.set(id, { outcome: 'refused', refusal: { code: 'permission.denied' } });
    else if (parsed?.success !== true) {
      const issue = parsed?.error.issues[0];
      answers.set(id, { outcome: 'refused', refusal: { code: 'input.invalid', details: { field: issue?.path.join('.') ?? '', problem: issue?.message ?? '' } } });
    } else if (!runs.some((run) => run.items.some((item) => item.id === id))) {
      const judged = judgeOccurred(envelope.occurredAt, offset, context.receivedAt);
      if (![judged.at, envelope.recordedAt].every(isWritable)) {
        answers.set(id, { outcome: 'refused', refusal: { code: 'input.invalid', details: { field: 'occurredAt' } } });
        continue;
      }
      const item: CommandItem<unknown> = {
        id,
        payload: parsed.data,
        base: envelope.base,
        occurredAt: judged.at,
        clockWrong: judged.clockWrong,
        recordedAt: envelope.recordedAt,
        receivedAt: context.receivedAt,
        clockOffsetMs: offset,
        deviceId: context.deviceId,
        deviceRevoked: revokedAt !== null,
      };
      if (revokedAt !== null && judged.at > revokedAt) {
        answers.set(id, { outcome: 'refused', refusal: { code: 'device.revoked' } });
        continue;
      }
      const last = runs.at(-1);
      if (last?.command === command) last.items.push(item);
      else runs.push({ command, items: [item] });
    }
  }

  for (const run of runs) {
    const fresh = await claim(tx, run.command.kind, run.items);
    const repeated = run.items.filter((item) => !fresh.has(item.id));
    const foreign = repeated.length === 0 ? new Set<string>() : await takenByOthers(tx, run.command.kind, repeated);
    for (const item of repeated) answers.set(item.id, foreign.has(item.id) ? { outcome: 'refused', refusal: { code: 'sync.idTaken' } } : { outcome: 'alreadyApplied' });
    const items = run.items.filter((item) => fresh.has(item.id));
    if (items.length === 0) continue;
    for (const [id, answer] of await applyRun(tx, services, run.command, items, runs.length === 1)) answers.set(id, answer);
    await settle(tx, items, answers);
  }
  return envelopes.map(({ id }) => ({ id, ...(answers.get(id.toLowerCase()) ?? { outcome: 'retryLater' as const }) }));
}

/** Reserves ids; a copy sent at the same moment waits here until the first has committed. */
async function claim(tx: Tx, kind: string, items: readonly CommandItem<unknown>[]): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ id: string }>(
    sql`insert into sync_command (county_code, id, kind, account_id, device_id, outcome, occurred_at, recorded_at, received_at)
        select ${tx.actor.countyCode}, i.id, ${kind}, ${tx.actor.accountId}, i.device_id, 'applied', i.occurred_at, i.recorded_at, i.received_at
        from unnest(${items.map((i) => i.id)}::uuid[], ${items.map((i) => i.deviceId)}::uuid[], ${items.map((i) => i.occurredAt)}::timestamptz[], ${items.map((i) => i.recordedAt)}::timestamptz[], ${items.map((i) => i.receivedAt)}::timestamptz[]) as i(id, device_id, occurred_at, recorded_at, received_at)
        order by i.id on conflict do nothing returning id`,
    { prepare: true },
  );
  return new Set(rows.map((row) => row.id));
}

/** Ids under which another account, or another kind of command, was carried out: what comes now is something else and must not be taken for done. */
async function takenByOthers(tx: Tx, kind: string, items: readonly CommandItem<unknown>[]): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ id: string }>(
    sql`select id from sync_command where county_code = ${tx.actor.countyCode} and id = any(${items.map((item) => item.id)}::uuid[]) and (kind <> ${kind} or account_id is distinct from ${tx.actor.accountId}::uuid)`,
  );
  return new Set(rows.map((row) => row.id));
}

/** The batch at once; where that fails for a reason we did not foresee, one by one. */
async function applyRun(tx: Tx, services: Services, command: SyncCommand, items: readonly CommandItem<unknown>[], alone: boolean): Promise<Map<string, CommandAnswer>> {
  const answers = new Map<string, CommandAnswer>();
  const attempt = async (part: readonly CommandItem<unknown>[]): Promise<void> => {
    const results = await command.apply(tx, services, part);
    part.forEach((item, index) => answers.set(item.id, results[index] ?? { outcome: 'retryLater' }));
  };
  // One command that is all there is may fail as a whole; beside others it must not take them along.
  if (alone && items.length === 1) {
    await attempt(items);
    return answers;
  }
  try {
    await tx.savepoint(() => attempt(items));
  } catch (error) {
    services.log.warn({ kind: command.kind, count: items.length, error: String(error) }, 'batch failed, trying one by one');
    for (const item of items) {
      try {
        await tx.savepoint(() => attempt([item]));
      } catch (itemError) {
        if (isUnstorable(itemError)) {
          answers.set(item.id, { outcome: 'refused', refusal: { code: 'input.invalid', details: { field: 'payload' } } });
          continue;
        }
        services.log.error({ kind: command.kind, command: item.id, error: itemError instanceof Error ? itemError.stack : String(itemError) }, 'command failed');
        answers.set(item.id, { outcome: 'retryLater', refusal: { code: 'server.bug' } });
      }
    }
  }
  return answers;
}

/** Ids of what was not applied are given back, so that it can be sent again once it was mended. */
async function settle(tx: Tx, items: readonly CommandItem<unknown>[], answers: ReadonlyMap<string, CommandAnswer>): Promise<void> {
  const given = items.filter((item) => answers.get(item.id)?.outcome !== 'applied').map((item) => item.id);
  if (given.length > 0) await tx.query(sql`delete from sync_command where county_code = ${tx.actor.countyCode} and id = any(${given}::uuid[])`);
}
