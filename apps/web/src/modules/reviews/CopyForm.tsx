// The dialog that registers paper copies, of one file or of many.
import { Checkbox, Input, InputNumber } from 'antd';
import { archiveRegister, paperHolders, type PaperCopy, type archivedForms } from '@shouwang/contract/reviews';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { today } from '../../platform/clock.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import './reviews.css';

type Form = (typeof archivedForms)[number];
export type ExpectedCopies = { readonly [K in (typeof paperHolders)[number]]: number };

export function CopyForm({
  elderIds,
  form,
  expected,
  known,
  close,
}: {
  readonly elderIds: readonly string[];
  readonly form: Form;
  readonly expected: ExpectedCopies | null;
  /** What is registered of the one file. */
  readonly known: readonly PaperCopy[];
  readonly close: () => void;
}) {
  const { t } = useTranslation(['reviews', 'common']);
  const client = useQueryClient();
  const first = known[0];
  const [copies, setCopies] = useState<Record<string, number>>(
    Object.fromEntries(paperHolders.map((holder) => [holder, known.find((copy) => copy.holder === holder)?.copies ?? (known.length === 0 ? (expected?.[holder] ?? 0) : 0)])),
  );
  const [where, setWhere] = useState({ box: first?.box ?? '', folder: first?.folder ?? '', receivedBy: first?.receivedBy ?? '' });
  const [dates, setDates] = useState({ printedOn: first?.printedOn ?? today(), receivedOn: first?.receivedOn ?? '' });
  const [scanned, setScanned] = useState(first?.scanned ?? false);
  const save = async (): Promise<void> => {
    const held = paperHolders.map((holder) => ({ holder, copies: copies[holder] ?? 0 })).filter((copy) => copy.copies > 0 || known.some((one) => one.holder === copy.holder));
    const day = (text: string): string | null => (text.trim() === '' ? null : text.trim());
    await call(archiveRegister, {
      body: {
        elderIds: [...elderIds],
        form,
        copies: held.length === 0 ? [{ holder: 'county', copies: 0 }] : held,
        ...where,
        printedOn: day(dates.printedOn),
        receivedOn: day(dates.receivedOn),
        scanned,
      },
    });
    await Promise.all([client.invalidateQueries({ queryKey: ['archive'] }), ...elderIds.map((id) => client.invalidateQueries({ queryKey: ['elder', id, 'archive'] }))]);
  };
  const text = (key: keyof typeof where, label: string) => (
    <div className="field">
      <label htmlFor={`copy-${key}`}>{label}</label>
      <Input id={`copy-${key}`} maxLength={40} value={where[key]} onChange={(event) => setWhere({ ...where, [key]: event.target.value })} />
    </div>
  );
  const date = (key: keyof typeof dates, label: string) => (
    <div className="field">
      <label htmlFor={`copy-${key}`}>{label}</label>
      <Input id={`copy-${key}`} type="date" value={dates[key]} onChange={(event) => setDates({ ...dates, [key]: event.target.value })} />
    </div>
  );
  return (
    <FormDialog
      title={elderIds.length === 1 ? t('reviews:archive.registerTitle') : t('reviews:archive.registerMany', { count: elderIds.length })}
      okText={t('reviews:archive.register')}
      onSave={save}
      onClose={close}
    >
      <p className="soft">{t(`reviews:archive.form.${form}`)}</p>
      <div className="copy-grid">
        {paperHolders.map((holder) => (
          <div key={holder} className="field">
            <label htmlFor={`copies-${holder}`}>{t('reviews:archive.copiesOf', { holder: t(`reviews:archive.holder.${holder}`) })}</label>
            <InputNumber
              id={`copies-${holder}`}
              min={0}
              max={99}
              value={copies[holder] ?? 0}
              onChange={(value) => setCopies({ ...copies, [holder]: value ?? 0 })}
              style={{ width: '100%' }}
            />
          </div>
        ))}
      </div>
      <div className="copy-grid">
        {text('box', t('reviews:archive.box'))}
        {text('folder', t('reviews:archive.folder'))}
      </div>
      <div className="copy-grid">
        {date('printedOn', t('reviews:archive.printed'))}
        {date('receivedOn', t('reviews:archive.received'))}
      </div>
      {text('receivedBy', t('reviews:archive.receiver'))}
      <Checkbox checked={scanned} onChange={(event) => setScanned(event.target.checked)}>
        {t('reviews:archive.scannedLabel')}
      </Checkbox>
    </FormDialog>
  );
}
