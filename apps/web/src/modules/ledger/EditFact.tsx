// Corrects one fact in place, with the field that its shape asks for. What a clerk has said before is said
// anew; what a register said is not overwritten but decided against, and that is told first.
import { useQueryClient } from '@tanstack/react-query';
import { Input } from 'antd';
import type { ElderFile } from '@shouwang/contract/ledger';
import { factCatalogue, type FactKey, type SourceKind } from '@shouwang/domain/ledger';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWord } from '../../platform/i18n/useWords.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { meaning, typed, type Raw } from './entry/entryLogic.ts';
import { FactInput, FieldLabel, ProblemOf } from './entry/FactInput.tsx';
import { sendOne } from './entry/sendFacts.ts';

/** Sources that a survey by the village is at least as good as. */
const clerks: readonly SourceKind[] = ['survey', 'visit', 'ledger'];

export function EditFact({ file, factKey, onClose }: { readonly file: ElderFile; readonly factKey: FactKey; readonly onClose: () => void }) {
  const { t } = useTranslation(['entry', 'ledger', 'common', 'domain']);
  const word = useWord();
  const client = useQueryClient();
  const { shape, nullable } = factCatalogue[factKey];
  const current = file.facts.find((fact) => fact.key === factKey && fact.effective);
  const [raw, setRaw] = useState<Raw>(() => typed(shape, current?.value));
  const [reason, setReason] = useState('');
  const meant = meaning(shape, raw, factKey);
  const source = current === undefined || clerks.includes(current.source) ? 'survey' : 'decision';
  const label = t(`domain:fact.${factKey}`);
  const save = async (): Promise<void> => {
    if (meant.kind !== 'value') return;
    await sendOne({ elderId: file.row.id, facts: { [factKey]: meant.value }, base: { [factKey]: current?.id ?? null }, source, reason });
    await client.invalidateQueries();
  };
  return (
    <FormDialog
      width={shape.kind === 'records' ? 860 : 560}
      title={t('ledger:editTitle', { label })}
      okText={t('common:save')}
      isComplete={meant.kind === 'value'}
      onSave={save}
      onClose={onClose}
    >
      <p className="soft">{source === 'survey' ? t('ledger:editSurvey') : t('ledger:editLead', { source: word('domain:sourceKind', current?.source ?? 'decision') })}</p>
      <div className="field">
        <FieldLabel id="fact-value" shape={shape}>
          {label}
        </FieldLabel>
        <FactInput
          id="fact-value"
          label={label}
          shape={shape}
          nullable={nullable === true}
          raw={raw}
          path={factKey}
          problems={meant.kind === 'problem' ? meant.problems : {}}
          onChange={setRaw}
        />
        {shape.kind !== 'records' && <ProblemOf path={factKey} problems={meant.kind === 'problem' ? meant.problems : {}} />}
      </div>
      <div className="field">
        <label htmlFor="fact-reason">{t('ledger:editReason')}</label>
        <Input id="fact-reason" maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
      </div>
    </FormDialog>
  );
}
