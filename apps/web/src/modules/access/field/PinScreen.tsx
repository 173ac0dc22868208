// Choosing the phone's PIN: six digits, twice, with the account's password, which opens the phone where the
// PIN is forgotten. Where it was not just typed it is checked by signing in again.
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiRefusal } from '../../../platform/api.ts';
import { useDevice, useGuardState, useSnapshot } from '../../../platform/device/app.tsx';
import { enrolFingerprint, fingerprintOffered } from '../../../platform/device/fingerprint.ts';
import { justTyped } from '../../../platform/device/pinOffer.ts';
import { signInDevice } from '../../../platform/device/session.ts';
import { useWord } from '../../../platform/i18n/useWords.ts';
import { easyPin, PIN_LENGTH } from '../../../platform/store/guard.ts';
import { Button, Heading, Notice } from '../../../ui/field/parts.tsx';
import { address, replaceBy } from '../../../ui/field/route.ts';
import { deviceLabel } from './SignInScreen.tsx';

type Trouble = 'short' | 'easy' | 'differs' | 'noPassword' | 'noSignal' | { readonly code: string; readonly details: Readonly<Record<string, unknown>> };

export function PinScreen({ must = false }: { readonly must?: boolean }) {
  const { t } = useTranslation(['phone', 'field']);
  const word = useWord();
  const { store, client, guard, newId, replica } = useDevice();
  const { session } = useSnapshot();
  const protectedAlready = useGuardState().kind === 'open';
  const [typed] = useState(justTyped.password);
  const [changing, setChanging] = useState(false);
  const [password, setPassword] = useState(typed);
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const wrong = (): Trouble | null =>
    !new RegExp(`^\\d{${PIN_LENGTH}}$`).test(pin) ? 'short' : easyPin(pin) ? 'easy' : pin !== again ? 'differs' : password === '' ? 'noPassword' : null;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const found = wrong();
    setTrouble(found);
    if (found !== null || session === null) return;
    setBusy(true);
    try {
      if (typed === '') await signInDevice(store, client, { username: session.principal.username, password, label: deviceLabel(t('field:signIn.phone')), newId });
      await guard.protect({ pin, password });
      justTyped.password = '';
      setChanging(false);
      await replica.reload();
      replaceBy('pin');
    } catch (error) {
      setTrouble(error instanceof ApiRefusal && error.status !== 0 ? { code: error.code, details: error.details } : 'noSignal');
    }
    setBusy(false);
  };
  const digits = (label: string, value: string, set: (digits: string) => void) => (
    <label className="f-field">
      {label}
      <input
        type="password"
        inputMode="numeric"
        autoComplete="off"
        className="f-pin"
        maxLength={PIN_LENGTH}
        value={value}
        onChange={(event) => set(event.target.value.replace(/\D/g, ''))}
      />
    </label>
  );
  if (protectedAlready && !changing) return <PinDone onAnew={() => setChanging(true)} />;
  return (
    <>
      <Heading {...(must ? {} : { back: address('me') })}>{t('pin.title')}</Heading>
      <p>{must ? t('pin.must') : t('pin.lead')}</p>
      <form className="f-stack" onSubmit={(event) => void submit(event)}>
        {typed === '' ? (
          <label className="f-field">
            {t('pin.password')}
            <input type="password" autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} />
          </label>
        ) : null}
        {digits(t('pin.new'), pin, setPin)}
        {digits(t('pin.again'), again, setAgain)}
        {trouble === null ? null : (
          <Notice tone="danger" icon="alarm">
            {typeof trouble === 'string' ? t(`pin.${trouble}`) : word('errors:', trouble.code, trouble.details)}
          </Notice>
        )}
        <Button kind="primary" submit disabled={busy}>
          {busy ? t('pin.saving') : t('pin.save')}
        </Button>
      </form>
      <p className="f-soft">{t('pin.forgotten')}</p>
    </>
  );
}

/** The lock is there: fingerprint where the phone has it, another PIN, lock now. */
function PinDone({ onAnew }: { readonly onAnew: () => void }) {
  const { t } = useTranslation('phone');
  const { guard, replica } = useDevice();
  const { session } = useSnapshot();
  const state = useGuardState();
  const finger = state.kind === 'open' && state.finger;
  const [offered, setOffered] = useState(false);
  const [declined, setDeclined] = useState(false);
  useEffect(() => void fingerprintOffered().then(setOffered), []);
  const toggle = async (): Promise<void> => {
    if (finger) await guard.setFinger(null);
    else {
      const enrolled = await enrolFingerprint({ app: t('pin.app'), person: session?.principal.displayName ?? '' });
      setDeclined(enrolled === null);
      if (enrolled !== null) await guard.setFinger(enrolled);
    }
    await replica.reload();
  };
  return (
    <>
      <Heading back={address('me')}>{t('pin.title')}</Heading>
      <Notice tone="good" icon="check">
        {t('pin.on')}
      </Notice>
      {offered || finger ? <Button onPress={() => void toggle()}>{finger ? t('pin.fingerOff') : t('pin.fingerOn')}</Button> : null}
      {declined ? <Notice tone="amber">{t('pin.fingerDeclined')}</Notice> : null}
      <Button onPress={onAnew}>{t('pin.change')}</Button>
      <Button
        onPress={() => {
          guard.lock();
          void replica.reload();
        }}
      >
        {t('pin.lockNow')}
      </Button>
    </>
  );
}
