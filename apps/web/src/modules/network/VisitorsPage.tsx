// 互助网络: the roster of visitors with what each carries, and the people who have nobody.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Input } from 'antd';
import { elderFacets } from '@shouwang/contract/ledger';
import { visitorList, visitorWorkbook, type visitorRow } from '@shouwang/contract/network';
import type { z } from 'zod';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, file } from '../../platform/api.ts';
import { useCan } from '../../platform/session.ts';
import type { Column } from '../../ui/DataTable.tsx';
import { ExportAction } from '../../ui/ExportAction.tsx';
import { Meter } from '../../ui/Meter.tsx';
import { PagedTable } from '../../ui/PagedTable.tsx';
import { Figure, Page, Tag } from '../../ui/parts.tsx';
import { useRested } from '../../platform/useMedia.ts';
import { useWhere } from '../divisions/useDivisions.ts';
import { villageColumn } from '../ledger/elderColumns.tsx';
import { NetworkTabs } from './NetworkTabs.tsx';

type Visitor = z.output<typeof visitorRow>;
const SIZE = 50;

export function VisitorsPage() {
  const { t } = useTranslation(['network', 'common', 'domain', 'shell']);
  const search = useSearch({ from: '/network' });
  const navigate = useNavigate();
  const { asked } = useWhere();
  const can = useCan();
  const page = Number(search.page ?? '1');
  const [text, setText] = useState(search.q ?? '');
  const q = useRested(text.trim());
  useEffect(() => {
    if (q !== (search.q ?? ''))
      void navigate({ to: '/network', search: { ...(search.division === undefined ? {} : { division: search.division }), ...(q === '' ? {} : { q }) }, replace: true });
  });
  const filter = { ...asked, ...(search.q === undefined ? {} : { q: search.q }) };
  const query = { ...filter, limit: SIZE, offset: (page - 1) * SIZE };
  const visitors = useQuery({ queryKey: ['visitors', query], placeholderData: keepPreviousData, queryFn: ({ signal }) => call(visitorList, { query, signal }) });
  const people = useQuery({
    queryKey: ['elders', 'facets', { ...asked, category: [], tier: [], remark: [] }],
    queryFn: ({ signal }) => call(elderFacets, { query: asked, signal }),
  });
  const columns: readonly Column<Visitor>[] = [
    { key: 'name', title: t('network:column.name'), place: 'lead', nowrap: true, cell: (row) => <strong>{row.name}</strong> },
    { key: 'kind', title: t('network:column.kind'), cell: (row) => <Tag>{t(`domain:visitorKind.${row.kind}`)}</Tag> },
    villageColumn(t('common:village')),
    { key: 'phone', title: t('network:column.phone'), nowrap: true, cell: (row) => row.phoneMasked },
    {
      key: 'load',
      title: t('network:column.load'),
      nowrap: true,
      cell: (row) => {
        const over = row.capacity !== null && row.assigned > row.capacity;
        return (
          <span className="wrap-row">
            {row.capacity !== null && <Meter share={row.assigned / Math.max(1, row.capacity)} over={over} />}
            {row.capacity === null ? t('common:people', { count: row.assigned }) : t('network:loadOf', { assigned: row.assigned, capacity: row.capacity })}
            {over && <Tag tone="amber">{t('network:overloaded')}</Tag>}
          </span>
        );
      },
    },
    { key: 'duties', title: t('network:column.duties'), nowrap: true, cell: (row) => t('network:dutiesOf', { done: row.dutiesDone, due: row.dutiesDue }) },
    {
      key: 'account',
      title: t('network:column.account'),
      cell: (row) => (row.hasAccount ? <Tag tone="good">{t('network:hasAccount')}</Tag> : <span className="quiet">{t('network:noAccount')}</span>),
    },
  ];
  return (
    <Page
      title={t('shell:nav.network')}
      lead={t('network:lead')}
      actions={can('reports.export') && <ExportAction title={t('network:exportTitle')} take={(reason) => file(visitorWorkbook, { query: { ...filter, reason } })} />}
    >
      <NetworkTabs at="visitors" />
      <div className="stack">
        <div className="figures">
          <Figure label={t('network:visitors')} value={visitors.data === undefined ? '…' : visitors.data.count} unit={t('network:unit')} />
          <Figure
            label={t('network:covered')}
            value={people.data === undefined ? '…' : people.data.all - people.data.uncovered}
            unit={t('network:unit')}
            link={{ to: '/ledger' }}
          />
          <Figure
            label={t('network:uncovered')}
            value={people.data === undefined ? '…' : people.data.uncovered}
            unit={t('network:unit')}
            tone={(people.data?.uncovered ?? 0) > 0 ? 'amber' : undefined}
            link={{ to: '/ledger', search: { uncovered: '1' } }}
          />
        </div>
        {(people.data?.divisions.length ?? 0) > 0 && (people.data?.uncovered ?? 0) > 0 && (
          <p className="soft">
            {t('network:uncoveredHint')}{' '}
            <Link to="/ledger" search={{ uncovered: '1' }}>
              {t('network:openUncovered')}
            </Link>
          </p>
        )}
        <Input.Search
          allowClear
          style={{ maxWidth: 320 }}
          aria-label={t('network:find')}
          placeholder={t('network:find')}
          maxLength={60}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <PagedTable
          query={visitors}
          label={t('shell:nav.network')}
          columns={columns}
          rowKey={(row) => row.id}
          page={page}
          size={SIZE}
          go={(next) => void navigate({ to: '/network', search: { ...search, page: String(next) } })}
          empty={{ title: t('network:nobody'), hint: t('network:nobodyHint') }}
        />
      </div>
    </Page>
  );
}
