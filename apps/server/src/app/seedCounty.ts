// Puts the generated county into a database, through the same public functions as an import and a
// phone use: statements, roster, assignments, classification, duties. Visits go through the visit
// command where they are few (the demonstration), and by COPY where they are millions (benchmarks);
// a test holds the two against each other. Audit and feed are of acts, which COPY leaves out.
import { once } from 'node:events';
import { addMonths, monthOf, type Month } from '@shouwang/domain/shared';
import { decideVisit, type DecidedVisit, type VisitRecord } from '@shouwang/domain/visits';
import { answersFor, chance, type GeneratedAssignment, type GeneratedCounty, type GeneratedElder, type GeneratedVisit, type GeneratedVisitor } from '@shouwang/testkit';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { reclassifyAll } from '../modules/classification/public.ts';
import { assessAllRisks } from '../modules/risk/public.ts';
import { refreshAllBuckets } from '../modules/statistics/public.ts';
import { ensureCounty, importDivisions } from '../modules/divisions/public.ts';
import { recordStatements, type StatementItem } from '../modules/ledger/public.ts';
import { recordAssignments, recordRoster } from '../modules/network/public.ts';
import { setCountyPack } from '../modules/policy/public.ts';
import { followAllWishes } from '../modules/listing/public.ts';
import { ensureDuties, sealDetails, visitPolicyInForce, type VisitPolicy } from '../modules/visits/public.ts';
import { recordVisits, type VisitItem } from '../modules/visits/record.ts';
import { hashPassword } from '../platform/auth/password.ts';
import { localDay, newId } from '../platform/clock.ts';
import { sql, systemActor, type Actor } from '../platform/db/index.ts';
import type { Services } from '../platform/services.ts';

export interface SeedOptions {
  readonly services: Services;
  /** For COPY; the owner is not held by row level security. */
  readonly ownerConnectionString: string;
  readonly county: GeneratedCounty;
  readonly packId: string;
  readonly visits: 'command' | 'copy';
  /** Password of the visitors' accounts; their sign-in names are `visitor-<number>`. */
  readonly password: string;
  /** Told after each step: what was done, and how long it took in milliseconds. */
  readonly onStep?: (step: string, count: number, ms: number) => void;
}

/** A generated visitor as he stands in the database. */
export interface SeededVisitor {
  readonly visitorId: string;
  readonly accountId: string;
  readonly username: string;
  readonly visitor: GeneratedVisitor;
  readonly elders: number;
}

const BATCH = 2_000;
const PUSH = 100;
const RESPONSIBLE = '探访关爱责任人备案表';

/** The month of the first visit to the one after `asOf`: months whose duties the county has. */
export function seededMonths(county: GeneratedCounty): readonly Month[] {
  return Array.from({ length: county.months + 2 }, (_, index) => addMonths(monthOf(county.asOf), index - county.months));
}

export async function seedCounty(options: SeedOptions): Promise<readonly SeededVisitor[]> {
  const { services, county, onStep } = options;
  const system = systemActor(county.code);
  let began = Date.now();
  const step = (name: string, count: number): void => {
    onStep?.(name, count, Date.now() - began);
    began = Date.now();
  };

  await services.db.tx(system, async (tx) => {
    await ensureCounty(tx, county.code, county.name, true);
    await importDivisions(services, tx, county.divisions);
    await setCountyPack(tx, options.packId);
  });
  step('divisions', county.divisions.length);

  const visitors = await seedPeople(options);
  step('people', visitors.size);
  const classified = await reclassifyAll(services, county.code, { asOf: county.asOf });
  step('classification', classified.changed);
  step('risk', (await assessAllRisks(services, county.code, { asOf: county.asOf })).changed);

  const policy = await services.db.tx(system, (tx) => visitPolicyInForce(tx, services));
  const duties = { months: seededMonths(county), today: county.asOf };
  const makeDuties = () => services.db.tx(system, (tx) => ensureDuties(tx, policy.rules, duties));
  if (options.visits === 'command') {
    step('duties', await makeDuties());
    step('visits', await commandVisits(services, county, policy, visitors));
  } else {
    step('visits', await copyVisits(options, policy, visitors));
    step('duties', await makeDuties());
  }
  await followAllWishes(services, county.code);
  step('statistics', await refreshAllBuckets(services, county.code));
  // What the recording of facts left to be done afterwards has just been done here for everybody.
  await services.db.tx(system, (tx) => tx.query(sql`update reaction set done_at = now() where county_code = ${county.code} and done_at is null`));
  return [...visitors.values()];
}

const statementItems = (elder: GeneratedElder): StatementItem[] =>
  elder.statements.map(({ facts, source, sourceDate, sourceRef }, index) => ({
    ...(index === 0 ? { elderId: null, newElderId: elder.id } : { elderId: elder.id }),
    facts,
    source,
    sourceDate,
    sourceRef,
    recordedBy: null,
  }));

/** Elders, roster, assignments and the visitors' accounts; answers visitors by their generated id. */
async function seedPeople({ services, county, password }: SeedOptions): Promise<ReadonlyMap<string, SeededVisitor>> {
  const seeded = new Map<string, SeededVisitor>();
  const passwordHash = await hashPassword(password);
  let elders: GeneratedElder[] = [];
  let visitors: GeneratedVisitor[] = [];
  let assignments: GeneratedAssignment[] = [];

  const flush = (): Promise<void> =>
    services.db.tx(systemActor(county.code), async (tx) => {
      await recordStatements(services, tx, elders.flatMap(statementItems), { asOf: county.asOf });
      const answers = await recordRoster(
        tx,
        services,
        visitors.map(({ name, idNo, phone, village, kind, capacity, home }) => ({ name, idNo, phone, division: village.code, kind, kindText: '', capacity, home })),
      );
      visitors.forEach((visitor, index) => {
        const visitorId = answers[index]?.visitorId as string;
        const elderCount = assignments.filter((assignment) => assignment.visitor.id === visitor.id).length;
        seeded.set(visitor.id, { visitorId, accountId: newId(), username: `visitor-${visitor.index + 1}`, visitor, elders: elderCount });
      });
      await recordAssignments(
        tx,
        assignments.map(({ elder, visitor, role, from }) => ({ elderId: elder.id, visitorId: seeded.get(visitor.id)?.visitorId as string, role, from, sourceRef: RESPONSIBLE })),
      );
      const accounts = visitors.map(({ id }) => seeded.get(id) as SeededVisitor);
      await tx.query(sql`insert into account (county_code, id, username, display_name, password_hash, role, visitor_id)
        select ${county.code}, a.id, a.username, a.name, ${passwordHash}, 'visitor', a.visitor_id
        from unnest(${accounts.map((a) => a.accountId)}::uuid[], ${accounts.map((a) => a.username)}::text[], ${accounts.map((a) => a.visitor.name)}::text[], ${accounts.map((a) => a.visitorId)}::uuid[]) as a(id, username, name, visitor_id)`);
      [elders, visitors, assignments] = [[], [], []];
    });
  for (const block of county.blocks()) {
    elders.push(...block.elders);
    visitors.push(...block.visitors);
    assignments.push(...block.assignments);
    if (elders.length >= BATCH) await flush();
  }
  if (elders.length > 0) await flush();
  return seeded;
}

function recordOf(visit: GeneratedVisit, policy: VisitPolicy): VisitRecord {
  const form = policy.forms[0];
  if (form === undefined) throw new Error('a pack without a visit form');
  return {
    id: visit.id,
    elderId: visit.elderId,
    mode: visit.mode,
    outcome: visit.outcome,
    startedAt: visit.startedAt,
    endedAt: visit.endedAt,
    formId: form.id,
    formVersion: form.version,
    answers: visit.outcome === 'done' ? answersFor(form, visit.found, chance(visit.id)) : {},
    fix: visit.fix,
  };
}

/** Each visitor's outbox in order of time, a hundred at a push, as phones send them. */
async function commandVisits(services: Services, county: GeneratedCounty, policy: VisitPolicy, visitors: ReadonlyMap<string, SeededVisitor>): Promise<number> {
  const outboxes = new Map<string, GeneratedVisit[]>();
  let count = 0;
  for (const visit of county.visits()) {
    const outbox = outboxes.get(visit.visitorId) ?? [];
    if (outbox.length === 0) outboxes.set(visit.visitorId, outbox);
    outbox.push(visit);
    count += 1;
  }
  for (const [generatedId, outbox] of outboxes) {
    const { visitorId, accountId } = visitors.get(generatedId) as SeededVisitor;
    const actor: Actor = { accountId, countyCode: county.code, role: 'visitor', scope: '', visitorId };
    for (let at = 0; at < outbox.length; at += PUSH) {
      const items = outbox.slice(at, at + PUSH).map((visit): VisitItem => {
        const { id, ...payload } = recordOf(visit, policy);
        return {
          id,
          payload: { ...payload, answers: payload.answers as VisitItem['payload']['answers'] },
          recordedAt: visit.recordedAt,
          receivedAt: visit.receivedAt,
          clockOffsetMs: 0,
          deviceId: null,
        };
      });
      const answers = await services.db.tx(actor, (tx) => recordVisits(tx, services, policy, items));
      const refused = answers.find((answer) => answer.outcome !== 'applied');
      if (refused !== undefined) throw new Error(`a generated visit was not taken: ${JSON.stringify(refused)}`);
    }
  }
  return count;
}

function decided(visit: GeneratedVisit, record: VisitRecord, policy: VisitPolicy): DecidedVisit {
  const decision = decideVisit(record, {
    receivedAt: visit.receivedAt,
    offsetMs: 0,
    dayOf: (instant) => localDay(new Date(instant)),
    closedOn: null,
    assignments: [{ from: '2000-01-01', to: null }],
    visitorLeftOn: null,
    form: policy.forms[0],
  });
  if (!decision.ok) throw new Error(`a generated visit was not taken: ${JSON.stringify(decision.refusal)}`);
  return decision.value;
}

const list = (items: readonly string[]): string => `{${items.join(',')}}`;

/** The same rows by COPY, in order of time as years of work would have left them. */
async function copyVisits({ services, ownerConnectionString, county }: SeedOptions, policy: VisitPolicy, visitors: ReadonlyMap<string, SeededVisitor>): Promise<number> {
  const owner = new pg.Client({ connectionString: ownerConnectionString });
  await owner.connect();
  try {
    await owner.query('begin; set local synchronous_commit = off');
    const stream = owner.query(
      copyFrom(
        `copy visit (county_code, id, elder_id, division_code, visitor_id, account_id, mode, outcome, occurred_at, occurred_on, month, ended_at, recorded_at, received_at, form_id, form_version, details_sealed, has_fix, findings, marks) from stdin`,
      ),
    );
    let lines: string[] = [];
    let count = 0;
    const flush = async (): Promise<void> => {
      if (!stream.write(`${lines.join('\n')}\n`)) await once(stream, 'drain');
      lines = [];
    };
    for (const visit of county.visits()) {
      const record = recordOf(visit, policy);
      const { occurredAt, occurredOn, endedAt, findings, marks } = decided(visit, record, policy);
      const { visitorId, accountId } = visitors.get(visit.visitorId) as SeededVisitor;
      const details = sealDetails(services.crypto, county.code, { answers: record.answers, fix: record.fix, note: null });
      lines.push(
        [
          county.code,
          visit.id,
          visit.elderId,
          visit.divisionCode,
          visitorId,
          accountId,
          visit.mode,
          visit.outcome,
          occurredAt,
          occurredOn,
          monthOf(occurredOn),
          endedAt,
          visit.recordedAt,
          visit.receivedAt,
          record.formId,
          record.formVersion,
          `\\\\x${details.toString('hex')}`,
          record.fix !== null,
          list(findings),
          list(marks),
        ].join('\t'),
      );
      count += 1;
      if (lines.length >= 1_000) await flush();
    }
    if (lines.length > 0) await flush();
    stream.end();
    await once(stream, 'finish');
    await owner.query(
      `update elder e set last_visit_on = v.last from (select elder_id, max(occurred_on) as last from visit where county_code = $1 and outcome = 'done' group by elder_id) v where e.county_code = $1 and e.id = v.elder_id`,
      [county.code],
    );
    await owner.query('insert into rollup_dirty (county_code, month, division_code) select distinct county_code, month, division_code from visit where county_code = $1', [
      county.code,
    ]);
    await owner.query('commit');
    await owner.query('analyze');
    return count;
  } finally {
    await owner.end();
  }
}
