// A small form in a dialog: saves once, says what the server declined and stays open then.
import { Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSentence } from '../../ui/states.tsx';

export function FormDialog({
  title,
  okText,
  isComplete,
  onSave,
  onClose,
  children,
}: {
  readonly title: string;
  readonly okText: string;
  readonly isComplete: boolean;
  readonly onSave: () => Promise<void>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const sentence = useSentence();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await onSave();
      onClose();
    } catch (error) {
      setProblem(sentence(error));
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={title}
      okText={okText}
      cancelText={t('cancel')}
      onOk={() => void save()}
      onCancel={onClose}
      confirmLoading={busy}
      okButtonProps={{ disabled: !isComplete }}
      destroyOnHidden
    >
      <div className="stack">
        {children}
        {problem !== null && (
          <p role="alert" className="problem">
            {problem}
          </p>
        )}
      </div>
    </Modal>
  );
}
