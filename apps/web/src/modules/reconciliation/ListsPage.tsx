// 收到的名册: each list of another office as a source with day and period, and how its rows found their
// people. Every number opens its rows.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { sourceListRows, sourceLists, type SourceListView } from '@shouwang/contract/reconciliation';
import type { Reply } from '@shouwang/contract/route';
import { useTranslation } from 'react-i18next';
import { given } from '../../platform/address.ts';
import { call } from '../../platform/api.ts';
import { formatDate, formatInstant, formatNumber } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import type { Column } from '../../ui/DataTable.tsx';
import { PagedTable } from '../../ui/PagedTable.tsx';
import { Chip, Page, Tag } from '../../ui/parts.tsx';
import { ReconciliationTabs } from './parts.tsx';
import { useFactValue, useRowRef } from './useFindingWords.ts';

const SIZE = 50;
const matches = ['matched', 'doubtful', 'unmatched'] as const;

export function ListsPage() {
  const { t } = useTranslation(['reconciliation', 'common']);
  const word = useWord();
  const search = useSearch({ from: '/reconciliation/lists' });
  const navigate = useNavigate();
  const page = Number(search.page ?? '1');
  const lists = useQuery({
    queryKey: ['sourceLists', page],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => call(sourceLists, { query: { limit: SIZE, offset: (page - 1) * SIZE }, signal }),
  });
  const rowsLink = (list: SourceListView, match: (typeof matches)[number]) =>
    list[match] === 0 ? (
      '0'
    ) : (
      <Link to="/reconciliation/lists/$listId" params={{ listId: list.id }} search={{ match }}>
        {formatNumber(list[match])}
      </Link>
    );
  const columns: readonly Column<SourceListView>[] = [
    {
      key: 'source',
      title: t('reconciliation:lists.source'),
      place: 'lead',
      nowrap: true,
      cell: (list) => (
        <>
          <Link to="/reconciliation/lists/$listId" params={{ listId: list.id }} className="person">
            {word('domain:sourceKind', list.kind)}
          </Link>{' '}
          <span className="quiet">{list.sender}</span>
        </>
      ),
    },
    {
      key: 'file',
      title: t('reconciliation:lists.file'),
      cell: (list) => (
        <>
          {list.file} <span className="quiet">{list.sheet}</span>
        </>
      ),
    },
    { key: 'date', title: t('reconciliation:lists.date'), nowrap: true, cell: (list) => formatDate(list.date) },
    {
      key: 'period',
      title: t('reconciliation:lists.period'),
      nowrap: true,
      cell: (list) =>
        list.periodFrom === null || list.periodTo === null || list.periodFrom === list.periodTo
          ? ''
          : t('reconciliation:lists.periodText', { from: formatDate(list.periodFrom), to: formatDate(list.periodTo) }),
    },
    { key: 'rows', title: t('reconciliation:lists.rows'), end: true, cell: (list) => formatNumber(list.rows) },
    ...matches.map((match): Column<SourceListView> => ({ key: match, title: t(`reconciliation:lists.${match}`), end: true, cell: (list) => rowsLink(list, match) })),
    {
      key: 'findings',
      title: t('reconciliation:lists.findings'),
      end: true,
      cell: (list) =>
        list.findings === 0 ? (
          '0'
        ) : (
          <Link to="/reconciliation" search={{ list: list.id }}>
            {formatNumber(list.findings)}
          </Link>
        ),
    },
    {
      key: 'received',
      title: t('reconciliation:lists.received'),
      nowrap: true,
      cell: (list) => (
        <span className="quiet">
          {formatInstant(list.receivedAt)} {list.receivedBy}
        </span>
      ),
    },
  ];
  return (
    <Page
      title={t('reconciliation:title')}
      lead={t('reconciliation:lists.lead')}
      actions={
        <Link to="/imports" className="button-link">
          {t('reconciliation:importList')}
        </Link>
      }
    >
      <ReconciliationTabs at="lists" />
      <PagedTable
        query={lists}
        lines={10}
        label={t('reconciliation:tab.lists')}
        columns={columns}
        rowKey={(list) => list.id}
        page={page}
        size={SIZE}
        go={(next) => void navigate({ to: '/reconciliation/lists', search: next === 1 ? {} : { page: String(next) } })}
        empty={{ title: t('reconciliation:lists.nothing'), hint: t('reconciliation:lists.nothingHint'), action: <Link to="/imports">{t('reconciliation:lists.toImports')}</Link> }}
      />
    </Page>
  );
}

type ListRow = Reply<typeof sourceListRows>['rows'][number];

export function ListRowsPage() {
  const { t } = useTranslation(['reconciliation', 'common', 'domain']);
  const word = useWord();
  const value = useFactValue();
  const { listId } = useParams({ from: '/reconciliation/lists/$listId' });
  const search = useSearch({ from: '/reconciliation/lists/$listId' });
  const navigate = useNavigate();
  const page = Number(search.page ?? '1');
  const { match } = search;
  const query = { ...(match === undefined ? {} : { match }), limit: SIZE, offset: (page - 1) * SIZE };
  const rowRef = useRowRef();
  const rows = useQuery({
    queryKey: ['listRows', listId, query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => call(sourceListRows, { params: { id: listId }, query, signal }),
  });
  const decisionText = (decided: NonNullable<ListRow['decided']>): string => {
    const said = { name: decided.by ?? '', date: formatInstant(decided.at), reason: decided.reason };
    return decided.reason === '' ? t('reconciliation:lists.decided', said) : t('reconciliation:lists.decidedWhy', said);
  };
  const go = (change: { match?: (typeof matches)[number] | undefined; page?: string }): void => {
    void navigate({ to: '/reconciliation/lists/$listId', params: { listId }, search: given({ match, ...change }) });
  };
  const columns: readonly Column<ListRow>[] = [
    { key: 'name', title: t('reconciliation:column.name'), place: 'lead', nowrap: true, cell: (row) => <strong>{row.name}</strong> },
    { key: 'idNo', title: t('reconciliation:field.idNo'), nowrap: true, cell: (row) => <span className="number">{row.idNoMasked}</span> },
    {
      key: 'birth',
      title: t('reconciliation:lists.person'),
      nowrap: true,
      cell: (row) => [row.sex === null ? '' : t(`domain:sex.${row.sex}`), row.birthDate === null ? '' : formatDate(row.birthDate)].filter((part) => part !== '').join(' · '),
    },
    { key: 'place', title: t('common:village'), cell: (row) => row.place },
    {
      key: 'says',
      title: t('reconciliation:lists.says'),
      place: 'wide',
      cell: (row) =>
        Object.entries(row.facts)
          .map(([key, fact]) => `${word('domain:fact', key)} ${value(key, fact)}`)
          .join(' · '),
    },
    {
      key: 'meant',
      title: t('reconciliation:lists.meant'),
      cell: (row) => (
        <>
          {row.elderId !== null ? (
            <Link to="/ledger/$elderId" params={{ elderId: row.elderId }}>
              {t('reconciliation:openFile')}
            </Link>
          ) : row.decided !== null ? (
            <Tag tone="outline">{t('reconciliation:lists.decidedNobody')}</Tag>
          ) : row.match === 'doubtful' ? (
            <Link to="/reconciliation/doubts" search={{ list: listId }}>
              <Tag tone="amber">{t('reconciliation:lists.match.doubtful')}</Tag>
            </Link>
          ) : (
            <Tag tone="outline">{t(`reconciliation:lists.match.${row.match}`)}</Tag>
          )}
          {row.decided !== null && <p className="panel-note">{decisionText(row.decided)}</p>}
        </>
      ),
    },
    { key: 'ref', title: t('reconciliation:lists.row'), cell: (row) => <span className="quiet">{rowRef(row.ref)}</span> },
  ];
  return (
    <Page title={t('reconciliation:lists.rowsOf')} lead={<Link to="/reconciliation/lists">‹ {t('reconciliation:tab.lists')}</Link>}>
      <div className="stack">
        <div className="chips">
          <Chip pressed={match === undefined} onClick={() => go({ match: undefined })}>
            {t('common:all')}
          </Chip>
          {matches.map((one) => (
            <Chip key={one} pressed={match === one} onClick={() => go({ match: one })}>
              {t(`reconciliation:lists.match.${one}`)}
            </Chip>
          ))}
        </div>
        <PagedTable
          query={rows}
          label={t('reconciliation:lists.rowsOf')}
          columns={columns}
          rowKey={(row) => row.id}
          page={page}
          size={SIZE}
          go={(next) => go({ page: String(next) })}
        />
      </div>
    </Page>
  );
}
