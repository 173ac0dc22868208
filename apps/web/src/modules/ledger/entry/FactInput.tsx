// The field of a fact, whatever it is: drawn from its shape in the catalogue. Records are a small form of
// their own, lists of records rows of such forms.
import { AimOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field, Shape } from '@shouwang/domain/ledger';
import { levelOf } from '@shouwang/domain/divisions';
import { takeFix } from '../../../platform/device/position.ts';
import { useWord } from '../../../platform/i18n/useWords.ts';
import { useDivisions } from '../../divisions/useDivisions.ts';
import { idNoWarning, isRawRecord, meaning, type Problems, type Raw } from './entryLogic.ts';
import { Pills, type Choice } from './Pills.tsx';

export interface FactInputProps {
  readonly id: string;
  readonly label: string;
  readonly shape: Shape;
  readonly raw: Raw;
  readonly path: string;
  readonly problems: Problems;
  readonly onChange: (raw: Raw) => void;
  /** "Has none" is an answer of this fact. */
  readonly nullable?: boolean;
}

const text = (raw: Raw): string => (typeof raw === 'string' ? raw : '');
const list = (raw: Raw): readonly string[] => (Array.isArray(raw) ? raw.map(String) : []);

/** A label for one field; a caption where the field is a group whose members have names of their own. */
export function FieldLabel({ id, shape, compact = false, children }: { readonly id: string; readonly shape: Shape; readonly compact?: boolean; readonly children: ReactNode }) {
  const isGroup =
    shape.kind === 'truth' || shape.kind === 'choices' || shape.kind === 'record' || shape.kind === 'records' || shape.kind === 'location' || (shape.kind === 'choice' && !compact);
  return isGroup ? <span className="field-label">{children}</span> : <label htmlFor={id}>{children}</label>;
}

/** Why a field is not taken, under it. */
export function ProblemOf({ path, problems }: { readonly path: string; readonly problems: Problems }) {
  const { t } = useTranslation(['entry']);
  const found = problems[path];
  return found === undefined ? null : (
    <span id={`problem-${path}`} className="entry-problem" role="alert">
      {t(`entry:problem.${found}`)}
    </span>
  );
}

function TextField({ id, shape, raw, path, problems, compact, onChange }: FactInputProps & { readonly compact?: boolean }) {
  const { t } = useTranslation(['entry', 'domain']);
  const isWrong = problems[path] !== undefined;
  const shared = {
    id,
    value: text(raw),
    'aria-invalid': isWrong,
    ...(isWrong ? { 'aria-describedby': `problem-${path}` } : {}),
    onChange: (event: { target: { value: string } }) => onChange(event.target.value === '' ? undefined : event.target.value),
  };
  if (shape.kind === 'text' && shape.long === true) return <textarea {...shared} className="text-input" rows={3} maxLength={shape.max} />;
  const numeric = shape.kind === 'number' || shape.kind === 'phone';
  const warning = shape.kind === 'idNo' ? idNoWarning(text(raw)) : null;
  const field = (
    <input
      {...shared}
      className="text-input"
      autoComplete="off"
      maxLength={shape.kind === 'text' ? shape.max : shape.kind === 'idNo' ? 24 : 40}
      inputMode={numeric ? 'decimal' : 'text'}
      {...(shape.kind === 'date' ? { placeholder: compact === true ? t('entry:dateShort') : t('entry:dateHint') } : {})}
    />
  );
  return (
    <>
      {shape.kind === 'number' && shape.unit === 'yuan' ? (
        <span className="with-unit">
          {field}
          <span className="quiet">{t('entry:yuan')}</span>
        </span>
      ) : (
        field
      )}
      {warning !== null && warning !== undefined && <span className="entry-warning">{t(`domain:idNoProblem.${warning}`)}</span>}
    </>
  );
}

function DivisionField({ id, label, raw, onChange }: FactInputProps) {
  const tree = useDivisions();
  const villages = [...(tree?.byCode.values() ?? [])].filter((division) => levelOf(division.code) === 'village');
  return (
    <Select<string>
      id={id}
      showSearch
      optionFilterProp="label"
      aria-label={label}
      value={typeof raw === 'string' ? raw : null}
      onChange={(code) => onChange(code)}
      options={villages.map((village) => ({
        value: village.code,
        label: [village.name, tree?.byCode.get(`${village.code.slice(0, 9)}000`)?.name].filter((part) => part !== undefined).join(' · '),
      }))}
    />
  );
}

function LocationField({ id, raw, onChange }: FactInputProps) {
  const { t } = useTranslation(['entry', 'domain']);
  const at = isRawRecord(raw) ? raw : {};
  const [busy, setBusy] = useState(false);
  const part = (name: 'lng' | 'lat', more: { readonly id?: string }): ReactNode => (
    <input
      {...more}
      className="text-input"
      inputMode="decimal"
      autoComplete="off"
      placeholder={t(`domain:factField.${name}`)}
      aria-label={t(`domain:factField.${name}`)}
      value={text(at[name])}
      onChange={(event) => onChange({ ...at, [name]: event.target.value })}
    />
  );
  return (
    <span className="entry-location">
      {part('lng', { id })}
      {part('lat', {})}
      <Button
        icon={<AimOutlined />}
        loading={busy}
        onClick={() => {
          setBusy(true);
          void takeFix().then((fix) => {
            setBusy(false);
            if (fix !== null) onChange({ lng: fix.lng.toFixed(6), lat: fix.lat.toFixed(6) });
          });
        }}
      >
        {t('entry:here')}
      </Button>
    </span>
  );
}

/** Fields of a record, each with its own label. */
function RecordFields({
  id,
  fields,
  raw,
  path,
  problems,
  onChange,
}: { readonly fields: Readonly<Record<string, Field>>; readonly onChange: (raw: Raw) => void } & Omit<FactInputProps, 'shape' | 'label' | 'onChange'>) {
  const word = useWord();
  const { t } = useTranslation(['entry']);
  const values = isRawRecord(raw) ? raw : {};
  const names = Object.entries(fields);
  return (
    <div className="entry-record">
      {names.map(([name, field], index) => {
        const label = word('domain:factField', name);
        const fieldId = index === 0 ? id : `${id}-${name}`;
        return (
          <div key={name} className={['choices', 'text'].includes(field.kind) && (field.kind === 'choices' || ('long' in field && field.long === true)) ? 'field wide' : 'field'}>
            <FieldLabel id={fieldId} shape={field} compact>
              {label}
              {field.optional === true ? '' : ` ${t('entry:mark')}`}
            </FieldLabel>
            <FactInput
              id={fieldId}
              label={label}
              shape={field}
              raw={values[name]}
              path={`${path}.${name}`}
              problems={problems}
              onChange={(given) => onChange({ ...values, [name]: given })}
              compact
            />
            <ProblemOf path={`${path}.${name}`} problems={problems} />
          </div>
        );
      })}
    </div>
  );
}

function RecordRows({ id, label, shape, raw, path, problems, onChange }: FactInputProps & { readonly shape: Extract<Shape, { kind: 'records' }> }) {
  const { t } = useTranslation(['entry']);
  const rows: readonly Raw[] = Array.isArray(raw) ? raw : [];
  const put = (next: readonly Raw[]): void => onChange(next.length === 0 ? undefined : next);
  return (
    <div className="entry-rows">
      {rows.map((row, index) => (
        <div key={index} className="entry-row" role="group" aria-label={t('entry:rowOf', { label, number: index + 1 })}>
          <span className="entry-row-number" aria-hidden="true">
            {index + 1}
          </span>
          <RecordFields
            id={`${id}-${index}`}
            fields={shape.fields}
            raw={row}
            path={`${path}.${index}`}
            problems={problems}
            onChange={(given) => put(rows.map((one, at) => (at === index ? given : one)))}
          />
          <span className="entry-row-actions">
            {index > 0 && (
              <Button
                type="text"
                size="small"
                icon={<ArrowUpOutlined />}
                aria-label={t('entry:moveUp', { number: index + 1 })}
                onClick={() => put(rows.map((one, at) => (at === index - 1 ? (rows[index] as Raw) : at === index ? (rows[index - 1] as Raw) : one)))}
              />
            )}
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={t('entry:removeRow', { number: index + 1 })}
              onClick={() => put(rows.filter((_, at) => at !== index))}
            />
          </span>
        </div>
      ))}
      <Button
        id={rows.length === 0 ? id : `${id}-add`}
        size="small"
        icon={<PlusOutlined />}
        disabled={raw === null || rows.length >= shape.limit}
        onClick={() => {
          onChange([...rows, {}]);
          setTimeout(() => document.getElementById(`${id}-${rows.length}`)?.focus());
        }}
      >
        {t('entry:addRow', { label })}
      </Button>
      <ProblemOf path={path} problems={problems} />
    </div>
  );
}

function Content(props: FactInputProps & { readonly compact?: boolean }) {
  const { t } = useTranslation(['common']);
  const word = useWord();
  const { id, label, shape, raw, compact, onChange } = props;
  switch (shape.kind) {
    case 'choice':
    case 'choices': {
      const choices: readonly Choice[] = shape.codes.map((code) => ({ code: String(code), label: word(`domain:${shape.word}`, String(code)) }));
      const several = shape.kind === 'choices';
      const chosen = several ? list(raw) : typeof raw === 'string' ? [raw] : [];
      if (compact === true && !several)
        return (
          <select id={id} className="text-input" value={text(raw)} onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}>
            <option value=""> </option>
            {choices.map((choice) => (
              <option key={choice.code} value={choice.code}>
                {choice.label}
              </option>
            ))}
          </select>
        );
      return (
        <Pills id={id} label={label} choices={choices} chosen={chosen} several={several} onChange={(next) => onChange(next.length === 0 ? undefined : several ? next : next[0])} />
      );
    }
    case 'truth':
      return (
        <Pills
          id={id}
          label={label}
          choices={[
            { code: 'true', label: t('common:yes') },
            { code: 'false', label: t('common:no') },
          ]}
          chosen={typeof raw === 'string' ? [raw] : []}
          onChange={(next) => onChange(next[0])}
        />
      );
    case 'texts':
      return (
        <Select<string[]>
          id={id}
          mode="tags"
          open={false}
          suffixIcon={null}
          aria-label={label}
          tokenSeparators={['、', '，', ',', '；', ';']}
          value={[...list(raw)]}
          onChange={(next) => onChange(next.length === 0 ? undefined : next)}
        />
      );
    case 'division':
      return <DivisionField {...props} />;
    case 'location':
      return <LocationField {...props} />;
    case 'record':
      return <RecordFields {...props} fields={shape.fields} />;
    case 'records':
      return <RecordRows {...props} shape={shape} />;
    default:
      return <TextField {...props} />;
  }
}

/** Facts that may be "none": a person without spouse, without children, without illness. */
const mayBeNone = (shape: Shape, nullable: boolean): boolean => nullable || shape.kind === 'records' || shape.kind === 'texts';

export function FactInput(props: FactInputProps & { readonly compact?: boolean }) {
  const { t } = useTranslation(['entry']);
  const { raw, shape, nullable = false, compact, onChange, label } = props;
  const isNone = raw === null || (shape.kind === 'records' && Array.isArray(raw) && raw.length === 0) || (shape.kind === 'texts' && Array.isArray(raw) && raw.length === 0);
  if (compact === true || !mayBeNone(shape, nullable)) return <Content {...props} />;
  // Whoever has been named is not nobody: the choice is offered while nothing stands there.
  const isOpen = isNone || (shape.kind === 'records' ? raw === undefined : meaning(shape, raw, props.path).kind === 'nothing');
  return (
    <div className={`entry-or-none ${shape.kind}`}>
      {!isNone && <Content {...props} />}
      {isOpen && (
        <button
          {...(isNone ? { id: props.id } : {})}
          type="button"
          className="pill"
          role="checkbox"
          aria-checked={isNone}
          aria-label={t('entry:noneOf', { label })}
          onClick={() => onChange(isNone ? undefined : null)}
        >
          {t('entry:none')}
        </button>
      )}
    </div>
  );
}
