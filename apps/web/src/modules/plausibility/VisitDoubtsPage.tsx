// 探访核实: visits that somebody asks about, by state; the village records what the elder said by phone.
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { visitDoubtList, visitDoubtWorkbook, visitLots, type DoubtRow } from '@shouwang/contract/plausibility';
import { doubtOrigins, doubtStates } from '@shouwang/domain/visits';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, file } from '../../platform/api.ts';
import { formatDate, formatInstant, formatNumber } from '../../platform/i18n/format.ts';
import { useCan } from '../../platform/session.ts';
import type { Column } from '../../ui/DataTable.tsx';
import { ExportAction } from '../../ui/ExportAction.tsx';
import { PagedTable } from '../../ui/PagedTable.tsx';
import { Chip, Page, Panel, Tag } from '../../ui/parts.tsx';
import { useWhere } from '../divisions/useDivisions.ts';
import { elderColumn, villageColumn } from '../ledger/elderColumns.tsx';
import { CheckDialog } from './CheckDialog.tsx';
import './plausibility.css';
import { Why } from './Why.tsx';

const SIZE = 50;
export const outcomeTone = { confirmed: 'good', explained: 'good', notMade: 'danger', unclear: 'amber', notReached: 'plain' } as const;

function Lots({ asked }: { readonly asked: { readonly division?: string } }) {
  const { t } = useTranslation(['plausibility']);
  const lots = useQuery({ queryKey: ['visitLots', asked], queryFn: ({ signal }) => call(visitLots, { query: asked, signal }) });
  const weeks = lots.data?.weeks ?? [];
  if (weeks.length === 0) return null;
  return (
    <Panel title={t('plausibility:lots')} note={t('plausibility:lotsNote')}>
      <ul className="lots">
        {weeks.map((week) => (
          <li key={week.weekStart}>
            <span>
              {week.drawnAt === null
                ? t('plausibility:lotsWait', { week: formatDate(week.weekStart), share: `${formatNumber(week.share * 100)}%` })
                : t('plausibility:lotsRow', { week: formatDate(week.weekStart), villages: week.villages, population: week.population, drawn: week.drawn })}
            </span>
            <code>{week.seed === null ? t('plausibility:seedDigest', { digest: week.seedDigest }) : t('plausibility:seed', { seed: week.seed })}</code>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function VisitDoubtsPage() {
  const { t } = useTranslation(['plausibility', 'common', 'domain']);
  const search = useSearch({ from: '/doubts' });
  const navigate = useNavigate();
  const client = useQueryClient();
  const can = useCan();
  const { asked } = useWhere();
  const [checked, setChecked] = useState<DoubtRow | null>(null);
  const state = search.state ?? 'toCheck';
  const page = Number(search.page ?? '1');
  const filter = { ...asked, state, ...(search.origin === undefined ? {} : { origin: search.origin }) };
  const query = { ...filter, limit: SIZE, offset: (page - 1) * SIZE };
  const doubts = useQuery({ queryKey: ['visitDoubts', query], placeholderData: keepPreviousData, queryFn: ({ signal }) => call(visitDoubtList, { query, signal }) });
  const states = doubts.data?.states;
  const all = states === undefined ? undefined : Object.values(states).reduce((sum, count) => sum + count, 0);
  const base = search.division === undefined ? {} : { division: search.division };
  const columns: readonly Column<DoubtRow>[] = [
    elderColumn(t('plausibility:column.elder')),
    {
      key: 'visit',
      title: t('plausibility:column.visit'),
      nowrap: true,
      cell: (row) => (
        <Link to="/visits/records/$visitId" params={{ visitId: row.visitId }}>
          {formatInstant(row.occurredAt)}
        </Link>
      ),
    },
    villageColumn(t('common:village')),
    { key: 'visitor', title: t('plausibility:column.visitor'), nowrap: true, cell: (row) => row.visitorName },
    { key: 'why', title: t('plausibility:column.why'), place: 'wide', cell: (row) => <Why doubt={row} /> },
    {
      key: 'answer',
      title: t('plausibility:column.answer'),
      place: 'wide',
      cell: (row) =>
        row.answer === null ? (
          <span className="quiet">{row.origin === 'lot' ? '' : row.state === 'asked' ? t('plausibility:noAnswerYet') : t('plausibility:notAnswered')}</span>
        ) : (
          <>
            {t(`plausibility:answer.${row.answer}`)}
            {row.words !== null && <span className="soft"> · {row.words}</span>}
          </>
        ),
    },
    {
      key: 'due',
      title: state === 'settled' ? t('plausibility:column.outcome') : t('plausibility:column.due'),
      nowrap: true,
      cell: (row) => (
        <span className="tags">
          {row.state === 'settled' || row.state === 'withdrawn' ? null : formatDate(row.dueOn)}
          {row.outcome !== null && <Tag tone={outcomeTone[row.outcome]}>{t(`plausibility:outcome.${row.outcome}`)}</Tag>}
          {row.state === 'toCheck' && row.tries > 0 && <span className="soft">{t('plausibility:tries', { count: row.tries })}</span>}
        </span>
      ),
    },
    {
      key: 'act',
      title: '',
      nowrap: true,
      cell: (row) =>
        row.state === 'toCheck' && can('doubts.check') ? (
          <Button size="small" type="primary" onClick={() => setChecked(row)}>
            {t('plausibility:check')}
          </Button>
        ) : (
          <Tag tone={row.state === 'asked' ? 'amber' : 'outline'}>{t(`plausibility:doubtState.${row.state}`)}</Tag>
        ),
    },
  ];
  return (
    <Page
      title={t('plausibility:title')}
      lead={t('plausibility:lead')}
      actions={
        can('reports.export') && (
          <ExportAction label={t('plausibility:export')} title={t('plausibility:exportTitle')} take={(reason) => file(visitDoubtWorkbook, { query: { ...filter, reason } })} />
        )
      }
    >
      <div className="stack">
        <div className="chips">
          {([...doubtStates, 'all'] as const).map((one) => (
            <Chip
              key={one}
              pressed={state === one}
              count={one === 'all' ? all : states?.[one]}
              onClick={() => void navigate({ to: '/doubts', search: { ...base, ...(one === 'toCheck' ? {} : { state: one }) } })}
            >
              {t(`plausibility:doubtState.${one}`)}
            </Chip>
          ))}
          <span className="chips-gap" />
          {doubtOrigins.map((origin) => (
            <Chip
              key={origin}
              pressed={search.origin === origin}
              onClick={() => void navigate({ to: '/doubts', search: { ...base, ...(state === 'toCheck' ? {} : { state }), ...(search.origin === origin ? {} : { origin }) } })}
            >
              {t(`plausibility:origin.${origin}`)}
            </Chip>
          ))}
        </div>
        <PagedTable
          query={doubts}
          label={t('plausibility:title')}
          columns={columns}
          rowKey={(row) => row.visitId}
          page={page}
          size={SIZE}
          go={(next) => void navigate({ to: '/doubts', search: { ...search, page: String(next) } })}
          empty={{ title: t('plausibility:empty'), hint: t('plausibility:emptyHint') }}
        />
        <Lots asked={asked} />
      </div>
      {checked !== null && <CheckDialog doubt={checked} onDone={() => void client.invalidateQueries({ queryKey: ['visitDoubts'] })} onClose={() => setChecked(null)} />}
    </Page>
  );
}
