// Duties of the current periods: open, done, overdue.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { dutyList, dutyStates, dutyWorkbook, type dutyRow, type DutyState } from '@shouwang/contract/visits';
import type { z } from 'zod';
import { useTranslation } from 'react-i18next';
import { given } from '../../platform/address.ts';
import { call, file } from '../../platform/api.ts';
import { thisMonth, today } from '../../platform/clock.ts';
import { formatDate, formatDay, formatMonth } from '../../platform/i18n/format.ts';
import { useCan } from '../../platform/session.ts';
import type { Column } from '../../ui/DataTable.tsx';
import { ExportAction } from '../../ui/ExportAction.tsx';
import { Meter } from '../../ui/Meter.tsx';
import { PagedTable } from '../../ui/PagedTable.tsx';
import { Chip, Page, Tag } from '../../ui/parts.tsx';
import { useWhere } from '../divisions/useDivisions.ts';
import { elderColumn, villageColumn } from '../ledger/elderColumns.tsx';
import { VisitTabs } from './VisitTabs.tsx';
import './visits.css';

type Duty = z.output<typeof dutyRow>;
const SIZE = 50;
/** `begun` is reached from a figure and shown only then. */
const always = dutyStates.filter((state) => state !== 'begun');

export function DutiesPage() {
  const { t } = useTranslation(['visits', 'visitDesk', 'common', 'domain', 'ledger']);
  const search = useSearch({ from: '/visits' });
  const navigate = useNavigate();
  const { asked } = useWhere();
  const can = useCan();
  const state: DutyState = search.state ?? 'open';
  const page = Number(search.page ?? '1');
  const narrowed = {
    ...(search.kind === undefined ? {} : { kind: search.kind }),
    // What is overdue lies in periods that are over: it is looked for in the whole month.
    ...(search.month !== undefined ? { month: search.month } : state === 'overdue' ? { month: thisMonth() } : {}),
    ...(search.visitor === undefined ? {} : { visitorId: search.visitor }),
    ...(search.elder === undefined ? {} : { elderId: search.elder }),
  };
  const filter = { ...asked, state, ...narrowed };
  const query = { ...filter, limit: SIZE, offset: (page - 1) * SIZE };
  const duties = useQuery({ queryKey: ['duties', query], placeholderData: keepPreviousData, queryFn: ({ signal }) => call(dutyList, { query, signal }) });
  const show = (change: {
    state?: Exclude<DutyState, 'open'> | undefined;
    month?: undefined;
    visitor?: undefined;
    elder?: undefined;
    kind?: 'week' | 'month' | undefined;
    page?: string;
  }): void => {
    void navigate({ to: '/visits', search: given({ ...search, page: undefined, ...change }) });
  };
  const day = today();
  const columns: readonly Column<Duty>[] = [
    elderColumn(t('visits:column.elder')),
    villageColumn(t('common:village')),
    {
      key: 'period',
      title: t('visits:column.period'),
      nowrap: true,
      cell: (row) => (
        <>
          {t(`visits:period.${row.kind}`)}{' '}
          <span className="quiet">
            {formatDay(row.start)} – {formatDay(row.end)}
          </span>
        </>
      ),
    },
    {
      key: 'done',
      title: t('visits:column.done'),
      nowrap: true,
      cell: (row) => (
        <span className="wrap-row">
          <Meter share={row.required === 0 ? 1 : row.done / row.required} over={row.done < row.required} />
          <span className="number">{t('visits:doneOf', { done: row.done, required: row.required })}</span>
          {!row.suspended && row.modes.includes('outside') && (
            <Tag tone="amber">
              {t('visits:fallback', {
                modes: row.modes
                  .filter((mode) => mode !== 'home')
                  .map((mode) => t(`domain:mode.${mode}`))
                  .join(t('visits:listMark')),
              })}
            </Tag>
          )}
          {row.dueBy !== null && row.done === 0 && <Tag tone={row.dueBy < day ? 'danger' : 'amber'}>{t('visits:dueBy', { date: formatDay(row.dueBy) })}</Tag>}
        </span>
      ),
    },
    {
      key: 'state',
      title: t('visits:column.state'),
      cell: (row) =>
        row.suspended ? (
          <Tag>{t('visits:suspended')}</Tag>
        ) : row.done >= row.required ? (
          <Tag tone="good">{t('ledger:done')}</Tag>
        ) : row.end < day ? (
          <Tag tone="danger">{t('ledger:overdue')}</Tag>
        ) : row.end === day ? (
          <Tag tone="amber">{t('visits:dueToday')}</Tag>
        ) : (
          <Tag>{t('ledger:open')}</Tag>
        ),
    },
    { key: 'responsible', title: t('visits:column.responsible'), nowrap: true, cell: (row) => row.responsible ?? <Tag tone="amber">{t('ledger:uncovered')}</Tag> },
    {
      key: 'last',
      title: t('visits:column.lastVisit'),
      nowrap: true,
      cell: (row) => (row.lastVisitOn === null ? <span className="quiet">{t('ledger:never')}</span> : formatDate(row.lastVisitOn)),
    },
  ];
  return (
    <Page
      title={t('visits:title')}
      lead={duties.data === undefined ? t('common:loading') : t('visits:dutyCount', { count: duties.data.count, state: t(`visits:state.${state}`) })}
      actions={can('reports.export') && <ExportAction title={t('visits:exportDuties')} take={(reason) => file(dutyWorkbook, { query: { ...filter, reason } })} />}
    >
      <VisitTabs at="duties" />
      <div className="stack">
        <div className="chips">
          {(state === 'begun' ? dutyStates : always).map((value) => (
            <Chip key={value} pressed={state === value} onClick={() => show({ state: value === 'open' ? undefined : value })}>
              {t(`visits:state.${value}`)}
            </Chip>
          ))}
          <span className="chip-gap" aria-hidden="true" />
          {(['week', 'month'] as const).map((kind) => (
            <Chip key={kind} pressed={search.kind === kind} onClick={() => show({ kind: search.kind === kind ? undefined : kind })}>
              {t(`visits:period.${kind}`)}
            </Chip>
          ))}
          {search.month !== undefined && (
            <Chip pressed onClick={() => show({ month: undefined })}>
              {formatMonth(search.month)} ×
            </Chip>
          )}
          {search.visitor !== undefined && (
            <Chip pressed onClick={() => show({ visitor: undefined })}>
              {t(search.visitor === 'none' ? 'visitDesk:noResponsible' : 'visitDesk:ofVisitor')} ×
            </Chip>
          )}
          {search.elder !== undefined && (
            <Chip pressed onClick={() => show({ elder: undefined })}>
              {t('visitDesk:ofElder')} ×
            </Chip>
          )}
        </div>
        <PagedTable
          query={duties}
          label={t('visits:duties')}
          columns={columns}
          rowKey={(row) => `${row.elderId}${row.kind}${row.start}`}
          page={page}
          size={SIZE}
          go={(next) => show({ page: String(next) })}
          empty={{ title: state === 'open' ? t('visits:nothingOpen') : t('common:empty') }}
        />
      </div>
    </Page>
  );
}
