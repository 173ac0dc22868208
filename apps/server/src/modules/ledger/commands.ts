// What people do to a file by hand: set a fact (a decision), see a number in full.
import { setFactPayload } from '@shouwang/contract/ledger';
import { checkFactValue, decideFacts, factId, sameValue, type FactKey, type FactValues, type StatedFact } from '@shouwang/domain/ledger';
import { covers } from '@shouwang/domain/divisions';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import type { z } from 'zod';
import { audit } from '../../platform/audit/index.ts';
import { localDay } from '../../platform/clock.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { command, type CommandAnswer, type CommandItem, type SyncCommand } from '../../platform/sync/command.ts';
import { getPackInForce } from '../policy/public.ts';
import { leadingFile } from './merged.ts';
import { recordStatements } from './record.ts';
import { ledgerSeal } from './sealing.ts';
import { loadSaid, lockElders } from './store.ts';

type SetFact = z.output<typeof setFactPayload>;

/** What the account's device is told of the value that stands in the way. Never the value of a number. */
const asSeen = (fact: StatedFact): Record<string, unknown> => ({ id: factId(fact), source: fact.source, sourceDate: fact.sourceDate });

/** Sets one fact as a decision; a conflict where the effective fact is not the one that was seen. */
async function setFact(tx: Tx, services: Services, item: CommandItem<SetFact>, ownStatements: Set<string>): Promise<CommandAnswer> {
  const { reason } = item.payload;
  const elderId = await leadingFile(tx, tx.actor.countyCode, item.payload.elderId);
  const checked = checkFactValue(item.payload.key, item.payload.value);
  if (!checked.ok) return { outcome: 'refused', refusal: checked.refusal };
  const { key, value } = checked.value;
  if (key === 'division' && !covers(tx.actor.scope, value as string)) return { outcome: 'refused', refusal: { code: 'division.unknown', details: { code: value as string } } };

  const [elder] = await lockElders(tx, tx.actor.countyCode, [elderId]);
  if (elder === undefined) return { outcome: 'refused', refusal: { code: 'elder.notVisible' } };
  const { pack } = await getPackInForce(tx);
  const said = (await loadSaid(tx, tx.actor.countyCode, [elderId], ledgerSeal(services.crypto, tx.actor.countyCode))).get(elderId);
  const current = decideFacts(said?.current.values() ?? [], pack.sourceRank).get(key);
  if (current !== undefined && sameValue(current.value, value) && current.source === 'decision') return { outcome: 'applied', detail: { fact: asSeen(current) } };
  const isAsSeen = (current === undefined ? null : factId(current)) === (item.base[key] ?? null);
  if (!isAsSeen && !(current !== undefined && ownStatements.has(current.statementId))) {
    return { outcome: 'conflict', refusal: { code: 'conflict.revision', details: { key } }, detail: { key, current: current === undefined ? null : asSeen(current) } };
  }

  const sourceDate = localDay(new Date(item.occurredAt));
  const [answer] = await recordStatements(services, tx, [
    {
      elderId,
      facts: { [key]: value } as Partial<FactValues>,
      source: 'decision',
      sourceDate,
      sourceRef: `account:${tx.actor.accountId ?? 'system'}`,
      recordedBy: tx.actor.accountId,
    },
  ]);
  if (answer?.refusal !== undefined) return { outcome: 'refused', refusal: answer.refusal };
  const statementId = answer?.statementId ?? '';
  ownStatements.add(statementId);
  await audit(tx, { action: 'elder.setFact', entity: 'elder', entityId: elderId, details: { key, ...(reason === undefined ? {} : { reason }) } });
  return { outcome: 'applied', detail: { fact: { id: factId({ statementId, key: key satisfies FactKey }), source: 'decision', sourceDate } } };
}

export const ledgerCommands: readonly SyncCommand[] = [
  command<SetFact>({
    kind: 'elders.setFact',
    permission: 'elders.edit',
    payload: setFactPayload as z.ZodType<SetFact>,
    async apply(tx, services, items) {
      // Edits of one file are settled one after the other: the second of a phone builds on its first.
      const ownStatements = new Set<string>();
      const answers: CommandAnswer[] = [];
      for (const item of items) answers.push(await setFact(tx, services, item, ownStatements));
      return answers;
    },
  }),
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
