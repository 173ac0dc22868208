// 养老服务需求清单: who needs what, by need and village, with what the last visit heard.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { needsLedger, needsWorkbook, type NeedsRow } from '@shouwang/contract/listing';
import { careNeeds } from '@shouwang/domain/ledger';
import { useTranslation } from 'react-i18next';
import { given } from '../../platform/address.ts';
import { call, file } from '../../platform/api.ts';
import { formatDate } from '../../platform/i18n/format.ts';
import { useCan } from '../../platform/session.ts';
import type { Column } from '../../ui/DataTable.tsx';
import { ExportAction } from '../../ui/ExportAction.tsx';
import { PagedTable } from '../../ui/PagedTable.tsx';
import { Chip, Page, Tag } from '../../ui/parts.tsx';
import { useWhere } from '../divisions/useDivisions.ts';
import { CategoryTags } from '../ledger/CategoryTags.tsx';
import { villageColumn } from '../ledger/elderColumns.tsx';
import { ListingTabs } from './ListingTabs.tsx';
import './listing.css';

const SIZE = 50;

export function NeedsPage() {
  const { t } = useTranslation(['listing', 'common', 'domain', 'ledger']);
  const search = useSearch({ from: '/listing/needs' });
  const navigate = useNavigate();
  const can = useCan();
  const { asked } = useWhere();
  const need = careNeeds.filter((code) => (search.need ?? '').split(',').includes(code));
  const page = Number(search.page ?? '1');
  const filter = { ...asked, need };
  const query = { ...filter, limit: SIZE, offset: (page - 1) * SIZE };
  const rows = useQuery({ queryKey: ['needs', query], placeholderData: keepPreviousData, queryFn: ({ signal }) => call(needsLedger, { query, signal }) });
  const show = (change: { need?: string | undefined; page?: string | undefined }): void => {
    void navigate({ to: '/listing/needs', search: given({ ...search, page: undefined, ...change }) });
  };
  const toggle = (code: (typeof careNeeds)[number]): void => {
    const next = need.includes(code) ? need.filter((one) => one !== code) : [...need, code];
    show({ need: next.length === 0 ? undefined : next.join(',') });
  };
  const columns: readonly Column<NeedsRow>[] = [
    {
      key: 'name',
      title: t('listing:column.elder'),
      place: 'lead',
      nowrap: true,
      cell: (row) => (
        <>
          <Link to="/ledger/$elderId" params={{ elderId: row.elderId }} className="person">
            {row.elderName}
          </Link>{' '}
          <span className="quiet">{row.age === null ? '' : t('common:years', { count: row.age })}</span>
        </>
      ),
    },
    villageColumn(t('common:village')),
    { key: 'categories', title: t('ledger:column.categories'), cell: (row) => <CategoryTags categories={row.categories} /> },
    {
      key: 'needs',
      title: t('listing:needColumn.needs'),
      cell: (row) => (
        <span className="tags">
          {row.needs.map((code) => (
            <Tag key={code} tone={need.includes(code) ? 'pine' : 'outline'}>
              {t(`domain:careNeed.${code}`)}
            </Tag>
          ))}
        </span>
      ),
    },
    { key: 'note', title: t('listing:needColumn.note'), place: 'wide', cell: (row) => row.note },
    {
      key: 'heard',
      title: t('listing:needColumn.heard'),
      place: 'wide',
      cell: (row) => (row.lastHeard === null ? '' : t('listing:heard', { date: formatDate(row.lastHeard.on), text: row.lastHeard.text })),
    },
    { key: 'responsible', title: t('listing:needColumn.responsible'), nowrap: true, cell: (row) => row.responsible ?? <Tag tone="amber">{t('ledger:uncovered')}</Tag> },
  ];
  return (
    <Page
      title={t('listing:needsTitle')}
      lead={rows.data === undefined ? t('common:loading') : t('listing:needsLead', { count: rows.data.count })}
      actions={
        can('elders.export') && (
          <ExportAction
            label={t('listing:export')}
            title={t('listing:exportTitle', { what: t('listing:needsTitle') })}
            take={(reason) => file(needsWorkbook, { query: { ...filter, reason } })}
          />
        )
      }
    >
      <ListingTabs at="needs" />
      <div className="stack">
        <div className="chips" role="group" aria-label={t('listing:needColumn.needs')}>
          {careNeeds.map((code) => (
            <Chip key={code} pressed={need.includes(code)} count={rows.data?.byNeed[code] ?? 0} onClick={() => toggle(code)}>
              {t(`domain:careNeed.${code}`)}
            </Chip>
          ))}
        </div>
        <PagedTable
          query={rows}
          label={t('listing:needsTitle')}
          columns={columns}
          rowKey={(row) => row.elderId}
          page={page}
          size={SIZE}
          go={(next) => show({ page: String(next) })}
          empty={{ title: t('listing:needsNone'), hint: t('listing:needsHint') }}
        />
      </div>
    </Page>
  );
}
