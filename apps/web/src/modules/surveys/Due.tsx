// How a round stands against its deadline, in one tag.
import type { SurveyRow } from '@shouwang/contract/surveys';
import { useTranslation } from 'react-i18next';
import { formatDate } from '../../platform/i18n/format.ts';
import { Progress } from '../../ui/Meter.tsx';
import { Tag } from '../../ui/parts.tsx';

export function Due({ round }: { readonly round: Pick<SurveyRow, 'closedAt' | 'overdue' | 'daysLeft' | 'deadline' | 'left'> }) {
  const { t } = useTranslation(['surveys']);
  if (round.closedAt !== null) return <Tag>{t('surveys:closed')}</Tag>;
  if (round.overdue) return <Tag tone="danger">{t('surveys:daysOver', { count: -round.daysLeft })}</Tag>;
  if (round.daysLeft < 0) return <Tag tone="good">{formatDate(round.deadline)}</Tag>;
  if (round.daysLeft === 0) return <Tag tone="amber">{t('surveys:dueToday')}</Tag>;
  return <Tag tone={round.daysLeft <= 7 && round.left > 0 ? 'amber' : 'pine'}>{t('surveys:daysLeft', { count: round.daysLeft })}</Tag>;
}

/** How many households have a result. */
export function Answered({ subjects, left }: { readonly subjects: number; readonly left: number }) {
  const { t } = useTranslation(['surveys']);
  return <Progress share={subjects === 0 ? 1 : (subjects - left) / subjects} text={t('surveys:progressText', { done: subjects - left, all: subjects })} />;
}
