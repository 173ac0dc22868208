// On the card of somebody whom a campaign still wants: its name and its last day.
import { useTranslation } from 'react-i18next';
import { formatDay } from '../../../platform/i18n/format.ts';
import { Tag } from '../../../ui/field/parts.tsx';
import { useTasks } from './useCampaigns.ts';

export function CampaignMarks({ elderId }: { readonly elderId: string }) {
  const { t } = useTranslation('campaignField');
  return useTasks(elderId)
    .filter((task) => !task.isComing && task.open > 0)
    .map((task) => (
      <Tag key={task.campaignId} tone="amber">
        {t('mark', { name: task.name, date: formatDay(task.until) })}
      </Tag>
    ));
}
