// Visits as they were recorded, newest first.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { visitList, visitWorkbook, type visitRow } from '@shouwang/contract/visits';
import { serviceWorkbook } from '@shouwang/contract/visitRecords';
import { MISSING_FINDING, visitModes } from '@shouwang/domain/visits';
import type { z } from 'zod';
import { useTranslation } from 'react-i18next';
import { given } from '../../platform/address.ts';
import { call, file } from '../../platform/api.ts';
import { thisMonth } from '../../platform/clock.ts';
import { formatDate, formatInstant, formatMonth } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { useCan } from '../../platform/session.ts';
import type { Column } from '../../ui/DataTable.tsx';
import { ExportAction } from '../../ui/ExportAction.tsx';
import { PagedTable } from '../../ui/PagedTable.tsx';
import { Chip, MonthStepper, Page, Tag } from '../../ui/parts.tsx';
import { useWhere } from '../divisions/useDivisions.ts';
import { elderColumn, villageColumn } from '../ledger/elderColumns.tsx';
import { useFormWords } from '../policy/usePack.ts';
import { VisitTabs } from './VisitTabs.tsx';
import './visits.css';

type Visit = z.output<typeof visitRow>;
const SIZE = 50;

export function VisitsPage() {
  const { t } = useTranslation(['visits', 'visitDesk', 'common', 'domain']);
  const word = useWord();
  const { findingLabel } = useFormWords();
  const search = useSearch({ from: '/visits/records' });
  const navigate = useNavigate();
  const { asked } = useWhere();
  const can = useCan();
  const month = search.month ?? thisMonth();
  const page = Number(search.page ?? '1');
  const narrowed = {
    ...(search.mode === undefined ? {} : { mode: search.mode }),
    ...(search.on === undefined ? {} : { on: search.on }),
    ...(search.outcome === undefined ? {} : { outcome: search.outcome }),
    ...(search.visitor === undefined ? {} : { visitorId: search.visitor }),
    ...(search.elder === undefined ? {} : { elderId: search.elder }),
    ...(search.show === undefined ? {} : { [search.show]: true }),
  };
  const filter = { ...asked, month, ...narrowed };
  const query = { ...filter, limit: SIZE, offset: (page - 1) * SIZE };
  const visits = useQuery({ queryKey: ['visits', query], placeholderData: keepPreviousData, queryFn: ({ signal }) => call(visitList, { query, signal }) });
  const show = (change: Partial<Record<keyof typeof search, string | undefined>>): void => {
    void navigate({ to: '/visits/records', search: given({ ...search, page: undefined, ...change }) as typeof search });
  };
  const columns: readonly Column<Visit>[] = [
    elderColumn(t('visits:column.elder')),
    {
      key: 'when',
      title: t('visits:column.when'),
      nowrap: true,
      cell: (row) => (
        <Link to="/visits/records/$visitId" params={{ visitId: row.id }}>
          {formatInstant(row.occurredAt)}
        </Link>
      ),
    },
    villageColumn(t('common:village')),
    { key: 'visitor', title: t('visits:column.visitor'), nowrap: true, cell: (row) => row.visitorName ?? <span className="quiet">{t('visits:fromDesk')}</span> },
    {
      key: 'mode',
      title: t('visits:column.mode'),
      cell: (row) => (
        <span className="tags">
          <Tag tone={row.mode === 'home' ? 'pine' : 'plain'}>{t(`domain:mode.${row.mode}`)}</Tag>
          <Tag tone={row.outcome === 'done' ? 'good' : row.outcome === 'cancelled' ? 'outline' : 'amber'}>{t(`domain:outcome.${row.outcome}`)}</Tag>
          {row.verdict !== null && row.verdict !== 'fine' && <Tag tone={row.verdict === 'wrong' ? 'danger' : 'amber'}>{t(`visitDesk:verdict.${row.verdict}`)}</Tag>}
        </span>
      ),
    },
    { key: 'minutes', title: t('visits:column.minutes'), end: true, nowrap: true, cell: (row) => t('visits:minutes', { count: row.minutes }) },
    {
      key: 'findings',
      title: t('visits:column.findings'),
      place: 'wide',
      cell: (row) =>
        row.findings.length === 0 ? (
          ''
        ) : (
          <span className="tags">
            {row.findings.map((key) => (
              <Tag key={key} tone="amber">
                {key === MISSING_FINDING ? t('visits:attemptReason.nobodyKnows') : findingLabel(key)}
              </Tag>
            ))}
          </span>
        ),
    },
    {
      key: 'marks',
      title: t('visits:column.marks'),
      place: 'wide',
      cell: (row) =>
        row.marks.length === 0 ? (
          ''
        ) : (
          <span className="tags">
            {row.marks.map((mark) => (
              <Tag key={mark} tone="outline">
                {word('domain:mark', mark)}
              </Tag>
            ))}
          </span>
        ),
    },
  ];
  return (
    <Page
      title={t('visits:title')}
      lead={visits.data === undefined ? t('common:loading') : t('common:rows', { count: visits.data.count })}
      actions={
        <>
          <MonthStepper month={month} last={thisMonth()} link={(next) => ({ to: '/visits/records', search: { ...search, month: next } })} />
          {can('reports.export') && (
            <ExportAction
              label={t('visitDesk:exportService')}
              title={t('visitDesk:exportServiceTitle', { month: formatMonth(month) })}
              take={(reason) => file(serviceWorkbook, { query: { ...asked, month, ...(search.visitor === undefined ? {} : { visitorId: search.visitor }), reason } })}
            />
          )}
          {can('reports.export') && (
            <ExportAction
              label={t('visits:exportLedger')}
              title={t('visits:exportLedgerTitle', { month: formatMonth(month) })}
              take={(reason) => file(visitWorkbook, { query: { ...filter, reason } })}
            />
          )}
        </>
      }
    >
      <VisitTabs at="records" />
      <div className="stack">
        <div className="chips">
          {visitModes.map((mode) => (
            <Chip key={mode} pressed={search.mode === mode} onClick={() => show({ mode: search.mode === mode ? undefined : mode })}>
              {t(`domain:mode.${mode}`)}
            </Chip>
          ))}
          <span className="chip-gap" aria-hidden="true" />
          {(['found', 'unchecked', 'corrected'] as const).map((one) => (
            <Chip key={one} pressed={search.show === one} onClick={() => show({ show: search.show === one ? undefined : one })}>
              {t(`visitDesk:filter.${one}`)}
            </Chip>
          ))}
          {search.on !== undefined && (
            <Chip pressed onClick={() => show({ on: undefined })}>
              {formatDate(search.on)} ×
            </Chip>
          )}
          {search.outcome !== undefined && (
            <Chip pressed onClick={() => show({ outcome: undefined })}>
              {t(`domain:outcome.${search.outcome}`)} ×
            </Chip>
          )}
          {search.visitor !== undefined && (
            <Chip pressed onClick={() => show({ visitor: undefined })}>
              {t('visitDesk:ofVisitor')} ×
            </Chip>
          )}
          {search.elder !== undefined && (
            <Chip pressed onClick={() => show({ elder: undefined })}>
              {t('visitDesk:ofElder')} ×
            </Chip>
          )}
        </div>
        <PagedTable
          query={visits}
          label={t('visits:records')}
          columns={columns}
          rowKey={(row) => row.id}
          page={page}
          size={SIZE}
          go={(next) => void navigate({ to: '/visits/records', search: { ...search, page: String(next) } })}
          empty={{ title: t('visits:noVisits') }}
        />
      </div>
    </Page>
  );
}
