// The button on an elder's file that prints one of his forms.
import { PrinterOutlined } from '@ant-design/icons';
import { Button, Modal, Radio } from 'antd';
import type { ElderFile } from '@shouwang/contract/ledger';
import { paperForms, paperPrint } from '@shouwang/contract/papers';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { file } from '../../platform/api.ts';
import { saveFile } from '../../platform/save.ts';
import { useSentence } from '../../ui/states.tsx';
import { PrintOptions, type PrintChoice } from './PrintOptions.tsx';

type Form = (typeof paperForms)[number];

function PrintDialog({ elderId, close }: { readonly elderId: string; readonly close: () => void }) {
  const { t } = useTranslation(['papers', 'common']);
  const sentence = useSentence();
  const [form, setForm] = useState<Form>('information');
  const [choice, setChoice] = useState<PrintChoice<'pdf' | 'docx'>>({ format: 'pdf', isFull: false, reason: '' });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const print = async (): Promise<void> => {
    if (choice.reason.trim().length < 2) {
      setProblem(t('common:reasonShort'));
      return;
    }
    setBusy(true);
    try {
      const body = { form, format: choice.format, numbers: choice.isFull ? 'full' : 'masked', reason: choice.reason.trim() } as const;
      saveFile(await file(paperPrint, { params: { id: elderId }, body }));
      close();
    } catch (error) {
      setProblem(sentence(error));
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={t('papers:printForm')}
      okText={t('papers:print')}
      cancelText={t('common:cancel')}
      onOk={() => void print()}
      onCancel={close}
      confirmLoading={busy}
      destroyOnHidden
    >
      <div className="stack">
        <div className="field">
          <span id="print-what">{t('papers:what')}</span>
          <Radio.Group
            aria-labelledby="print-what"
            value={form}
            onChange={(event) => setForm(event.target.value as Form)}
            options={paperForms.map((one) => ({ value: one, label: t(`papers:kind.${one}`) }))}
          />
        </div>
        <PrintOptions formats={['pdf', 'docx']} choice={choice} change={setChoice} />
        {problem !== null && (
          <p role="alert" className="problem">
            {problem}
          </p>
        )}
      </div>
    </Modal>
  );
}

export function PrintFormAction({ file: elder }: { readonly file: ElderFile }) {
  const { t } = useTranslation(['papers']);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button icon={<PrinterOutlined />} onClick={() => setOpen(true)}>
        {t('papers:print')}
      </Button>
      {isOpen && <PrintDialog elderId={elder.row.id} close={() => setOpen(false)} />}
    </>
  );
}
