// What campaigns ask of this phone's people, with what the phone recorded and the server does not know yet.
import type { CampaignRecordPayload, FieldCampaignTask, FieldCampaignTasks } from '@shouwang/contract/campaigns';
import type { ElderCard } from '@shouwang/contract/sync';
import type { VisitMode } from '@shouwang/domain/policy';
import { countsToward } from '@shouwang/domain/visits';
import type { OutboxEntry } from '../../../platform/outbox/outbox.ts';
import type { LocalVisit } from '../../visits/field/local-visits.ts';

export const CAMPAIGN_TASKS = 'campaignTasks';
export const RECORD_CAMPAIGN = 'campaigns.record';

export interface CampaignTask extends FieldCampaignTask {
  readonly elderId: string;
  /** Visits still to make; never negative. */
  readonly open: number;
  /** Recorded here, whether it has arrived or not. */
  readonly recorded: boolean;
  /** Days that have not begun yet. */
  readonly isComing: boolean;
}

type Duty = ElderCard['duties'][number];
type Cards = ReadonlyMap<string, { readonly duties: readonly Duty[] }>;

/**
 * Dates that this phone visited on and `done` does not contain yet. Where a visit does not count for both, an
 * ordinary duty takes what it still wants first (domain, campaignDone).
 */
function pendingDates(task: FieldCampaignTask, duties: readonly Duty[], elderId: string, visits: readonly LocalVisit[]): number {
  const own = visits.filter((visit) => !visit.delivered && visit.elderId === elderId);
  const datesOf = (from: string, to: string, modes: readonly string[]): Set<string> =>
    new Set(own.filter((visit) => countsToward(visit, modes as readonly VisitMode[]) && from <= visit.on && visit.on <= to).map(({ on }) => on));
  const left = datesOf(task.from, task.until, task.modes);
  if (task.sharesVisits !== false) return left.size;
  let done = 0;
  for (const duty of duties) {
    const within = [...left].filter((date) => duty.start <= date && date <= duty.end);
    for (const date of within) left.delete(date);
    const beyond = (made: number): number => Math.max(0, made - duty.required);
    done += Math.min(within.length, beyond(duty.done + datesOf(duty.start, duty.end, duty.modes).size) - beyond(duty.done));
  }
  return done + left.size;
}

const isDeclined = (entry: OutboxEntry): boolean => entry.state === 'attention';

/** Tasks of one elder that run today, or come within a week; the one that ends first leads. */
export function tasksOf(
  held: ReadonlyMap<string, unknown> | undefined,
  elderId: string,
  outbox: readonly OutboxEntry[],
  visits: readonly LocalVisit[],
  today: string,
  cards?: Cards,
): readonly CampaignTask[] {
  const own = held?.get(elderId) as FieldCampaignTasks | undefined;
  if (own === undefined) return [];
  const recorded = outbox.filter((entry) => entry.command.kind === RECORD_CAMPAIGN && !isDeclined(entry)).map((entry) => entry.command.payload as CampaignRecordPayload);
  return own.tasks
    .filter((task) => task.until >= today)
    .map((task) => {
      const mine = recorded.filter((payload) => payload.campaignId === task.campaignId && payload.elderId === elderId);
      return {
        ...task,
        elderId,
        open: Math.max(0, task.required - task.done - pendingDates(task, cards?.get(elderId)?.duties ?? [], elderId, visits)),
        given: task.given || mine.some((payload) => payload.goods.length > 0 || payload.moneyFen > 0),
        recorded: mine.length > 0,
        isComing: task.from > today,
      };
    });
}

export interface CampaignToday {
  readonly campaignId: string;
  readonly name: string;
  readonly until: string;
  readonly left: readonly CampaignTask[];
  readonly reached: number;
}

/** Campaigns that run today with whom they still want, the one that ends first leading. */
export function campaignsToday(
  held: ReadonlyMap<string, unknown> | undefined,
  outbox: readonly OutboxEntry[],
  visits: readonly LocalVisit[],
  today: string,
  cards?: Cards,
): readonly CampaignToday[] {
  const byId = new Map<string, { task: CampaignTask; left: CampaignTask[]; reached: number }>();
  for (const elderId of held?.keys() ?? []) {
    for (const task of tasksOf(held, elderId, outbox, visits, today, cards)) {
      if (task.isComing) continue;
      const known = byId.get(task.campaignId) ?? { task, left: [], reached: 0 };
      if (task.open > 0) known.left.push(task);
      else known.reached += 1;
      byId.set(task.campaignId, known);
    }
  }
  return [...byId.values()]
    .map(({ task, left, reached }) => ({ campaignId: task.campaignId, name: task.name, until: task.until, left, reached }))
    .sort((a, b) => (a.until === b.until ? (a.campaignId < b.campaignId ? -1 : 1) : a.until < b.until ? -1 : 1));
}
