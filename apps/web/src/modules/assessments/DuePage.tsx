// Whose next assessment is due: overdue, soon, or everybody ever assessed.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { assessmentsDue, assessmentsDueWorkbook, dueStates, type dueRow } from '@shouwang/contract/assessments';
import { assessmentKinds, type AssessmentKind } from '@shouwang/domain/assessments';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { given } from '../../platform/address.ts';
import { call, file } from '../../platform/api.ts';
import { formatDate } from '../../platform/i18n/format.ts';
import { useCan } from '../../platform/session.ts';
import type { Column } from '../../ui/DataTable.tsx';
import { ExportAction } from '../../ui/ExportAction.tsx';
import { PagedTable } from '../../ui/PagedTable.tsx';
import { Chip, Page, Tag } from '../../ui/parts.tsx';
import { useWhere } from '../divisions/useDivisions.ts';
import '../ledger/ledger.css';
import { villageColumn } from '../ledger/elderColumns.tsx';
import './assessments.css';

type Row = z.output<typeof dueRow>;
const SIZE = 50;

export function DuePage() {
  const { t } = useTranslation(['assessments', 'common']);
  const search = useSearch({ from: '/assessments' });
  const navigate = useNavigate();
  const can = useCan();
  const { asked } = useWhere();
  const kind: AssessmentKind = search.kind ?? 'ability';
  const state: (typeof dueStates)[number] = search.state ?? 'soon';
  const page = Number(search.page ?? '1');
  const filter = { ...asked, kind, state };
  const query = { ...filter, limit: SIZE, offset: (page - 1) * SIZE };
  const due = useQuery({ queryKey: ['assessments', 'due', query], placeholderData: keepPreviousData, queryFn: ({ signal }) => call(assessmentsDue, { query, signal }) });
  const show = (change: { kind?: Exclude<AssessmentKind, 'ability'> | undefined; state?: 'overdue' | 'all' | undefined; page?: string }): void => {
    void navigate({ to: '/assessments', search: given({ ...search, page: undefined, ...change }) });
  };
  const columns: readonly Column<Row>[] = [
    {
      key: 'name',
      title: t('assessments:column.elder'),
      place: 'lead',
      nowrap: true,
      cell: (row) => (
        <Link to="/ledger/$elderId" params={{ elderId: row.elderId }} search={{ tab: 'assessments' }} className="person">
          {row.elderName}
        </Link>
      ),
    },
    villageColumn(t('common:village')),
    { key: 'last', title: t('assessments:column.last'), nowrap: true, cell: (row) => formatDate(row.lastOn) },
    { key: 'from', title: t('assessments:column.from'), nowrap: true, cell: (row) => t(`assessments:from.${row.from}`) },
    { key: 'due', title: t('assessments:column.dueOn'), nowrap: true, cell: (row) => formatDate(row.dueOn) },
    {
      key: 'left',
      title: t('assessments:column.left'),
      nowrap: true,
      cell: (row) =>
        row.overdueDays > 0 ? (
          <Tag tone="danger">{t('assessments:overdueDays', { count: row.overdueDays })}</Tag>
        ) : (
          <span className="soft">{t('assessments:daysLeft', { count: -row.overdueDays })}</span>
        ),
    },
  ];
  return (
    <Page
      title={t('assessments:dueTitle')}
      lead={
        due.data === undefined ? (
          t('common:loading')
        ) : (
          <>
            {t('assessments:dueLead', { count: due.data.months })}{' '}
            {due.data.provisional && (
              <span className="tag tag-amber" title={t('common:provisionalHint')}>
                {t('common:provisional')}
              </span>
            )}
          </>
        )
      }
      actions={
        can('elders.export') && (
          <ExportAction
            title={t('assessments:exportTitle')}
            lead={t('assessments:exportLead', { count: due.data?.count ?? 0 })}
            take={(reason) => file(assessmentsDueWorkbook, { query: { ...filter, reason } })}
          />
        )
      }
    >
      <div className="stack">
        <div className="filter-line">
          <div className="chips" role="group" aria-label={t('assessments:kinds')}>
            {assessmentKinds.map((one) => (
              <Chip key={one} pressed={kind === one} onClick={() => show({ kind: one === 'ability' ? undefined : one })}>
                {t(`assessments:kind.${one}`)}
              </Chip>
            ))}
          </div>
          <span className="chip-gap" aria-hidden="true" />
          <div className="chips" role="group" aria-label={t('assessments:states')}>
            {dueStates.map((one) => (
              <Chip
                key={one}
                pressed={state === one}
                count={due.data === undefined || one === 'all' ? undefined : due.data[one]}
                onClick={() => show({ state: one === 'soon' ? undefined : one })}
              >
                {t(`assessments:state.${one}`)}
              </Chip>
            ))}
          </div>
        </div>
        <PagedTable
          query={due}
          label={t('assessments:dueTitle')}
          columns={columns}
          rowKey={(row) => row.elderId}
          page={page}
          size={SIZE}
          go={(next) => show({ page: String(next) })}
          empty={{ title: t('assessments:nobodyDue'), hint: t('assessments:nobodyDueHint') }}
        />
      </div>
    </Page>
  );
}
