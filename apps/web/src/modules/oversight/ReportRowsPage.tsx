// The rows behind one figure of the month's report.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { monthReportRows } from '@shouwang/contract/oversight';
import type { Reply } from '@shouwang/contract/route';
import { categories } from '@shouwang/domain/ledger';
import { reportFigures } from '@shouwang/domain/oversight';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { thisMonth } from '../../platform/clock.ts';
import { oneOf } from '../../platform/address.ts';
import { formatDate, formatMonth } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import type { Column } from '../../ui/DataTable.tsx';
import { PagedTable } from '../../ui/PagedTable.tsx';
import { Page, Tag } from '../../ui/parts.tsx';
import { useDivisions, useWhere } from '../divisions/useDivisions.ts';
import { CategoryTags, TierTag } from '../ledger/CategoryTags.tsx';
import { elderColumn, villageColumn } from '../ledger/elderColumns.tsx';

type Row = Reply<typeof monthReportRows>['rows'][number];
const SIZE = 50;

export function ReportRowsPage() {
  const { t } = useTranslation(['oversight', 'common', 'domain']);
  const word = useWord();
  const { figure: given } = useParams({ from: '/report/rows/$figure' });
  const search = useSearch({ from: '/report/rows/$figure' });
  const navigate = useNavigate();
  const tree = useDivisions();
  const { asked, prefix } = useWhere();
  const figure = oneOf(given, reportFigures) ?? 'listed';
  const month = search.month ?? thisMonth();
  const page = Number(search.page ?? '1');
  const query = { ...asked, month, figure, ...(search.category === undefined ? {} : { category: search.category }), limit: SIZE, offset: (page - 1) * SIZE };
  const rows = useQuery({ queryKey: ['report', 'rows', query], placeholderData: keepPreviousData, queryFn: ({ signal }) => call(monthReportRows, { query, signal }) });
  const columns: readonly Column<Row>[] = [
    elderColumn(t('oversight:column.elder')),
    villageColumn(t('common:village')),
    { key: 'categories', title: t('oversight:column.categories'), cell: (row) => <CategoryTags categories={categories.filter((category) => row.categories.includes(category))} /> },
    { key: 'tier', title: t('oversight:column.tier'), cell: (row) => (row.tier === null ? '' : <TierTag tier={row.tier} />) },
    { key: 'done', title: t('oversight:column.done'), nowrap: true, cell: (row) => t('oversight:doneOf', { done: row.fulfilled, required: row.required }) },
    { key: 'visits', title: t('oversight:column.visits'), end: true, nowrap: true, cell: (row) => row.visits },
    { key: 'last', title: t('oversight:column.lastVisit'), nowrap: true, cell: (row) => (row.lastVisitOn === null ? '—' : formatDate(row.lastVisitOn)) },
    { key: 'responsible', title: t('oversight:column.responsible'), nowrap: true, cell: (row) => row.responsible ?? <Tag tone="amber">{t('oversight:figure.uncovered')}</Tag> },
    { key: 'why', title: t('oversight:column.why'), place: 'wide', cell: (row) => (row.why === null ? '' : word('oversight:why', row.why)) },
  ];
  const name = search.category === undefined ? t(`oversight:figure.${figure}`) : word('domain:category', search.category);
  return (
    <Page
      title={t('oversight:rowsTitle', { figure: name, month: formatMonth(month) })}
      lead={
        <>
          <Link to="/report" search={{ month }} className="underlined">
            ‹ {t('oversight:title')}
          </Link>{' '}
          · {tree?.name(prefix) ?? ''}
          {rows.data !== undefined && ` · ${t('common:rows', { count: rows.data.count })}`}
        </>
      }
    >
      <PagedTable
        query={rows}
        label={name}
        columns={columns}
        rowKey={(row) => row.elderId}
        page={page}
        size={SIZE}
        go={(next) => void navigate({ to: '/report/rows/$figure', params: { figure }, search: { ...search, page: String(next) } })}
      />
    </Page>
  );
}
