// Asks for a reason before something that is audited: an export, a number in full, a confirmation.
import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from './FormDialog.tsx';

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
  const [reason, setReason] = useState('');
  const given = reason.trim();
  return (
    <FormDialog title={title} okText={confirmLabel} check={() => (given.length < 2 ? t('reasonShort') : null)} onSave={() => onConfirm(given)} onClose={onClose}>
      {lead !== undefined && <p>{lead}</p>}
      <div className="field">
        <label htmlFor="reason">{t('reason')}</label>
        <Input.TextArea id="reason" autoFocus rows={3} maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} aria-describedby="reason-hint" />
        <span id="reason-hint" className="panel-note">
          {hint ?? t('reasonHint')}
        </span>
      </div>
    </FormDialog>
  );
}
