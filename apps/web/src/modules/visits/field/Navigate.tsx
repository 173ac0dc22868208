// How to get to somebody's door: the phone's own map or 高德地图.
import { useTranslation } from 'react-i18next';
import { LinkButton } from '../../../ui/field/parts.tsx';
import { mapLinks } from './navigate.ts';
import type { Place } from './today.ts';

export function Navigate({ place }: { readonly place: Place }) {
  const { t } = useTranslation('fieldDay');
  const links = mapLinks(place, navigator.userAgent);
  return (
    <section className="f-stack" aria-label={t('navigate.title')}>
      <div className="f-modes-pair">
        <LinkButton icon="place" to={links.phone}>
          {t('navigate.phone')}
        </LinkButton>
        <LinkButton icon="place" to={links.amap}>
          {t('navigate.amap')}
        </LinkButton>
      </div>
      <p className="f-soft">{t('navigate.hint')}</p>
    </section>
  );
}
