// One person's card: who, when last seen, what is due, how to call, and the begin of a visit.
import { useTranslation } from 'react-i18next';
import type { ElderCard } from '@shouwang/contract/sync';
import type { VisitMode } from '@shouwang/domain/policy';
import { useDevice, useSnapshot } from '../../../platform/device/app.tsx';
import { inWords, useWord } from '../../../platform/i18n/useWords.ts';
import { Button, Heading, LinkButton, Notice, Tag } from '../../../ui/field/parts.tsx';
import { address, go } from '../../../ui/field/route.ts';
import { beginVisit } from './form.ts';
import { dutyView } from './local-visits.ts';
import { Navigate } from './Navigate.tsx';
import { freshNews, useNewsWords } from './news.ts';
import { NewsPanel } from './NewsPanel.tsx';
import { ReadAloud } from './ReadAloud.tsx';
import { nowhere, todayItem } from './today.ts';
import { useDay, useDrafts, useTwoTaps, type Day } from './useDay.ts';
import { useFieldWords } from './wording.ts';

export function ElderScreen({ id }: { readonly id: string }) {
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
  return <Person card={card} day={day} />;
}

function Person({ card, day }: { readonly card: ElderCard; readonly day: Day }) {
  const { t } = useTranslation('field');
  const say = useFieldWords();
  const word = useWord();
  const item = todayItem(card, day.visits, day.today, nowhere);
  const tier = day.policy?.tiers.find((each) => each.code === card.tier);
  const news = freshNews(card, day.visits);
  const sayNews = useNewsWords(day.policy);
  const aloud = [
    `${card.name}，${card.age === null ? '' : t('elder.age', { count: card.age })}`,
    card.categories.map((code) => word('domain:category', code)).join('，'),
    say.lastSeen(item.lastSeen, day.today),
    say.deadline(item, day.today) ?? '',
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
      <Begin card={card} day={day} />
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

const MODES: readonly { readonly mode: Exclude<VisitMode, 'group'>; readonly icon: 'home' | 'phone' | 'video' }[] = [
  { mode: 'home', icon: 'home' },
  { mode: 'phone', icon: 'phone' },
  { mode: 'video', icon: 'video' },
];
/** Offered where a duty allows them: the elder refuses visits, and somebody looks out for him all the same. */
const FALLBACKS: typeof MODES = [
  { mode: 'outside', icon: 'home' },
  { mode: 'kin', icon: 'phone' },
];

/** Choosing the mode begins the visit: its identifier and its form are fixed from here on. */
function Begin({ card, day }: { readonly card: ElderCard; readonly day: Day }) {
  const { t } = useTranslation('field');
  const { newId, now } = useDevice();
  const { session } = useSnapshot();
  const drafts = useDrafts();
  const draft = drafts.find(card.id);
  const discarding = useTwoTaps(() => void drafts.discard(card.id));
  if (draft !== null) {
    return (
      <div className="f-stack">
        <LinkButton kind="primary" icon="pen" to={address('visit', card.id)}>
          {t('elder.resume')}
        </LinkButton>
        <Button kind="quiet" onPress={discarding.tap}>
          {discarding.asked ? t('elder.discardSure') : t('elder.discard')}
        </Button>
      </div>
    );
  }
  if (day.policy === null || session === null) return <Notice tone="amber">{t('elder.noForm')}</Notice>;
  const { form } = day.policy;
  const begin = async (mode: VisitMode): Promise<void> => {
    await drafts.keep(beginVisit({ card, form, mode, accountId: session.principal.accountId, commandId: newId(), now: new Date(now()).toISOString() }));
    go('visit', card.id);
  };
  const fallbacks = FALLBACKS.filter(({ mode }) => card.duties.some((duty) => duty.modes.includes(mode)));
  return (
    <section className="f-modes" aria-label={t('elder.begin')}>
      {MODES.slice(0, 1).map(({ mode, icon }) => (
        <Button key={mode} kind="primary" icon={icon} onPress={() => void begin(mode)}>
          {t(`elder.${mode}`)}
        </Button>
      ))}
      <div className="f-modes-pair">
        {[...MODES.slice(1), ...fallbacks].map(({ mode, icon }) => (
          <Button key={mode} icon={icon} onPress={() => void begin(mode)}>
            {t(`elder.${mode}`)}
          </Button>
        ))}
      </div>
    </section>
  );
}
