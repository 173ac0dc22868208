// 村研判: whom the rules miss is proposed in a category of the county's list, with a reason and an end.
import { Input, Select } from 'antd';
import { proposeInclusion, type FileListing } from '@shouwang/contract/listing';
import type { Category } from '@shouwang/domain/ledger';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { today } from '../../platform/clock.ts';
import { formatDate } from '../../platform/i18n/format.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { useRefresh } from './useFileListing.ts';

export function InclusionForm({ elderId, rules, onClose }: { readonly elderId: string; readonly rules: FileListing['rules']; readonly onClose: () => void }) {
  const { t } = useTranslation(['listing', 'domain']);
  const refresh = useRefresh();
  const [category, setCategory] = useState<Category | null>(null);
  const [to, setTo] = useState(rules.inclusionLatest);
  const [reason, setReason] = useState('');
  const save = async (): Promise<void> => {
    if (category === null) return;
    await call(proposeInclusion, { params: { id: elderId }, body: { category, to, reason: reason.trim() } });
    await refresh();
  };
  return (
    <FormDialog
      title={t('listing:menu.propose')}
      okText={t('listing:save')}
      isComplete={category !== null && to !== '' && reason.trim().length >= 2}
      onSave={save}
      onClose={onClose}
    >
      <p className="follows">{t('listing:proposeLead')}</p>
      <div className="field">
        <label htmlFor="inclusion-category">{t('listing:field.category')}</label>
        <Select
          id="inclusion-category"
          value={category}
          onChange={setCategory}
          options={rules.targets.map((one) => ({ value: one, label: t(`domain:category.${one}`) }))}
          style={{ width: '100%' }}
        />
      </div>
      <div className="field">
        <label htmlFor="inclusion-to">{t('listing:field.end')}</label>
        <Input
          id="inclusion-to"
          type="date"
          min={today()}
          max={rules.inclusionLatest}
          value={to}
          onChange={(event) => setTo(event.target.value)}
          aria-describedby="inclusion-to-hint"
        />
        <span id="inclusion-to-hint" className="panel-note">
          {t('listing:field.endHint', { date: formatDate(rules.inclusionLatest) })}
        </span>
      </div>
      <div className="field">
        <label htmlFor="inclusion-reason">{t('listing:field.why')}</label>
        <Input.TextArea id="inclusion-reason" rows={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
      </div>
    </FormDialog>
  );
}
