// 待核对: what other offices' lists and the ledger do not agree on, by due date. Several alike are settled
// together with one reason; the villages beside say where the work is.
import { ImportOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Checkbox, Select } from 'antd';
import { findingFacets, findingList, findingsSettle, findingsWorkbook, type FindingView } from '@shouwang/contract/reconciliation';
import { findingKinds, findingStates, type FindingOutcome } from '@shouwang/domain/reconciliation';
import { prefixOf } from '@shouwang/domain/divisions';
import { sourceKinds } from '@shouwang/domain/ledger';
import type { Reply } from '@shouwang/contract/route';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, file } from '../../platform/api.ts';
import { formatDate, formatNumber } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { useCan } from '../../platform/session.ts';
import type { Column } from '../../ui/DataTable.tsx';
import { ExportAction } from '../../ui/ExportAction.tsx';
import { PagedTable } from '../../ui/PagedTable.tsx';
import { Chip, Notice, Page, Panel } from '../../ui/parts.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { useWhere } from '../divisions/useDivisions.ts';
import { villageColumn } from '../ledger/elderColumns.tsx';
import { addressOfFilter, askedBy, commonOutcomes, filterIn, PAGE_SIZE, type FindingsFilter } from './filters.ts';
import '../ledger/ledger.css';
import { DueTag, KindTag, ReconciliationTabs } from './parts.tsx';
import { useFindingText } from './useFindingWords.ts';

type Facets = Reply<typeof findingFacets>;
const toggled = <T,>(items: readonly T[], item: T): readonly T[] => (items.includes(item) ? items.filter((one) => one !== item) : [...items, item]);

function Filters({
  filter,
  facets,
  show,
  clear,
}: {
  readonly filter: FindingsFilter;
  readonly facets: Facets | undefined;
  readonly show: (change: Partial<FindingsFilter>) => void;
  readonly clear: () => void;
}) {
  const { t } = useTranslation(['reconciliation']);
  const word = useWord();
  const [name, setName] = useState(filter.q);
  const sources = sourceKinds.filter((source) => filter.source.includes(source) || (facets?.sources[source] ?? 0) > 0);
  const { page: _page, ...narrowing } = addressOfFilter(filter);
  return (
    <section className="filters" aria-label={t('reconciliation:filters')}>
      <div className="filter-line">
        <form
          className="name-search"
          role="search"
          onSubmit={(event) => {
            event.preventDefault();
            show({ q: name.trim() });
          }}
        >
          <input
            value={name}
            maxLength={60}
            placeholder={t('reconciliation:findName')}
            aria-label={t('reconciliation:findName')}
            onChange={(event) => setName(event.target.value)}
            onBlur={() => name.trim() !== filter.q && show({ q: name.trim() })}
          />
        </form>
        <Select
          mode="multiple"
          allowClear
          maxTagCount={1}
          popupMatchSelectWidth={false}
          style={{ minWidth: 180 }}
          aria-label={t('reconciliation:sources')}
          placeholder={t('reconciliation:sources')}
          value={[...filter.source]}
          onChange={(source: FindingsFilter['source']) => show({ source })}
          options={sources.map((source) => ({ value: source, label: `${word('domain:sourceKind', source)} ${formatNumber(facets?.sources[source] ?? 0)}` }))}
        />
        {Object.keys(narrowing).length > 0 && (
          <Button
            type="text"
            onClick={() => {
              setName('');
              clear();
            }}
          >
            {t('reconciliation:clear')}
          </Button>
        )}
      </div>
      <div className="chips" role="group" aria-label={t('reconciliation:column.kind')}>
        {findingKinds.map((kind) => (
          <Chip key={kind} pressed={filter.kind.includes(kind)} count={facets?.kinds[kind] ?? 0} onClick={() => show({ kind: toggled(filter.kind, kind) })}>
            {t(`reconciliation:kind.${kind}`)}
          </Chip>
        ))}
      </div>
      <div className="chips" role="group" aria-label={t('reconciliation:column.state')}>
        {findingStates.map((state) => (
          <Chip
            key={state}
            pressed={filter.state.length === 0 ? state === 'open' : filter.state.includes(state)}
            count={facets?.states[state] ?? 0}
            onClick={() => show({ state: state === 'open' && filter.state.length === 0 ? [] : toggled(filter.state, state) })}
          >
            {t(`reconciliation:state.${state}`)}
          </Chip>
        ))}
        <span className="chip-gap" aria-hidden="true" />
        <Chip pressed={filter.overdue} count={facets?.overdue} onClick={() => show({ overdue: !filter.overdue })}>
          {t('reconciliation:overdue')}
        </Chip>
      </div>
    </section>
  );
}

/** Digits of a county's code: a finding there has no village yet. */
const COUNTY_DIGITS = 6;

function Villages({ facets, filter }: { readonly facets: Facets; readonly filter: FindingsFilter }) {
  const { t } = useTranslation(['reconciliation']);
  if (facets.divisions.length < 2) return null;
  return (
    <Panel title={t('reconciliation:byVillage')} note={t('reconciliation:byVillageNote')} bare>
      <ol className="village-counts">
        {facets.divisions.map((division) => (
          <li key={division.code}>
            {prefixOf(division.code).length === COUNTY_DIGITS ? (
              <span className="soft">{t('reconciliation:noVillage')}</span>
            ) : (
              <Link to="/reconciliation" search={{ ...addressOfFilter({ ...filter, page: 1 }), division: prefixOf(division.code) }}>
                {division.name}
              </Link>
            )}
            <span className="number">
              {formatNumber(division.count)}
              {division.overdue > 0 && <span className="overdue-count"> / {formatNumber(division.overdue)}</span>}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function useColumns(selected: ReadonlySet<string>, select: (id: string) => void): readonly Column<FindingView>[] {
  const { t } = useTranslation(['reconciliation', 'common']);
  const word = useWord();
  const text = useFindingText();
  const maySettle = useCan()('findings.settle');
  const columns: readonly Column<FindingView>[] = [
    {
      key: 'name',
      title: t('reconciliation:column.name'),
      place: 'lead',
      nowrap: true,
      cell: (row) => (
        <span className="select-name">
          {maySettle && row.state === 'open' && (
            <Checkbox checked={selected.has(row.id)} onChange={() => select(row.id)} aria-label={`${t('reconciliation:column.select')} ${row.name}`} />
          )}
          <Link to="/reconciliation/findings/$findingId" params={{ findingId: row.id }} className="person">
            {row.name}
          </Link>
        </span>
      ),
    },
    villageColumn(t('common:village')),
    { key: 'kind', title: t('reconciliation:column.kind'), nowrap: true, cell: (row) => <KindTag kind={row.kind} /> },
    { key: 'what', title: t('reconciliation:column.what'), place: 'wide', cell: (row) => text(row) },
    {
      key: 'source',
      title: t('reconciliation:column.source'),
      nowrap: true,
      cell: (row) => (
        <>
          {word('domain:sourceKind', row.source)} <span className="quiet">{row.theirs[0] === undefined || row.kind === 'duplicate' ? '' : formatDate(row.theirs[0].date)}</span>
        </>
      ),
    },
    { key: 'due', title: t('reconciliation:column.due'), nowrap: true, cell: (row) => <DueTag finding={row} /> },
  ];
  return columns;
}

export function FindingsPage() {
  const { t } = useTranslation(['reconciliation', 'common']);
  const search = useSearch({ from: '/reconciliation' });
  const filter = filterIn(search);
  const navigate = useNavigate();
  const client = useQueryClient();
  const allowed = useCan();
  const { asked } = useWhere();
  const query = { ...askedBy(filter), ...asked };
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [settling, setSettling] = useState<FindingOutcome | null>(null);
  const [outcome, setOutcome] = useState<{ readonly settled: number; readonly refused: number } | null>(null);
  const rows = useQuery({
    queryKey: ['findings', query, filter.page],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => call(findingList, { query: { ...query, limit: PAGE_SIZE, offset: (filter.page - 1) * PAGE_SIZE }, signal }),
  });
  const facets = useQuery({ queryKey: ['findings', 'facets', query], placeholderData: keepPreviousData, queryFn: ({ signal }) => call(findingFacets, { query, signal }) });
  const go = (next: FindingsFilter): void => {
    setSelected(new Set());
    void navigate({ to: '/reconciliation', search: addressOfFilter(next) });
  };
  const select = (id: string): void => setSelected(new Set(toggled([...selected], id)));
  const columns = useColumns(selected, select);
  const chosen = (rows.data?.rows ?? []).filter((row) => selected.has(row.id));
  const outcomes = commonOutcomes(chosen.map((row) => ({ kind: row.kind, hasTheirs: row.theirs.length > 0 })));
  const isFiltered = Object.keys(addressOfFilter({ ...filter, page: 1 })).length > 0;
  return (
    <Page
      title={t('reconciliation:title')}
      lead={
        facets.data === undefined
          ? t('common:loading')
          : [t('reconciliation:count', { count: facets.data.count }), ...(facets.data.overdue > 0 ? [t('reconciliation:overdueCount', { count: facets.data.overdue })] : [])].join(
              ' · ',
            )
      }
      actions={
        <>
          {allowed('imports.run') && (
            <Link to="/imports" className="button-link">
              <ImportOutlined aria-hidden="true" /> {t('reconciliation:importList')}
            </Link>
          )}
          {allowed('elders.export') && (
            <ExportAction
              title={t('reconciliation:exportTitle')}
              lead={t('reconciliation:exportLead', { count: facets.data === undefined ? '…' : formatNumber(facets.data.count) })}
              take={(reason) => file(findingsWorkbook, { query: { ...query, reason } })}
            />
          )}
        </>
      }
    >
      <ReconciliationTabs at="findings" />
      <div className="stack">
        <Filters filter={filter} facets={facets.data} show={(change) => go({ ...filter, page: 1, ...change })} clear={() => go(filterIn({}))} />
        {outcome !== null && (
          <Notice tone={outcome.refused > 0 ? 'amber' : 'pine'}>
            {t('reconciliation:bulk.done', { settled: outcome.settled })} {outcome.refused > 0 && t('reconciliation:bulk.refused', { refused: outcome.refused })}
          </Notice>
        )}
        {chosen.length > 0 && (
          <div className="bulk-bar" role="region" aria-label={t('reconciliation:bulk.selected', { count: chosen.length })}>
            <strong>{t('reconciliation:bulk.selected', { count: chosen.length })}</strong>
            {outcomes.map((one) => (
              <Button key={one} onClick={() => setSettling(one)}>
                {t(`reconciliation:state.${one}`)}
              </Button>
            ))}
            <Button type="text" onClick={() => setSelected(new Set((rows.data?.rows ?? []).filter((row) => row.state === 'open').map((row) => row.id)))}>
              {t('reconciliation:bulk.all')}
            </Button>
            <Button type="text" onClick={() => setSelected(new Set())}>
              {t('reconciliation:bulk.none')}
            </Button>
            {!outcomes.includes('confirmed') && <span className="panel-note">{t('reconciliation:bulk.mixed')}</span>}
          </div>
        )}
        <div className="findings-grid">
          <div className="findings-rows">
            <PagedTable
              query={rows}
              label={t('reconciliation:tab.findings')}
              columns={columns}
              rowKey={(row) => row.id}
              page={filter.page}
              size={PAGE_SIZE}
              go={(page) => go({ ...filter, page })}
              empty={
                isFiltered
                  ? { title: t('reconciliation:nothingFound'), action: <Button onClick={() => go(filterIn({}))}>{t('reconciliation:clear')}</Button> }
                  : { title: t('reconciliation:nothing'), hint: t('reconciliation:nothingHint') }
              }
            />
          </div>
          {facets.data !== undefined && <Villages facets={facets.data} filter={filter} />}
        </div>
      </div>
      {settling !== null && (
        <ReasonDialog
          title={t(`reconciliation:state.${settling}`)}
          lead={t('reconciliation:bulk.reasonLead', { count: chosen.length })}
          confirmLabel={t('reconciliation:settle.submitMany', { count: chosen.length })}
          onConfirm={async (reason) => {
            const answer = await call(findingsSettle, { body: { ids: chosen.map((row) => row.id), outcome: settling, reason } });
            setOutcome({ settled: answer.settled.length, refused: answer.refused.length });
            setSelected(new Set());
            await client.invalidateQueries();
          }}
          onClose={() => setSettling(null)}
        />
      )}
    </Page>
  );
}
