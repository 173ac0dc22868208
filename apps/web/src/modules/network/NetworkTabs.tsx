// 互助网络 has two pages: who visits, and how steady visiting is.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

export function NetworkTabs({ at }: { readonly at: 'visitors' | 'steadiness' }) {
  const { t } = useTranslation(['network']);
  const current = (page: typeof at): 'page' | undefined => (page === at ? 'page' : undefined);
  return (
    <nav className="tabs no-print" aria-label={t('network:tabs.label')}>
      <Link to="/network" className="tab" activeOptions={{ exact: true }} aria-current={current('visitors')}>
        {t('network:tabs.visitors')}
      </Link>
      <Link to="/network/steadiness" className="tab" aria-current={current('steadiness')}>
        {t('network:tabs.steadiness')}
      </Link>
    </nav>
  );
}
