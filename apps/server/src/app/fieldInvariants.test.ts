// What must hold whatever happens to visits, in whatever order: duties count what stands, once a day; and
// everything that field work keeps is seen by its own village, those above it and, of the visit itself, by
// whoever made it, and by nobody else.
import type { VisitMode } from '@shouwang/domain/policy';
import { doneOf, type CountedVisit, type VisitOutcome } from '@shouwang/domain/visits';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../tools/testing/database.ts';
import { aVisit, COUNTY, monthly, office, onFoot, testCounty, testPolicy, VILLAGE_A, VILLAGE_B, weekly, type TestCounty } from '../modules/visits/fixture.ts';
import { recordVisits } from '../modules/visits/record.ts';
import { cancelVisit, correctVisit, restoreVisit } from '../modules/visits/versions.ts';
import { newId } from '../platform/clock.ts';
import { raw, sql, type Actor } from '../platform/db/index.ts';

let county: TestCounty;
beforeAll(async () => {
  county = await testCounty((await testDatabase()).connectionString);
});
afterAll(() => county.close());

const clerk = office(VILLAGE_A);
const days = ['2026-10-31', '2026-11-01', '2026-11-02', '2026-11-09', '2026-11-15', '2026-11-16', '2026-11-17'] as const;
const modes = ['home', 'phone', 'group'] as const satisfies readonly VisitMode[];
const outcomes = ['done', 'done', 'notAtHome', 'inHospital'] as const satisfies readonly VisitOutcome[];

type Step =
  | { readonly kind: 'record'; readonly visit: number; readonly day: (typeof days)[number]; readonly mode: VisitMode; readonly outcome: VisitOutcome }
  | { readonly kind: 'correct'; readonly visit: number; readonly day: (typeof days)[number] | null; readonly mode: VisitMode; readonly outcome: VisitOutcome }
  | { readonly kind: 'cancel' | 'restore'; readonly visit: number };
const visit = fc.integer({ min: 0, max: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('record' as const), visit, day: fc.constantFrom(...days), mode: fc.constantFrom(...modes), outcome: fc.constantFrom(...outcomes) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('correct' as const),
      visit,
      day: fc.option(fc.constantFrom(...days)),
      mode: fc.constantFrom(...modes),
      outcome: fc.constantFrom(...outcomes),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('cancel' as const, 'restore' as const), visit }) },
);

describe('visits that come late, twice, are corrected, cancelled and restored at the same time', () => {
  it('leave every duty with the days that stand, the last visit, and an attempt that says what its visit says', async () => {
    const { db } = county.services;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(weekly, monthly), fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 5 }), async (tier, rounds) => {
        const elder = await county.elder({ tier });
        const visitor = await county.visitor();
        await county.assign(elder, visitor, '2026-01-01');
        const ids = Array.from({ length: 4 }, () => newId());
        const version = async (id: string): Promise<number> =>
          (await county.owner.query<{ version: number }>('select version from visit where id = $1', [id])).rows[0]?.version ?? 1;
        const run = async (one: Step): Promise<void> => {
          const id = ids[one.visit] ?? '';
          if (one.kind === 'record') {
            const item = aVisit(elder, one.day, { id, mode: one.mode, outcome: one.outcome, ...(one.outcome === 'done' ? {} : { answers: {} }) });
            await db.tx(onFoot(visitor), (tx) => recordVisits(tx, county.services, testPolicy, [item, item]));
          } else if (one.kind === 'correct') {
            const at = one.day === null ? {} : { occurredAt: `${one.day}T03:30:00.000Z`, endedAt: `${one.day}T03:40:00.000Z` };
            const base = await version(id);
            await db.tx(clerk, (tx) => correctVisit(county.services, tx, testPolicy, id, { base, changes: { mode: one.mode, outcome: one.outcome, ...at }, reason: '核对记录' }));
          } else if (one.kind === 'cancel') {
            const base = await version(id);
            await db.tx(clerk, (tx) => cancelVisit(county.services, tx, testPolicy, id, { base, reason: '记错了' }));
          } else await db.tx(clerk, (tx) => restoreVisit(county.services, tx, testPolicy, id, '没有错'));
        };
        // One round is what happens at the same time.
        for (const round of rounds) await Promise.all(round.map(run));
        const visits = (
          await county.owner.query<CountedVisit & { id: string }>('select id, mode, outcome, occurred_on::text as "occurredOn" from visit where elder_id = $1', [elder])
        ).rows;
        const duties = (
          await county.owner.query<{ start: string; end: string; modes: VisitMode[]; done: number }>(
            'select start_date::text as start, end_date::text as end, modes, done from visit_duty where elder_id = $1',
            [elder],
          )
        ).rows;
        for (const duty of duties) expect(duty.done).toBe(doneOf(duty, visits));
        const done = visits.filter(({ outcome }) => outcome === 'done');
        for (const { mode, occurredOn } of done.filter((one) => one.mode === 'home'))
          expect({ mode, occurredOn, held: duties.some(({ start, end }) => start <= occurredOn && occurredOn <= end) }).toMatchObject({ held: true });
        const last = await county.owner.query<{ last: string | null }>('select last_visit_on::text as last from elder where id = $1', [elder]);
        expect(last.rows[0]?.last).toBe(
          done
            .map(({ occurredOn }) => occurredOn)
            .toSorted()
            .at(-1) ?? null,
        );
        const attempts = await county.owner.query(
          'select t.visit_id from visit_attempt t join visit v on v.id = t.visit_id where v.elder_id = $1 and v.outcome = t.outcome and v.occurred_on = t.occurred_on',
          [elder],
        );
        expect(attempts.rows.length).toBe(visits.filter(({ outcome }) => outcome !== 'done' && (outcome as string) !== 'cancelled').length);
      }),
      { numRuns: 25 },
    );
  });
});

describe('what field work keeps', () => {
  /** Of the visit itself: whoever made it may know it. Else offices only. */
  const ofTheVisitor = [
    'visit',
    'visit_duty',
    'visit_attempt',
    'visit_attachment',
    'visit_attachment_part',
    'visit_version',
    'visit_check',
    'visit_photo_hash',
    'visit_plausibility',
    'visit_doubt',
    'visit_doubt_event',
    'campaign',
    'campaign_subject',
    'campaign_record',
    'campaign_event',
  ];
  const ofOffices = ['visit_case', 'visit_proposal', 'visit_lot'];

  it('is guarded in every table that names a division, an elder or a visit', async () => {
    const { rows } = await county.owner.query<{ name: string }>(`select distinct c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and a.attname in ('division_code', 'elder_id', 'visit_id') where n.nspname = 'public' and c.relkind = 'r' and not c.relrowsecurity order by 1`);
    // A mark that a month has to be counted anew holds a division's code and nothing of anybody.
    expect(rows.map(({ name }) => name)).toEqual(['rollup_dirty']);
  });

  it('is seen by its village and those above it, by its visitor, and by nobody beside them', async () => {
    const { owner } = county;
    const elder = await county.elder({ tier: weekly });
    const [visitor, stranger] = [await county.visitor(), await county.visitor(VILLAGE_B)];
    await county.assign(elder, visitor, '2026-01-01');
    await county.assign(await county.elder({ village: VILLAGE_B, tier: weekly }), stranger, '2026-01-01');
    const item = aVisit(elder, '2026-11-17', { outcome: 'notAtHome', answers: {} });
    await county.services.db.tx(onFoot(visitor), (tx) => recordVisits(tx, county.services, testPolicy, [item]));
    await county.services.db.tx(clerk, (tx) => correctVisit(county.services, tx, testPolicy, item.id, { base: 1, changes: { note: '核对' }, reason: '核对记录' }));
    const own = [COUNTY, item.id, elder, VILLAGE_A, visitor];
    const id = newId();
    const put = (table: string, columns: string, values: string): Promise<unknown> =>
      owner.query(
        `insert into ${table} (county_code, ${columns}) select $1, ${values} from (select $2::uuid as visit, $3::uuid as elder, $4::text as place, $5::uuid as visitor) g`,
        own,
      );
    await put('visit_attachment', 'id, visit_id, kind, content_type, size_bytes, sha256', `'${id}', visit, 'photo', 'image/png', 3, ''`);
    await put('visit_attachment_part', 'attachment_id, start_byte, content_sealed', `'${id}', 0, ''`);
    await put('visit_photo_hash', 'attachment_id, visit_id, hash', `'${id}', visit, 'ff'`);
    await put('visit_check', 'id, visit_id, verdict', `'${id}', visit, 'fine'`);
    await put(
      'visit_plausibility',
      'visit_id, division_code, elder_id, visitor_id, occurred_on, state, points, signals_sealed, digest, pack_version',
      `visit, place, elder, visitor, '2026-11-17', 'noted', 1, '', '', '1'`,
    );
    await put('visit_doubt', 'visit_id, division_code, elder_id, visitor_id, origin, state, due_on', `visit, place, elder, visitor, 'signals', 'asked', '2026-11-30'`);
    await put('visit_doubt_event', 'id, visit_id, kind, details_sealed', `'${id}', visit, 'asked', ''`);
    await put('visit_lot', 'week_start, division_code, population, population_digest, drawn', `'2026-11-09', place, 1, '', '{}'`);
    await put(
      'visit_case',
      'id, elder_id, division_code, visit_id, finding, kind, urgency, found_on, due_on',
      `'${id}', elder, place, visit, 'x', 'need', 'soon', '2026-11-17', '2026-11-20'`,
    );
    await put('visit_proposal', 'id, elder_id, division_code, visit_id, kind, content_sealed, heard_on', `'${id}', elder, place, visit, 'need', '', '2026-11-17'`);
    await put(
      'campaign',
      'id, division_code, template_code, occasion_kind, name, starts_on, ends_on, rules, audience, gift, pack_id, pack_version, provisional',
      `'${id}', place, 'heat', 'order', 'n', '2026-11-01', '2026-11-30', '{}', '{}', '{}', 'p', '1', false`,
    );
    await put('campaign_subject', 'campaign_id, elder_id, division_code, name, reasons', `'${id}', elder, place, 'n', '{}'`);
    await put('campaign_record', 'id, campaign_id, elder_id, division_code, occurred_at, occurred_on, handed_by', `'${id}', '${id}', elder, place, now(), '2026-11-17', 'n'`);
    await put('campaign_event', 'id, campaign_id, division_code, kind', `'${id}', '${id}', place, 'created'`);
    const seenBy = (actor: Actor, tables: readonly string[]) =>
      county.services.db.tx(actor, async (tx) => {
        const seen: string[] = [];
        for (const table of tables) {
          const [row] = await tx.query<{ n: number }>(sql`select count(*) as n from ${raw(table)} where county_code = ${COUNTY}`);
          if ((row?.n ?? 0) > 0) seen.push(table);
        }
        return seen;
      });
    for (const actor of [clerk, office('610999101'), office(COUNTY)]) expect(await seenBy(actor, [...ofTheVisitor, ...ofOffices])).toEqual([...ofTheVisitor, ...ofOffices]);
    expect(await seenBy(onFoot(visitor), [...ofTheVisitor, ...ofOffices])).toEqual(ofTheVisitor);
    for (const actor of [office('610999102'), office(''), office('610998'), office(VILLAGE_B), onFoot(stranger)])
      expect(await seenBy(actor, [...ofTheVisitor, ...ofOffices])).toEqual([]);
    // Nor may they write beside their division.
    await expect(
      county.services.db.tx(office(VILLAGE_B), (tx) => tx.query(sql`update visit_case set division_code = ${VILLAGE_B} where id = ${id} returning id`)),
    ).resolves.toEqual([]);
    await expect(county.services.db.tx(clerk, (tx) => tx.query(sql`update visit_case set division_code = ${VILLAGE_B} where id = ${id}`))).rejects.toThrow(/row-level security/);
  });
});
