// Notes that somebody looked at the risk: when, what was found and done, whether the family was urged.
import { useQueryClient } from '@tanstack/react-query';
import { Checkbox, Input } from 'antd';
import { reviewRisk } from '@shouwang/contract/risk';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 } from 'uuid';
import { call } from '../../platform/api.ts';
import { today } from '../../platform/clock.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';

export function ReviewDialog({ elderId, onClose }: { readonly elderId: string; readonly onClose: () => void }) {
  const { t } = useTranslation(['risk', 'common']);
  const client = useQueryClient();
  const [id] = useState(() => v7());
  const [on, setOn] = useState(today());
  const [familyUrged, setFamilyUrged] = useState(false);
  const [note, setNote] = useState('');
  const save = async (): Promise<void> => {
    await call(reviewRisk, { params: { id: elderId }, body: { id, on, familyUrged, note: note.trim() } });
    await client.invalidateQueries({ queryKey: ['risk'] });
  };
  return (
    <FormDialog title={t('risk:reviewTitle')} okText={t('common:save')} onSave={save} onClose={onClose}>
      <p className="soft">{t('risk:reviewLead')}</p>
      <div className="field">
        <label htmlFor="review-on">{t('risk:reviewOn')}</label>
        <input id="review-on" type="date" className="text-input" max={today()} value={on} onChange={(event) => setOn(event.target.value)} />
      </div>
      <Checkbox checked={familyUrged} onChange={(event) => setFamilyUrged(event.target.checked)}>
        {t('risk:familyUrged')}
      </Checkbox>
      <div className="field">
        <label htmlFor="review-note">{t('risk:note')}</label>
        <Input.TextArea id="review-note" rows={3} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
      </div>
    </FormDialog>
  );
}
