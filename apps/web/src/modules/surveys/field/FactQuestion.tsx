// One fact asked at the door, drawn from its shape: large choices, plain fields, a small form for each child
// or contact.
import { factCatalogue, type FactKey, type Field, type Shape } from '@shouwang/domain/ledger';
import { useTranslation } from 'react-i18next';
import { useWord } from '../../../platform/i18n/useWords.ts';
import { Icon } from '../../../ui/field/icons.tsx';
import { Button, Options } from '../../../ui/field/parts.tsx';
import { isRawRecord, type Raw } from '../../ledger/entry/entryLogic.ts';
import { valueText, type FactWords } from '../../ledger/factText.ts';

/** Values in words, from the catalogues that the phone has. */
export function useFieldFactWords(): FactWords {
  const { t } = useTranslation(['surveyField', 'common']);
  const word = useWord();
  return {
    word: (group, code, details) => word(group === 'ledger:' ? 'surveyField:' : group, code, details),
    yes: t('common:yes'),
    no: t('common:no'),
    none: t('common:none'),
    listMark: t('surveyField:listMark'),
  };
}
export function useFactValue(): (key: FactKey, value: unknown) => string {
  const words = useFieldFactWords();
  return (key, value) => valueText(factCatalogue[key].shape, value, words);
}

interface Props {
  readonly label: string;
  readonly shape: Shape;
  readonly raw: Raw;
  readonly onChange: (raw: Raw) => void;
}

function Several({ label, shape, raw, onChange }: Props & { readonly shape: Extract<Shape, { kind: 'choices' }> }) {
  const word = useWord();
  const chosen = Array.isArray(raw) ? raw.map(String) : [];
  return (
    <fieldset className="f-options">
      <legend>{label}</legend>
      <div className="f-options-row">
        {shape.codes.map((code) => {
          const on = chosen.includes(code);
          const next = on ? chosen.filter((one) => one !== code) : shape.codes.filter((one) => one === code || chosen.includes(one));
          return (
            <button key={code} type="button" className="f-option" aria-pressed={on} onClick={() => onChange(next.length === 0 ? undefined : next)}>
              {on ? <Icon name="check" size={20} /> : null}
              <span>{word(`domain:${shape.word}`, code)}</span>
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}

function RecordFields({ fields, raw, onChange }: { readonly fields: Readonly<Record<string, Field>>; readonly raw: Raw; readonly onChange: (raw: Raw) => void }) {
  const word = useWord();
  const values = isRawRecord(raw) ? raw : {};
  return (
    <>
      {Object.entries(fields)
        .filter(([, field]) => field.kind !== 'idNo')
        .map(([name, field]) => (
          <ShapeQuestion key={name} label={word('domain:factField', name)} shape={field} raw={values[name]} onChange={(given) => onChange({ ...values, [name]: given })} />
        ))}
    </>
  );
}

function Rows({ label, shape, raw, onChange }: Props & { readonly shape: Extract<Shape, { kind: 'records' }> }) {
  const { t } = useTranslation('surveyField');
  const rows: readonly Raw[] = Array.isArray(raw) ? raw : [];
  return (
    <fieldset className="f-options f-stack">
      <legend>{label}</legend>
      {rows.map((row, index) => (
        <div key={index} className="f-panel">
          <RecordFields fields={shape.fields} raw={row} onChange={(given) => onChange(rows.map((one, at) => (at === index ? given : one)))} />
          <Button onPress={() => onChange(rows.filter((_, at) => at !== index))}>{t('removeRow')}</Button>
        </div>
      ))}
      {rows.length < shape.limit ? <Button onPress={() => onChange([...rows, {}])}>{t('addRow')}</Button> : null}
    </fieldset>
  );
}

export function ShapeQuestion({ label, shape, raw, onChange }: Props) {
  const { t } = useTranslation(['surveyField', 'common']);
  const word = useWord();
  const text = typeof raw === 'string' ? raw : Array.isArray(raw) ? raw.map(String).join(t('surveyField:listMark')) : '';
  switch (shape.kind) {
    case 'choice':
      return (
        <Options
          label={label}
          options={shape.codes.map((code) => ({ code: String(code), words: word(`domain:${shape.word}`, String(code)) }))}
          value={typeof raw === 'string' ? raw : undefined}
          onChoose={onChange}
        />
      );
    case 'truth':
      return (
        <Options
          label={label}
          options={[
            { code: 'true', words: t('common:yes') },
            { code: 'false', words: t('common:no') },
          ]}
          value={typeof raw === 'string' ? raw : undefined}
          onChoose={onChange}
        />
      );
    case 'choices':
      return <Several label={label} shape={shape} raw={raw} onChange={onChange} />;
    case 'record':
      return (
        <fieldset className="f-options f-stack">
          <legend>{label}</legend>
          <RecordFields fields={shape.fields} raw={raw} onChange={onChange} />
        </fieldset>
      );
    case 'records':
      return <Rows label={label} shape={shape} raw={raw} onChange={onChange} />;
    default: {
      const set = (value: string): void => onChange(value === '' ? undefined : value);
      return (
        <label className="f-field">
          {label}
          {shape.kind === 'texts' || (shape.kind === 'text' && shape.long === true) ? (
            <textarea value={text} placeholder={shape.kind === 'texts' ? t('surveyField:textsHint') : ''} maxLength={2000} onChange={(event) => set(event.target.value)} />
          ) : (
            <input
              value={text}
              autoComplete="off"
              inputMode={shape.kind === 'number' || shape.kind === 'phone' ? 'decimal' : 'text'}
              maxLength={shape.kind === 'text' ? shape.max : 40}
              onChange={(event) => set(event.target.value)}
            />
          )}
        </label>
      );
    }
  }
}
