// What was handed over in a campaign, with the receipt behind each; a wrong record is voided, never removed.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Button, Modal } from 'antd';
import { campaignGet, campaignReceipt, campaignRecords, campaignRecordVoid, type CampaignRecordView } from '@shouwang/contract/campaigns';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { given } from '../../platform/address.ts';
import { call, file } from '../../platform/api.ts';
import { formatDate } from '../../platform/i18n/format.ts';
import { useCan } from '../../platform/session.ts';
import type { Column } from '../../ui/DataTable.tsx';
import { PagedTable } from '../../ui/PagedTable.tsx';
import { Page, Tag } from '../../ui/parts.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { Loaded } from '../../ui/states.tsx';
import { useDivisions, useWhere } from '../divisions/useDivisions.ts';
import { useCampaignWords, yuan } from './useCampaignWords.ts';
import { useRefresh } from './useRefresh.ts';
import './campaigns.css';

const SIZE = 50;
type Dialog = { readonly kind: 'receipt' | 'void'; readonly record: CampaignRecordView };

export function CampaignRecordsPage() {
  const { t } = useTranslation(['campaigns', 'common']);
  const can = useCan();
  const refresh = useRefresh();
  const words = useCampaignWords();
  const { campaignId } = useParams({ from: '/campaigns/$campaignId/records' });
  const search = useSearch({ from: '/campaigns/$campaignId/records' });
  const navigate = useNavigate();
  const tree = useDivisions();
  const { asked, prefix } = useWhere();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const page = Number(search.page ?? '1');
  const query = { ...asked, limit: SIZE, offset: (page - 1) * SIZE };
  const records = useQuery({
    queryKey: ['campaigns', 'records', campaignId, query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => call(campaignRecords, { params: { id: campaignId }, query, signal }),
  });
  const opened = useQuery({
    queryKey: ['campaigns', 'one', campaignId, {}],
    queryFn: ({ signal }) => call(campaignGet, { params: { id: campaignId }, query: {}, signal }),
  });
  const receiptOf = (record: CampaignRecordView) => {
    if (record.receipt === null) return <span className="quiet">{t('campaigns:noReceipt')}</span>;
    if (record.slip !== null) return t('campaigns:slipNo', { number: record.slip });
    return (
      <>
        {t(`campaigns:receipt.${record.receipt}`)}{' '}
        <Button size="small" onClick={() => setDialog({ kind: 'receipt', record })}>
          {t('campaigns:seeReceipt')}
        </Button>
      </>
    );
  };
  const columns: readonly Column<CampaignRecordView>[] = [
    {
      key: 'name',
      title: t('campaigns:column.person'),
      place: 'lead',
      nowrap: true,
      cell: (record) => (
        <>
          <Link to="/ledger/$elderId" params={{ elderId: record.elderId }} className="person">
            {record.name}
          </Link>{' '}
          <span className="quiet">{record.villageName}</span>
        </>
      ),
    },
    { key: 'on', title: t('campaigns:column.day'), nowrap: true, cell: (record) => formatDate(record.on) },
    { key: 'goods', title: t('campaigns:hand.goods'), cell: (record) => words.goods(record.goods) },
    { key: 'money', title: t('campaigns:column.money'), end: true, cell: (record) => (record.moneyFen === 0 ? '' : yuan(record.moneyFen)) },
    { key: 'by', title: t('campaigns:column.by'), nowrap: true, cell: (record) => record.handedBy },
    {
      key: 'receiver',
      title: t('campaigns:column.receiver'),
      nowrap: true,
      cell: (record) => (record.receiver === null ? '' : words.list([t(`campaigns:receiver.${record.receiver}`), record.receiverName])),
    },
    { key: 'receipt', title: t('campaigns:column.receipt'), nowrap: true, cell: receiptOf },
    {
      key: 'remarks',
      title: t('campaigns:column.remarks'),
      cell: (record) => (
        <>
          {record.voided !== null && <Tag>{t('campaigns:voided', { reason: record.voided.reason })}</Tag>}
          {record.marks.map((mark) => (
            <Tag key={mark} tone="amber">
              {t(`campaigns:mark.${mark}`)}
            </Tag>
          ))}{' '}
          {record.note}
        </>
      ),
    },
    {
      key: 'act',
      title: '',
      cell: (record) =>
        can('campaigns.manage') &&
        record.voided === null && (
          <Button size="small" onClick={() => setDialog({ kind: 'void', record })}>
            {t('campaigns:void')}
          </Button>
        ),
    },
  ];
  return (
    <Page
      title={t('campaigns:recordsTitle')}
      lead={
        <>
          <Link to="/campaigns/$campaignId" params={{ campaignId }} className="underlined">
            ‹ {opened.data?.campaign.name ?? t('campaigns:back')}
          </Link>{' '}
          · {tree?.name(prefix) ?? ''}
          {records.data !== undefined && ` · ${t('common:rows', { count: records.data.count })}`}
        </>
      }
    >
      <PagedTable
        query={records}
        label={t('campaigns:recordsTitle')}
        columns={columns}
        rowKey={(record) => record.id}
        page={page}
        size={SIZE}
        go={(next) => void navigate({ to: '/campaigns/$campaignId/records', params: { campaignId }, search: given({ ...search, page: String(next) }) })}
        empty={{ title: t('campaigns:noRecords') }}
      />
      {dialog?.kind === 'void' && (
        <ReasonDialog
          title={t('campaigns:voidTitle')}
          hint={t('campaigns:voidHint')}
          confirmLabel={t('campaigns:void')}
          onConfirm={async (reason) => {
            await call(campaignRecordVoid, { params: { id: campaignId, recordId: dialog.record.id }, body: { reason } });
            await refresh();
          }}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog?.kind === 'receipt' && <Receipt campaignId={campaignId} record={dialog.record} onClose={() => setDialog(null)} />}
    </Page>
  );
}

/** As an address that needs no giving back. */
const dataAddress = (content: Blob): Promise<string> =>
  new Promise((done, fail) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => done(String(reader.result)));
    reader.addEventListener('error', () => fail(new Error('a picture that cannot be read')));
    reader.readAsDataURL(content);
  });

function Receipt({ campaignId, record, onClose }: { readonly campaignId: string; readonly record: CampaignRecordView; readonly onClose: () => void }) {
  const { t } = useTranslation(['campaigns']);
  const picture = useQuery({
    queryKey: ['campaigns', 'receipt', record.id],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => dataAddress((await file(campaignReceipt, { params: { id: campaignId, recordId: record.id }, signal })).content),
  });
  return (
    <Modal open title={t('campaigns:column.receipt')} footer={null} onCancel={onClose} destroyOnHidden>
      <Loaded query={picture} lines={4}>
        {(address) => <img className="campaign-receipt" src={address} alt={`${t(`campaigns:receipt.${record.receipt ?? 'photo'}`)} ${record.name}`} />}
      </Loaded>
    </Modal>
  );
}
