// 适当增加 and approved substitutes, set by the town for one person until a day.
import { Checkbox, Input, InputNumber } from 'antd';
import { addArrangement } from '@shouwang/contract/listing';
import { addCalendarMonths } from '@shouwang/domain/shared';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { today } from '../../platform/clock.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { useRefresh } from './useFileListing.ts';

const substitutes = ['phone', 'video'] as const;

export function ArrangementForm({ elderId, kind, onClose }: { readonly elderId: string; readonly kind: 'extra' | 'substitute'; readonly onClose: () => void }) {
  const { t } = useTranslation(['listing', 'domain']);
  const refresh = useRefresh();
  const [span, setSpan] = useState({ from: today(), to: addCalendarMonths(today(), 1) });
  const [visits, setVisits] = useState(1);
  const [modes, setModes] = useState<(typeof substitutes)[number][]>(['phone']);
  const [reason, setReason] = useState('');
  const save = async (): Promise<void> => {
    const common = { ...span, reason: reason.trim() };
    await call(addArrangement, { params: { id: elderId }, body: kind === 'extra' ? { kind, visits, ...common } : { kind, modes, ...common } });
    await refresh();
  };
  const isComplete = reason.trim().length >= 2 && span.from !== '' && span.to >= span.from && (kind === 'extra' || modes.length > 0);
  return (
    <FormDialog title={t(`listing:menu.${kind}`)} okText={t('listing:save')} isComplete={isComplete} onSave={save} onClose={onClose}>
      <p className="follows">{t(`listing:${kind}Lead`)}</p>
      {kind === 'extra' ? (
        <div className="field">
          <label htmlFor="extra-visits">{t('listing:field.visits')}</label>
          <InputNumber id="extra-visits" min={1} max={7} value={visits} onChange={(value) => setVisits(value ?? 1)} />
        </div>
      ) : (
        <div className="field">
          <span id="substitute-modes">{t('listing:field.modes')}</span>
          <Checkbox.Group
            aria-labelledby="substitute-modes"
            value={modes}
            onChange={setModes}
            options={substitutes.map((mode) => ({ value: mode, label: t(`domain:mode.${mode}`) }))}
          />
        </div>
      )}
      <div className="wrap-row">
        <div className="field">
          <label htmlFor="arrangement-from">{t('listing:field.from')}</label>
          <Input id="arrangement-from" type="date" min={`${today().slice(0, 7)}-01`} value={span.from} onChange={(event) => setSpan({ ...span, from: event.target.value })} />
        </div>
        <div className="field">
          <label htmlFor="arrangement-to">{t('listing:field.end')}</label>
          <Input
            id="arrangement-to"
            type="date"
            min={today()}
            max={addCalendarMonths(today(), 12)}
            value={span.to}
            onChange={(event) => setSpan({ ...span, to: event.target.value })}
          />
        </div>
      </div>
      <div className="field">
        <label htmlFor="arrangement-reason">{t('listing:field.why')}</label>
        <Input.TextArea id="arrangement-reason" rows={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
      </div>
    </FormDialog>
  );
}
