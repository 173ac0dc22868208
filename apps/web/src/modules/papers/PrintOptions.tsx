// What every print asks: format, whether numbers stand in full, and the reason that is logged.
import { Checkbox, Input, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../platform/session.ts';

export interface PrintChoice<Format extends string> {
  readonly format: Format;
  readonly isFull: boolean;
  readonly reason: string;
}

export function PrintOptions<Format extends 'pdf' | 'docx' | 'xlsx'>({
  formats,
  choice,
  change,
}: {
  readonly formats: readonly Format[];
  readonly choice: PrintChoice<Format>;
  readonly change: (choice: PrintChoice<Format>) => void;
}) {
  const { t } = useTranslation(['papers']);
  const allowed = useCan();
  return (
    <>
      {formats.length > 1 && (
        <div className="field">
          <span id="print-format">{t('papers:format')}</span>
          <Radio.Group
            aria-labelledby="print-format"
            value={choice.format}
            onChange={(event) => change({ ...choice, format: event.target.value as Format })}
            options={formats.map((format) => ({ value: format, label: t(`papers:formats.${format}`) }))}
          />
        </div>
      )}
      {allowed('elders.reveal') && (
        <div className="field">
          <Checkbox checked={choice.isFull} onChange={(event) => change({ ...choice, isFull: event.target.checked })}>
            {t('papers:full')}
          </Checkbox>
          <span className="panel-note">{t('papers:fullHint')}</span>
        </div>
      )}
      <div className="field">
        <label htmlFor="print-reason">{t('papers:reason')}</label>
        <Input
          id="print-reason"
          maxLength={200}
          value={choice.reason}
          onChange={(event) => change({ ...choice, reason: event.target.value })}
          aria-describedby="print-reason-hint"
        />
        <span id="print-reason-hint" className="panel-note">
          {t('papers:reasonHint')}
        </span>
      </div>
    </>
  );
}
