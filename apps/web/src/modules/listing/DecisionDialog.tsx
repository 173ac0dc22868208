// Before people are put on or off the list: what follows, a reason where one is needed, and how far it
// is while it runs.
import { Input, Modal, Progress } from 'antd';
import { needsReason, type ListDecision } from '@shouwang/domain/listing';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSentence } from '../../ui/states.tsx';
import type { BulkState } from './useBulk.ts';

export function DecisionDialog({
  decision,
  count,
  state,
  onDecide,
  onStop,
  onClose,
}: {
  readonly decision: ListDecision;
  readonly count: number;
  readonly state: BulkState | null;
  readonly onDecide: (reason: string) => Promise<void>;
  readonly onStop: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['listing', 'common']);
  const sentence = useSentence();
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const mustSay = needsReason(decision);
  const decide = async (): Promise<void> => {
    if (mustSay && reason.trim().length < 2) {
      setProblem(t('common:reasonShort'));
      return;
    }
    try {
      await onDecide(reason.trim());
    } catch (error) {
      setProblem(sentence(error));
    }
  };
  return (
    <Modal
      open
      title={t(`listing:decision.${decision}`)}
      okText={t(`listing:decision.${decision}`)}
      cancelText={state === null ? t('common:cancel') : t('listing:stop')}
      onOk={() => void decide()}
      onCancel={state === null ? onClose : onStop}
      confirmLoading={state !== null}
      destroyOnHidden
    >
      <div className="stack">
        <p>{t(`listing:decisionLead.${decision}`, { count })}</p>
        {mustSay && (
          <div className="field">
            <label htmlFor="decision-reason">{t('common:reason')}</label>
            <Input.TextArea id="decision-reason" autoFocus rows={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
          </div>
        )}
        {state !== null && (
          <div role="status">
            <Progress percent={state.all === 0 ? 0 : Math.round((state.done / state.all) * 100)} showInfo={false} />
            <span className="panel-note">{t('listing:working', { done: state.done, all: state.all })}</span>
          </div>
        )}
        {problem !== null && (
          <p role="alert" className="problem">
            {problem}
          </p>
        )}
      </div>
    </Modal>
  );
}
