// Asks for a reason before something that is audited: an export, a number in full, a confirmation.
import { Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSentence } from './states.tsx';

export function ReasonDialog({
  title,
  lead,
  hint,
  confirmLabel,
  onConfirm,
  onClose,
}: {
  readonly title: string;
  readonly lead?: string;
  /** What the reason is for, where it is more than a note in the audit trail. */
  readonly hint?: string;
  readonly confirmLabel: string;
  /** What is thrown is shown as a sentence and the dialog stays open. */
  readonly onConfirm: (reason: string) => Promise<void>;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const sentence = useSentence();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const confirm = async (): Promise<void> => {
    if (reason.trim().length < 2) {
      setProblem(t('reasonShort'));
      return;
    }
    setBusy(true);
    try {
      await onConfirm(reason.trim());
      onClose();
    } catch (error) {
      setProblem(sentence(error));
      setBusy(false);
    }
  };
  return (
    <Modal open title={title} okText={confirmLabel} cancelText={t('cancel')} onOk={() => void confirm()} onCancel={onClose} confirmLoading={busy} destroyOnHidden>
      <div className="stack">
        {lead !== undefined && <p>{lead}</p>}
        <div className="field">
          <label htmlFor="reason">{t('reason')}</label>
          <Input.TextArea id="reason" autoFocus rows={3} maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} aria-describedby="reason-hint" />
          <span id="reason-hint" className="panel-note">
            {hint ?? t('reasonHint')}
          </span>
        </div>
        {problem !== null && (
          <p role="alert" style={{ color: 'var(--danger)' }}>
            {problem}
          </p>
        )}
      </div>
    </Modal>
  );
}
