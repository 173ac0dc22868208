// Today's people, in the order in which it is sensible to see them.
import { lazy, Suspense, useState, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useSnapshot, useSyncStatus } from '../../../platform/device/app.tsx';
import { useWord } from '../../../platform/i18n/useWords.ts';
import { Icon } from '../../../ui/field/icons.tsx';
import { Heading, LinkButton, Notice, Tag } from '../../../ui/field/parts.tsx';
import { address } from '../../../ui/field/route.ts';
import { draftsWithoutCard } from './form.ts';
import { freshNews, useNewsWords } from './news.ts';
import { ReadAloud } from './ReadAloud.tsx';
import { isToSee, todaySections, type Place, type TodayItem, type TodaySection } from './today.ts';
import { useDay, useDrafts, type Day } from './useDay.ts';
import { WalkActions, WalkLine } from './WalkPanel.tsx';
import { useFieldWords } from './wording.ts';

/** Hardly ever there. */
const LeftDrafts = lazy(async () => ({ default: (await import('./LeftDrafts.tsx')).LeftDrafts }));

/** What a later module marks on somebody's card. */
type Marks = ComponentType<{ readonly elderId: string }>;

export function TodayScreen({ Marks }: { readonly Marks?: Marks }) {
  const { t } = useTranslation(['field', 'fieldDay', 'visitField', 'common']);
  const say = useFieldWords();
  const { session, lastPull, drafts } = useSnapshot();
  const [here, setHere] = useState<Place | null>(null);
  const day = useDay(here);
  const begunDrafts = useDrafts();
  const begun = draftsWithoutCard(drafts, session?.principal.accountId ?? '', day.cards).filter(({ elderId }) => begunDrafts.begun(elderId) !== null);
  const left = day.items.filter((item) => isToSee(item.section));
  const overdue = left.filter(({ section }) => section === 'overdue').length;
  const summary = left.length === 0 ? t('today.allDone', { people: day.items.length }) : t('today.summary', { people: day.items.length, left: left.length });
  const aloud = [summary, ...left.slice(0, READ).map((item) => `${item.card.name}，${say.deadline(item, day.today) ?? ''}，${say.where(item.card)}`)].join('。');
  const sections = (wanted: readonly TodaySection[]) =>
    wanted.map((section) => {
      const items = day.items.filter((item) => item.section === section);
      return items.length === 0 ? null : (
        <section key={section} className="f-section" aria-label={t(`fieldDay:section.${section}`)}>
          <h2>
            {t(`fieldDay:section.${section}`)} <span>{t('common:people', { count: items.length })}</span>
          </h2>
          <ul className="f-list">
            {items.map((item) => (
              <li key={item.card.id}>
                <PersonCard item={item} day={day} {...(Marks === undefined ? {} : { Marks })} />
              </li>
            ))}
          </ul>
        </section>
      );
    });
  return (
    <>
      <Heading>{t('today.title')}</Heading>
      {session === null ? null : <p className="f-soft">{t('today.greeting', { name: session.principal.displayName })}</p>}
      {lastPull === null && day.items.length === 0 ? (
        <Notice tone="plain">{t('today.firstLoad')}</Notice>
      ) : day.items.length === 0 ? (
        <Notice tone="plain">{t('today.empty')}</Notice>
      ) : (
        <>
          <p>
            {summary}
            {overdue === 0 ? null : (
              <>
                {' '}
                <Tag tone="danger">{t('fieldDay:overdueCount', { count: overdue })}</Tag>
              </>
            )}
          </p>
          <WalkLine day={day} here={here} />
        </>
      )}
      {begun.length === 0 ? null : (
        <Suspense fallback={null}>
          <LeftDrafts drafts={begun} />
        </Suspense>
      )}
      {sections(todaySections.filter(isToSee))}
      {day.items.length === 0 ? null : (
        <>
          <WalkActions day={day} here={here} onFound={setHere} />
          <ReadAloud text={aloud} />
        </>
      )}
      {sections(todaySections.filter((section) => !isToSee(section)))}
      {day.items.length > 1 ? (
        <LinkButton to={address('group')} icon="me">
          {t('visitField:group.open')}
        </LinkButton>
      ) : null}
    </>
  );
}

/** So many people are read out; more nobody remembers. */
const READ = 5;
const NEWS_ON_CARD = 2;

function PersonCard({ item, day, Marks }: { readonly item: TodayItem; readonly day: Day; readonly Marks?: Marks }) {
  const { t } = useTranslation(['field', 'fieldDay']);
  const { today } = day;
  const sayNews = useNewsWords(day.policy);
  const say = useFieldWords();
  const word = useWord();
  const drafts = useDrafts();
  const syncing = useSyncStatus();
  const { card, duty } = item;
  const overdue = item.section === 'overdue';
  const news = freshNews(card, day.visits);
  const deadline = say.deadline(item, today);
  const edge = overdue ? 'f-card-overdue' : item.section === 'due' ? 'f-card-due' : '';
  const started = drafts.begun(card.id) !== null;
  return (
    <article className={`f-card ${edge}`} aria-busy={syncing.phase === 'pulling'}>
      <a className="f-card-body" href={address('elder', card.id)}>
        <span className="f-name">
          {card.name}
          {card.age === null ? null : <small>{t('elder.age', { count: card.age })}</small>}
        </span>
        {card.categories.length === 0 ? null : (
          <span className="f-tags">
            {card.categories.map((code) => (
              <Tag key={code}>{word('domain:category', code)}</Tag>
            ))}
          </span>
        )}
        <span className="f-line">
          {say.lastSeen(item.lastSeen, today)}
          {item.distance === null ? '' : ` · ${say.distance(item.distance)}`}
        </span>
        <span className="f-line">{say.where(card)}</span>
        <span className="f-tags">
          {started ? <Tag tone="amber">{t('today.draft')}</Tag> : null}
          {Marks === undefined ? null : <Marks elderId={card.id} />}
          {deadline === null ? null : <Tag tone={overdue ? 'danger' : item.section === 'due' ? 'amber' : 'pine'}>{deadline}</Tag>}
          {duty === null || duty.open === 0 || item.section === 'coming' ? null : <Tag>{say.dutyCount(duty)}</Tag>}
          {duty !== null && duty.pending > 0 ? (
            <Tag tone="good">{t('elder.pending')}</Tag>
          ) : item.seenToday ? (
            <Tag tone="good">{t('elder.seenToday')}</Tag>
          ) : duty !== null && duty.open === 0 ? (
            <Tag tone="good">{t('elder.complete')}</Tag>
          ) : null}
        </span>
        {news.slice(0, NEWS_ON_CARD).map((each) => (
          <span className="f-line" key={`${each.code}${each.what}`}>
            <strong>{t('fieldDay:news.new')}</strong> {sayNews.line(each)}
          </span>
        ))}
        {news.length > NEWS_ON_CARD ? <span className="f-line">{t('fieldDay:news.more', { count: news.length - NEWS_ON_CARD })}</span> : null}
      </a>
      {card.phone === null ? null : (
        <a className="f-card-call" href={say.dial(card.phone)} aria-label={t('elder.callName', { name: card.name })}>
          <Icon name="phone" size={28} />
          <span>{t('elder.call')}</span>
        </a>
      )}
    </article>
  );
}
