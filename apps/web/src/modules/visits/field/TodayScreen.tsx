// Today's people, in the order in which it is sensible to see them.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { takeFix } from '../../../platform/device/position.ts';
import { useSnapshot, useSyncStatus } from '../../../platform/device/app.tsx';
import { useWord } from '../../../platform/i18n/useWords.ts';
import { Icon } from '../../../ui/field/icons.tsx';
import { Button, Heading, Notice, Tag } from '../../../ui/field/parts.tsx';
import { address } from '../../../ui/field/route.ts';
import { todaySections, type Place, type TodayItem } from './today.ts';
import { useDay, useDrafts } from './useDay.ts';
import { useFieldWords } from './wording.ts';

export function TodayScreen() {
  const { t } = useTranslation(['field', 'common']);
  const { session, lastPull } = useSnapshot();
  const [here, setHere] = useState<Place | null>(null);
  const day = useDay(here);
  const left = day.items.filter((item) => item.section === 'due' || item.section === 'open').length;
  return (
    <>
      <Heading>{t('today.title')}</Heading>
      {session === null ? null : <p className="f-soft">{t('today.greeting', { name: session.principal.displayName })}</p>}
      {lastPull === null && day.items.length === 0 ? (
        <Notice tone="plain">{t('today.firstLoad')}</Notice>
      ) : day.items.length === 0 ? (
        <Notice tone="plain">{t('today.empty')}</Notice>
      ) : (
        <p>{left === 0 ? t('today.allDone', { people: day.items.length }) : t('today.summary', { people: day.items.length, left })}</p>
      )}
      {day.items.some((item) => item.card.location !== null) && here === null ? <Near onFound={setHere} /> : null}
      {todaySections.map((section) => {
        const items = day.items.filter((item) => item.section === section);
        return items.length === 0 ? null : (
          <section key={section} className="f-section" aria-label={t(`today.section.${section}`)}>
            <h2>
              {t(`today.section.${section}`)} <span>{t('common:people', { count: items.length })}</span>
            </h2>
            <ul className="f-list">
              {items.map((item) => (
                <li key={item.card.id}>
                  <PersonCard item={item} today={day.today} />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}

/** The position is asked for only when somebody wants the distances, and is not kept. */
function Near({ onFound }: { readonly onFound: (place: Place) => void }) {
  const { t } = useTranslation('field');
  const [state, setState] = useState<'idle' | 'asking' | 'none'>('idle');
  const ask = async (): Promise<void> => {
    setState('asking');
    const fix = await takeFix();
    if (fix === null) setState('none');
    else onFound(fix);
  };
  return (
    <Button icon="place" onPress={() => void ask()} disabled={state === 'asking'}>
      {state === 'asking' ? t('today.locating') : state === 'none' ? t('today.noPosition') : t('today.distance')}
    </Button>
  );
}

function PersonCard({ item, today }: { readonly item: TodayItem; readonly today: string }) {
  const { t } = useTranslation('field');
  const say = useFieldWords();
  const word = useWord();
  const drafts = useDrafts();
  const syncing = useSyncStatus();
  const { card, duty } = item;
  const overdue = duty !== null && duty.open > 0 && duty.end < today;
  const edge = overdue ? 'f-card-overdue' : item.section === 'due' ? 'f-card-due' : '';
  const started = drafts.find(card.id) !== null;
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
          {duty === null ? null : overdue ? (
            <Tag tone="danger">{say.dutyName(duty, today)}</Tag>
          ) : duty.open > 0 ? (
            <>
              <Tag tone={item.section === 'due' ? 'amber' : 'pine'}>{say.dutyName(duty, today)}</Tag>
              <Tag>{say.dutyCount(duty)}</Tag>
            </>
          ) : null}
          {duty !== null && duty.pending > 0 ? (
            <Tag tone="good">{t('elder.pending')}</Tag>
          ) : item.seenToday ? (
            <Tag tone="good">{t('elder.seenToday')}</Tag>
          ) : duty !== null && duty.open === 0 ? (
            <Tag tone="good">{t('elder.complete')}</Tag>
          ) : null}
        </span>
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
