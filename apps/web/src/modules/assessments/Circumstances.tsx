// Appendix A of GB/T 42195, as far as the file does not know it: risk events, diagnoses, medicines,
// health issues, body, who pays.
import { Button, Checkbox, Input, InputNumber } from 'antd';
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { diagnoses, healthIssues, healthPayers, riskEventCounts, riskEventKinds } from '@shouwang/domain/assessments';
import { useTranslation } from 'react-i18next';
import { inWords } from '../../platform/i18n/useWords.ts';
import { Panel } from '../../ui/parts.tsx';

export interface Medicine {
  readonly name: string;
  readonly dose: string;
  readonly frequency: string;
}
export interface Appendix {
  readonly height: number | null;
  readonly weight: number | null;
  readonly payers: readonly string[];
  readonly riskEvents: Readonly<Record<string, number>>;
  readonly diagnoses: readonly string[];
  readonly otherDiagnosis: string;
  readonly medications: readonly Medicine[];
  readonly healthIssues: readonly string[];
}

const choices = (words: readonly { readonly code: string; readonly label: { readonly zh: string; readonly en: string } }[]) =>
  words.map(({ code, label }) => ({ value: code, label: inWords(label) }));

export function RiskEvents({ value, change }: { readonly value: Appendix; readonly change: (value: Appendix) => void }) {
  const { t } = useTranslation(['assessments']);
  return (
    <Panel title={t('assessments:circumstances')}>
      <div className="stack">
        <div>
          <p className="field-label">{t('assessments:riskEvents')}</p>
          {riskEventKinds.map(({ code, label }) => (
            <fieldset key={code} className="event-line">
              <legend>{inWords(label)}</legend>
              <div className="chips">
                {riskEventCounts.map((count) => (
                  <label key={count} className={(value.riskEvents[code] ?? 0) === count ? 'event-option chosen' : 'event-option'}>
                    <input
                      type="radio"
                      name={`event-${code}`}
                      checked={(value.riskEvents[code] ?? 0) === count}
                      onChange={() => change({ ...value, riskEvents: { ...value.riskEvents, [code]: count } })}
                    />
                    {t(`assessments:times.${count}`)}
                  </label>
                ))}
              </div>
            </fieldset>
          ))}
        </div>
        <fieldset className="box-list">
          <legend className="field-label">{t('assessments:diagnoses')}</legend>
          <Checkbox.Group options={choices(diagnoses)} value={[...value.diagnoses]} onChange={(chosen) => change({ ...value, diagnoses: chosen })} />
        </fieldset>
        {value.diagnoses.includes('other') && (
          <div className="field">
            <label htmlFor="other-diagnosis">{t('assessments:otherDiagnosis')}</label>
            <Input id="other-diagnosis" maxLength={100} value={value.otherDiagnosis} onChange={(event) => change({ ...value, otherDiagnosis: event.target.value })} />
          </div>
        )}
        <fieldset className="box-list">
          <legend className="field-label">{t('assessments:healthIssues')}</legend>
          <Checkbox.Group options={choices(healthIssues)} value={[...value.healthIssues]} onChange={(chosen) => change({ ...value, healthIssues: chosen })} />
        </fieldset>
      </div>
    </Panel>
  );
}

export function BodyAndMedicines({ value, change, fromFile }: { readonly value: Appendix; readonly change: (value: Appendix) => void; readonly fromFile: boolean }) {
  const { t } = useTranslation(['assessments']);
  const medicine = (at: number, more: Partial<Medicine>): void =>
    change({ ...value, medications: value.medications.map((one, index) => (index === at ? { ...one, ...more } : one)) });
  return (
    <Panel title={t('assessments:body')}>
      <div className="stack">
        <div className="sheet-fields">
          <div className="field">
            <label htmlFor="height">{t('assessments:height')}</label>
            <InputNumber id="height" min={50} max={250} value={value.height} onChange={(height) => change({ ...value, height })} controls={false} />
          </div>
          <div className="field">
            <label htmlFor="weight">{t('assessments:weight')}</label>
            <InputNumber id="weight" min={10} max={300} value={value.weight} onChange={(weight) => change({ ...value, weight })} controls={false} />
          </div>
        </div>
        <fieldset className="box-list">
          <legend className="field-label">{t('assessments:payers')}</legend>
          <Checkbox.Group options={choices(healthPayers)} value={[...value.payers]} onChange={(chosen) => change({ ...value, payers: chosen })} />
        </fieldset>
        <div>
          <p className="field-label">
            {t('assessments:medications')} {fromFile && <span className="panel-note">{t('assessments:medicationsHint')}</span>}
          </p>
          {value.medications.map((one, at) => (
            <div key={at} className="medicine-line">
              <Input
                aria-label={t('assessments:medicationName')}
                placeholder={t('assessments:medicationName')}
                maxLength={60}
                value={one.name}
                onChange={(event) => medicine(at, { name: event.target.value })}
              />
              <Input
                aria-label={t('assessments:medicationDose')}
                placeholder={t('assessments:medicationDose')}
                maxLength={40}
                value={one.dose}
                onChange={(event) => medicine(at, { dose: event.target.value })}
              />
              <Input
                aria-label={t('assessments:medicationFrequency')}
                placeholder={t('assessments:medicationFrequency')}
                maxLength={40}
                value={one.frequency}
                onChange={(event) => medicine(at, { frequency: event.target.value })}
              />
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t('assessments:removeMedication', { name: one.name })}
                onClick={() => change({ ...value, medications: value.medications.filter((_, index) => index !== at) })}
              />
            </div>
          ))}
          <Button
            type="dashed"
            icon={<PlusOutlined />}
            disabled={value.medications.length >= 30}
            onClick={() => change({ ...value, medications: [...value.medications, { name: '', dose: '', frequency: '' }] })}
          >
            {t('assessments:addMedication')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
