// The queues of the list: whom the rules propose to include or to leave and why, what villages propose by
// hand, who refuses or is away, who left, closed files. Decided singly or in bulk.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { App, Button, Checkbox, Input } from 'antd';
import { listingCounts, listingQueue, listingQueues, listingWorkbook, type ListingQueue, type ListingRow } from '@shouwang/contract/listing';
import type { ListDecision } from '@shouwang/domain/listing';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { given } from '../../platform/address.ts';
import { call, file } from '../../platform/api.ts';
import { useCan } from '../../platform/session.ts';
import { ProvisionalNote } from '../../ui/Provisional.tsx';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { ExportAction } from '../../ui/ExportAction.tsx';
import { Chip, Page, Pager, Panel } from '../../ui/parts.tsx';
import { Empty, Loaded } from '../../ui/states.tsx';
import { useWhere } from '../divisions/useDivisions.ts';
import { DecisionDialog } from './DecisionDialog.tsx';
import { ListingTabs } from './ListingTabs.tsx';
import { useBulk } from './useBulk.ts';
import { useQueueColumns } from './useQueueColumns.tsx';
import './listing.css';

const SIZE = 50;
const decisionsOf: Partial<Record<ListingQueue, readonly ListDecision[]>> = {
  include: ['include', 'declineInclude'],
  leave: ['leave', 'declineLeave'],
  left: ['include'],
};

export function ListingPage() {
  const { t } = useTranslation(['listing', 'common']);
  const { message } = App.useApp();
  const search = useSearch({ from: '/listing' });
  const navigate = useNavigate();
  const can = useCan();
  const { asked } = useWhere();
  const bulk = useBulk();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [deciding, setDeciding] = useState<{ readonly decision: ListDecision; readonly whom: readonly string[] | 'all' } | null>(null);
  const queue: ListingQueue = search.queue ?? 'include';
  const page = Number(search.page ?? '1');
  const filter = { ...asked, queue, ...(search.q === undefined ? {} : { q: search.q }) };
  const query = { ...filter, limit: SIZE, offset: (page - 1) * SIZE };
  const rows = useQuery({ queryKey: ['listing', 'queue', query], placeholderData: keepPreviousData, queryFn: ({ signal }) => call(listingQueue, { query, signal }) });
  const counts = useQuery({ queryKey: ['listing', 'counts', asked], queryFn: ({ signal }) => call(listingCounts, { query: asked, signal }) });
  const show = (change: { queue?: ListingQueue | undefined; q?: string | undefined; page?: string | undefined }): void => {
    setChosen(new Set());
    void navigate({ to: '/listing', search: given({ ...search, page: undefined, ...change }), replace: 'q' in change });
  };
  const mayDecide = can('listing.decide');
  const decisions = mayDecide ? (decisionsOf[queue] ?? []) : [];
  const columns = useQueueColumns(queue, { mayDecide, decisions, decide: (row, decision) => setDeciding({ decision, whom: [row.elderId] }) });
  const choosing: Column<ListingRow> = {
    key: 'select',
    title: t('listing:column.select'),
    cell: (row) => (
      <Checkbox
        checked={chosen.has(row.elderId)}
        aria-label={t('listing:choose', { name: row.elderName })}
        onChange={(event) => {
          const next = new Set(chosen);
          if (event.target.checked) next.add(row.elderId);
          else next.delete(row.elderId);
          setChosen(next);
        }}
      />
    ),
  };
  const decide = async (reason: string): Promise<void> => {
    if (deciding === null) return;
    const { decided, skipped } = await bulk.run(deciding.whom === 'all' ? { ...filter, category: [] } : deciding.whom, deciding.decision, reason);
    setDeciding(null);
    setChosen(new Set());
    void message.success([t('listing:decided', { count: decided }), ...(skipped > 0 ? [t('listing:skipped', { count: skipped })] : [])].join(' · '));
  };
  const onPage = rows.data?.rows ?? [];
  const count = rows.data?.count ?? 0;
  return (
    <Page
      title={t('listing:title')}
      lead={t('listing:lead')}
      actions={
        can('elders.export') && (
          <ExportAction
            label={t('listing:export')}
            title={t('listing:exportTitle', { what: t(`listing:queue.${queue}`) })}
            take={(reason) => file(listingWorkbook, { query: { ...filter, reason } })}
          />
        )
      }
    >
      <ListingTabs at="list" />
      <div className="stack">
        <div className="listing-filter">
          <div className="chips" role="group" aria-label={t('listing:title')}>
            {listingQueues.map((one) => (
              <Chip key={one} pressed={queue === one} count={counts.data?.[one]} onClick={() => show({ queue: one === 'include' ? undefined : one })}>
                {t(`listing:queue.${one}`)}
              </Chip>
            ))}
          </div>
          <Input.Search
            className="listing-search"
            allowClear
            defaultValue={search.q ?? ''}
            placeholder={t('listing:search')}
            aria-label={t('listing:search')}
            onSearch={(text) => show({ q: text.trim() === '' ? undefined : text.trim() })}
          />
        </div>
        <p className="soft">{t(`listing:queueHint.${queue}`)}</p>
        <Loaded query={rows} lines={12}>
          {(data) =>
            data.rows.length === 0 ? (
              <Panel bare>
                <Empty title={t(`listing:emptyQueue.${queue}`)} />
              </Panel>
            ) : (
              <>
                {decisions.length > 0 && (
                  <div className="bulk-line">
                    <Checkbox
                      checked={onPage.length > 0 && onPage.every((row) => chosen.has(row.elderId))}
                      indeterminate={chosen.size > 0 && !onPage.every((row) => chosen.has(row.elderId))}
                      onChange={(event) => setChosen(event.target.checked ? new Set(onPage.map((row) => row.elderId)) : new Set())}
                    >
                      {t('listing:chooseAll')}
                    </Checkbox>
                    <span className="panel-note" aria-live="polite">
                      {chosen.size === 0 ? t('listing:chosenNone') : t('listing:chosen', { count: chosen.size })}
                    </span>
                    <span className="bulk-acts">
                      {decisions.map((decision, index) => (
                        <Button
                          key={decision}
                          size="small"
                          type={index === 0 ? 'primary' : 'default'}
                          disabled={chosen.size === 0}
                          onClick={() => setDeciding({ decision, whom: [...chosen] })}
                        >
                          {t(`listing:decision.${decision}`)}
                        </Button>
                      ))}
                      {count > onPage.length && decisions[0] !== undefined && queue !== 'left' && (
                        <Button size="small" type="link" onClick={() => setDeciding({ decision: decisions[0] as ListDecision, whom: 'all' })}>
                          {t(`listing:decision.${decisions[0]}`)} · {t('listing:allOfQueue', { count })}
                        </Button>
                      )}
                    </span>
                  </div>
                )}
                <ProvisionalNote rows={data.rows.filter((row) => row.tier !== null)} />
                <DataTable
                  label={t(`listing:queue.${queue}`)}
                  columns={decisions.length > 0 ? [choosing, ...columns] : columns}
                  rows={data.rows}
                  rowKey={(row) => row.elderId}
                  stale={rows.isPlaceholderData}
                />
                <Pager page={page} size={SIZE} count={data.count} more={false} go={(next) => show({ page: String(next) })} />
              </>
            )
          }
        </Loaded>
      </div>
      {deciding !== null && (
        <DecisionDialog
          decision={deciding.decision}
          count={deciding.whom === 'all' ? count : deciding.whom.length}
          state={bulk.state}
          onDecide={decide}
          onStop={bulk.stop}
          onClose={() => setDeciding(null)}
        />
      )}
    </Page>
  );
}
