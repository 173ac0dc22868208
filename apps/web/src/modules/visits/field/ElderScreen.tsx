// One person's card: who, when last seen, what is due, how to call, and the begin of a visit.
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { ElderCard } from '@shouwang/contract/sync';
import { inWords, useWord } from '../../../platform/i18n/useWords.ts';
import { Heading, LinkButton, Notice, Tag } from '../../../ui/field/parts.tsx';
import { address } from '../../../ui/field/route.ts';
import { BeginVisit } from './BeginVisit.tsx';
import { dutyView } from './local-visits.ts';
import { Navigate } from './Navigate.tsx';
import { freshNews, useNewsWords } from './news.ts';
import { NewsPanel } from './NewsPanel.tsx';
import { ReadAloud } from './ReadAloud.tsx';
import { nowhere, todayItem } from './today.ts';
import { useDay, type Day } from './useDay.ts';
import { useFieldWords } from './wording.ts';

/** What a later module says of somebody before the visit begins. */
type Notes = ComponentType<{ readonly elderId: string }>;

export function ElderScreen({ id, Notes }: { readonly id: string; readonly Notes?: Notes }) {
  const { t } = useTranslation('field');
  const day = useDay();
  const card = day.cards.get(id);
  if (card === undefined) {
    return (
      <>
        <Heading back={address('today')}>{t('today.title')}</Heading>
        <Notice tone="plain">{t('elder.notHere')}</Notice>
      </>
    );
  }
  return <Person card={card} day={day} {...(Notes === undefined ? {} : { Notes })} />;
}

function Person({ card, day, Notes }: { readonly card: ElderCard; readonly day: Day; readonly Notes?: Notes }) {
  const { t } = useTranslation('field');
  const say = useFieldWords();
  const word = useWord();
  const item = todayItem(card, day.visits, day.today, nowhere);
  const tier = day.policy?.tiers.find((each) => each.code === card.tier);
  const news = freshNews(card, day.visits);
  const sayNews = useNewsWords(day.policy);
  const deadline = say.deadline(item, day.today);
  const aloud = [
    `${card.name}，${card.age === null ? '' : t('elder.age', { count: card.age })}`,
    card.categories.map((code) => word('domain:category', code)).join('，'),
    say.lastSeen(item.lastSeen, day.today),
    deadline ?? '',
    say.where(card),
    ...news.map(sayNews.line),
  ]
    .filter((part) => part !== '')
    .join('。');
  return (
    <>
      <Heading back={address('today')}>
        {card.name} {card.age === null ? null : <small className="f-soft">{t('elder.age', { count: card.age })}</small>}
      </Heading>
      <div className="f-tags">
        {card.categories.map((code) => (
          <Tag key={code}>{word('domain:category', code)}</Tag>
        ))}
      </div>
      {Notes === undefined ? null : <Notes elderId={card.id} />}
      <BeginVisit card={card} day={day} />
      {card.phone === null ? (
        <p className="f-soft">{t('elder.noPhone')}</p>
      ) : (
        <LinkButton to={say.dial(card.phone)} icon="phone">
          {t('elder.call')} {card.phone}
        </LinkButton>
      )}
      <NewsPanel news={news} policy={day.policy} />
      <ReadAloud text={aloud} />
      <section className="f-panel" aria-label={t('elder.duties')}>
        {deadline === null ? null : (
          <p>
            <Tag tone={item.section === 'overdue' ? 'danger' : item.section === 'due' ? 'amber' : 'pine'}>{deadline}</Tag>
          </p>
        )}
        <p>{say.lastSeen(item.lastSeen, day.today)}</p>
        {card.duties
          .filter((duty) => duty.start <= day.today)
          .map((each) => {
            const duty = dutyView(card, each, day.visits);
            return (
              <div key={`${duty.kind}${duty.start}`}>
                <p className="f-line">{say.dutyName(duty, day.today)}</p>
                <p>
                  <strong>{say.dutyCount(duty)}</strong> {duty.pending > 0 ? <Tag tone="good">{t('elder.pending')}</Tag> : null}
                </p>
                <p className="f-line">{t('elder.byMode', { modes: duty.modes.map((mode) => word('domain:mode', mode)).join(' · ') })}</p>
              </div>
            );
          })}
        {tier === undefined ? null : <p className="f-line">{t('elder.tier', { tier: inWords(tier.label) })}</p>}
        <p className="f-line">{t('elder.role', { role: word('domain:assignmentRole', card.role) })}</p>
      </section>
      <dl className="f-panel f-rows">
        <div className="f-row">
          <dt>{t('elder.address')}</dt>
          <dd className="f-stack">
            {say.where(card)}
            {card.location === null ? null : <Navigate place={card.location} />}
          </dd>
        </div>
        {card.contacts.map((contact) => (
          <div className="f-row" key={`${contact.relation}${contact.phone}`}>
            <dt>{t('elder.family')}</dt>
            <dd className="f-stack">
              {t('emergency.who', { relation: contact.relation, name: contact.name })}
              <LinkButton to={say.dial(contact.phone)} icon="phone">
                {contact.phone}
              </LinkButton>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
