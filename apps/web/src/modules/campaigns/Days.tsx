// How a campaign stands against its days, in one tag, and how many it has reached, as a bar.
import type { CampaignRow } from '@shouwang/contract/campaigns';
import { daysBetween } from '@shouwang/domain/shared';
import { Link, type LinkProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { today } from '../../platform/clock.ts';
import { Progress } from '../../ui/Meter.tsx';
import { Tag } from '../../ui/parts.tsx';

export function Days({ campaign }: { readonly campaign: Pick<CampaignRow, 'closedAt' | 'daysLeft' | 'startsOn' | 'left'> }) {
  const { t } = useTranslation(['campaigns']);
  const ahead = daysBetween(today(), campaign.startsOn);
  if (campaign.closedAt !== null) return <Tag>{t('campaigns:closed')}</Tag>;
  if (ahead > 0) return <Tag tone="outline">{t('campaigns:notStarted', { count: ahead })}</Tag>;
  if (campaign.daysLeft < 0) return <Tag tone={campaign.left > 0 ? 'danger' : 'good'}>{t('campaigns:daysOver', { count: -campaign.daysLeft })}</Tag>;
  if (campaign.daysLeft === 0) return <Tag tone="amber">{t('campaigns:endsToday')}</Tag>;
  return <Tag tone={campaign.daysLeft <= 3 && campaign.left > 0 ? 'amber' : 'pine'}>{t('campaigns:daysLeft', { count: campaign.daysLeft })}</Tag>;
}

/** `link`: the people behind it. */
export function Reached({ people, reached, link }: { readonly people: number; readonly reached: number; readonly link: LinkProps }) {
  const { t } = useTranslation(['campaigns']);
  return <Progress share={people === 0 ? 1 : reached / people} text={<Link {...link}>{t('campaigns:progressText', { done: reached, all: people })}</Link>} />;
}
