// 台账: the list of elders. Everything that narrows or orders it stands in the address; rows, and the
// count with its facets, are asked for apart, so that the page never waits for the count.
import { PlusOutlined, PrinterOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { elderFacets, elderList, ledgerWorkbook } from '@shouwang/contract/ledger';
import { useTranslation } from 'react-i18next';
import { call, file } from '../../platform/api.ts';
import { formatNumber } from '../../platform/i18n/format.ts';
import { usePreferences } from '../../platform/preferences.ts';
import { useCan } from '../../platform/session.ts';
import { ProvisionalNote } from '../../ui/Provisional.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { ExportAction } from '../../ui/ExportAction.tsx';
import { Page, Pager, Panel } from '../../ui/parts.tsx';
import { Empty, Loaded } from '../../ui/states.tsx';
import { useWhere } from '../divisions/useDivisions.ts';
import { addressOfView, filterOf, PAGE_SIZE, sorts, viewOf, type LedgerView } from './filters.ts';
import { LedgerFilters } from './LedgerFilters.tsx';
import { ListSettings } from './ListSettings.tsx';
import { useLedgerColumns } from './useLedgerColumns.tsx';
import './ledger.css';

const LIST = 'ledger';

export function LedgerPage() {
  const { t } = useTranslation(['ledger', 'entry', 'common']);
  const view = viewOf(useSearch({ from: '/ledger' }));
  const navigate = useNavigate();
  const allowed = useCan();
  const { asked } = useWhere();
  const columns = useLedgerColumns();
  const hidden = usePreferences().hiddenColumns[LIST] ?? ['idNo', 'phone', 'group'];
  const filter = { ...filterOf(view), ...asked };
  const rows = useQuery({
    queryKey: ['elders', filter, view.sort, view.order, view.page],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => call(elderList, { query: { ...filter, sort: view.sort, order: view.order, limit: PAGE_SIZE, offset: (view.page - 1) * PAGE_SIZE }, signal }),
  });
  const facets = useQuery({ queryKey: ['elders', 'facets', filter], placeholderData: keepPreviousData, queryFn: ({ signal }) => call(elderFacets, { query: filter, signal }) });
  const show = (change: Partial<LedgerView>): void => void navigate({ to: '/ledger', search: addressOfView({ ...view, page: 1, ...change }), replace: 'q' in change });
  const clear = (): void => void navigate({ to: '/ledger', search: addressOfView({ ...viewOf({}), ...(view.division === undefined ? {} : { division: view.division }) }) });
  const sortBy = sorts.find((sort) => sort === view.sort) ?? 'division';
  return (
    <Page
      title={t('ledger:title')}
      lead={
        facets.data === undefined
          ? t('common:loading')
          : facets.data.count === facets.data.all
            ? t('ledger:countAll', { count: facets.data.all })
            : t('ledger:countSome', { found: formatNumber(facets.data.count), all: formatNumber(facets.data.all) })
      }
      actions={
        <>
          <ListSettings list={LIST} columns={columns} hidden={hidden} fixed="name" />
          {allowed('elders.edit') && (
            <Link to="/ledger/new">
              <Button type="primary" icon={<PlusOutlined />}>
                {t('entry:newElder')}
              </Button>
            </Link>
          )}
          {allowed('papers.print') && (
            <Link to="/papers">
              <Button icon={<PrinterOutlined />}>{t('ledger:print')}</Button>
            </Link>
          )}
          {allowed('elders.export') && (
            <ExportAction
              title={t('ledger:exportTitle')}
              lead={t('ledger:exportLead', { found: facets.data === undefined ? '…' : formatNumber(facets.data.count) })}
              take={(reason) => file(ledgerWorkbook, { query: { ...filter, reason } })}
            />
          )}
        </>
      }
    >
      <div className="stack">
        <LedgerFilters view={view} facets={facets.data} show={show} clear={clear} />
        <Loaded query={rows} lines={12}>
          {(data) =>
            data.rows.length === 0 ? (
              <Panel bare>
                <Empty
                  title={t('ledger:nobody')}
                  hint={facets.data?.all === 0 ? t('ledger:emptyHint') : t('ledger:nobodyHint')}
                  action={
                    facets.data?.all === 0 ? (
                      allowed('imports.run') ? (
                        <Link to="/imports">{t('ledger:toImport')}</Link>
                      ) : undefined
                    ) : (
                      <Button onClick={clear}>{t('ledger:clear')}</Button>
                    )
                  }
                />
              </Panel>
            ) : (
              <>
                <ProvisionalNote rows={hidden.includes('tier') ? [] : data.rows} />
                <DataTable
                  label={t('ledger:title')}
                  columns={columns.filter((column) => !hidden.includes(column.key))}
                  rows={data.rows}
                  rowKey={(row) => row.id}
                  stale={rows.isPlaceholderData}
                  sorting={{ by: sortBy, order: view.order, change: (by, order) => show({ sort: sorts.find((sort) => sort === by) ?? 'division', order }) }}
                />
                <Pager page={view.page} size={PAGE_SIZE} count={facets.data?.count} more={data.rows.length === PAGE_SIZE} go={(page) => show({ page })} />
              </>
            )
          }
        </Loaded>
      </div>
    </Page>
  );
}
