// Date, reason, assessors and who told: the same beginning for every kind of sheet.
import { Input, Select } from 'antd';
import { assessmentReasons, informants } from '@shouwang/domain/assessments';
import { useTranslation } from 'react-i18next';
import { today } from '../../platform/clock.ts';
import { inWords } from '../../platform/i18n/useWords.ts';
import { Panel } from '../../ui/parts.tsx';
import type { Occasion } from './sheets.ts';

export function OccasionFields({ value, change }: { readonly value: Occasion; readonly change: (value: Occasion) => void }) {
  const { t } = useTranslation(['assessments']);
  const assessor = (at: 0 | 1, name: string): void => change({ ...value, assessors: at === 0 ? [name, value.assessors[1]] : [value.assessors[0], name] });
  return (
    <Panel title={t('assessments:occasion')}>
      <div className="sheet-fields">
        <div className="field">
          <label htmlFor="assessed-on">{t('assessments:assessedOn')}</label>
          <input
            id="assessed-on"
            type="date"
            className="text-input"
            max={today()}
            value={value.assessedOn}
            onChange={(event) => change({ ...value, assessedOn: event.target.value })}
          />
        </div>
        <div className="field">
          <label htmlFor="assessment-reason">{t('assessments:reason')}</label>
          <Select<string>
            id="assessment-reason"
            value={value.reason}
            onChange={(reason) => change({ ...value, reason })}
            options={assessmentReasons.map(({ code, label }) => ({ value: code, label: inWords(label) }))}
          />
        </div>
        {([0, 1] as const).map((at) => (
          <div key={at} className="field">
            <label htmlFor={`assessor-${at}`}>{t('assessments:assessor', { count: at + 1 })}</label>
            <Input id={`assessor-${at}`} maxLength={60} value={value.assessors[at]} onChange={(event) => assessor(at, event.target.value)} />
          </div>
        ))}
        <div className="field">
          <label htmlFor="informant-kind">{t('assessments:informant')}</label>
          <Select<string>
            id="informant-kind"
            value={value.informant.kind}
            onChange={(kind) => change({ ...value, informant: { ...value.informant, kind } })}
            options={informants.map(({ code, label }) => ({ value: code, label: inWords(label) }))}
          />
        </div>
        <div className="field">
          <label htmlFor="informant-name">{t('assessments:informantName')}</label>
          <Input
            id="informant-name"
            maxLength={60}
            value={value.informant.name}
            onChange={(event) => change({ ...value, informant: { ...value.informant, name: event.target.value } })}
          />
        </div>
      </div>
    </Panel>
  );
}
