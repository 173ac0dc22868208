// Tasks of campaigns as screens of the phone read them.
import { useSnapshot } from '../../../platform/device/app.tsx';
import { useDay } from '../../visits/field/useDay.ts';
import { campaignsToday, CAMPAIGN_TASKS, tasksOf, type CampaignTask, type CampaignToday } from './tasks.ts';

export function useTasks(elderId: string): readonly CampaignTask[] {
  const { feed, outbox } = useSnapshot();
  const { visits, today, cards } = useDay();
  return tasksOf(feed.get(CAMPAIGN_TASKS), elderId, outbox, visits, today, cards);
}

export function useCampaignsToday(): readonly CampaignToday[] {
  const { feed, outbox } = useSnapshot();
  const { visits, today, cards } = useDay();
  return campaignsToday(feed.get(CAMPAIGN_TASKS), outbox, visits, today, cards);
}
