// Everything that was ever said about one fact: who, when, by which source, why; and which word counts.
import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { factHistory, type ElderFile } from '@shouwang/contract/ledger';
import type { FactKey } from '@shouwang/domain/ledger';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { formatDate, formatInstant } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { Tag } from '../../ui/parts.tsx';
import { Empty, Loaded } from '../../ui/states.tsx';
import { FactValue } from './FactValue.tsx';

export function FactHistory({ file, factKey, onClose }: { readonly file: ElderFile; readonly factKey: FactKey; readonly onClose: () => void }) {
  const { t } = useTranslation(['ledger', 'domain']);
  const word = useWord();
  const history = useQuery({
    queryKey: ['elder', file.row.id, 'history', factKey],
    queryFn: ({ signal }) => call(factHistory, { params: { id: file.row.id, key: factKey }, signal }),
  });
  return (
    <Drawer open size={560} title={t('ledger:historyTitle', { label: t(`domain:fact.${factKey}`), name: file.row.name })} onClose={onClose}>
      <Loaded query={history}>
        {({ entries }) =>
          entries.length === 0 ? (
            <Empty title={t('ledger:historyEmpty')} />
          ) : (
            <ol className="fact-history">
              {entries.map((entry) => (
                <li key={entry.id} className={entry.effective ? 'counts' : undefined}>
                  <div className="wrap-row">
                    <FactValue file={file} factKey={factKey} value={entry.value} />
                    {entry.withdrawnAt !== null && <Tag>{t('ledger:withdrawn', { date: formatDate(entry.withdrawnAt) })}</Tag>}
                    {entry.effective && <Tag tone="good">{t('ledger:counts')}</Tag>}
                  </div>
                  <p className="soft">
                    {[
                      t('ledger:statedOn', { source: word('domain:sourceKind', entry.source), date: formatDate(entry.sourceDate) }),
                      entry.sourceRef.startsWith('account:') ? '' : entry.sourceRef,
                    ]
                      .filter((part) => part !== '')
                      .join(' · ')}
                  </p>
                  <p className="quiet">{[formatInstant(entry.recordedAt), entry.enteredBy ?? t('ledger:bySystem')].join(' · ')}</p>
                  {entry.reason !== null && <p>{t('ledger:because', { reason: entry.reason })}</p>}
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </Drawer>
  );
}
