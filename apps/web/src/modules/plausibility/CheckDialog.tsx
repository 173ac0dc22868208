// What the call with the elder ended with. It changes nothing about the visit.
import { Input, Radio } from 'antd';
import { Link } from '@tanstack/react-router';
import { visitDoubtCheck, type DoubtRow } from '@shouwang/contract/plausibility';
import { checkOutcomes, type CheckOutcome } from '@shouwang/domain/visits';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { formatInstant } from '../../platform/i18n/format.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';

const needsWords = (outcome: CheckOutcome | null): boolean => outcome === 'notMade' || outcome === 'unclear';

export function CheckDialog({ doubt, onDone, onClose }: { readonly doubt: DoubtRow; readonly onDone: () => void; readonly onClose: () => void }) {
  const { t } = useTranslation(['plausibility', 'common']);
  const [outcome, setOutcome] = useState<CheckOutcome | null>(null);
  const [words, setWords] = useState('');
  return (
    <FormDialog
      title={t('plausibility:checkTitle', { name: doubt.elderName })}
      okText={t('common:save')}
      check={() => (outcome === null ? t('plausibility:outcomeMissing') : needsWords(outcome) && words.trim() === '' ? t('plausibility:wordsMissing') : null)}
      onSave={async () => {
        if (outcome === null) return;
        await call(visitDoubtCheck, { params: { id: doubt.visitId }, body: { outcome, words: words.trim() } });
        onDone();
      }}
      onClose={onClose}
    >
      <p>{t('plausibility:checkLead', { when: formatInstant(doubt.occurredAt) })}</p>
      <p className="panel-note">
        {t('plausibility:checkHint')}{' '}
        <Link to="/ledger/$elderId" params={{ elderId: doubt.elderId }}>
          {t('plausibility:callFile')}
        </Link>
      </p>
      {doubt.answer !== null && (
        <p>
          {t('plausibility:column.answer')}: {t(`plausibility:answer.${doubt.answer}`)}
          {doubt.words !== null && ` · ${doubt.words}`}
        </p>
      )}
      <fieldset className="field check-field">
        <legend>{t('plausibility:outcomeLabel')}</legend>
        <Radio.Group
          className="check-outcomes"
          value={outcome}
          onChange={(event) => setOutcome(event.target.value as CheckOutcome)}
          options={checkOutcomes.filter((one) => one !== 'explained' || doubt.answer !== null).map((one) => ({ value: one, label: t(`plausibility:outcome.${one}`) }))}
        />
      </fieldset>
      <div className="field">
        <label htmlFor="check-words">{t('plausibility:words')}</label>
        <Input.TextArea id="check-words" rows={3} maxLength={500} value={words} onChange={(event) => setWords(event.target.value)} />
      </div>
    </FormDialog>
  );
}
