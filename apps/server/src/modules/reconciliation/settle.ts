// A person ends a finding, and what follows is carried out: a death or a move closes the file, somebody
// missing gets a proposed file with what the lists say, a fact is decided. Lists alone never do that.
import type { FindingOutcome, FoundDifference } from '@shouwang/domain/reconciliation';
import { checkFactValue, idNoProblem, type FactKey, type FactValues } from '@shouwang/domain/ledger';
import { firstDay, ok, refuse, type Result } from '@shouwang/domain/shared';
import { covers, levelOf } from '@shouwang/domain/divisions';
import { audit } from '../../platform/audit/index.ts';
import { newId } from '../../platform/clock.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { divisionNames } from '../divisions/public.ts';
import { findCandidates, recordStatements, takeTurnOf, type StatementItem } from '../ledger/public.ts';
import { closeFile } from '../listing/public.ts';
import { digestOf, listFindings, openBody, sealReason, type FindingBody, type FindingRow } from './store.ts';

export interface Settling {
  readonly outcome: FindingOutcome;
  readonly reason: string;
  /** For `corrected`: the right value of the fact. */
  readonly value?: unknown;
  /** For a death or a move: the day, where the list's is not right. */
  readonly on?: string;
  /** For somebody missing whose village no list tells: where he lives. */
  readonly division?: string;
}

/**
 * Ends a finding in the caller's transaction. `confirmed`: the list is right; `corrected`: neither, the
 * value given is; `refuted`: ours stands. Refuses `notFound`, `conflict.alreadyDone`, `input.invalid`
 * (no value to take), `division.unknown` (no village on the county's list), `elder.known` (a file was
 * opened meanwhile), and what closing a file or setting a fact refuses.
 * Answers the file concerned: the new one of somebody who was missing.
 */
export async function settle(services: Services, tx: Tx, findingId: string, settling: Settling): Promise<Result<{ readonly elderId: string | null }>> {
  const county = tx.actor.countyCode;
  const [locked] = await tx.query<{ state: string }>(sql`select state from finding where county_code = ${county} and id = ${findingId} for no key update`);
  if (locked === undefined) return refuse('notFound');
  if (locked.state !== 'open') return refuse('conflict.alreadyDone');
  const [row] = await listFindings(tx, sql`f.id = ${findingId}`);
  const finding = row as FindingRow;
  const followed = await follow(services, tx, finding, openBody(services.crypto, county, finding.body_sealed), settling);
  if (!followed.ok) return followed;
  await endFinding(services, tx, findingId, settling.outcome, settling.reason, followed.value);
  await audit(tx, {
    action: `finding.${settling.outcome}`,
    entity: 'finding',
    entityId: findingId,
    division: finding.division_code,
    details: { kind: finding.kind, source: finding.source, key: finding.fact_key, elderId: followed.value },
  });
  return ok({ elderId: followed.value });
}

/** Writes that a finding is ended, without anything following: for merging two files, which does the rest itself. */
export async function endFinding(services: Services, tx: Tx, findingId: string, outcome: FindingOutcome, reason: string, elderId: string | null): Promise<void> {
  const county = tx.actor.countyCode;
  const reasonSealed = sealReason(services.crypto, county, reason);
  await tx.query(
    sql`update finding set state = ${outcome}, closed_at = now(), closed_by = ${tx.actor.accountId}, close_reason_sealed = ${reasonSealed}, elder_id = coalesce(elder_id, ${elderId}::uuid), changed_at = now()
        where county_code = ${county} and id = ${findingId}`,
  );
  await tx.query(
    sql`insert into finding_step (county_code, id, finding_id, step, by_account, reason_sealed) values (${county}, ${newId()}, ${findingId}, ${outcome}, ${tx.actor.accountId}::uuid, ${reasonSealed})`,
  );
}

type Followed = Promise<Result<string | null>>;

async function follow(services: Services, tx: Tx, finding: FindingRow, body: FindingBody, settling: Settling): Followed {
  switch (finding.kind) {
    case 'missing':
      return settling.outcome === 'confirmed' ? openProposed(services, tx, finding, body, settling) : ok(null);
    case 'deadListed':
    case 'movedListed':
      return settling.outcome === 'refuted' ? decide(services, tx, finding, body, null, settling) : closeAsListed(services, tx, finding, body, settling);
    case 'duplicate':
      return ok(finding.elder_id);
    case 'differs':
    case 'idProblem': {
      const value = decidedValue(finding, body, settling);
      return value.ok ? decide(services, tx, finding, body, value.value, settling) : value;
    }
  }
}

/** The day the list tells, in full; a month without a day counts as its first. */
function listedDay(finding: FindingRow, body: FindingBody): string | null {
  for (const { facts } of body.theirs) {
    const day = finding.kind === 'deadListed' ? facts.diedOn : facts.movedOut?.on;
    if (day !== undefined && day !== null) return firstDay(day);
  }
  return null;
}

async function closeAsListed(services: Services, tx: Tx, finding: FindingRow, body: FindingBody, settling: Settling): Followed {
  const on = settling.on ?? listedDay(finding, body);
  if (on === null) return refuse('input.invalid', { field: 'on' });
  const to = body.theirs.find((side) => side.facts.movedOut?.to !== undefined)?.facts.movedOut?.to;
  const closed = await closeFile(services, tx, {
    elderId: finding.elder_id as string,
    event: finding.kind === 'deadListed' ? 'died' : 'movedOut',
    on,
    reason: settling.reason,
    sourceRef: `finding:${finding.id}`,
    ...(finding.kind === 'movedListed' && to !== undefined ? { to } : {}),
  });
  return closed.ok ? ok(finding.elder_id) : closed;
}

/** The value that a settled difference decides; undefined where nothing is to be written. */
function decidedValue(finding: FindingRow, body: FindingBody, settling: Settling): Result<unknown> {
  const key = finding.fact_key as FactKey;
  if (settling.outcome === 'corrected') return settling.value === undefined ? refuse('input.invalid', { field: 'value' }) : ok(settling.value);
  if (settling.outcome === 'refuted') return ok(body.ours?.facts[key]);
  const theirs = body.theirs[0]?.facts[key];
  return theirs === undefined ? refuse('input.invalid', { field: 'value' }) : ok(theirs);
}

/** Writes a person's decision, which stands above every source. A death or a move that is none is decided as null. */
async function decide(services: Services, tx: Tx, finding: FindingRow, body: FindingBody, value: unknown, settling: Settling): Followed {
  if (value === undefined) return ok(finding.elder_id);
  const key = finding.fact_key as FactKey;
  if (key !== 'diedOn' && key !== 'movedOut') {
    const checked = checkFactValue(key, value, services.clock.today());
    if (!checked.ok) return checked;
  }
  const facts = { [key]: value } as Partial<FactValues>;
  const sourceDate = services.clock.today();
  const sourceRef = `finding:${finding.id}`;
  const [answer] = await recordStatements(services, tx, [
    { elderId: finding.elder_id, facts, source: 'decision', sourceDate, sourceRef, recordedBy: tx.actor.accountId, reason: settling.reason },
  ]);
  if (answer?.refusal !== undefined) return { ok: false, refusal: answer.refusal };
  // The decision is ours from now on: that the list still says otherwise is what was just decided.
  if (finding.kind === 'differs' || finding.kind === 'idProblem') {
    const theirs = body.theirs.filter((side) => finding.kind === 'differs' || side.facts.idNo !== value);
    const problem = finding.kind === 'idProblem' ? (idNoProblem(value as string) ?? 'differs') : null;
    const digest = digestOf(services.crypto, tx.actor.countyCode, { theirs, ours: { facts, source: 'decision', date: sourceDate, ref: sourceRef }, categories: [], problem });
    await tx.query(sql`update finding set digest = ${digest} where county_code = ${tx.actor.countyCode} and id = ${finding.id}`);
  }
  return ok(finding.elder_id);
}

async function openProposed(services: Services, tx: Tx, finding: FindingRow, body: FindingBody, settling: Settling): Followed {
  const { person } = body;
  const division = settling.division ?? finding.division_code;
  const isListed = (await divisionNames(services, tx, tx.actor.countyCode)).of(division) !== division;
  if (!covers(tx.actor.scope, division) || !['village', 'group'].includes(levelOf(division) ?? '') || !isListed) return refuse('division.unknown', { code: division });
  if (person.idNo !== null && idNoProblem(person.idNo) === null) {
    // Somebody may have typed him in since the finding was opened.
    await takeTurnOf(services, tx, person.idNo);
    const [known] = (await findCandidates(services, tx, [{ name: '', idNo: person.idNo }])).filter((one) => one.closedOn === null);
    if (known !== undefined) return refuse('elder.known', { elderId: known.elderId });
  }
  const id = newId();
  const identity: Partial<FactValues> = {
    name: person.name,
    division,
    ...(person.idNo === null ? {} : { idNo: person.idNo }),
    ...(person.birthDate === null ? {} : { birthDate: person.birthDate }),
    ...(person.sex === null ? {} : { sex: person.sex }),
  };
  const sides: FoundDifference['theirs'] = body.theirs;
  const items = sides.map((side, at): StatementItem => ({
    elderId: at === 0 ? null : id,
    newElderId: id,
    facts: at === 0 ? { ...side.facts, ...identity } : side.facts,
    source: side.source,
    sourceDate: side.date,
    sourceRef: side.ref,
    recordedBy: tx.actor.accountId,
    ...(at === 0 ? { listState: 'proposed' as const } : {}),
  }));
  await recordStatements(services, tx, items);
  return ok(id);
}
