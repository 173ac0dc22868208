// The button on a visit's page that prints it on its form: in the copies of the pack, or the elder's alone.
import { PrinterOutlined } from '@ant-design/icons';
import { Button, Input, Radio } from 'antd';
import { visitPrint } from '@shouwang/contract/papers';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { file } from '../../platform/api.ts';
import { saveFile } from '../../platform/save.ts';
import { useCan } from '../../platform/session.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';

const formats = ['pdf', 'docx'] as const;
const copies = ['all', 'elder'] as const;

function PrintDialog({ visitId, close }: { readonly visitId: string; readonly close: () => void }) {
  const { t } = useTranslation(['papers', 'common']);
  const [format, setFormat] = useState<(typeof formats)[number]>('pdf');
  const [which, setWhich] = useState<(typeof copies)[number]>('all');
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      title={t('papers:printVisit')}
      okText={t('papers:print')}
      check={() => (reason.trim().length < 2 ? t('common:reasonShort') : null)}
      onSave={async () => saveFile(await file(visitPrint, { params: { id: visitId }, body: { format, copies: which, reason: reason.trim() } }))}
      onClose={close}
    >
      <div className="field">
        <span id="print-copies">{t('papers:copies')}</span>
        <Radio.Group
          aria-labelledby="print-copies"
          value={which}
          onChange={(event) => setWhich(event.target.value as typeof which)}
          options={copies.map((one) => ({ value: one, label: t(`papers:copiesOf.${one}`) }))}
        />
      </div>
      <div className="field">
        <span id="print-format">{t('papers:format')}</span>
        <Radio.Group
          aria-labelledby="print-format"
          value={format}
          onChange={(event) => setFormat(event.target.value as typeof format)}
          options={formats.map((one) => ({ value: one, label: t(`papers:formats.${one}`) }))}
        />
      </div>
      <div className="field">
        <label htmlFor="print-reason">{t('papers:reason')}</label>
        <Input id="print-reason" maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
      </div>
    </FormDialog>
  );
}

export function PrintVisitAction({ visitId }: { readonly visitId: string }) {
  const { t } = useTranslation(['papers']);
  const can = useCan();
  const [isOpen, setOpen] = useState(false);
  if (!can('papers.print')) return null;
  return (
    <>
      <Button icon={<PrinterOutlined />} onClick={() => setOpen(true)}>
        {t('papers:print')}
      </Button>
      {isOpen && <PrintDialog visitId={visitId} close={() => setOpen(false)} />}
    </>
  );
}
