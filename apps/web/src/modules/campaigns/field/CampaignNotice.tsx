// On the first screen: campaigns that run, and the way to whom they still want.
import { useTranslation } from 'react-i18next';
import { formatDay } from '../../../platform/i18n/format.ts';
import { LinkButton } from '../../../ui/field/parts.tsx';
import { address } from '../../../ui/field/route.ts';
import { useCampaignsToday } from './useCampaigns.ts';

export function CampaignNotice() {
  const { t } = useTranslation('campaignField');
  return useCampaignsToday()
    .filter((one) => one.left.length > 0)
    .map((one) => (
      <LinkButton key={one.campaignId} icon="home" to={address('campaign', one.campaignId)}>
        {t('notice', { name: one.name, count: one.left.length, date: formatDay(one.until) })}
      </LinkButton>
    ));
}
