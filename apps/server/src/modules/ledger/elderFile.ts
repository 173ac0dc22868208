// 一人一档: everything that is known about one elder, with where it comes from, and why he has the
// categories and the tier that he has. Numbers are masked, also those inside other facts.
import type { ElderFile, elderWhy, factHistory } from '@shouwang/contract/ledger';
import type { Reply } from '@shouwang/contract/route';
import { decideFacts, factId, maskFact, maskPhone, nothingSaid, say, unmet, type FactKey, type StatedFact } from '@shouwang/domain/ledger';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { divisionNames, readRange } from '../divisions/public.ts';
import { getPackInForce } from '../policy/public.ts';
import { findPhoto } from './attachments.ts';
import { listAssignments, listDuties, listResults, listVisits, namesOfAccounts } from './fileQueries.ts';
import { inCounties } from './filter.ts';
import { listColumns, toElderRow, type ElderListRow } from './list.ts';
import { leadingFile, statementsReadBy } from './merged.ts';
import { ledgerSeal } from './sealing.ts';
import { listStatements, statementOf, type StatementRow } from './store.ts';

interface FileRow extends ElderListRow {
  effective_sealed: Buffer;
  id_no_problem: string | null;
  classification_id: string | null;
  merged_into: string | null;
}

/** What a visitor's phone is sealed for; the roster seals it. */
const VISITOR_PHONE = 'visitor.phone';

async function findRow(tx: Tx, elderId: string): Promise<FileRow | undefined> {
  const [row] = await tx.query<FileRow>(
    sql`select ${listColumns}, e.effective_sealed, e.id_no_problem, e.classification_id, e.merged_into from elder e where e.id = ${elderId} and ${inCounties(readRange(tx.actor.scope, undefined))} and e.effective_sealed is not null`,
    { prepare: true },
  );
  return row;
}

/** The file of an elder in sight, or the one that it was merged into; opening it is written down (quality bar S3). */
export async function openElderFile(services: Services, tx: Tx, address: string): Promise<Result<ElderFile>> {
  const asked = await findRow(tx, address);
  const elderId = asked?.merged_into == null ? address : await leadingFile(tx, asked.county_code, address);
  const row = elderId === address ? asked : await findRow(tx, elderId);
  if (row === undefined) return refuse('elder.notVisible');
  const county = row.county_code;
  const seal = ledgerSeal(services.crypto, county);
  const statements = await listStatements(tx, county, [elderId]);
  const results = await listResults(tx, county, elderId, await statementsReadBy(tx, county, elderId));
  const assignments = await listAssignments(tx, county, elderId);
  const visits = await listVisits(tx, county, elderId);
  const duties = await listDuties(tx, county, elderId, services.clock.today());
  const accounts = await namesOfAccounts(
    tx,
    county,
    statements.map((statement) => statement.recorded_by),
  );
  const { pack } = await getPackInForce(tx, county);
  await audit(tx, { action: 'elder.open', entity: 'elder', entityId: elderId, division: row.division_code });

  const effective = seal.openEffective(row.effective_sealed);
  const byStatement = new Map(statements.map((statement) => [statement.id, statement]));
  const said = nothingSaid();
  for (const statement of statements) if (statement.withdrawn_at === null) say(said, statementOf(statement, seal));
  const counting = decideFacts(said.current.values(), pack.sourceRank);
  const by = (statement: StatementRow | undefined): string | null => (statement?.recorded_by == null ? null : (accounts.get(statement.recorded_by) ?? null));
  const factView = (fact: StatedFact): ElderFile['facts'][number] => {
    const statement = byStatement.get(fact.statementId);
    return {
      id: factId(fact),
      key: fact.key,
      value: maskFact(fact.key, fact.value),
      source: fact.source,
      sourceDate: fact.sourceDate,
      sourceRef: fact.sourceRef,
      recordedAt: statement?.recorded_at ?? '',
      enteredBy: by(statement),
      effective: counting.get(fact.key)?.statementId === fact.statementId,
    };
  };
  const missing = unmet(effective, pack.requiredFacts);
  const current = results.find((result) => result.id === row.classification_id);
  const timeline: ElderFile['timeline'] = [
    ...statements.map((statement) => ({
      at: statement.recorded_at,
      kind: 'fact' as const,
      by: by(statement),
      summary: {
        source: statement.source,
        sourceDate: statement.source_date,
        sourceRef: statement.source_ref,
        keys: Object.keys(statementOf(statement, seal).facts),
        ...(statement.withdrawn_at === null ? {} : { withdrawn: true }),
      },
    })),
    ...results.map((result) => ({
      at: result.computed_at,
      kind: 'classification' as const,
      by: null,
      summary: { categories: result.categories, tier: result.tier_code, provisional: result.provisional, asOf: result.as_of, packId: result.pack_id },
    })),
    ...visits.map((visit) => ({
      at: visit.occurred_at,
      kind: 'visit' as const,
      by: visit.visitor_name,
      summary: { visitId: visit.id, mode: visit.mode, outcome: visit.outcome, findings: visit.findings },
    })),
    ...assignments.map((assignment) => ({
      at: assignment.created_at,
      kind: 'assignment' as const,
      by: null,
      summary: { role: assignment.role, visitor: assignment.visitor_name, from: assignment.from_date, to: assignment.to_date },
    })),
  ];
  return ok({
    row: toElderRow(services, row, await divisionNames(services, tx, county)),
    location: effective.location === undefined ? null : { ...effective.location },
    facts: [...said.current.values()].map(factView),
    idNoProblem: row.id_no_problem,
    completeness: {
      required: pack.requiredFacts.length,
      filled: pack.requiredFacts.length - missing.length,
      missing: missing.map(({ facts, source, status }) => ({ facts: [...facts], source, provisional: status === 'provisional' })),
    },
    photoId: await findPhoto(tx, county, row.id),
    household: (effective.children ?? []).map((child) => ({
      name: child.name,
      relation: child.relation ?? '',
      place: child.place ?? null,
      awaySince: child.awaySince ?? null,
      phoneMasked: child.phone === undefined ? '' : maskPhone(child.phone),
    })),
    reasons: current === undefined ? [] : (seal.openReasons(current.reasons_sealed) as ElderFile['reasons']),
    tier:
      current?.tier_code == null ? null : { code: current.tier_code, visits: current.tier_visits ?? 0, period: current.tier_period ?? 'month', modes: current.tier_modes ?? [] },
    packId: current?.pack_id ?? null,
    packVersion: current?.pack_version ?? null,
    classifiedAt: current?.computed_at ?? null,
    timeline: timeline.toSorted((a, b) => (a.at < b.at ? 1 : -1)),
    assignments: assignments.map((assignment) => ({
      id: assignment.id,
      role: assignment.role,
      visitorId: assignment.visitor_id,
      visitorName: assignment.visitor_name,
      visitorKind: assignment.visitor_kind,
      phoneMasked: assignment.phone_sealed === null ? '' : maskPhone(services.crypto.open(county, VISITOR_PHONE, assignment.phone_sealed)),
      from: assignment.from_date,
      to: assignment.to_date,
    })),
    duties: duties.map((duty) => ({
      kind: duty.kind,
      start: duty.start_date,
      end: duty.end_date,
      required: duty.required,
      done: duty.done,
      modes: duty.modes,
      suspended: duty.state === 'suspended',
      dueBy: duty.due_by,
    })),
  });
}

/** Every rule of the pack that bears on this elder today, condition by condition. */
export async function explainElder(services: Services, tx: Tx, elderId: string): Promise<Result<Reply<typeof elderWhy>>> {
  const row = await findRow(tx, elderId);
  if (row === undefined) return refuse('elder.notVisible');
  const { compiled } = await getPackInForce(tx, row.county_code);
  const effective = ledgerSeal(services.crypto, row.county_code).openEffective(row.effective_sealed);
  const asOf = services.clock.today();
  const { provisional } = compiled.classify(effective, asOf);
  return ok({
    packId: compiled.packId,
    packVersion: compiled.packVersion,
    asOf,
    provisional,
    rules: structuredClone(compiled.explain(effective, asOf)) as unknown as Reply<typeof elderWhy>['rules'],
  });
}

type HistoryEntry = Reply<typeof factHistory>['entries'][number];

/** Everything that was ever stated about one fact, newest first, numbers masked; looking is written down. */
export async function openFactHistory(services: Services, tx: Tx, elderId: string, key: FactKey): Promise<Result<Reply<typeof factHistory>>> {
  const row = await findRow(tx, elderId);
  if (row === undefined) return refuse('elder.notVisible');
  const county = row.county_code;
  const seal = ledgerSeal(services.crypto, county);
  const rows = await listStatements(tx, county, [elderId]);
  const accounts = await namesOfAccounts(
    tx,
    county,
    rows.map((statement) => statement.recorded_by),
  );
  const { pack } = await getPackInForce(tx, county);
  const said = nothingSaid();
  for (const statement of rows) if (statement.withdrawn_at === null) say(said, statementOf(statement, seal));
  const counting = decideFacts(said.current.values(), pack.sourceRank).get(key);
  await audit(tx, { action: 'elder.history', entity: 'elder', entityId: elderId, division: row.division_code, details: { key } });
  const entries = rows.flatMap((stored): HistoryEntry[] => {
    const statement = statementOf(stored, seal);
    const value = statement.facts[key];
    if (value === undefined) return [];
    return [
      {
        id: factId({ statementId: stored.id, key }),
        key,
        value: maskFact(key, value),
        source: stored.source,
        sourceDate: stored.source_date,
        sourceRef: stored.source_ref,
        recordedAt: stored.recorded_at,
        enteredBy: stored.recorded_by === null ? null : (accounts.get(stored.recorded_by) ?? null),
        effective: counting?.statementId === stored.id,
        reason: stored.reason_sealed === null ? null : seal.openReason(stored.reason_sealed),
        withdrawnAt: stored.withdrawn_at,
      },
    ];
  });
  return ok({ entries: entries.toReversed() });
}

/** The value that counts with its numbers in full, for a reason that is written down (quality bar S2). */
export async function revealFact(services: Services, tx: Tx, elderId: string, key: FactKey, reason: string): Promise<Result<{ readonly value: unknown }>> {
  if (reason.trim().length < 2) return refuse('reveal.reasonMissing');
  const row = await findRow(tx, elderId);
  if (row === undefined || row.county_code !== tx.actor.countyCode) return refuse('elder.notVisible');
  await audit(tx, { action: 'elder.reveal', entity: 'elder', entityId: elderId, division: row.division_code, details: { field: key, reason } });
  return ok({ value: ledgerSeal(services.crypto, row.county_code).openEffective(row.effective_sealed)[key] ?? null });
}
