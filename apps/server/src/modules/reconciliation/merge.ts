// Two files of one person become one, and can become two again (ADR 0017). Nothing that was said is
// copied or changed: the kept file reads the other's statements for as long as the merge is in force.
// Rows that go along, and columns that change, are written down as they were.
import { givenBack, joinedListing, mayMerge, type Listing } from '@shouwang/domain/reconciliation';
import { covers } from '@shouwang/domain/divisions';
import type { FactKey } from '@shouwang/domain/ledger';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { newId } from '../../platform/clock.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import { react } from '../../platform/reactions.ts';
import type { Services } from '../../platform/services.ts';
import { feed } from '../../platform/sync/pull.ts';
import { ELDERS_CLASSIFIED } from '../classification/public.ts';
import { effectiveOf, ELDERS_SAID, recordStatements, rederiveElders, statementsReadBy } from '../ledger/public.ts';
import { endFinding } from './settle.ts';
import { countsOf, giveBack, moveAlong, type Moved } from './mergeParts.ts';

export const MERGE_REASON = 'merge.reason';

/** Columns of a file that a merge changes. */
interface FileState extends Listing {
  readonly division: string;
  readonly closedOn: string | null;
  readonly closedReason: string | null;
}
interface LockedFile extends FileState {
  readonly id: string;
  readonly mergedInto: string | null;
}
interface Before {
  readonly kept: FileState;
  readonly other: FileState;
  /** The kept file as the merge left it. */
  readonly left: Listing;
  /** Findings `duplicate` about the two that the merge settled. */
  readonly findings: readonly string[];
}

async function lockFiles(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, LockedFile>> {
  const rows = await tx.query<LockedFile>(
    sql`select id, division_code as division, closed_on as "closedOn", closed_reason as "closedReason", merged_into as "mergedInto", list_state as "listState", entered_on as "enteredOn", left_on as "leftOn"
        from elder where county_code = ${tx.actor.countyCode} and id = any(${ids}::uuid[]) order by id for no key update`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

const stateOf = ({ listState, enteredOn, leftOn, division, closedOn, closedReason }: LockedFile): FileState => ({ listState, enteredOn, leftOn, division, closedOn, closedReason });

export interface MergeRequest {
  readonly keptId: string;
  readonly otherId: string;
  readonly choices: readonly { readonly key: FactKey; readonly from: 'kept' | 'other' }[];
  readonly reason: string;
}
export interface MergedFiles {
  readonly id: string;
  readonly keptId: string;
  readonly otherId: string;
}

/** Merges `otherId` into `keptId`; both have to be open and in the actor's sight. */
export async function mergeFiles(services: Services, tx: Tx, request: MergeRequest): Promise<Result<MergedFiles>> {
  const { keptId, otherId } = request;
  const county = tx.actor.countyCode;
  const today = services.clock.today();
  const files = await lockFiles(tx, [keptId, otherId]);
  const kept = files.get(keptId);
  const other = files.get(otherId);
  if (kept === undefined || other === undefined) return refuse('elder.notVisible');
  const may = mayMerge(kept, other);
  if (!may.ok) return may;
  const chosen: Record<string, unknown> = {};
  const effective = { kept: await effectiveOf(services, tx, keptId), other: await effectiveOf(services, tx, otherId) };
  for (const { key, from } of request.choices) if (effective[from][key] !== undefined) chosen[key] = effective[from][key];

  const id = newId();
  const left = joinedListing(kept, other);
  const before: Before = {
    kept: stateOf(kept),
    other: stateOf(other),
    left: { listState: left.listState, enteredOn: left.enteredOn, leftOn: left.leftOn },
    findings: await openDuplicates(tx, [keptId, otherId]),
  };
  const reads = [...(await statementsReadBy(tx, county, otherId)), otherId];
  const move = { from: otherId, into: keptId, division: kept.division, today };
  await tx.query(
    sql`insert into elder_merge (county_code, id, kept_id, merged_id, reads, reason_sealed, before, made_by)
        values (${county}, ${id}, ${keptId}, ${otherId}, ${reads}::uuid[], ${services.crypto.seal(county, MERGE_REASON, request.reason)}, ${JSON.stringify(before)}::jsonb, ${tx.actor.accountId}::uuid)`,
  );
  const moved = await moveAlong(tx, move);
  await tx.query(
    sql`update elder set closed_on = ${today}, closed_reason = 'merged', merged_into = ${keptId}, division_code = ${kept.division}, updated_at = now() where county_code = ${county} and id = ${otherId}`,
  );
  await tx.query(
    sql`update elder set list_state = ${left.listState}, entered_on = ${left.enteredOn}, left_on = ${left.leftOn}, updated_at = now() where county_code = ${county} and id = ${keptId}`,
  );
  const choicesId = await recordChoices(services, tx, { id, keptId, today, facts: chosen });
  await tx.query(sql`update elder_merge set moved = ${JSON.stringify(moved)}::jsonb, choices_id = ${choicesId}::uuid where county_code = ${county} and id = ${id}`);

  for (const finding of before.findings) await endFinding(services, tx, finding, 'confirmed', request.reason, keptId);

  await follow(services, tx, { standing: [keptId], gone: otherId, all: [keptId, otherId] });
  const details = { merge: id, keptId, otherId, choices: Object.keys(chosen), ...countsOf(moved) };
  await audit(
    tx,
    { action: 'elder.merge', entity: 'elder', entityId: keptId, division: kept.division, details },
    { action: 'elder.mergedAway', entity: 'elder', entityId: otherId, division: other.division, details },
  );
  return ok({ id, keptId, otherId });
}

/** Open findings that say that these two are one. */
async function openDuplicates(tx: Tx, [one, two]: readonly [string, string]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    sql`select id from finding where county_code = ${tx.actor.countyCode} and kind = 'duplicate' and state = 'open'
        and ((elder_id = ${one}::uuid and other_elder_id = ${two}::uuid) or (elder_id = ${two}::uuid and other_elder_id = ${one}::uuid)) order by id for no key update`,
  );
  return rows.map((row) => row.id);
}

/** Values chosen while merging are a decision of the kept file; it counts while the merge is in force. */
async function recordChoices(
  services: Services,
  tx: Tx,
  about: { readonly id: string; readonly keptId: string; readonly today: string; readonly facts: object },
): Promise<string | null> {
  if (Object.keys(about.facts).length === 0) return null;
  const [answer] = await recordStatements(services, tx, [
    { elderId: about.keptId, facts: about.facts, source: 'decision', sourceDate: about.today, sourceRef: `merge:${about.id}`, recordedBy: tx.actor.accountId },
  ]);
  return answer?.statementId ?? null;
}

interface Following {
  readonly standing: readonly string[];
  /** Whose card phones have to give up unless it is theirs by another assignment. */
  readonly gone: string;
  readonly all: readonly string[];
}

/** Facts, findings, classification, duties, phones and counts of those concerned. */
async function follow(services: Services, tx: Tx, { standing, gone, all }: Following): Promise<void> {
  await rederiveElders(services, tx, standing);
  feed(tx, 'elder', all);
  feed(tx, 'elderGone', [gone]);
  react(tx, ELDERS_SAID, newId(), { elderIds: all, asOf: null });
  react(tx, ELDERS_CLASSIFIED, newId(), { elderIds: all, asOf: services.clock.today() });
}

interface MergeRow {
  kept_id: string;
  merged_id: string;
  choices_id: string | null;
  before: Before;
  moved: Moved;
  made_at: string;
  undone_at: string | null;
}

/** Restores both files as they were; statements, visits and assignments that came later stay with the kept one. */
export async function undoMerge(services: Services, tx: Tx, mergeId: string, reason: string): Promise<Result<MergedFiles>> {
  const county = tx.actor.countyCode;
  const [row] = await tx.query<MergeRow>(
    sql`select kept_id, merged_id, choices_id, before, moved, made_at, undone_at from elder_merge where county_code = ${county} and id = ${mergeId} for update`,
  );
  if (row === undefined) return refuse('notFound');
  if (row.undone_at !== null) return refuse('conflict.alreadyDone');
  const { kept_id: keptId, merged_id: otherId, before } = row;
  const kept = (await lockFiles(tx, [keptId, otherId])).get(keptId);
  if (kept === undefined || !covers(tx.actor.scope, before.other.division)) return refuse('elder.notVisible');
  const [later] = await tx.query(
    sql`select 1 from elder_merge where county_code = ${county} and undone_at is null and (merged_id = ${keptId}::uuid or (kept_id = ${keptId}::uuid and (made_at, id) > (select m.made_at, m.id from elder_merge m where m.county_code = ${county} and m.id = ${mergeId})))`,
  );
  if (later !== undefined || kept.mergedInto !== null) return refuse('merge.laterFirst');

  const stayed = await countLater(tx, keptId, row);
  const { other } = before;
  await tx.query(
    sql`update elder set merged_into = null, closed_on = ${other.closedOn}, closed_reason = ${other.closedReason}, division_code = ${other.division}, updated_at = now() where county_code = ${county} and id = ${otherId}`,
  );
  // The file stands in its own place again before its rows come back: each of them to where it was.
  await giveBack(tx, { from: otherId, into: keptId, division: kept.division, today: services.clock.today() }, before.other.division, row.moved);
  await tx.query(
    sql`update elder set list_state = ${givenBack(before.kept.listState, before.left.listState, kept.listState)}, entered_on = ${givenBack(before.kept.enteredOn, before.left.enteredOn, kept.enteredOn)},
          left_on = ${givenBack(before.kept.leftOn, before.left.leftOn, kept.leftOn)}, updated_at = now() where county_code = ${county} and id = ${keptId}`,
  );
  await tx.query(
    sql`update elder_merge set undone_at = clock_timestamp(), undone_by = ${tx.actor.accountId}::uuid, undo_reason_sealed = ${services.crypto.seal(county, MERGE_REASON, reason)}, stayed = ${JSON.stringify(stayed)}::jsonb
        where county_code = ${county} and id = ${mergeId}`,
  );
  // Who takes a merge back says that they are two.
  for (const finding of before.findings) await endFinding(services, tx, finding, 'refuted', reason, keptId);
  await follow(services, tx, { standing: [keptId, otherId], gone: keptId, all: [keptId, otherId] });
  const details = { merge: mergeId, keptId, otherId, stayed };
  await audit(
    tx,
    { action: 'elder.mergeUndone', entity: 'elder', entityId: keptId, division: kept.division, details },
    { action: 'elder.mergeUndone', entity: 'elder', entityId: otherId, division: other.division, details },
  );
  return ok({ id: mergeId, keptId, otherId });
}

export interface Stayed {
  readonly statements: number;
  readonly visits: number;
  readonly assignments: number;
}

/** What came to the kept file since the merge, and stays there. */
async function countLater(tx: Tx, keptId: string, row: MergeRow): Promise<Stayed> {
  const county = tx.actor.countyCode;
  const [counted] = await tx.query<{ statements: number; visits: number; assignments: number }>(
    sql`select (select count(*) from fact_statement s where s.county_code = ${county} and s.elder_id = ${keptId}::uuid and s.recorded_at > ${row.made_at}::timestamptz and s.id is distinct from ${row.choices_id}::uuid) as statements,
          (select count(*) from visit v where v.county_code = ${county} and v.elder_id = ${keptId}::uuid and v.received_at > ${row.made_at}::timestamptz) as visits,
          (select count(*) from assignment a where a.county_code = ${county} and a.elder_id = ${keptId}::uuid and a.created_at > ${row.made_at}::timestamptz) as assignments`,
  );
  return counted ?? { statements: 0, visits: 0, assignments: 0 };
}
