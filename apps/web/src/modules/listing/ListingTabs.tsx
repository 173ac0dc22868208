// 名单管理 has four pages: who is on the list, what visitors heard at the door, who needs what, how up to date the ledger is.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

export function ListingTabs({ at }: { readonly at: 'list' | 'attempts' | 'needs' | 'freshness' }) {
  const { t } = useTranslation(['listing']);
  const current = (page: typeof at): 'page' | undefined => (page === at ? 'page' : undefined);
  return (
    <nav className="tabs no-print" aria-label={t('listing:title')}>
      <Link to="/listing" className="tab" activeOptions={{ exact: true }} aria-current={current('list')}>
        {t('listing:tabs.list')}
      </Link>
      <Link to="/listing/attempts" className="tab" aria-current={current('attempts')}>
        {t('listing:tabs.attempts')}
      </Link>
      <Link to="/listing/needs" className="tab" aria-current={current('needs')}>
        {t('listing:tabs.needs')}
      </Link>
      <Link to="/listing/freshness" className="tab" aria-current={current('freshness')}>
        {t('listing:tabs.freshness')}
      </Link>
    </nav>
  );
}
