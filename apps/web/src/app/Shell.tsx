// The frame around every screen: navigation by the way of the data, where I am, search, who I am.
import {
  AlertOutlined,
  EnvironmentOutlined,
  AuditOutlined,
  BarChartOutlined,
  DiffOutlined,
  ExportOutlined,
  FileDoneOutlined,
  FlagOutlined,
  FormOutlined,
  GiftOutlined,
  HomeOutlined,
  ImportOutlined,
  InboxOutlined,
  LogoutOutlined,
  MenuOutlined,
  OrderedListOutlined,
  PhoneOutlined,
  PieChartOutlined,
  PrinterOutlined,
  QuestionCircleOutlined,
  ReadOutlined,
  SearchOutlined,
  SettingOutlined,
  SolutionOutlined,
  TeamOutlined,
  UserOutlined,
  UsergroupAddOutlined,
  ContactsOutlined,
  WifiOutlined,
} from '@ant-design/icons';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { Button, Drawer, Dropdown } from 'antd';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DivisionSwitch } from '../modules/divisions/DivisionSwitch.tsx';
import { chooseLanguage, currentLanguage } from '../platform/i18n/setup.ts';
import { useCan, useSession, useSignOut } from '../platform/session.ts';
import { useNarrow, useOnline } from '../platform/useMedia.ts';
import { navigation, type NavigationEntry } from './navigation.ts';
import './shell.css';

const SearchPalette = lazy(async () => ({ default: (await import('../modules/ledger/SearchPalette.tsx')).SearchPalette }));

const icons: Record<NavigationEntry['key'], ReactNode> = {
  workbench: <HomeOutlined />,
  ledger: <ContactsOutlined />,
  listing: <OrderedListOutlined />,
  assessments: <SolutionOutlined />,
  risk: <AlertOutlined />,
  reviews: <FileDoneOutlined />,
  archive: <InboxOutlined />,
  surveys: <FormOutlined />,
  imports: <ImportOutlined />,
  groups: <ExportOutlined />,
  papers: <PrinterOutlined />,
  reconciliation: <DiffOutlined />,
  policy: <ReadOutlined />,
  visits: <AuditOutlined />,
  doubts: <QuestionCircleOutlined />,
  campaigns: <GiftOutlined />,
  cases: <FlagOutlined />,
  network: <TeamOutlined />,
  contacts: <PhoneOutlined />,
  statistics: <PieChartOutlined />,
  report: <BarChartOutlined />,
  divisions: <EnvironmentOutlined />,
  accounts: <UsergroupAddOutlined />,
  settings: <SettingOutlined />,
};

function Navigation({ onGo }: { readonly onGo?: () => void }) {
  const { t } = useTranslation(['shell']);
  const allowed = useCan();
  return (
    <nav className="nav" aria-label={t('shell:navigation')}>
      {navigation.map((group) => {
        const entries = group.entries.filter((entry) => allowed(entry.permission));
        if (entries.length === 0) return null;
        return (
          <div key={group.key} className="nav-group">
            {group.key !== 'today' && <p className="nav-caption">{t(`shell:group.${group.key}`)}</p>}
            <ul>
              {entries.map((entry) => (
                <li key={entry.key}>
                  <Link to={entry.to} className="nav-entry" activeOptions={{ exact: entry.to === '/', includeSearch: false }} {...(onGo === undefined ? {} : { onClick: onGo })}>
                    {icons[entry.key]}
                    <span>{t(`shell:nav.${entry.key}`)}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}

const Brand = () => {
  const { t } = useTranslation();
  return (
    <Link to="/" className="brand" aria-label={t('product')}>
      <img src="/mark.svg" width="28" height="28" alt="" />
      <strong>{t('product')}</strong>
    </Link>
  );
};

function Me() {
  const { t, i18n } = useTranslation(['shell', 'domain']);
  const session = useSession();
  const signOut = useSignOut();
  const other = i18n.language === 'en' ? 'zh-CN' : 'en';
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'who', type: 'group', label: `${session.scopeName} · ${t(`domain:role.${session.role}`)}` },
          { key: 'settings', icon: <SettingOutlined />, label: <Link to="/settings">{t('shell:nav.settings')}</Link> },
          { key: 'language', icon: <ReadOutlined />, label: t(`shell:language.${other}`), onClick: () => void chooseLanguage(currentLanguage() === 'en' ? 'zh-CN' : 'en') },
          { type: 'divider' },
          { key: 'out', icon: <LogoutOutlined />, label: t('shell:signOut'), onClick: () => void signOut() },
        ],
      }}
    >
      <Button type="text" icon={<UserOutlined />} className="me" aria-label={t('shell:me', { name: session.displayName })}>
        <span className="me-name">{session.displayName}</span>
      </Button>
    </Dropdown>
  );
}

export function Shell() {
  const { t } = useTranslation(['shell', 'common']);
  const narrow = useNarrow();
  const online = useOnline();
  const allowed = useCan();
  const [menu, setMenu] = useState(false);
  const [searching, setSearching] = useState(false);
  const mayFind = allowed('elders.read');
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(() => {
    const open = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k' && mayFind) {
        event.preventDefault();
        setSearching(true);
      }
    };
    addEventListener('keydown', open);
    return () => removeEventListener('keydown', open);
  }, [mayFind]);
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t('shell:skip')}
      </a>
      {!narrow && (
        <aside className="side no-print">
          <Brand />
          <Navigation />
        </aside>
      )}
      {narrow && (
        <Drawer open={menu} onClose={() => setMenu(false)} placement="left" size={280} title={<Brand />} styles={{ body: { padding: 0 } }}>
          <Navigation onGo={() => setMenu(false)} />
        </Drawer>
      )}
      <div className="main">
        <header className="top no-print">
          {narrow && <Button type="text" icon={<MenuOutlined />} aria-label={t('shell:navigation')} onClick={() => setMenu(true)} />}
          <DivisionSwitch />
          <span className="top-space" />
          {mayFind && (
            <button type="button" className="find" onClick={() => setSearching(true)} aria-label={`${t('shell:find')} Ctrl K`}>
              <SearchOutlined aria-hidden="true" />
              <span className="find-words">{t('shell:find')}</span>
              <kbd>Ctrl K</kbd>
            </button>
          )}
          <Me />
        </header>
        {!online && (
          <div className="offline" role="status">
            <WifiOutlined aria-hidden="true" /> {t('common:offline')}
          </div>
        )}
        <main id="content" tabIndex={-1} key={path.split('/')[1]}>
          <Outlet />
        </main>
      </div>
      {searching && (
        <Suspense fallback={null}>
          <SearchPalette onClose={() => setSearching(false)} />
        </Suspense>
      )}
    </div>
  );
}
