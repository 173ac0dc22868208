// Before a visit: which campaign wants somebody seen, what to bring and what to look at.
import { useTranslation } from 'react-i18next';
import { formatDay } from '../../../platform/i18n/format.ts';
import { inWords } from '../../../platform/i18n/useWords.ts';
import { Notice } from '../../../ui/field/parts.tsx';
import type { CampaignTask } from './tasks.ts';
import { useTasks } from './useCampaigns.ts';

/** Goods and money that are meant for each, and what is to be looked at. */
export function Bring({ task }: { readonly task: CampaignTask }) {
  const { t } = useTranslation('campaignField');
  const { goods, moneyFen } = task.gift;
  const gift = task.handover === 'none' ? [] : goods.map(({ what, count }) => t('item', { what, count }));
  if (task.handover === 'goodsAndMoney' && moneyFen > 0) gift.push(t('sum', { yuan: moneyFen / 100 }));
  return (
    <>
      {gift.length === 0 ? null : <p>{t('bring', { what: gift.join(t('listMark')) })}</p>}
      {task.checks.length === 0 ? null : <p>{t('look', { what: task.checks.map(({ label }) => inWords(label)).join(t('checkMark')) })}</p>}
    </>
  );
}

export function CampaignBring({ elderId }: { readonly elderId: string }) {
  const { t } = useTranslation('campaignField');
  return useTasks(elderId)
    .filter((task) => !task.isComing && (task.open > 0 || !task.recorded))
    .map((task) => (
      <Notice key={task.campaignId} tone="amber" icon="home">
        <p>
          <strong>{t('mark', { name: task.name, date: formatDay(task.until) })}</strong>
        </p>
        {task.given ? <p>{t('given')}</p> : <Bring task={task} />}
      </Notice>
    ));
}
