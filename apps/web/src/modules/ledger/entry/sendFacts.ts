// Commands of the desk about a file. They go the way of every command: an id made here, so that a second
// send does nothing twice, and the revisions that were seen, so that nobody overwrites in silence.
import { syncPush } from '@shouwang/contract/sync';
import type { FactKey } from '@shouwang/domain/ledger';
import { v7 } from 'uuid';
import { ApiRefusal, call } from '../../../platform/api.ts';

/** A desk is not a registered device; the server is told apart by an id for this page. */
const desk = v7();

/** What the server says of a fact that stands there. */
export interface Standing {
  readonly id: string;
  readonly source: string;
  readonly sourceDate: string;
  readonly value: unknown;
}
export interface Sent {
  readonly conflicts: readonly { readonly key: FactKey; readonly current: Standing | null }[];
  /** What was said but does not count, because a source of higher rank says otherwise. */
  readonly outranked: readonly { readonly key: FactKey; readonly current: Standing | null }[];
}

async function push(kind: string, commandId: string, base: Readonly<Record<string, string | null>>, payload: unknown) {
  const now = new Date().toISOString();
  const answer = await call(syncPush, { body: { deviceId: desk, sentAt: now, commands: [{ id: commandId, kind, occurredAt: now, recordedAt: now, base, payload }] } });
  const [result] = answer.results;
  if (result?.outcome === 'applied' || result?.outcome === 'alreadyApplied' || result?.outcome === 'conflict') return result;
  throw new ApiRefusal(result?.refusal?.code ?? 'server.unavailable', result?.refusal?.details ?? {}, 422);
}

/** Opens a file. Throws ApiRefusal (`elder.known` with the id of the file that exists). */
export async function createElder(commandId: string, elderId: string, facts: Readonly<Record<string, unknown>>): Promise<void> {
  await push('elders.create', commandId, {}, { elderId, facts, source: 'survey' });
}

export interface FactsToSend {
  readonly elderId: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly take?: Readonly<Record<string, string>>;
  readonly base: Readonly<Record<string, string | null>>;
  readonly source: 'survey' | 'decision';
  readonly reason?: string;
}

/** Sets facts of a file, all or none. Conflicts come back by name; everything else that is refused is thrown. */
export async function sendFacts({ elderId, facts = {}, take = {}, base, source, reason }: FactsToSend): Promise<Sent> {
  const result = await push('elders.setFacts', v7(), base, { elderId, facts, take, source, ...(reason === undefined || reason.trim() === '' ? {} : { reason: reason.trim() }) });
  const detail = (result.detail ?? {}) as { conflicts?: Sent['conflicts']; facts?: readonly { key: FactKey; counts: boolean; current: Standing | null }[] };
  if (result.outcome === 'conflict') return { conflicts: detail.conflicts ?? [], outranked: [] };
  return { conflicts: [], outranked: (detail.facts ?? []).filter((fact) => !fact.counts && (fact.key in facts || fact.key in take)) };
}

/** The same for one fact in a dialog: a conflict is thrown, for the file has to be read again. */
export async function sendOne(what: FactsToSend): Promise<Sent> {
  const sent = await sendFacts(what);
  if (sent.conflicts.length > 0) throw new ApiRefusal('conflict.revision', {}, 409);
  return sent;
}
