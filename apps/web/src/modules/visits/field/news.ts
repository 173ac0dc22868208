// What is new about somebody since this visitor was last there, in words. The phone drops what is
// older than a visit that it recorded itself and has not sent yet.
import type { CardNews, ElderCard, FieldPolicy } from '@shouwang/contract/sync';
import { useTranslation } from 'react-i18next';
import { formatDay } from '../../../platform/i18n/format.ts';
import { inWords, useWord } from '../../../platform/i18n/useWords.ts';
import type { LocalVisit } from './local-visits.ts';

export function freshNews(card: ElderCard, visits: readonly LocalVisit[]): readonly CardNews[] {
  const own = visits.filter((visit) => visit.elderId === card.id && visit.outcome === 'done').map(({ on }) => on);
  const last = own.toSorted().at(-1) ?? '';
  return (card.news ?? []).filter(({ on }) => on > last);
}

/** `gas:unsafe` by the form's own words. */
function findingWords(policy: FieldPolicy | null, finding: string): string {
  const [key, code] = finding.split(':');
  const item = policy?.form.sections.flatMap(({ items }) => items).find((each) => each.key === key);
  if (item === undefined) return finding;
  const option = item.options?.find((each) => each.code === code);
  return option === undefined ? inWords(item.label) : `${inWords(item.label)} ${inWords(option.label)}`;
}

export interface NewsWords {
  /** Short, without its day. */
  what(news: CardNews): string;
  /** With its day. */
  line(news: CardNews): string;
}

export function useNewsWords(policy: FieldPolicy | null): NewsWords {
  const { t } = useTranslation('fieldDay');
  const word = useWord();
  const what = (news: CardNews): string => {
    switch (news.code) {
      case 'fact':
        return news.what === 'phone' ? t('news.phone') : t('news.fact', { fact: word('domain:fact', news.what) });
      case 'visit':
        return t('news.visit', { mode: word('domain:mode', news.what) });
      case 'finding':
        return t('news.finding', { what: findingWords(policy, news.what) });
      case 'life':
        return word('fieldDay:news.life', news.what);
    }
  };
  return { what, line: (news) => t('news.line', { date: formatDay(news.on), what: what(news) }) };
}
