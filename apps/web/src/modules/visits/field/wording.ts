// How dates, distances and duties are said on the phone.
import type { ElderCard } from '@shouwang/contract/sync';
import { daysBetween } from '@shouwang/domain/shared';
import { useTranslation } from 'react-i18next';
import { formatDate, formatDay } from '../../../platform/i18n/format.ts';
import { currentLanguage } from '../../../platform/i18n/setup.ts';
import { inWords, type Bilingual } from '../../../platform/i18n/useWords.ts';
import type { DutyView } from './local-visits.ts';
import type { TodayItem } from './today.ts';

/** Ways of hearing of somebody without standing before him. */
export const isCall = (mode: string): boolean => mode === 'phone' || mode === 'video' || mode === 'kin';

/** Questions of the form by their names, in one line. */
export const nameItems = (items: readonly { readonly label: Bilingual }[]): string => items.map(({ label }) => inWords(label)).join(currentLanguage() === 'en' ? ', ' : '、');

export interface FieldWords {
  lastSeen(on: string | null, today: string): string;
  distance(metres: number): string;
  /** Metres or kilometres of a way, without saying from where. */
  walk(metres: number): string;
  /** By when somebody is to be seen, in words; null where nothing is open. */
  deadline(item: TodayItem, today: string): string | null;
  dutyName(duty: DutyView, today: string): string;
  dutyCount(duty: DutyView): string;
  where(card: ElderCard): string;
  dial(phone: string): string;
}

/** Distances are steps of a person, not of a map: to 50 m below 1 km, to 0.1 km above. */
const roundedMetres = (metres: number): number => Math.max(50, Math.round(metres / 50) * 50);
const DAYS_IN_WORDS = 60;

export function useFieldWords(): FieldWords {
  const { t } = useTranslation(['field', 'fieldDay']);
  const when = (on: string, today: string): string => {
    const days = daysBetween(on, today);
    if (days <= 0) return t('elder.todayWord');
    if (days === 1) return t('elder.yesterday');
    return days <= DAYS_IN_WORDS ? t('elder.daysAgo', { count: days }) : formatDate(on);
  };
  return {
    lastSeen: (on, today) => (on === null ? t('elder.never') : t('elder.lastSeen', { when: when(on, today) })),
    distance: (metres) => (metres < 975 ? t('elder.metres', { count: roundedMetres(metres) }) : t('elder.kilometres', { count: Number((metres / 1000).toFixed(1)) })),
    walk: (metres) => (metres < 975 ? t('fieldDay:walk.metres', { count: roundedMetres(metres) }) : t('fieldDay:walk.kilometres', { count: Number((metres / 1000).toFixed(1)) })),
    deadline: ({ card, section, deadline, duty }, today) => {
      if (section === 'coming') return duty === null ? null : t('fieldDay:from', { date: formatDay(duty.start) });
      if (deadline === null || section === 'done') return null;
      if (section === 'overdue') return t('fieldDay:overdueBy', { count: daysBetween(deadline, today) });
      if (deadline === card.nextAttemptOn) return t('fieldDay:agreed', { date: formatDay(deadline) });
      if (deadline <= today) return t('fieldDay:byToday');
      // Two visits are on two days: what is said is the last day for the next one.
      return t(duty !== null && duty.open > 1 ? 'fieldDay:byNext' : 'fieldDay:by', { date: formatDay(deadline) });
    },
    dutyName: (duty, today) =>
      duty.end < today
        ? t('elder.overdue', { start: formatDay(duty.start), end: formatDay(duty.end) })
        : `${t(`elder.${duty.kind}`)} · ${t('elder.until', { end: formatDay(duty.end) })}`,
    dutyCount: (duty) => t('elder.required', { required: duty.required, done: duty.done + duty.pending }),
    where: (card) => {
      if (card.address?.includes(card.villageName) === true) return card.address;
      const group = card.group === null ? '' : /^\d+$/.test(card.group) ? t('elder.group', { group: card.group }) : card.group;
      return [card.villageName, group, card.address ?? ''].filter((part) => part !== '').join(' · ');
    },
    dial: (phone) => `tel:${phone.replace(/[^\d+]/g, '')}`,
  };
}
