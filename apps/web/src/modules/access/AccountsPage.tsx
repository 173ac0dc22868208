// Accounts of the scope: who may sign in, with which role and where.
import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { accountList, type account } from '@shouwang/contract/access';
import type { z } from 'zod';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { formatInstant } from '../../platform/i18n/format.ts';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { Page, Tag } from '../../ui/parts.tsx';
import { Empty, Loaded } from '../../ui/states.tsx';
import { AccountTabs } from './AccountTabs.tsx';
import { NewAccount } from './NewAccount.tsx';
import './access.css';

type Account = z.output<typeof account>;

export function AccountsPage() {
  const { t } = useTranslation(['access', 'common', 'domain', 'shell']);
  const accounts = useQuery({ queryKey: ['accounts'], queryFn: ({ signal }) => call(accountList, { signal }) });
  const [making, setMaking] = useState(false);
  const locked = (row: Account): boolean => row.lockedUntil !== null && row.lockedUntil > new Date().toISOString();
  const columns: readonly Column<Account>[] = [
    { key: 'name', title: t('access:displayName'), place: 'lead', cell: (row) => row.displayName },
    { key: 'username', title: t('access:username'), cell: (row) => row.username },
    { key: 'role', title: t('access:role'), cell: (row) => <Tag tone={row.role === 'county' ? 'pine' : 'plain'}>{t(`domain:role.${row.role}`)}</Tag> },
    { key: 'scope', title: t('access:scope'), cell: (row) => row.scopeName },
    {
      key: 'last',
      title: t('access:lastSignIn'),
      nowrap: true,
      cell: (row) => (row.lastSignInAt === null ? <span className="quiet">{t('access:neverSignedIn')}</span> : formatInstant(row.lastSignInAt)),
    },
    {
      key: 'state',
      title: t('access:state'),
      cell: (row) => (row.disabled ? <Tag>{t('access:disabled')}</Tag> : locked(row) ? <Tag tone="amber">{t('access:locked')}</Tag> : <Tag tone="good">{t('access:inUse')}</Tag>),
    },
  ];
  return (
    <Page
      title={t('shell:nav.accounts')}
      lead={accounts.data === undefined ? undefined : t('common:rows', { count: accounts.data.accounts.length })}
      actions={
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
          {t('access:newAccount')}
        </Button>
      }
    >
      <AccountTabs at="accounts" />
      <Loaded query={accounts}>
        {(data) => (data.accounts.length === 0 ? <Empty /> : <DataTable label={t('shell:nav.accounts')} columns={columns} rows={data.accounts} rowKey={(row) => row.id} />)}
      </Loaded>
      {making && <NewAccount onClose={() => setMaking(false)} onMade={() => void accounts.refetch()} />}
    </Page>
  );
}
