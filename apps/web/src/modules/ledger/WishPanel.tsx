// Whether visits are wished: who declared it, when and how. It may be taken back any day: a new
// declaration stands beside the earlier ones (000-011).
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ElderFile } from '@shouwang/contract/ledger';
import type { VisitWish } from '@shouwang/domain/ledger';
import { formatDate } from '../../platform/i18n/format.ts';
import { useCan } from '../../platform/session.ts';
import { Panel, Tag } from '../../ui/parts.tsx';
import { EditFact } from './EditFact.tsx';

export function WishPanel({ file }: { readonly file: ElderFile }) {
  const { t } = useTranslation(['entry', 'domain']);
  const mayEdit = useCan()('elders.edit');
  const [declaring, setDeclaring] = useState(false);
  const declared = file.facts.find((fact) => fact.key === 'visitWish' && fact.effective);
  const wish = declared?.value as VisitWish | undefined;
  const wants = file.facts.find((fact) => fact.key === 'wantsVisits' && fact.effective)?.value;
  const who = wish?.agent === undefined ? t('entry:wishSelf') : t('entry:wishAgent', { name: wish.agent, relation: wish.agentRelation ?? '' });
  return (
    <Panel
      title={t('domain:fact.visitWish')}
      actions={
        mayEdit ? (
          <Button size="small" onClick={() => setDeclaring(true)}>
            {wish === undefined ? t('entry:wishDeclare') : t('entry:wishAgain')}
          </Button>
        ) : undefined
      }
    >
      {wish === undefined ? (
        <p className="soft">{wants === true ? t('entry:wishAssumed') : wants === false ? t('entry:wishRefusedAssumed') : t('entry:wishUnknown')}</p>
      ) : (
        <div className="stack">
          <p className="wrap-row">
            <Tag tone={wish.answer === 'agreed' ? 'good' : 'amber'}>{t(`domain:wishAnswer.${wish.answer}`)}</Tag>
            <span>{formatDate(wish.on)}</span>
            {wish.way !== undefined && <span className="soft">{t(`domain:wishWay.${wish.way}`)}</span>}
          </p>
          <p className="quiet">{[who, declared?.enteredBy ?? ''].filter((part) => part !== '').join(' · ')}</p>
        </div>
      )}
      {declaring && <EditFact file={file} factKey="visitWish" onClose={() => setDeclaring(false)} />}
    </Panel>
  );
}
