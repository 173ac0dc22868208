// The 26 items, one a row: options as buttons with their score, filled by mouse or by digits alone.
import { abilityDimensions, abilityItems, type AbilityItem, type AbilityTally } from '@shouwang/domain/assessments';
import { useTranslation } from 'react-i18next';
import type { KeyboardEvent } from 'react';
import { inWords } from '../../platform/i18n/useWords.ts';
import { Panel } from '../../ui/parts.tsx';
import { neighbourOf, optionOfKey } from './sheets.ts';

/** Puts the keyboard into an item: on what is chosen there, else on its first option. */
export function focusItem(key: string): void {
  const group = document.getElementById(`item-${key}`);
  const radio = group?.querySelector<HTMLInputElement>('input:checked') ?? group?.querySelector<HTMLInputElement>('input');
  radio?.focus({ preventScroll: true });
  group?.scrollIntoView({ block: 'nearest' });
}

function ItemRow({ item, answer, choose }: { readonly item: AbilityItem; readonly answer: string | undefined; readonly choose: (code: string) => void }) {
  const pressed = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const next = neighbourOf(item.key, event.key === 'ArrowDown' ? 1 : -1);
      event.preventDefault();
      if (next !== null) focusItem(next);
      return;
    }
    const code = optionOfKey(item.key, event.key);
    if (code === undefined) return;
    event.preventDefault();
    choose(code);
    const next = neighbourOf(item.key, 1);
    if (next !== null) focusItem(next);
  };
  return (
    <fieldset className="item" id={`item-${item.key}`} onKeyDown={pressed}>
      <legend className="item-name">
        <span className="item-no">{item.no}</span> <strong>{inWords(item.label)}</strong>
        {item.hint !== undefined && <span className="panel-note">{inWords(item.hint)}</span>}
      </legend>
      <div className="item-options">
        {item.options.map((option) => (
          <label key={option.code} className={answer === option.code ? 'item-option chosen' : 'item-option'}>
            <input type="radio" name={`item-${item.key}`} value={option.code} checked={answer === option.code} onChange={() => choose(option.code)} />
            <b>{option.score}</b>
            <span>{inWords(option.label)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function AbilityItems({
  answers,
  tally,
  change,
}: {
  readonly answers: Readonly<Record<string, string>>;
  readonly tally: AbilityTally;
  readonly change: (answers: Readonly<Record<string, string>>) => void;
}) {
  const { t } = useTranslation(['assessments']);
  return (
    <>
      {abilityDimensions.map((dimension) => {
        const { score, maximum, answered, items } = tally.dimensions[dimension];
        return (
          <Panel
            key={dimension}
            title={t(`assessments:dimension.${dimension}`)}
            note={answered < items ? t('assessments:open', { count: items - answered }) : undefined}
            actions={<strong className="number">{t('assessments:points', { score, maximum })}</strong>}
            bare
          >
            {abilityItems
              .filter((item) => item.dimension === dimension)
              .map((item) => (
                <ItemRow key={item.key} item={item} answer={answers[item.key]} choose={(code) => change({ ...answers, [item.key]: code })} />
              ))}
          </Panel>
        );
      })}
    </>
  );
}
