// What a screen shows while it waits, when nothing is there, when it failed.
import { CloudSyncOutlined, DisconnectOutlined, InboxOutlined } from '@ant-design/icons';
import type { UseQueryResult } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import { ApiRefusal } from '../platform/api.ts';
import { useWord } from '../platform/i18n/useWords.ts';

/** The sentence for whatever was thrown. */
export function useSentence(): (error: unknown) => string {
  const word = useWord();
  return (error) => {
    const refusal = error instanceof ApiRefusal ? error : new ApiRefusal('server.bug', {}, 0);
    return word('errors:', refusal.code, { field: '', key: '', column: '', ...refusal.details });
  };
}

export const Bones = ({ lines = 6 }: { readonly lines?: number }) => {
  const { t } = useTranslation();
  return (
    <div className="bones" role="status" aria-label={t('loading')}>
      {Array.from({ length: lines }, (_, index) => (
        <div key={index} className="bone" style={{ width: `${94 - ((index * 17) % 38)}%` }} />
      ))}
    </div>
  );
};

export const Empty = ({ title, hint, action }: { readonly title?: string; readonly hint?: ReactNode; readonly action?: ReactNode }) => {
  const { t } = useTranslation();
  return (
    <div className="state">
      <InboxOutlined style={{ fontSize: 36 }} aria-hidden="true" />
      <strong>{title ?? t('empty')}</strong>
      {hint !== undefined && <span>{hint}</span>}
      {action}
    </div>
  );
};

export const Failed = ({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  const away = error instanceof ApiRefusal && error.code === 'server.unavailable';
  return (
    <div className="state" role="alert">
      {away ? <DisconnectOutlined style={{ fontSize: 36 }} aria-hidden="true" /> : <CloudSyncOutlined style={{ fontSize: 36 }} aria-hidden="true" />}
      <strong>{t('failed')}</strong>
      <span>{sentence(error)}</span>
      {retry !== undefined && <Button onClick={retry}>{t('retry')}</Button>}
    </div>
  );
};

/** Content of a query, or its bones, or why it failed. Old content stays while new is fetched. */
export function Loaded<T>({ query, lines, children }: { readonly query: UseQueryResult<T>; readonly lines?: number; readonly children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isError) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return <Bones {...(lines === undefined ? {} : { lines })} />;
}
