// One campaign on the phone: whom it still wants, who has been reached.
import { useTranslation } from 'react-i18next';
import { formatDay } from '../../../platform/i18n/format.ts';
import { Icon } from '../../../ui/field/icons.tsx';
import { Heading, Notice, Tag } from '../../../ui/field/parts.tsx';
import { address } from '../../../ui/field/route.ts';
import { useDay } from '../../visits/field/useDay.ts';
import { useFieldWords } from '../../visits/field/wording.ts';
import { Bring } from './CampaignBring.tsx';
import { useCampaignsToday } from './useCampaigns.ts';

export function CampaignScreen({ id }: { readonly id: string }) {
  const { t } = useTranslation(['campaignField', 'field']);
  const say = useFieldWords();
  const day = useDay();
  const campaign = useCampaignsToday().find((one) => one.campaignId === id);
  if (campaign === undefined)
    return (
      <>
        <Heading back={address('today')}>{t('field:today.title')}</Heading>
        <Notice tone="plain">{t('campaignField:over')}</Notice>
      </>
    );
  // In the order of the day's list, so that the walk stays the same.
  const order = new Map(day.items.map((item, at) => [item.card.id, at]));
  const left = campaign.left.toSorted((a, b) => (order.get(a.elderId) ?? 0) - (order.get(b.elderId) ?? 0));
  return (
    <>
      <Heading back={address('today')}>{campaign.name}</Heading>
      <p>{t('campaignField:summary', { reached: campaign.reached, left: left.length, date: formatDay(campaign.until) })}</p>
      {left[0] === undefined ? null : (
        <div className="f-panel">
          <Bring task={left[0]} />
        </div>
      )}
      {left.length === 0 ? <Notice tone="good">{t('campaignField:allReached')}</Notice> : null}
      <ul className="f-list">
        {left.map((task) => {
          const card = day.cards.get(task.elderId);
          return card === undefined ? null : (
            <li key={task.elderId}>
              <article className="f-card">
                <a className="f-card-body" href={address('elder', card.id)}>
                  <span className="f-name">
                    {card.name}
                    {card.age === null ? null : <small>{t('field:elder.age', { count: card.age })}</small>}
                  </span>
                  <span className="f-line">{say.where(card)}</span>
                  <span className="f-tags">
                    {task.required > 1 ? <Tag>{t('campaignField:times', { count: task.open })}</Tag> : null}
                    {task.given ? <Tag tone="good">{t('campaignField:given')}</Tag> : null}
                  </span>
                </a>
                {card.phone === null ? null : (
                  <a className="f-card-call" href={say.dial(card.phone)} aria-label={t('field:elder.callName', { name: card.name })}>
                    <Icon name="phone" size={28} />
                    <span>{t('field:elder.call')}</span>
                  </a>
                )}
              </article>
            </li>
          );
        })}
      </ul>
    </>
  );
}
