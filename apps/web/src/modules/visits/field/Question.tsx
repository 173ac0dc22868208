// One question of the visit form in the way its kind asks: large choices, several ticks, a figure with
// what it means, words, a signature. Nothing is chosen beforehand.
import { beyond, isFinding, isOrdinary } from '@shouwang/domain/visits';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { inWords } from '../../../platform/i18n/useWords.ts';
import { Icon } from '../../../ui/field/icons.tsx';
import { Options } from '../../../ui/field/parts.tsx';
import { answered, repeats, ticked, UNCHANGED, type FormItem } from './form.ts';
import type { VisitInProgress } from './useVisit.ts';

/** The drawing surface is not needed before somebody signs. */
const Signature = lazy(async () => ({ default: (await import('./Signature.tsx')).Signature }));

export type Last = Readonly<Record<string, unknown>> | null;
interface Asked {
  readonly item: FormItem;
  readonly visit: VisitInProgress;
  readonly last: Last;
}

export function Question({ item, visit, last }: Asked) {
  const { t } = useTranslation('field');
  const value = visit.draft.answers[item.key];
  const set = (answer: string | number | undefined): void => visit.change((before) => answered(before, item.key, answer));
  switch (item.kind) {
    case 'text':
      return (
        <label className="f-field" data-item={item.key}>
          {inWords(item.label)}
          <textarea value={typeof value === 'string' ? value : ''} placeholder={t('visit.text')} maxLength={2000} onChange={(event) => set(event.target.value)} />
        </label>
      );
    case 'number':
    case 'measure':
      return <Figure item={item} value={typeof value === 'number' ? value : undefined} onChange={set} />;
    case 'ticks':
      return <Ticks item={item} chosen={typeof value === 'object' ? value : []} onTick={(code) => visit.change((before) => ticked(before, item.key, code))} />;
    case 'signature':
      return (
        <Suspense fallback={null}>
          <Signature label={inWords(item.label)} kind={item.key} ownerId={visit.draft.commandId} value={typeof value === 'string' ? value : undefined} onChange={set} />
        </Suspense>
      );
    case 'change':
    case 'safety':
    case 'choice':
      return <Choice item={item} visit={visit} last={last} />;
  }
}

function Choice({ item, visit, last }: Asked) {
  const { t } = useTranslation('field');
  const { draft } = visit;
  const value = draft.answers[item.key] ?? (item.filledFrom === undefined ? undefined : (draft.visitorKind ?? undefined));
  const options = (item.options ?? []).map((option) => ({
    code: option.code,
    words: inWords(option.label),
    ...(isFinding(item, option.code) ? { tone: 'danger' as const } : {}),
    ...(repeats(item, last) === option.code && option.code !== UNCHANGED ? { hint: t('visit.asLastItem') } : {}),
  }));
  return (
    <div data-ordinary={isOrdinary(item, draft.mode) && value === undefined ? 'open' : undefined} data-item={item.key}>
      <Options
        label={inWords(item.label)}
        options={options}
        value={typeof value === 'string' ? value : undefined}
        onChoose={(code) => visit.change((before) => answered(before, item.key, code))}
      />
    </div>
  );
}

function Ticks({ item, chosen, onTick }: { readonly item: FormItem; readonly chosen: readonly string[]; readonly onTick: (code: string) => void }) {
  const { t } = useTranslation('visitField');
  return (
    <fieldset className="f-options">
      <legend>
        {inWords(item.label)} <small className="f-soft">{t('ticksHint')}</small>
      </legend>
      <div className="f-ticks">
        {(item.options ?? []).map((option) => {
          const isChosen = chosen.includes(option.code);
          return (
            <button key={option.code} type="button" className="f-option f-tick" aria-pressed={isChosen} onClick={() => onTick(option.code)}>
              <span className="f-tick-box" aria-hidden="true">
                {isChosen ? <Icon name="check" size={20} /> : null}
              </span>
              <span>{inWords(option.label)}</span>
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}

function Figure({ item, value, onChange }: { readonly item: FormItem; readonly value: number | undefined; readonly onChange: (value: number | undefined) => void }) {
  const { t } = useTranslation('visitField');
  const odd = beyond(item, value) !== null;
  const found = !odd && isFinding(item, value);
  const hint = `${item.key}-hint`;
  return (
    <div className="f-field" data-item={item.key}>
      <label htmlFor={`${item.key}-figure`}>
        {inWords(item.label)}
        {item.unit === undefined ? null : <small className="f-soft"> {inWords(item.unit)}</small>}
      </label>
      <input
        id={`${item.key}-figure`}
        type="number"
        inputMode="decimal"
        step="any"
        value={value ?? ''}
        placeholder={item.kind === 'measure' ? t('measure.placeholder') : ''}
        aria-describedby={odd || found ? hint : undefined}
        aria-invalid={odd}
        onChange={(event) => onChange(event.target.value === '' || Number.isNaN(event.target.valueAsNumber) ? undefined : event.target.valueAsNumber)}
      />
      {odd || found ? (
        <p id={hint} className="f-warn" role="status">
          <Icon name="alarm" size={20} /> {odd ? t('measure.beyond') : t(item.high !== undefined && (value ?? 0) >= item.high ? 'measure.high' : 'measure.low')}
        </p>
      ) : null}
    </div>
  );
}
