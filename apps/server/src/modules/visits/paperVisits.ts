// Visits that were taken down on paper, entered in batch by an office: the same rule as a phone's, marked
// as paper, made by whoever signed the sheet. The identifier is the line's: entering twice enters once.
import type { paperVisits } from '@shouwang/contract/visitRecords';
import type { Body, Reply } from '@shouwang/contract/route';
import { ok, type Result } from '@shouwang/domain/shared';
import { monthSheetForm } from '@shouwang/domain/visits';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import type { VisitPolicy } from './policy.ts';
import { recordVisits, type VisitItem } from './record.ts';

/** Where the paper names no time. */
const NOON = '12:00';
/** Counties keep China's one standard time all year. */
const ZONE = '+08:00';

function itemOf(line: Body<typeof paperVisits>['visits'][number], now: Date): VisitItem {
  const started = Math.min(Date.parse(`${line.on}T${line.time ?? NOON}:00${ZONE}`), now.getTime());
  const ended = Math.min(started + line.minutes * 60_000, now.getTime());
  const at = now.toISOString();
  return {
    id: line.id,
    recordedAt: at,
    receivedAt: at,
    clockOffsetMs: 0,
    deviceId: null,
    paper: { visitorId: line.visitorId },
    payload: {
      elderId: line.elderId,
      mode: line.mode,
      outcome: line.outcome,
      startedAt: new Date(started).toISOString(),
      endedAt: new Date(ended).toISOString(),
      formId: monthSheetForm.id,
      formVersion: monthSheetForm.version,
      answers: line.answers,
      fix: null,
      ...(line.note === undefined ? {} : { note: line.note }),
    },
  };
}

/** A day that has not come is refused as visit.inFuture; today before noon counts as now. */
export async function enterPaper(services: Services, tx: Tx, policy: VisitPolicy, wanted: Body<typeof paperVisits>): Promise<Result<Reply<typeof paperVisits>>> {
  const now = services.clock.now();
  const today = services.clock.today();
  const lines = wanted.visits.filter((line) => line.on <= today);
  const answers = await recordVisits(
    tx,
    services,
    policy,
    lines.map((line) => itemOf(line, now)),
  );
  const byId = new Map(lines.map((line, index) => [line.id, answers[index]] as const));
  const entered = lines.filter((line) => byId.get(line.id)?.outcome === 'applied' && line.visitorId !== null);
  await tx.query(sql`update visit v set visitor_id = p.visitor from unnest(${entered.map((line) => line.id)}::uuid[], ${entered.map((line) => line.visitorId)}::uuid[]) as p(id, visitor)
    where v.county_code = ${tx.actor.countyCode} and v.id = p.id and exists (select 1 from visitor r where r.county_code = v.county_code and r.id = p.visitor)`);
  return ok({
    answers: wanted.visits.map(({ id }) => {
      const answer = byId.get(id);
      return { id, outcome: answer?.outcome ?? ('refused' as const), refusal: answer === undefined ? 'visit.inFuture' : (answer.refusal?.code ?? null) };
    }),
  });
}
