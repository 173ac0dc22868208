// What a helper's phone holds of doubts about his own visits: those that wait for him or for the village, and
// what lately ended. Of a draw by lot he hears when it is over: being drawn says nothing about him.
import { doubtAnswerPayload, type FieldDoubt } from '@shouwang/contract/plausibility';
import { addDays } from '@shouwang/domain/shared';
import type { DoubtState } from '@shouwang/domain/visits';
import { sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { command, type FeedSource } from '../../platform/sync/command.ts';
import { answerDoubts, VISIT_DOUBT } from './doubts.ts';
import { doubtSeal } from './sealing.ts';

/** How long an ended doubt stays on the phone. */
const KEPT_DAYS = 60;

interface HeldRow {
  visit_id: string;
  elder_name: string | null;
  mode: FieldDoubt['mode'];
  occurred_at: string;
  state: DoubtState;
  due_on: string;
  signals_sealed: Buffer | null;
  answer: FieldDoubt['answer'];
  outcome: FieldDoubt['outcome'];
  outcome_sealed: Buffer | null;
}

async function held(tx: Tx, services: Services, which: Sql): Promise<{ id: string; data: FieldDoubt }[]> {
  const county = tx.actor.countyCode;
  const seal = doubtSeal(services.crypto, county);
  const rows = await tx.query<HeldRow>(sql`
    select d.visit_id, e.name as elder_name, v.mode, v.occurred_at, d.state, d.due_on, p.signals_sealed, d.answer, d.outcome, d.outcome_sealed
    from visit_doubt d join visit v on v.county_code = d.county_code and v.id = d.visit_id
    left join elder e on e.county_code = d.county_code and e.id = d.elder_id
    left join visit_plausibility p on p.county_code = d.county_code and p.visit_id = d.visit_id
    where d.county_code = ${county} and d.visitor_id = ${tx.actor.visitorId}::uuid and (d.origin = 'signals' or d.state = 'settled') and d.state <> 'withdrawn'
      and (d.state in ('asked', 'toCheck') or d.asked_at >= ${addDays(services.clock.today(), -KEPT_DAYS)}::date) ${which}`);
  return rows.map((row) => ({
    id: row.visit_id,
    data: {
      visitId: row.visit_id,
      elderName: row.elder_name ?? '',
      mode: row.mode,
      occurredAt: row.occurred_at,
      state: row.state,
      dueOn: row.due_on,
      signals: (row.signals_sealed === null ? [] : seal.openSignals(row.signals_sealed))
        .filter(({ status }) => status === 'odd')
        .map(({ signal, reason, facts }) => ({ signal, reason, facts: { ...facts } })),
      answer: row.answer,
      outcome: row.outcome,
      outcomeWords: seal.openWords(row.outcome_sealed),
    },
  }));
}

export const visitDoubtFeed: FeedSource = {
  entity: VISIT_DOUBT,
  async changed(tx, services, span) {
    if (tx.actor.visitorId === null) return { upserts: [], removals: [] };
    if (span === 'all') return { upserts: await held(tx, services, sql``), removals: [] };
    const touched = (
      await tx.query<{ id: string }>(
        sql`select distinct f.entity_id as id from feed f join visit_doubt d on d.county_code = f.county_code and d.visit_id = f.entity_id and d.visitor_id = ${tx.actor.visitorId}::uuid
            where f.county_code = ${tx.actor.countyCode} and f.entity = ${VISIT_DOUBT} and f.tx >= ${span.from}::xid8 and f.tx < ${span.to}::xid8`,
      )
    ).map((row) => row.id);
    if (touched.length === 0) return { upserts: [], removals: [] };
    const upserts = await held(tx, services, sql`and d.visit_id = any(${touched}::uuid[])`);
    const kept = new Set(upserts.map(({ id }) => id));
    return { upserts, removals: touched.filter((id) => !kept.has(id)) };
  },
};

export const plausibilityCommands = [command({ kind: 'doubts.answer', permission: 'doubts.answer', payload: doubtAnswerPayload, apply: answerDoubts })];
