// What visits found, the most pressing first: taken on, closed with what was done. Figures by kind narrow
// the list; the filter stands in the address.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { App, Button, Input, Radio } from 'antd';
import { caseClose, caseList, caseTake, caseWorkbook, type CaseRow } from '@shouwang/contract/cases';
import { caseKinds, caseStates } from '@shouwang/domain/cases';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { given } from '../../platform/address.ts';
import { call, file } from '../../platform/api.ts';
import { formatDay } from '../../platform/i18n/format.ts';
import { useCan } from '../../platform/session.ts';
import type { Column } from '../../ui/DataTable.tsx';
import { ExportAction } from '../../ui/ExportAction.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { PagedTable } from '../../ui/PagedTable.tsx';
import { Chip, Page, Tag, type Tone } from '../../ui/parts.tsx';
import { useSentence } from '../../ui/states.tsx';
import { useWhere } from '../divisions/useDivisions.ts';
import { elderColumn, villageColumn } from '../ledger/elderColumns.tsx';
import { CaseTabs } from './CaseTabs.tsx';
import { ConfirmHeard } from './ConfirmHeard.tsx';

const SIZE = 50;
const stateTone = { open: 'amber', taken: 'pine', closed: 'good' } as const;
export const kindTone: Readonly<Record<CaseRow['kind'], Tone>> = { emergency: 'danger', health: 'amber', hazard: 'amber', living: 'plain', need: 'plain' };

function CloseDialog({ row, onDone, onClose }: { readonly row: CaseRow; readonly onDone: () => void; readonly onClose: () => void }) {
  const { t } = useTranslation(['cases', 'common']);
  const [ending, setEnding] = useState<'settled' | 'unfounded'>('settled');
  const [outcome, setOutcome] = useState('');
  return (
    <FormDialog
      title={t('cases:closeOf', { name: row.elderName, what: row.text })}
      okText={t('cases:close')}
      check={() => (outcome.trim().length < 2 ? t('cases:outcomeMissing') : null)}
      onSave={async () => {
        await call(caseClose, { params: { id: row.id }, body: { ending, outcome: outcome.trim() } });
        onDone();
      }}
      onClose={onClose}
    >
      <Radio.Group
        aria-label={t('cases:close')}
        value={ending}
        onChange={(event) => setEnding(event.target.value as typeof ending)}
        options={(['settled', 'unfounded'] as const).map((one) => ({ value: one, label: t(`cases:ending.${one}`) }))}
      />
      <div className="field">
        <label htmlFor="case-outcome">{t('cases:outcome')}</label>
        <Input.TextArea id="case-outcome" autoFocus rows={3} maxLength={1000} value={outcome} onChange={(event) => setOutcome(event.target.value)} />
      </div>
    </FormDialog>
  );
}

export function CasesPage() {
  const { t } = useTranslation(['cases', 'common']);
  const { message } = App.useApp();
  const sentence = useSentence();
  const client = useQueryClient();
  const search = useSearch({ from: '/cases' });
  const navigate = useNavigate();
  const can = useCan();
  const { asked } = useWhere();
  const [confirming, setConfirming] = useState<CaseRow | null>(null);
  const [closing, setClosing] = useState<CaseRow | null>(null);
  const page = Number(search.page ?? '1');
  const filter = {
    ...asked,
    ...(search.state === undefined ? {} : { state: search.state }),
    ...(search.kind === undefined ? {} : { kind: search.kind }),
    ...(search.overdue === undefined ? {} : { overdue: true }),
    ...(search.elder === undefined ? {} : { elderId: search.elder }),
  };
  const query = { ...filter, limit: SIZE, offset: (page - 1) * SIZE };
  const cases = useQuery({ queryKey: ['cases', query], placeholderData: keepPreviousData, queryFn: ({ signal }) => call(caseList, { query, signal }) });
  const changed = (): void => void client.invalidateQueries({ queryKey: ['cases'] });
  const ledgerChanged = (): void => {
    for (const key of ['cases', 'listing', 'elder', 'elders']) void client.invalidateQueries({ queryKey: [key] });
  };
  const take = useMutation({
    mutationFn: (id: string) => call(caseTake, { params: { id } }),
    onSuccess: changed,
    onError: (error) => {
      void message.error(sentence(error));
      changed();
    },
  });
  const show = (change: Partial<Record<keyof typeof search, string | undefined>>): void => {
    void navigate({ to: '/cases', search: given({ ...search, page: undefined, ...change }) as typeof search });
  };
  const columns: readonly Column<CaseRow>[] = [
    elderColumn(t('cases:column.elder')),
    { key: 'kind', title: t('cases:column.kind'), nowrap: true, cell: (row) => <Tag tone={kindTone[row.kind]}>{t(`cases:kind.${row.kind}`)}</Tag> },
    {
      key: 'text',
      title: t('cases:column.text'),
      cell: (row) => (
        <Link to="/visits/records/$visitId" params={{ visitId: row.visitId }}>
          {row.text}
        </Link>
      ),
    },
    villageColumn(t('common:village')),
    {
      key: 'found',
      title: t('cases:column.found'),
      nowrap: true,
      cell: (row) => (
        <>
          {formatDay(row.foundOn)} <span className="quiet">{row.visitorName ?? ''}</span>
        </>
      ),
    },
    {
      key: 'due',
      title: t('cases:column.due'),
      nowrap: true,
      cell: (row) => (row.overdue ? <Tag tone="danger">{t('cases:overdueSince', { date: formatDay(row.dueOn) })}</Tag> : formatDay(row.dueOn)),
    },
    {
      key: 'state',
      title: t('cases:column.state'),
      cell: (row) => (
        <span className="tags">
          <Tag tone={row.ending === 'withdrawn' ? 'outline' : stateTone[row.state]}>{row.ending === null ? t(`cases:state.${row.state}`) : t(`cases:ending.${row.ending}`)}</Tag>
          {(row.closedBy ?? row.takenBy) !== null && <span className="soft">{row.closedBy ?? row.takenBy}</span>}
        </span>
      ),
    },
    { key: 'outcome', title: t('cases:column.outcome'), place: 'wide', cell: (row) => row.outcome ?? '' },
    ...(can('cases.act')
      ? [
          {
            key: 'act',
            title: t('cases:column.act'),
            nowrap: true,
            cell: (row: CaseRow) =>
              row.state === 'closed' ? (
                ''
              ) : (
                <span className="wrap-row">
                  {row.toLedger !== null && (
                    <Button size="small" type="primary" ghost onClick={() => setConfirming(row)}>
                      {t('cases:takeNeed')}
                    </Button>
                  )}
                  {row.state === 'open' && row.toLedger === null && (
                    <Button size="small" loading={take.isPending && take.variables === row.id} onClick={() => take.mutate(row.id)}>
                      {t('cases:take')}
                    </Button>
                  )}
                  <Button size="small" onClick={() => setClosing(row)}>
                    {t('cases:close')}
                  </Button>
                </span>
              ),
          },
        ]
      : []),
  ];
  return (
    <Page
      title={t('cases:title')}
      lead={cases.data === undefined ? t('common:loading') : t('cases:lead', { count: cases.data.count })}
      actions={can('reports.export') && <ExportAction title={t('cases:exportTitle')} take={(reason) => file(caseWorkbook, { query: { ...filter, reason } })} />}
    >
      <CaseTabs at="cases" />
      <div className="stack">
        <div className="chips">
          {(['unsettled', ...caseStates, 'all'] as const).map((one) => (
            <Chip key={one} pressed={(search.state ?? 'unsettled') === one} onClick={() => show({ state: one === 'unsettled' ? undefined : one })}>
              {t(`cases:show.${one}`)}
            </Chip>
          ))}
          <span className="chip-gap" aria-hidden="true" />
          {caseKinds.map((kind) => (
            <Chip key={kind} pressed={search.kind === kind} count={cases.data?.byKind[kind]} onClick={() => show({ kind: search.kind === kind ? undefined : kind })}>
              {t(`cases:kind.${kind}`)}
            </Chip>
          ))}
          <Chip pressed={search.overdue !== undefined} count={cases.data?.overdue} onClick={() => show({ overdue: search.overdue === undefined ? '1' : undefined })}>
            {t('cases:overdue')}
          </Chip>
          {search.elder !== undefined && (
            <Chip pressed onClick={() => show({ elder: undefined })}>
              {t('cases:ofElder')} ×
            </Chip>
          )}
        </div>
        <PagedTable
          query={cases}
          label={t('cases:title')}
          columns={columns}
          rowKey={(row) => row.id}
          page={page}
          size={SIZE}
          go={(next) => show({ page: String(next) })}
          empty={{ title: t('cases:nothing') }}
        />
      </div>
      {confirming !== null && confirming.toLedger !== null && (
        <ConfirmHeard
          row={{
            id: confirming.toLedger.proposalId,
            elderId: confirming.elderId,
            elderName: confirming.elderName,
            heard: { kind: 'need', text: confirming.text },
            heardOn: confirming.foundOn,
            livesWith: [],
            members: [],
            needs: confirming.toLedger.needs,
          }}
          onDone={ledgerChanged}
          onClose={() => setConfirming(null)}
        />
      )}
      {closing !== null && <CloseDialog row={closing} onDone={changed} onClose={() => setClosing(null)} />}
    </Page>
  );
}
