// 事项 has two lists: what visits found, and what they heard that belongs into the ledger.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

export function CaseTabs({ at }: { readonly at: 'cases' | 'proposals' }) {
  const { t } = useTranslation(['cases']);
  return (
    <nav className="tabs no-print" aria-label={t('cases:title')}>
      <Link to="/cases" className="tab" activeOptions={{ exact: true }} aria-current={at === 'cases' ? 'page' : undefined}>
        {t('cases:found')}
      </Link>
      <Link to="/cases/proposals" className="tab" aria-current={at === 'proposals' ? 'page' : undefined}>
        {t('cases:heard')}
      </Link>
    </nav>
  );
}
