// Building blocks of the field app: one column, large words, targets of 60 px and more. They know no
// domain word; what they say comes from the screens.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from './icons.tsx';
import { address } from './route.ts';

export type ButtonKind = 'primary' | 'plain' | 'danger' | 'quiet';
interface ButtonLook {
  readonly kind?: ButtonKind;
  readonly icon?: IconName;
  readonly children: ReactNode;
}

const inside = ({ icon, children }: ButtonLook) => (
  <>
    {icon === undefined ? null : <Icon name={icon} />}
    <span>{children}</span>
  </>
);

export const Button = (props: ButtonLook & { readonly onPress?: () => void; readonly submit?: boolean; readonly disabled?: boolean }) => (
  <button type={props.submit === true ? 'submit' : 'button'} className={`f-button f-${props.kind ?? 'plain'}`} onClick={props.onPress} disabled={props.disabled === true}>
    {inside(props)}
  </button>
);

/** A link that looks like a button: another screen, or a number to call. */
export const LinkButton = (props: ButtonLook & { readonly to: string; readonly onPress?: () => void; readonly label?: string }) => (
  <a className={`f-button f-${props.kind ?? 'plain'}`} href={props.to} onClick={props.onPress} aria-label={props.label}>
    {inside(props)}
  </a>
);

export const Tag = ({ tone, children }: { readonly tone?: 'pine' | 'amber' | 'danger' | 'good'; readonly children: ReactNode }) => (
  <span className={`f-tag ${tone === undefined ? '' : `f-tag-${tone}`}`}>{children}</span>
);

export interface Option {
  readonly code: string;
  readonly words: string;
  /** A second, smaller word, e.g. that it was so last time. */
  readonly hint?: string;
  readonly tone?: 'danger';
}

/** A row of large choices; tapping the chosen one again takes it back where that is allowed. */
export const Options = (props: {
  readonly label: string;
  readonly options: readonly Option[];
  readonly value: string | undefined;
  readonly onChoose: (code: string | undefined) => void;
  readonly keep?: boolean;
  readonly hideLabel?: boolean;
}) => (
  <fieldset className="f-options">
    <legend className={props.hideLabel === true ? 'hidden-text' : ''}>{props.label}</legend>
    <div className="f-options-row" data-count={props.options.length}>
      {props.options.map((option) => (
        <button
          key={option.code}
          type="button"
          className={`f-option ${option.tone === 'danger' ? 'f-option-danger' : ''}`}
          aria-pressed={props.value === option.code}
          onClick={() => props.onChoose(props.value === option.code && props.keep !== true ? undefined : option.code)}
        >
          {props.value === option.code ? <Icon name="check" size={20} /> : null}
          <span>
            {option.words}
            {option.hint === undefined ? null : <small>{option.hint}</small>}
          </span>
        </button>
      ))}
    </div>
  </fieldset>
);

export const Notice = ({ tone, icon, children }: { readonly tone: 'amber' | 'danger' | 'good' | 'plain'; readonly icon?: IconName; readonly children: ReactNode }) => (
  <div className={`f-notice f-notice-${tone}`} role={tone === 'danger' ? 'alert' : 'status'}>
    {icon === undefined ? null : <Icon name={icon} />}
    <div>{children}</div>
  </div>
);

/** The red button beside the button that ends a form: on every screen of the phone. */
export function SosLink({ about }: { readonly about?: string | undefined }) {
  const { t } = useTranslation('field');
  return (
    <a className="f-sos" href={address('emergency', about)}>
      <Icon name="alarm" />
      <span>{t('nav.emergency')}</span>
    </a>
  );
}

/** A screen's heading with the way back. */
export function Heading({ back, children }: { readonly back?: string; readonly children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <header className="f-heading">
      {back === undefined ? null : (
        <a className="f-back" href={back} aria-label={t('back')}>
          <Icon name="back" size={28} />
        </a>
      )}
      <h1>{children}</h1>
    </header>
  );
}
