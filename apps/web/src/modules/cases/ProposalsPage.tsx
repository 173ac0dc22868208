// Households that visits heard to have changed: the village says what the file is to say from now on, or
// refuses with a reason. Needs are decided with their cases.
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { proposalDecide, proposalList, proposalWorkbook, type ProposalRow } from '@shouwang/contract/cases';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { given } from '../../platform/address.ts';
import { call, file } from '../../platform/api.ts';
import { formatDay } from '../../platform/i18n/format.ts';
import { useCan } from '../../platform/session.ts';
import type { Column } from '../../ui/DataTable.tsx';
import { ExportAction } from '../../ui/ExportAction.tsx';
import { PagedTable } from '../../ui/PagedTable.tsx';
import { Chip, Page, Tag } from '../../ui/parts.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { useWhere } from '../divisions/useDivisions.ts';
import { elderColumn, villageColumn } from '../ledger/elderColumns.tsx';
import { CaseTabs } from './CaseTabs.tsx';
import { ConfirmHeard } from './ConfirmHeard.tsx';
import { useHeard } from './useHeard.ts';

const SIZE = 50;
const states = ['open', 'confirmed', 'refused', 'withdrawn', 'all'] as const;

export function ProposalsPage() {
  const { t } = useTranslation(['cases', 'domain', 'common', 'ledger']);
  const heardText = useHeard();
  const client = useQueryClient();
  const search = useSearch({ from: '/cases/proposals' });
  const navigate = useNavigate();
  const can = useCan();
  const { asked } = useWhere();
  const [open, setOpen] = useState<{ readonly row: ProposalRow; readonly decision: 'confirm' | 'refuse' } | null>(null);
  const page = Number(search.page ?? '1');
  const state: (typeof states)[number] = search.state ?? 'open';
  const filter = { ...asked, state, kind: 'household' as const };
  const query = { ...filter, limit: SIZE, offset: (page - 1) * SIZE };
  const proposals = useQuery({ queryKey: ['cases', 'proposals', query], placeholderData: keepPreviousData, queryFn: ({ signal }) => call(proposalList, { query, signal }) });
  const changed = (): void => {
    for (const key of ['cases', 'listing', 'elder', 'elders']) void client.invalidateQueries({ queryKey: [key] });
  };
  const columns: readonly Column<ProposalRow>[] = [
    elderColumn(t('cases:column.elder')),
    villageColumn(t('common:village')),
    {
      key: 'heard',
      title: t('cases:column.heard'),
      cell: (row) => (
        <Link to="/visits/records/$visitId" params={{ visitId: row.visitId }}>
          {heardText(row)}
        </Link>
      ),
    },
    {
      key: 'now',
      title: t('cases:column.now'),
      cell: (row) => {
        const words = row.heard.kind === 'household' ? row.livesWith.map((one) => t(`domain:companion.${one}`)) : row.needs.map((one) => t(`domain:careNeed.${one}`));
        return words.length === 0 ? <span className="quiet">{t('cases:notKnown')}</span> : words.join(t('ledger:listMark'));
      },
    },
    {
      key: 'on',
      title: t('cases:column.found'),
      nowrap: true,
      cell: (row) => (
        <>
          {formatDay(row.heardOn)} <span className="quiet">{row.visitorName ?? ''}</span>
        </>
      ),
    },
    {
      key: 'state',
      title: t('cases:column.state'),
      cell: (row) => (
        <span className="tags">
          <Tag tone={row.state === 'open' ? 'amber' : row.state === 'confirmed' ? 'good' : 'outline'}>{t(`cases:proposal.${row.state}`)}</Tag>
          {row.decidedBy !== null && <span className="soft">{row.decidedBy}</span>}
          {row.reason !== null && <span>{row.reason}</span>}
        </span>
      ),
    },
    ...(can('cases.act')
      ? [
          {
            key: 'act',
            title: t('cases:column.act'),
            nowrap: true,
            cell: (row: ProposalRow) =>
              row.state !== 'open' ? (
                ''
              ) : (
                <span className="wrap-row">
                  <Button size="small" type="primary" ghost onClick={() => setOpen({ row, decision: 'confirm' })}>
                    {t('cases:confirm')}
                  </Button>
                  <Button size="small" onClick={() => setOpen({ row, decision: 'refuse' })}>
                    {t('cases:refuse')}
                  </Button>
                </span>
              ),
          },
        ]
      : []),
  ];
  return (
    <Page
      title={t('cases:heard')}
      lead={t('cases:heardLead')}
      actions={can('reports.export') && <ExportAction title={t('cases:exportHeard')} take={(reason) => file(proposalWorkbook, { query: { ...filter, reason } })} />}
    >
      <CaseTabs at="proposals" />
      <div className="stack">
        <div className="chips">
          {states.map((one) => (
            <Chip
              key={one}
              pressed={state === one}
              {...(one === state ? { count: proposals.data?.count } : {})}
              onClick={() => void navigate({ to: '/cases/proposals', search: given({ ...search, page: undefined, state: one === 'open' ? undefined : one }) })}
            >
              {t(`cases:proposal.${one}`)}
            </Chip>
          ))}
        </div>
        <PagedTable
          query={proposals}
          label={t('cases:heard')}
          columns={columns}
          rowKey={(row) => row.id}
          page={page}
          size={SIZE}
          go={(next) => void navigate({ to: '/cases/proposals', search: { ...search, page: String(next) } })}
          empty={{ title: state === 'open' ? t('cases:nothingHeard') : t('common:empty') }}
        />
      </div>
      {open?.decision === 'confirm' && <ConfirmHeard row={open.row} onDone={changed} onClose={() => setOpen(null)} />}
      {open?.decision === 'refuse' && (
        <ReasonDialog
          title={t('cases:refuseOf', { name: open.row.elderName })}
          lead={heardText(open.row)}
          confirmLabel={t('cases:refuse')}
          onConfirm={async (reason) => {
            await call(proposalDecide, { params: { id: open.row.id }, body: { decision: 'refuse', reason } });
            changed();
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </Page>
  );
}
