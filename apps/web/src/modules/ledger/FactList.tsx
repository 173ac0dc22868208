// Every fact with its source and date; where sources disagree, all of them side by side.
import { EditOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ElderFile } from '@shouwang/contract/ledger';
import { factKeys, type FactKey } from '@shouwang/domain/ledger';
import { formatDate } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { useCan } from '../../platform/session.ts';
import { Panel, Tag } from '../../ui/parts.tsx';
import { EditFact } from './EditFact.tsx';
import { editable, type Entry } from './editable.ts';
import { factGroups, factText } from './factText.ts';

/** Shown in the head of the page already. */
const elsewhere: readonly FactKey[] = ['name', 'idNo', 'phone', 'children'];
const order = factKeys.filter((key) => !elsewhere.includes(key));

export function FactList({ file }: { readonly file: ElderFile }) {
  const { t } = useTranslation(['ledger', 'common', 'domain']);
  const word = useWord();
  const words = { word, yes: t('common:yes'), no: t('common:no'), none: t('common:none'), listMark: t('ledger:listMark') };
  const mayEdit = useCan()('elders.edit');
  const [editing, setEditing] = useState<{ readonly key: FactKey; readonly value: unknown; readonly seen: string | null } | null>(null);
  const groups = factGroups(file.facts, order);
  const text = (key: FactKey, value: unknown): string => (key === 'division' ? [file.row.townName, file.row.villageName].join(' ') : factText(key, value, words));
  const disagreeing = groups.filter((group) => group.disagree).length;
  return (
    <Panel title={t('ledger:facts')} note={disagreeing === 0 ? t('ledger:factsNote') : t('ledger:factsDisagree', { count: disagreeing })} bare>
      <div role="list" className="facts">
        {groups.map(({ key: given, effective, others, disagree }) => {
          const key = given as FactKey;
          return (
            <div key={key} className={disagree ? 'fact disagreeing' : 'fact'} role="listitem">
              <span className="fact-label">{t(`domain:fact.${key}`)}</span>
              <span>
                {effective === undefined ? <span className="quiet">{t('common:unknown')}</span> : text(key, effective.value)}{' '}
                {disagree && <Tag tone="amber">{t('ledger:disagree')}</Tag>}
              </span>
              {mayEdit && editable[key] !== undefined ? (
                <Button
                  size="small"
                  type="text"
                  className="fact-edit"
                  icon={<EditOutlined />}
                  aria-label={t('ledger:editTitle', { label: t(`domain:fact.${key}`) })}
                  onClick={() => setEditing({ key, value: effective?.value, seen: effective?.id ?? null })}
                />
              ) : (
                <span />
              )}
              <span className="fact-source" title={effective?.sourceRef}>
                {effective !== undefined && `${word('domain:sourceKind', effective.source)} · ${formatDate(effective.sourceDate)}`}
              </span>
              {disagree && (
                <div className="fact-others">
                  {others.map((fact) => (
                    <span key={fact.id} className="fact-other">
                      <span>{text(key, fact.value)}</span>
                      <span className="quiet">
                        {word('domain:sourceKind', fact.source)} · {formatDate(fact.sourceDate)}
                      </span>
                    </span>
                  ))}
                </div>
              )}
            </div>
          );
        })}
      </div>
      {editing !== null && editable[editing.key] !== undefined && (
        <EditFact elderId={file.row.id} factKey={editing.key} entry={editable[editing.key] as Entry} value={editing.value} seen={editing.seen} onClose={() => setEditing(null)} />
      )}
    </Panel>
  );
}
