// 探访 has two lists: what is due and what was done.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

export function VisitTabs({ at }: { readonly at: 'duties' | 'records' }) {
  const { t } = useTranslation(['visits']);
  return (
    <nav className="tabs no-print" aria-label={t('visits:title')}>
      <Link to="/visits" className="tab" activeOptions={{ exact: true }} aria-current={at === 'duties' ? 'page' : undefined}>
        {t('visits:duties')}
      </Link>
      <Link to="/visits/records" className="tab" aria-current={at === 'records' ? 'page' : undefined}>
        {t('visits:records')}
      </Link>
    </nav>
  );
}
