// Templates of campaigns in a pack: what gives occasion, whom they are for, what may be handed over.
import type { PackView } from '@shouwang/contract/policy';
import { useTranslation } from 'react-i18next';
import { inWords, useWord } from '../../platform/i18n/useWords.ts';
import { Panel, Tag } from '../../ui/parts.tsx';
import { Clause } from './PackParts.tsx';

type Template = PackView['campaigns'][number];

export function CampaignsPanel({ pack }: { readonly pack: PackView }) {
  const { t } = useTranslation(['policy', 'campaigns']);
  const word = useWord();
  const mark = t('campaigns:listMark');
  const occasion = ({ occasion: given }: Template): string => {
    switch (given.kind) {
      case 'festival':
        return t('policy:campaign.festival', { day: given.lunar, before: given.daysBefore, after: given.daysAfter });
      case 'season':
        return t('policy:campaign.season', { from: given.from, to: given.to });
      case 'warning':
        return t('policy:campaign.warning', {
          kinds: given.warnings.map((kind) => t(`campaigns:warningKind.${kind}`)).join(mark),
          level: t(`campaigns:warningLevel.${given.fromLevel}`),
        });
      case 'order':
        return t('policy:campaign.order', { count: given.days });
    }
  };
  const audience = ({ audience: { categories, tiers, ageFrom } }: Template): string => {
    const parts = [
      ...categories.map((code) => word('domain:category', code)),
      ...tiers.map((code) => {
        const tier = pack.tiers.find((one) => one.code === code);
        return tier === undefined ? code : inWords(tier.label);
      }),
      ...(ageFrom === undefined ? [] : [t('campaigns:reason.age', { age: ageFrom })]),
    ];
    return parts.length === 0 ? t('campaigns:everybody') : parts.join(mark);
  };
  return (
    <Panel title={t('campaigns:title')} note={t('policy:campaign.note')} bare>
      {pack.campaigns.map((one) => (
        <article key={one.code} className="rule">
          <header className="wrap-row">
            <h3>{inWords(one.label)}</h3>
            <Tag tone={one.status === 'given' ? 'plain' : 'amber'}>{t(`policy:status.${one.status}`)}</Tag>
          </header>
          <div>
            <ul className="conditions">
              <li>{occasion(one)}</li>
              <li>{audience(one)}</li>
              <li>
                {t('campaigns:rulesText', { visits: one.visits, modes: one.modes.map((mode) => word('domain:mode', mode)).join(mark) })} ·{' '}
                {one.sharesVisits ? t('campaigns:shares') : t('campaigns:sharesNot')}
              </li>
              <li>{t(`campaigns:handover.${one.handover}`)}</li>
              {one.startsItself !== undefined && <li>{t('policy:campaign.startsItself', { level: t(`campaigns:warningLevel.${one.startsItself}`) })}</li>}
            </ul>
            <Clause pack={pack} source={one.source} />
          </div>
        </article>
      ))}
    </Panel>
  );
}
