// What visitors heard at the door and nobody decided yet: in hospital, away, wants no visits. The village
// confirms it, which changes the duty, or declines it; the visit itself stays as it was recorded.
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { attemptDecide, attemptList, attemptWorkbook, type AttemptProposalRow } from '@shouwang/contract/listing';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { given } from '../../platform/address.ts';
import { call, file } from '../../platform/api.ts';
import { formatDate } from '../../platform/i18n/format.ts';
import { useCan } from '../../platform/session.ts';
import type { Column } from '../../ui/DataTable.tsx';
import { ExportAction } from '../../ui/ExportAction.tsx';
import { PagedTable } from '../../ui/PagedTable.tsx';
import { Page, Tag } from '../../ui/parts.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { useWhere } from '../divisions/useDivisions.ts';
import { elderColumn, villageColumn } from '../ledger/elderColumns.tsx';
import { ListingTabs } from './ListingTabs.tsx';

const SIZE = 50;

export function AttemptsPage() {
  const { t } = useTranslation(['listing', 'common', 'domain', 'visits']);
  const search = useSearch({ from: '/listing/attempts' });
  const navigate = useNavigate();
  const client = useQueryClient();
  const can = useCan();
  const mayDecide = can('life.record');
  const { asked } = useWhere();
  const [deciding, setDeciding] = useState<{ readonly row: AttemptProposalRow; readonly decision: 'confirm' | 'decline' } | null>(null);
  const page = Number(search.page ?? '1');
  const query = { ...asked, limit: SIZE, offset: (page - 1) * SIZE };
  const rows = useQuery({ queryKey: ['listing', 'attempts', query], placeholderData: keepPreviousData, queryFn: ({ signal }) => call(attemptList, { query, signal }) });
  const decide = async (reason: string): Promise<void> => {
    if (deciding === null) return;
    await call(attemptDecide, { params: { id: deciding.row.visitId }, body: { decision: deciding.decision, reason } });
    setDeciding(null);
    await client.invalidateQueries();
  };
  const columns: readonly Column<AttemptProposalRow>[] = [
    elderColumn(t('listing:column.elder')),
    villageColumn(t('common:village')),
    { key: 'proposal', title: t('listing:attempt.proposal'), nowrap: true, cell: (row) => <Tag tone="amber">{t(`listing:attempt.kind.${row.proposal}`)}</Tag> },
    {
      key: 'heard',
      title: t('listing:attempt.heard'),
      cell: (row) => (
        <Link to="/visits/records/$visitId" params={{ visitId: row.visitId }} className="underlined">
          {[formatDate(row.on), row.visitorName ?? t('visits:fromDesk'), ...(row.reason === null ? [] : [t(`visits:attemptReason.${row.reason}`)])].join(' · ')}
        </Link>
      ),
    },
    { key: 'next', title: t('listing:attempt.next'), nowrap: true, cell: (row) => (row.nextOn === null ? '—' : formatDate(row.nextOn)) },
    ...(mayDecide
      ? [
          {
            key: 'decide',
            title: t('listing:attempt.decide'),
            nowrap: true,
            cell: (row: AttemptProposalRow) => (
              <span className="wrap-row">
                <Button size="small" type="primary" onClick={() => setDeciding({ row, decision: 'confirm' })}>
                  {t('listing:attempt.confirm')}
                </Button>
                <Button size="small" onClick={() => setDeciding({ row, decision: 'decline' })}>
                  {t('listing:attempt.decline')}
                </Button>
              </span>
            ),
          },
        ]
      : []),
  ];
  return (
    <Page
      title={t('listing:attempt.title')}
      lead={t('listing:attempt.lead')}
      actions={can('elders.export') && <ExportAction title={t('listing:attempt.export')} take={(reason) => file(attemptWorkbook, { query: { ...asked, reason } })} />}
    >
      <ListingTabs at="attempts" />
      <PagedTable
        query={rows}
        label={t('listing:attempt.title')}
        columns={columns}
        rowKey={(row) => row.visitId}
        page={page}
        size={SIZE}
        go={(next) => void navigate({ to: '/listing/attempts', search: given({ ...search, page: String(next) }) })}
      />
      {deciding !== null && (
        <ReasonDialog
          title={t(deciding.decision === 'confirm' ? 'listing:attempt.confirmTitle' : 'listing:attempt.declineTitle', {
            name: deciding.row.elderName,
            what: t(`listing:attempt.kind.${deciding.row.proposal}`),
          })}
          lead={deciding.decision === 'confirm' ? t(`listing:attempt.effect.${deciding.row.proposal}`) : t('listing:attempt.declineLead')}
          confirmLabel={t(`listing:attempt.${deciding.decision}`)}
          onConfirm={decide}
          onClose={() => setDeciding(null)}
        />
      )}
    </Page>
  );
}
