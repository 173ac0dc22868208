// People of a region by level of risk, red first, with what it rests on and when it is to be looked at.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { riskList, riskWorkbook } from '@shouwang/contract/risk';
import type { Reply } from '@shouwang/contract/route';
import { riskLevels, type RiskLevel } from '@shouwang/domain/policy';
import { useTranslation } from 'react-i18next';
import { given } from '../../platform/address.ts';
import { call, file } from '../../platform/api.ts';
import { today } from '../../platform/clock.ts';
import { formatDate } from '../../platform/i18n/format.ts';
import { inWords } from '../../platform/i18n/useWords.ts';
import { useCan } from '../../platform/session.ts';
import type { Column } from '../../ui/DataTable.tsx';
import { ExportAction } from '../../ui/ExportAction.tsx';
import { PagedTable } from '../../ui/PagedTable.tsx';
import { Chip, Page, Tag } from '../../ui/parts.tsx';
import { ProvisionalMark, ProvisionalNote } from '../../ui/Provisional.tsx';
import { useWhere } from '../divisions/useDivisions.ts';
import { elderColumn, villageColumn } from '../ledger/elderColumns.tsx';
import { RiskTag } from './useRisk.tsx';

type List = Reply<typeof riskList>;
type Row = List['rows'][number];
const SIZE = 50;

export function RiskPage() {
  const { t } = useTranslation(['risk', 'common', 'ledger']);
  const search = useSearch({ from: '/risk' });
  const navigate = useNavigate();
  const can = useCan();
  const { asked } = useWhere();
  const chosen: RiskLevel | 'all' = search.level ?? 'red';
  const page = Number(search.page ?? '1');
  const filter = { ...asked, level: chosen === 'all' ? [] : [chosen], pending: search.pending === '1' ? ('pending' as const) : ('all' as const) };
  const query = { ...filter, limit: SIZE, offset: (page - 1) * SIZE };
  const list = useQuery({ queryKey: ['risk', 'list', query], placeholderData: keepPreviousData, queryFn: ({ signal }) => call(riskList, { query, signal }) });
  const show = (change: { level?: RiskLevel | 'all' | undefined; pending?: '1' | undefined; page?: string }): void => {
    void navigate({ to: '/risk', search: given({ ...search, page: undefined, ...change }) });
  };
  const ruleText = (rule: string): string => {
    const label = list.data?.rules[rule];
    return label === undefined ? rule : inWords(label);
  };
  const columns: readonly Column<Row>[] = [
    elderColumn(t('risk:column.elder')),
    { key: 'age', title: t('risk:column.age'), nowrap: true, cell: (row) => (row.age === null ? '' : t('common:years', { count: row.age })) },
    villageColumn(t('common:village')),
    {
      key: 'level',
      title: t('risk:column.level'),
      nowrap: true,
      cell: (row) => (
        <>
          <RiskTag level={row.level} /> {row.provisional && <ProvisionalMark />}
        </>
      ),
    },
    { key: 'points', title: t('risk:column.points'), end: true, nowrap: true, cell: (row) => row.points },
    { key: 'why', title: t('risk:column.why'), place: 'wide', cell: (row) => row.rules.map(ruleText).join(t('risk:listMark')) },
    { key: 'responsible', title: t('risk:column.responsible'), nowrap: true, cell: (row) => row.responsible ?? <Tag tone="amber">{t('risk:uncovered')}</Tag> },
    {
      key: 'review',
      title: t('risk:column.review'),
      nowrap: true,
      cell: (row) => (row.reviewDueOn <= today() ? <Tag tone="amber">{t('risk:reviewNow')}</Tag> : t('risk:reviewDue', { date: formatDate(row.reviewDueOn) })),
    },
  ];
  const measure = list.data?.levels.find((level) => level.code === chosen)?.measure;
  return (
    <Page
      title={t('risk:listTitle')}
      lead={t('risk:listLead')}
      actions={
        can('elders.export') && (
          <ExportAction
            title={t('risk:exportTitle')}
            lead={t('risk:exportLead', { count: list.data?.count ?? 0 })}
            take={(reason) => file(riskWorkbook, { query: { ...filter, reason } })}
          />
        )
      }
    >
      <div className="stack">
        <div className="filter-line">
          <div className="chips" role="group" aria-label={t('risk:levels')}>
            {riskLevels.map((level) => (
              <Chip key={level} pressed={chosen === level} count={list.data?.counts[level]} onClick={() => show({ level: level === 'red' ? undefined : level })}>
                <span className={`risk-mark risk-${level}`} aria-hidden="true" />
                {t(`ledger:riskLevel.${level}`)}
              </Chip>
            ))}
            <Chip pressed={chosen === 'all'} onClick={() => show({ level: 'all' })}>
              {t('common:all')}
            </Chip>
          </div>
          <span className="chip-gap" aria-hidden="true" />
          <Chip pressed={search.pending === '1'} onClick={() => show({ pending: search.pending === '1' ? undefined : '1' })}>
            {t('risk:pending')}
          </Chip>
        </div>
        {measure !== undefined && (
          <p className="soft">
            {t('risk:measure')}: {inWords(measure)}
          </p>
        )}
        <ProvisionalNote rows={list.data?.rows ?? []} />
        <PagedTable
          query={list}
          label={t('risk:listTitle')}
          columns={columns}
          rowKey={(row) => row.elderId}
          page={page}
          size={SIZE}
          go={(next) => show({ page: String(next) })}
          empty={{ title: t('risk:nobody'), hint: t('risk:nobodyHint') }}
        />
      </div>
    </Page>
  );
}
