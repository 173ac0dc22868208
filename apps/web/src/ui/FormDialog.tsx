// A form in a dialog: says what is still wrong, saves once, says what the server declined and stays open then.
import { Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSentence } from './states.tsx';

export function FormDialog({
  title,
  okText,
  width,
  isComplete = true,
  check = () => null,
  onSave,
  onClose,
  children,
}: {
  readonly title: string;
  readonly okText: string;
  readonly width?: number;
  /** False: there is nothing to save yet. */
  readonly isComplete?: boolean;
  /** What has to be put right first, as a sentence. */
  readonly check?: () => string | null;
  /** What is thrown is shown as a sentence. */
  readonly onSave: () => Promise<void>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const sentence = useSentence();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    const wrong = check();
    setProblem(wrong);
    if (wrong !== null) return;
    setBusy(true);
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
      {...(width === undefined ? {} : { width })}
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
