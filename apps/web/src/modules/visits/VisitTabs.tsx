// 探访 has its lists and sheets: what is due, who is behind, the month by day, what was done, paper.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../platform/session.ts';

const tabs = [
  { key: 'duties', to: '/visits', title: 'visits:duties', permission: 'duties.read' },
  { key: 'behind', to: '/visits/behind', title: 'visitDesk:behind', permission: 'duties.read' },
  { key: 'calendar', to: '/visits/calendar', title: 'visitDesk:calendar', permission: 'visits.read' },
  { key: 'records', to: '/visits/records', title: 'visits:records', permission: 'visits.read' },
  { key: 'paper', to: '/visits/paper', title: 'visitDesk:paper', permission: 'visits.correct' },
  { key: 'fromPhone', to: '/visits/from-phone', title: 'phoneDesk:tab', permission: 'sync.takeIn' },
] as const;

export function VisitTabs({ at }: { readonly at: (typeof tabs)[number]['key'] }) {
  const { t } = useTranslation(['visits', 'phoneDesk', 'visitDesk']);
  const can = useCan();
  return (
    <nav className="tabs no-print" aria-label={t('visits:title')}>
      {tabs
        .filter((tab) => can(tab.permission))
        .map((tab) => (
          <Link key={tab.key} to={tab.to} className="tab" activeOptions={{ exact: true }} aria-current={at === tab.key ? 'page' : undefined}>
            {t(tab.title)}
          </Link>
        ))}
    </nav>
  );
}
