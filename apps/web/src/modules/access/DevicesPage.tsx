// The phones of the scope: who carries each, when it was last heard of; a lost one is emptied at its next contact.
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { deviceList, deviceRevoke, type DeviceView } from '@shouwang/contract/access';
import { CLOCK_TOLERANCE_MS } from '@shouwang/domain/sync';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { formatInstant } from '../../platform/i18n/format.ts';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { Page, Tag } from '../../ui/parts.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { Empty, Loaded } from '../../ui/states.tsx';
import { AccountTabs } from './AccountTabs.tsx';
import './access.css';

export function DevicesPage() {
  const { t } = useTranslation(['phoneDesk', 'common', 'shell']);
  const devices = useQuery({ queryKey: ['devices'], queryFn: ({ signal }) => call(deviceList, { signal }) });
  const [lost, setLost] = useState<DeviceView | null>(null);
  const clockWrong = (row: DeviceView): boolean => row.clockMinutes !== null && Math.abs(row.clockMinutes) * 60_000 > CLOCK_TOLERANCE_MS;
  const columns: readonly Column<DeviceView>[] = [
    { key: 'who', title: t('phoneDesk:who'), place: 'lead', cell: (row) => `${row.accountName} · ${row.username}` },
    { key: 'label', title: t('phoneDesk:label'), cell: (row) => row.label },
    { key: 'since', title: t('phoneDesk:since'), nowrap: true, cell: (row) => formatInstant(row.registeredAt) },
    {
      key: 'seen',
      title: t('phoneDesk:seen'),
      nowrap: true,
      cell: (row) => (row.lastSeenAt === null ? <span className="quiet">{t('phoneDesk:notYet')}</span> : formatInstant(row.lastSeenAt)),
    },
    {
      key: 'state',
      title: t('phoneDesk:state'),
      cell: (row) =>
        row.revokedAt !== null ? (
          <Tag>{t('phoneDesk:revoked', { when: formatInstant(row.revokedAt) })}</Tag>
        ) : clockWrong(row) ? (
          <Tag tone="amber">{t('phoneDesk:clock', { count: Math.abs(row.clockMinutes ?? 0) })}</Tag>
        ) : (
          <Tag tone="good">{t('phoneDesk:inUse')}</Tag>
        ),
    },
    { key: 'act', title: '', cell: (row) => (row.revokedAt === null ? <Button onClick={() => setLost(row)}>{t('phoneDesk:lost')}</Button> : null) },
  ];
  return (
    <Page title={t('shell:nav.accounts')} lead={t('phoneDesk:phonesNote')}>
      <AccountTabs at="phones" />
      <Loaded query={devices}>
        {(data) => (data.devices.length === 0 ? <Empty /> : <DataTable label={t('phoneDesk:phones')} columns={columns} rows={data.devices} rowKey={(row) => row.id} />)}
      </Loaded>
      {lost === null ? null : (
        <ReasonDialog
          title={t('phoneDesk:lostTitle', { name: lost.accountName })}
          lead={t('phoneDesk:lostLead')}
          confirmLabel={t('phoneDesk:lost')}
          onConfirm={async (reason) => {
            await call(deviceRevoke, { params: { id: lost.id }, body: { reason } });
            await devices.refetch();
            setLost(null);
          }}
          onClose={() => setLost(null)}
        />
      )}
    </Page>
  );
}
