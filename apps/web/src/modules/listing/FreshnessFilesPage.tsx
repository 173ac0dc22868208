// The files behind a figure of up-to-dateness, the longest unspoken of first.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { freshnessRows } from '@shouwang/contract/listing';
import type { Reply } from '@shouwang/contract/route';
import { useTranslation } from 'react-i18next';
import { given } from '../../platform/address.ts';
import { call } from '../../platform/api.ts';
import { formatDate, formatInstant } from '../../platform/i18n/format.ts';
import type { Column } from '../../ui/DataTable.tsx';
import { PagedTable } from '../../ui/PagedTable.tsx';
import { Chip, Page, Tag } from '../../ui/parts.tsx';
import { useDivisions, useWhere } from '../divisions/useDivisions.ts';
import { CategoryTags } from '../ledger/CategoryTags.tsx';
import { elderColumn, villageColumn } from '../ledger/elderColumns.tsx';

type Row = Reply<typeof freshnessRows>['rows'][number];
const SIZE = 50;

export function FreshnessFilesPage() {
  const { t } = useTranslation(['listing', 'common', 'ledger']);
  const search = useSearch({ from: '/listing/freshness/files' });
  const navigate = useNavigate();
  const tree = useDivisions();
  const { asked, prefix } = useWhere();
  const stale = search.stale === '1';
  const page = Number(search.page ?? '1');
  const query = { ...asked, ...(stale ? { stale: true } : {}), limit: SIZE, offset: (page - 1) * SIZE };
  const rows = useQuery({ queryKey: ['freshness', 'files', query], placeholderData: keepPreviousData, queryFn: ({ signal }) => call(freshnessRows, { query, signal }) });
  const show = (change: { stale?: '1' | undefined; page?: string }): void => {
    void navigate({ to: '/listing/freshness/files', search: given({ ...search, page: undefined, ...change }) });
  };
  const columns: readonly Column<Row>[] = [
    elderColumn(t('listing:column.elder')),
    villageColumn(t('common:village')),
    { key: 'factsOn', title: t('listing:rowColumn.factsOn'), nowrap: true, cell: (row) => (row.factsOn === null ? '—' : formatDate(row.factsOn)) },
    { key: 'updatedAt', title: t('listing:rowColumn.updatedAt'), nowrap: true, cell: (row) => formatInstant(row.updatedAt) },
    { key: 'categories', title: t('listing:rowColumn.categories'), cell: (row) => <CategoryTags categories={row.categories} /> },
    { key: 'responsible', title: t('listing:needColumn.responsible'), nowrap: true, cell: (row) => row.responsible ?? <Tag tone="amber">{t('ledger:uncovered')}</Tag> },
  ];
  return (
    <Page
      title={t('listing:freshRows')}
      lead={
        <>
          <Link to="/listing/freshness" className="underlined">
            ‹ {t('listing:freshTitle')}
          </Link>{' '}
          · {tree?.name(prefix) ?? ''}
          {rows.data !== undefined && ` · ${t('common:rows', { count: rows.data.count })}`}
        </>
      }
    >
      <div className="stack">
        <div className="chips">
          <Chip pressed={stale} onClick={() => show({ stale: stale ? undefined : '1' })}>
            {t('listing:staleOnly')}
          </Chip>
        </div>
        <PagedTable
          query={rows}
          label={t('listing:freshRows')}
          columns={columns}
          rowKey={(row) => row.elderId}
          page={page}
          size={SIZE}
          go={(next) => show({ page: String(next) })}
        />
      </div>
    </Page>
  );
}
