// Who is behind with visits in a month, by village or by whoever is responsible; each figure opens its rows.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { behindWorkbook, visitsBehind, type BehindRow } from '@shouwang/contract/visitRecords';
import type { DutyState } from '@shouwang/contract/visits';
import { useTranslation } from 'react-i18next';
import { given } from '../../../platform/address.ts';
import { call, file } from '../../../platform/api.ts';
import { thisMonth } from '../../../platform/clock.ts';
import { formatMonth, formatNumber, formatRate } from '../../../platform/i18n/format.ts';
import { useCan } from '../../../platform/session.ts';
import { DataTable, type Column } from '../../../ui/DataTable.tsx';
import { ExportAction } from '../../../ui/ExportAction.tsx';
import { Chip, MonthStepper, Page, Panel } from '../../../ui/parts.tsx';
import { Empty, Loaded } from '../../../ui/states.tsx';
import { useWhere } from '../../divisions/useDivisions.ts';
import { VisitTabs } from '../VisitTabs.tsx';
import '../visits.css';
import './desk.css';

export function BehindPage() {
  const { t } = useTranslation(['visitDesk', 'visits', 'common']);
  const search = useSearch({ from: '/visits/behind' });
  const navigate = useNavigate();
  const { asked } = useWhere();
  const can = useCan();
  const month = search.month ?? thisMonth();
  const by: 'village' | 'visitor' = search.by ?? 'village';
  const query = { ...asked, month, by };
  const behind = useQuery({ queryKey: ['behind', query], placeholderData: keepPreviousData, queryFn: ({ signal }) => call(visitsBehind, { query, signal }) });
  /** A figure, opening the duties behind it. */
  const figure = (value: number, row: BehindRow, state: DutyState) =>
    value === 0 ? (
      <span className="quiet">0</span>
    ) : (
      <Link
        className={state === 'overdue' ? 'number late' : 'number'}
        to="/visits"
        search={given({
          ...(by === 'village' ? { division: row.key ?? row.division } : { ...(search.division === undefined ? {} : { division: search.division }), visitor: row.key ?? 'none' }),
          month,
          state: state === 'open' ? undefined : state,
        })}
      >
        {formatNumber(value)}
      </Link>
    );
  const columns: readonly Column<BehindRow>[] = [
    {
      key: 'name',
      title: by === 'village' ? t('common:village') : t('visits:column.responsible'),
      place: 'lead',
      nowrap: true,
      cell: (row) => row.name ?? <span className="quiet">{t('visitDesk:noResponsible')}</span>,
    },
    ...(by === 'village'
      ? [{ key: 'town', title: t('visitDesk:town'), nowrap: true, cell: (row: BehindRow) => row.townName }]
      : [{ key: 'village', title: t('common:village'), nowrap: true, cell: (row: BehindRow) => row.villageName }]),
    { key: 'people', title: t('visitDesk:column.people'), end: true, cell: (row) => figure(row.people, row, 'all') },
    { key: 'required', title: t('visitDesk:column.required'), end: true, cell: (row) => figure(row.required, row, 'all') },
    { key: 'fulfilled', title: t('visitDesk:column.fulfilled'), end: true, cell: (row) => figure(row.fulfilled, row, 'begun') },
    { key: 'rate', title: t('visitDesk:column.rate'), end: true, cell: (row) => formatRate(row.required === 0 ? null : row.fulfilled / row.required) },
    { key: 'open', title: t('visitDesk:column.open'), end: true, cell: (row) => figure(row.open, row, 'open') },
    { key: 'overdue', title: t('visitDesk:column.overdue'), end: true, cell: (row) => figure(row.overdue, row, 'overdue') },
    { key: 'overduePeople', title: t('visitDesk:column.overduePeople'), end: true, cell: (row) => figure(row.overduePeople, row, 'overdue') },
    {
      key: 'days',
      title: t('visitDesk:calendar'),
      cell: (row) =>
        row.key === null ? (
          ''
        ) : (
          <Link to="/visits/calendar" search={by === 'village' ? { division: row.key, month } : given({ ...search, by: undefined, month, visitor: row.key })}>
            {t('visitDesk:openCalendar')}
          </Link>
        ),
    },
  ];
  return (
    <Page
      title={t('visitDesk:behind')}
      lead={t('visitDesk:behindLead')}
      actions={
        <>
          <MonthStepper month={month} last={thisMonth()} link={(next) => ({ to: '/visits/behind', search: { ...search, month: next } })} />
          {can('reports.export') && (
            <ExportAction title={t('visitDesk:exportBehind', { month: formatMonth(month) })} take={(reason) => file(behindWorkbook, { query: { ...query, reason } })} />
          )}
        </>
      }
    >
      <VisitTabs at="behind" />
      <div className="stack">
        <div className="chips">
          {(['village', 'visitor'] as const).map((one) => (
            <Chip key={one} pressed={by === one} onClick={() => void navigate({ to: '/visits/behind', search: given({ ...search, by: one === 'village' ? undefined : one }) })}>
              {t(`visitDesk:by.${one}`)}
            </Chip>
          ))}
        </div>
        <Loaded query={behind} lines={12}>
          {({ rows }) =>
            rows.length === 0 ? (
              <Panel bare>
                <Empty title={t('visitDesk:nothingDue')} />
              </Panel>
            ) : (
              <DataTable label={t('visitDesk:behind')} columns={columns} rows={rows} rowKey={(row) => row.key ?? 'none'} stale={behind.isPlaceholderData} />
            )
          }
        </Loaded>
      </div>
    </Page>
  );
}
