// What people do to a file by hand: open one, set facts, see a number in full.
import { createElderPayload, setFactPayload, setFactsPayload } from '@shouwang/contract/ledger';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import type { z } from 'zod';
import { audit } from '../../platform/audit/index.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { command, type CommandAnswer, type CommandItem, type SyncCommand } from '../../platform/sync/command.ts';
import { createElders, setFacts, type CreateElder, type OwnStatements, type SetFacts } from './entry.ts';
import { ledgerSeal } from './sealing.ts';

type SetFact = z.output<typeof setFactPayload>;

/** One fact, as a decision: `elders.setFacts` with a single key, answered in the words of its first release. */
async function setFact(tx: Tx, services: Services, item: CommandItem<SetFact>, own: OwnStatements): Promise<CommandAnswer> {
  const { elderId, key, value, reason } = item.payload;
  const answer = await setFacts(tx, services, { ...item, payload: { elderId, facts: { [key]: value }, take: {}, source: 'decision', reason } }, own);
  const { conflicts, facts } = (answer.detail ?? {}) as { conflicts?: readonly Record<string, unknown>[]; facts?: readonly { key: string; current: unknown }[] };
  if (answer.outcome === 'conflict') return { ...answer, detail: { ...conflicts?.[0] } };
  return answer.outcome === 'applied' ? { outcome: 'applied', detail: { fact: facts?.find((fact) => fact.key === key)?.current } } : answer;
}

/** Edits of one file are settled one after the other: the second of a phone builds on its first. */
async function oneByOne<P>(items: readonly CommandItem<P>[], apply: (item: CommandItem<P>, own: OwnStatements) => Promise<CommandAnswer>): Promise<CommandAnswer[]> {
  const own: OwnStatements = new Set();
  const answers: CommandAnswer[] = [];
  for (const item of items) answers.push(await apply(item, own));
  return answers;
}

export const ledgerCommands: readonly SyncCommand[] = [
  command<SetFact>({
    kind: 'elders.setFact',
    permission: 'elders.edit',
    payload: setFactPayload as z.ZodType<SetFact>,
    apply: (tx, services, items) => oneByOne(items, (item, own) => setFact(tx, services, item, own)),
  }),
  command<SetFacts>({
    kind: 'elders.setFacts',
    permission: 'elders.edit',
    payload: setFactsPayload as z.ZodType<SetFacts>,
    apply: (tx, services, items) => oneByOne(items, (item, own) => setFacts(tx, services, item, own)),
  }),
  command<CreateElder>({ kind: 'elders.create', permission: 'elders.edit', payload: createElderPayload as z.ZodType<CreateElder>, apply: createElders }),
];

/** A number in full, for a reason that is written down with who asked and when (quality bar S2). */
export async function revealNumber(services: Services, tx: Tx, elderId: string, field: 'idNo' | 'phone', reason: string): Promise<Result<{ readonly value: string | null }>> {
  if (reason.trim().length < 2) return refuse('reveal.reasonMissing');
  const [row] = await tx.query<{ county_code: string; division_code: string; id_no_sealed: Buffer | null; phone_sealed: Buffer | null }>(
    sql`select county_code, division_code, id_no_sealed, phone_sealed from elder where id = ${elderId} and county_code = ${tx.actor.countyCode}`,
  );
  if (row === undefined) return refuse('elder.notVisible');
  await audit(tx, { action: 'elder.reveal', entity: 'elder', entityId: elderId, division: row.division_code, details: { field, reason } });
  const seal = ledgerSeal(services.crypto, row.county_code);
  if (field === 'idNo') return ok({ value: row.id_no_sealed === null ? null : seal.openIdNo(row.id_no_sealed) });
  return ok({ value: row.phone_sealed === null ? null : seal.openPhone(row.phone_sealed) });
}
