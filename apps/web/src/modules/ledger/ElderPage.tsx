// The file of one elder on one page: who and where, why in which category, what is due, what every
// source says, who is responsible, and everything that happened.
import { QuestionCircleOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, useParams, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { elderGet, type ElderFile } from '@shouwang/contract/ledger';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { formatDate } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { useCan } from '../../platform/session.ts';
import { Notice, Page, Tag } from '../../ui/parts.tsx';
import { Loaded } from '../../ui/states.tsx';
import { DutyList, ResponsibleList } from './ElderDuties.tsx';
import { Attachments } from './Attachments.tsx';
import { Completeness } from './Completeness.tsx';
import { ElderPhoto } from './ElderPhoto.tsx';
import { FactList } from './FactList.tsx';
import { SealedNumber } from './SealedNumber.tsx';
import { Timeline } from './Timeline.tsx';
import { TierTag } from './CategoryTags.tsx';
import { WhyDrawer } from './WhyDrawer.tsx';
import { WishPanel } from './WishPanel.tsx';
import type { FileSection } from './sections.ts';
import './file.css';
import './ledger.css';

function Head({ file, askWhy, actions }: { readonly file: ElderFile; readonly askWhy: () => void; readonly actions: readonly ReactNode[] }) {
  const { t } = useTranslation(['ledger', 'common', 'domain']);
  const { row } = file;
  const phone = row.phoneMasked;
  return (
    <section className="panel elder-head">
      <div className="elder-who">
        <ElderPhoto file={file} />
        <div className="stack">
          <div className="elder-name">
            <h1>{row.name}</h1>
            <span className="soft">
              {[
                row.sex === null ? '' : t(`domain:sex.${row.sex}`),
                row.age === null ? '' : t('common:years', { count: row.age }),
                row.birthDate === null ? '' : t('ledger:born', { date: formatDate(row.birthDate) }),
              ]
                .filter((part) => part !== '')
                .join(' · ')}
            </span>
          </div>
          <p className="soft" style={{ marginBlockStart: 4 }}>
            {[row.townName, row.villageName, row.group !== null && /^\d+$/.test(row.group) ? t('ledger:groupNo', { value: row.group }) : row.group]
              .filter((part) => part !== null && part !== '')
              .join(' · ')}
          </p>
          <div className="wrap-row">
            {row.categories.map((category) => (
              <button key={category} type="button" className="tag tag-pine" onClick={askWhy}>
                {t(`domain:category.${category}`)} <QuestionCircleOutlined aria-hidden="true" />
              </button>
            ))}
            {row.categories.length === 0 && <Tag>{t('ledger:noCategory')}</Tag>}
            <TierTag tier={row.tier} provisional={row.provisional} />
            <Button size="small" type="link" onClick={askWhy}>
              {t('ledger:why')}
            </Button>
          </div>
          {actions.length > 0 && <div className="wrap-row elder-actions">{actions}</div>}
        </div>
      </div>
      <div className="elder-numbers">
        <SealedNumber elderId={row.id} field="idNo" label={t('ledger:column.idNo')} masked={row.idNoMasked} />
        {file.idNoProblem !== null && <Tag tone="amber">{t(`domain:idNoProblem.${file.idNoProblem as 'missing'}`, { defaultValue: file.idNoProblem })}</Tag>}
        <SealedNumber elderId={row.id} field="phone" label={t('ledger:column.phone')} masked={phone} />
        <span className="panel-note">{row.lastVisitOn === null ? t('ledger:neverVisited') : t('ledger:lastSeen', { date: formatDate(row.lastVisitOn) })}</span>
      </div>
    </section>
  );
}

/** The pages of a file: its facts first, then one for each module that brings a tab. */
function FileTabs({ tabs, current, elderId }: { readonly tabs: readonly FileSection[]; readonly current: string; readonly elderId: string }) {
  const { t } = useTranslation(['ledger']);
  const word = useWord();
  if (tabs.length === 0) return null;
  return (
    <nav className="file-tabs" aria-label={t('ledger:fileTabs')}>
      {[{ key: 'facts', title: 'ledger:facts' }, ...tabs].map((tab) => (
        <Link
          key={tab.key}
          to="/ledger/$elderId"
          params={{ elderId }}
          search={tab.key === 'facts' ? {} : { tab: tab.key }}
          className={tab.key === current ? 'file-tab current' : 'file-tab'}
          aria-current={tab.key === current ? 'page' : undefined}
        >
          {word(...splitKey(tab.title ?? tab.key))}
        </Link>
      ))}
    </nav>
  );
}

const splitKey = (key: string): [string, string] => {
  const at = key.indexOf(':') + 1;
  return [key.slice(0, at), key.slice(at)];
};

/** The ledger's own pages of a file beside its facts. */
const ownTabs: readonly FileSection[] = [{ key: 'documents', place: 'tab', title: 'ledger:documents', Content: Attachments }];

export function ElderPage({ sections }: { readonly sections: readonly FileSection[] }) {
  const { t } = useTranslation(['ledger']);
  const { elderId } = useParams({ from: '/ledger/$elderId' });
  const { tab } = useSearch({ from: '/ledger/$elderId' });
  const can = useCan();
  const [why, setWhy] = useState(false);
  const elder = useQuery({ queryKey: ['elder', elderId], queryFn: ({ signal }) => call(elderGet, { params: { id: elderId }, signal }) });
  const at = (place: FileSection['place']): readonly FileSection[] =>
    [...sections, ...ownTabs].filter((section) => section.place === place && (section.permission === undefined || can(section.permission)));
  const open = at('tab').find((section) => section.key === tab);
  return (
    <Page title={elder.data?.row.name ?? t('ledger:file')} bare={elder.data !== undefined} lead={<Link to="/ledger">‹ {t('ledger:title')}</Link>}>
      <Loaded query={elder} lines={14}>
        {(file) => (
          <>
            {/* A file that was merged into another leads there. */}
            {file.row.id !== elderId && <Navigate to="/ledger/$elderId" params={{ elderId: file.row.id }} replace />}
            <Head
              file={file}
              askWhy={() => setWhy(true)}
              actions={at('action').map(({ key, Content }) => (
                <Content key={key} file={file} />
              ))}
            />
            {at('bar').map(({ key, Content }) => (
              <Content key={key} file={file} />
            ))}
            {file.row.provisional && (
              <div style={{ marginBlockStart: 12 }}>
                <Notice>{t('ledger:provisionalNotice')}</Notice>
              </div>
            )}
            <FileTabs tabs={at('tab')} current={open?.key ?? 'facts'} elderId={elderId} />
            {open !== undefined ? (
              <open.Content file={file} />
            ) : (
              <div className="elder-grid">
                <div className="stack">
                  <FactList file={file} />
                  <Timeline events={file.timeline} />
                </div>
                <div className="stack">
                  <Completeness file={file} />
                  <WishPanel file={file} />
                  {at('side').map(({ key, Content }) => (
                    <Content key={key} file={file} />
                  ))}
                  <DutyList file={file} />
                  <ResponsibleList file={file} />
                </div>
              </div>
            )}
          </>
        )}
      </Loaded>
      {why && <WhyDrawer elderId={elderId} onClose={() => setWhy(false)} />}
    </Page>
  );
}
