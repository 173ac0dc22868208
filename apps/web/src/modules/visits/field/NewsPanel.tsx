// News on an elder's screen, each line with its day.
import type { CardNews, FieldPolicy } from '@shouwang/contract/sync';
import { useTranslation } from 'react-i18next';
import { useNewsWords } from './news.ts';

export function NewsPanel({ news, policy }: { readonly news: readonly CardNews[]; readonly policy: FieldPolicy | null }) {
  const { t } = useTranslation('fieldDay');
  const say = useNewsWords(policy);
  if (news.length === 0) return null;
  return (
    <section className="f-panel f-news" aria-label={t('news.title')}>
      <h2>{t('news.title')}</h2>
      <ul className="f-news-list">
        {news.map((each) => (
          <li key={`${each.code}${each.what}${each.on}`}>{say.line(each)}</li>
        ))}
      </ul>
    </section>
  );
}
