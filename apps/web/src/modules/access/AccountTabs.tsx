// Who may sign in, and on which phones.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

const tabs = [
  { key: 'accounts', to: '/accounts', title: 'shell:nav.accounts' },
  { key: 'phones', to: '/accounts/phones', title: 'phoneDesk:phones' },
] as const;

export function AccountTabs({ at }: { readonly at: (typeof tabs)[number]['key'] }) {
  const { t } = useTranslation(['shell', 'phoneDesk']);
  return (
    <nav className="tabs no-print" aria-label={t('shell:nav.accounts')}>
      {tabs.map((tab) => (
        <Link key={tab.key} to={tab.to} className="tab" activeOptions={{ exact: true }} aria-current={at === tab.key ? 'page' : undefined}>
          {t(tab.title)}
        </Link>
      ))}
    </nav>
  );
}
