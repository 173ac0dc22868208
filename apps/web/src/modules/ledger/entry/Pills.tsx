// One or several of a few choices, all of them in sight, made for the keyboard: arrows move, a digit or the
// space bar chooses, Backspace clears; one stop of the Tab key for the whole row.
import { useRef, type KeyboardEvent } from 'react';

export interface Choice {
  readonly code: string;
  readonly label: string;
}

export function Pills({
  id,
  label,
  choices,
  chosen,
  several = false,
  onChange,
}: {
  readonly id: string;
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly chosen: readonly string[];
  readonly several?: boolean;
  readonly onChange: (chosen: readonly string[]) => void;
}) {
  const row = useRef<HTMLDivElement>(null);
  const choose = (code: string): void => {
    if (several) onChange(chosen.includes(code) ? chosen.filter((one) => one !== code) : choices.map((one) => one.code).filter((one) => one === code || chosen.includes(one)));
    else onChange(chosen.includes(code) ? [] : [code]);
  };
  const focusAt = (index: number): void => row.current?.querySelectorAll<HTMLButtonElement>('button')[(index + choices.length) % choices.length]?.focus();
  const press = (event: KeyboardEvent, index: number): void => {
    const { key } = event;
    if (key === 'ArrowRight' || key === 'ArrowDown') focusAt(index + 1);
    else if (key === 'ArrowLeft' || key === 'ArrowUp') focusAt(index - 1);
    else if (key === 'Backspace' || key === 'Delete') onChange([]);
    else if (/^[1-9]$/.test(key) && choices[Number(key) - 1] !== undefined) {
      choose((choices[Number(key) - 1] as Choice).code);
      focusAt(Number(key) - 1);
    } else return;
    event.preventDefault();
  };
  const first = Math.max(
    0,
    choices.findIndex((one) => chosen.includes(one.code)),
  );
  return (
    <div ref={row} className="pills" role={several ? 'group' : 'radiogroup'} aria-label={label}>
      {choices.map((choice, index) => {
        const isChosen = chosen.includes(choice.code);
        return (
          <button
            key={choice.code}
            {...(index === first ? { id } : {})}
            type="button"
            className="pill"
            role={several ? 'checkbox' : 'radio'}
            aria-checked={isChosen}
            tabIndex={index === first ? 0 : -1}
            onClick={() => choose(choice.code)}
            onKeyDown={(event) => press(event, index)}
          >
            {choice.label}
          </button>
        );
      })}
    </div>
  );
}
