// What people write into a file by hand: a new file typed from a form, several facts at once, a decision
// between sources. Always with the revision that was seen, so that two who change the same fact are told
// (quality bar R3); what other sources said stays beside it.
import type { createElderPayload, setFactsPayload } from '@shouwang/contract/ledger';
import {
  checkFactValue,
  decideFacts,
  factCatalogue,
  factId,
  idNoProblem,
  maskFact,
  nothingSaid,
  sameValue,
  uncoverFact,
  withFollowing,
  type FactKey,
  type FactValues,
  type Said,
  type StatedFact,
} from '@shouwang/domain/ledger';
import { covers, levelOf } from '@shouwang/domain/divisions';
import { ok, refuse, type Refusal, type Result } from '@shouwang/domain/shared';
import type { z } from 'zod';
import { audit } from '../../platform/audit/index.ts';
import { localDay } from '../../platform/clock.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import type { CommandAnswer, CommandItem } from '../../platform/sync/command.ts';
import { divisionNames } from '../divisions/public.ts';
import { getPackInForce } from '../policy/public.ts';
import { findCandidates, findKnownElsewhere } from './candidates.ts';
import { leadingFile } from './merged.ts';
import { recordStatements, type StatementItem } from './record.ts';
import { ledgerSeal } from './sealing.ts';
import { loadSaid, lockElders } from './store.ts';

export type CreateElder = z.output<typeof createElderPayload>;
export type SetFacts = z.output<typeof setFactsPayload>;

/** What the account's device is told of a fact. Never the value of a number. */
export const asSeen = (fact: StatedFact): Record<string, unknown> => ({
  id: factId(fact),
  source: fact.source,
  sourceDate: fact.sourceDate,
  value: maskFact(fact.key, fact.value),
});

const refused = (refusal: Refusal): CommandAnswer => ({ outcome: 'refused', refusal });
const entryRef = (tx: Tx): string => `account:${tx.actor.accountId ?? 'system'}`;

/** Each value in its shape, numbers that came back covered put in again, the village known and in scope. */
async function checkEntered(
  tx: Tx,
  services: Services,
  given: Readonly<Record<string, unknown>>,
  known: (key: FactKey) => readonly unknown[],
): Promise<Result<Partial<FactValues>>> {
  const facts: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const checked = checkFactValue(key, Object.hasOwn(factCatalogue, key) ? uncoverFact(key as FactKey, value, known(key as FactKey)) : value, services.clock.today());
    if (!checked.ok) return checked;
    facts[checked.value.key] = checked.value.value;
  }
  const division = facts['division'];
  if (typeof division === 'string') {
    const names = await divisionNames(services, tx, tx.actor.countyCode);
    if (!covers(tx.actor.scope, division) || names.of(division) === division) return refuse('division.unknown', { code: division });
  }
  return ok(withFollowing(facts as Partial<FactValues>));
}

const isVillage = (code: string): boolean => ['village', 'group'].includes(levelOf(code) ?? '');

/**
 * Opens files. Refuses `fact.missing` without a name or village, `elder.known` where the number, if it is
 * a right one, has a file in sight (details: elderId). Whose number is known out of sight gets the file
 * with a remark, as an import does.
 */
export async function createElders(tx: Tx, services: Services, items: readonly CommandItem<CreateElder>[]): Promise<readonly CommandAnswer[]> {
  const answers: CommandAnswer[] = [];
  for (const item of items) answers.push(await createElder(tx, services, item));
  return answers;
}

/** Two who open a file for one number at the same moment come one after the other: the second sees the first's. */
export async function takeTurnOf(services: Services, tx: Tx, idNo: string): Promise<void> {
  const index = ledgerSeal(services.crypto, tx.actor.countyCode).idNoIndex(idNo);
  await tx.query(sql`select pg_advisory_xact_lock(${index.readBigInt64BE().toString()}::bigint)`);
}

/** The identifier has a file already, out of sight or made this moment. */
const isTaken = (error: unknown): boolean => (error as { constraint?: string } | null)?.constraint === 'elder_pkey';

async function createElder(tx: Tx, services: Services, item: CommandItem<CreateElder>): Promise<CommandAnswer> {
  const { elderId, source, reason } = item.payload;
  const checked = await checkEntered(tx, services, item.payload.facts, () => []);
  if (!checked.ok) return refused(checked.refusal);
  const facts = checked.value;
  if (facts.name === undefined) return refused({ code: 'fact.missing', details: { key: 'name' } });
  if (facts.division === undefined || !isVillage(facts.division)) return refused({ code: 'fact.missing', details: { key: 'division' } });
  const [taken] = await tx.query(sql`select 1 from elder where county_code = ${tx.actor.countyCode} and id = ${elderId}`);
  if (taken !== undefined) return refused({ code: 'conflict.alreadyDone' });

  const remarks: string[] = [];
  if (facts.idNo !== undefined && idNoProblem(facts.idNo) === null) {
    await takeTurnOf(services, tx, facts.idNo);
    const [twin] = (await findCandidates(services, tx, [{ name: '', idNo: facts.idNo }])).filter((one) => one.closedOn === null);
    if (twin !== undefined) return refused({ code: 'elder.known', details: { elderId: twin.elderId } });
    if ((await findKnownElsewhere(services, tx, [facts.idNo])).size > 0) remarks.push('row.knownElsewhere');
  }
  const sourceDate = localDay(new Date(item.occurredAt));
  const opened: StatementItem = {
    elderId: null,
    newElderId: elderId,
    facts,
    source,
    sourceDate,
    sourceRef: entryRef(tx),
    recordedBy: tx.actor.accountId,
    listState: 'proposed',
    remarks,
    ...(reason === undefined ? {} : { reason }),
  };
  const [answer] = await tx
    .savepoint(() => recordStatements(services, tx, [opened]))
    .catch((error: unknown) => {
      if (isTaken(error)) return [];
      throw error;
    });
  if (answer === undefined) return refused({ code: 'conflict.alreadyDone' });
  await audit(tx, { action: 'elder.create', entity: 'elder', entityId: elderId, division: facts.division, details: { source, keys: answer.changedKeys } });
  return { outcome: 'applied', detail: { elderId } };
}

/** Statements of the same call, by the file that they are about: a later item builds on them. */
export type OwnStatements = Set<string>;

/**
 * Sets facts of one file, all or none. Conflict where an effective fact is not the one that was seen
 * (detail `conflicts`: key and the fact that stands there now). The answer names for each key the fact
 * recorded and whether it counts: what is typed from a form ranks below the registers.
 */
export async function setFacts(
  tx: Tx,
  services: Services,
  item: Omit<CommandItem<SetFacts>, 'payload'> & { readonly payload: SetFacts },
  own: OwnStatements,
): Promise<CommandAnswer> {
  const { source, reason } = item.payload;
  const county = tx.actor.countyCode;
  const elderId = await leadingFile(tx, county, item.payload.elderId);
  const [elder] = await lockElders(tx, county, [elderId]);
  if (elder === undefined) return refused({ code: 'elder.notVisible' });
  if (elder.closed_on !== null) return refused({ code: 'elder.closed' });
  const { pack } = await getPackInForce(tx);
  const seal = ledgerSeal(services.crypto, county);
  const said: Said = (await loadSaid(tx, county, [elderId], seal)).get(elderId) ?? nothingSaid();
  const stated = [...said.current.values()];
  const counting = decideFacts(stated, pack.sourceRank);

  const given: Record<string, unknown> = { ...item.payload.facts };
  for (const [key, id] of Object.entries(item.payload.take)) {
    const taken = stated.find((fact) => fact.key === key && factId(fact) === id);
    if (taken === undefined) return refused({ code: 'conflict.revision', details: { key } });
    given[key] = taken.value;
  }
  // The value that was seen comes first: a covered number is one of those that the screen showed.
  const known = (key: FactKey): readonly unknown[] => [counting.get(key), ...stated.filter((fact) => fact.key === key)].flatMap((fact) => (fact === undefined ? [] : [fact.value]));
  const checked = await checkEntered(tx, services, given, known);
  if (!checked.ok) return refused(checked.refusal);
  const facts = checked.value;

  const conflicts: Record<string, unknown>[] = [];
  for (const key of Object.keys(given) as FactKey[]) {
    const current = counting.get(key);
    const isAsSeen = (current === undefined ? null : factId(current)) === (item.base[key] ?? null);
    const isSame = current !== undefined && sameValue(current.value, facts[key]);
    if (!isAsSeen && !isSame && !(current !== undefined && own.has(current.statementId))) conflicts.push({ key, current: current === undefined ? null : asSeen(current) });
  }
  if (conflicts.length > 0) {
    const keys = conflicts.map((conflict) => String(conflict['key']));
    return { outcome: 'conflict', refusal: { code: 'conflict.revision', details: { key: keys[0] ?? '', keys } }, detail: { conflicts } };
  }

  const sourceDate = localDay(new Date(item.occurredAt));
  const [answer] = await recordStatements(services, tx, [
    { elderId, facts, source, sourceDate, sourceRef: entryRef(tx), recordedBy: tx.actor.accountId, ...(reason === undefined ? {} : { reason }) },
  ]);
  if (answer?.refusal !== undefined) return refused(answer.refusal);
  const changed = new Set<FactKey>(answer?.changedKeys ?? []);
  if (answer?.statementId != null) {
    own.add(answer.statementId);
    await audit(tx, { action: 'elder.setFacts', entity: 'elder', entityId: elderId, details: { source, keys: [...changed], ...(reason === undefined ? {} : { reason: true }) } });
  }
  const now = decideFacts((await loadSaid(tx, county, [elderId], seal)).get(elderId)?.current.values() ?? [], pack.sourceRank);
  const outcome = (Object.keys(facts) as FactKey[]).map((key) => {
    const standing = now.get(key);
    return { key, changed: changed.has(key), counts: standing !== undefined && sameValue(standing.value, facts[key]), current: standing === undefined ? null : asSeen(standing) };
  });
  return { outcome: 'applied', detail: { facts: outcome } };
}

export interface Lookalike {
  readonly idNo?: string | undefined;
  readonly name?: string | undefined;
  readonly birthDate?: string | undefined;
  readonly except?: string | undefined;
}

const mayBeBornSo = (asked: string, known: string | null): boolean =>
  known !== null && known.slice(0, Math.min(asked.length, known.length)) === asked.slice(0, Math.min(asked.length, known.length));

/** People in sight who might be the one that is being typed in, nearest first; at most ten. */
export async function findLookalikes(services: Services, tx: Tx, asked: Lookalike) {
  const idNo = asked.idNo ?? '';
  const name = asked.name?.trim() ?? '';
  if (idNo === '' && name === '') return { found: [], elsewhere: false };
  const names = await divisionNames(services, tx, tx.actor.countyCode);
  const order = ['idNo', 'person', 'name'] as const;
  const found = (await findCandidates(services, tx, [{ idNo: idNo === '' ? null : idNo, name }]))
    .filter((one) => one.elderId !== asked.except)
    .map((one) => {
      const by =
        idNo !== '' && one.idNo === idNo
          ? ('idNo' as const)
          : asked.birthDate !== undefined && mayBeBornSo(asked.birthDate, one.birthDate)
            ? ('person' as const)
            : ('name' as const);
      return {
        elderId: one.elderId,
        name: one.name,
        sex: one.sex,
        birthDate: one.birthDate,
        townName: names.town(one.division),
        villageName: names.village(one.division),
        by,
        closedOn: one.closedOn,
      };
    })
    .toSorted((a, b) => order.indexOf(a.by) - order.indexOf(b.by))
    .slice(0, 10);
  return { found, elsewhere: idNo !== '' && (await findKnownElsewhere(services, tx, [idNo])).has(idNo) };
}
