// What stands before everything while the phone is locked. Help can be called without opening it.
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useDevice, useGuardState, useSnapshot } from '../../../platform/device/app.tsx';
import { askFingerprint } from '../../../platform/device/fingerprint.ts';
import { unsent } from '../../../platform/outbox/outbox.ts';
import { PIN_LENGTH, PIN_TRIES } from '../../../platform/store/guard.ts';
import { Button, Heading, LinkButton, Notice } from '../../../ui/field/parts.tsx';

export function LockScreen() {
  const { t } = useTranslation(['phone', 'field']);
  const { guard, replica, triggers, now } = useDevice();
  const { outbox } = useSnapshot();
  const state = useGuardState();
  const [asPassword, setAsPassword] = useState(false);
  const [secret, setSecret] = useState('');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const [givingUp, setGivingUp] = useState(false);
  const wiped = state.kind === 'locked' && state.wiped;
  const byPassword = asPassword || wiped;
  const waitMs = useWait(state.kind === 'locked' ? state.notBefore : null, now);

  const opened = async (work: () => Promise<boolean>): Promise<void> => {
    setBusy(true);
    setFailed(false);
    const open = await work();
    setFailed(!open);
    setSecret('');
    setBusy(false);
    await replica.reload();
    if (open) void triggers.kick(true);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (secret !== '') void opened(() => guard.unlock(byPassword ? 'password' : 'pin', secret));
  };
  const digit = (text: string): void => {
    const digits = text.replace(/\D/g, '');
    setSecret(digits);
    if (digits.length === PIN_LENGTH) void opened(() => guard.unlock('pin', digits));
  };
  const finger = async (): Promise<boolean> => {
    const id = guard.fingerId();
    const found = id === null ? null : await askFingerprint(id);
    return found !== null && guard.unlockByFinger(found);
  };
  const giveUp = async (): Promise<void> => {
    if (!givingUp) return setGivingUp(true);
    await guard.giveUp();
    await replica.reload();
    void triggers.kick(true);
  };
  if (state.kind !== 'locked') return null;
  return (
    <main className="f-main">
      <Heading>{t('phone:lock.title')}</Heading>
      {wiped ? (
        <Notice tone="danger" icon="alarm">
          {t('phone:lock.wiped', { count: unsent(outbox) })}
        </Notice>
      ) : null}
      <form className="f-stack" onSubmit={submit}>
        <label className="f-field">
          {byPassword ? t('phone:lock.password') : t('phone:lock.pin')}
          {byPassword ? (
            <input type="password" autoComplete="current-password" value={secret} disabled={busy} onChange={(event) => setSecret(event.target.value)} />
          ) : (
            <input
              type="password"
              inputMode="numeric"
              autoComplete="off"
              className="f-pin"
              maxLength={PIN_LENGTH}
              value={secret}
              disabled={busy || waitMs > 0}
              onChange={(event) => digit(event.target.value)}
            />
          )}
        </label>
        {busy ? <p role="status">{t('phone:lock.opening')}</p> : null}
        {failed && !busy ? (
          <Notice tone="danger" icon="alarm">
            {byPassword || state.wrong === 0 ? t('phone:lock.wrongOther') : t('phone:lock.wrong', { left: PIN_TRIES - state.wrong })}
          </Notice>
        ) : null}
        {waitMs > 0 && !byPassword ? <Notice tone="amber">{t('phone:lock.wait', { count: Math.ceil(waitMs / 1000) })}</Notice> : null}
        {byPassword ? (
          <Button kind="primary" submit disabled={busy}>
            {t('phone:lock.open')}
          </Button>
        ) : null}
      </form>
      {state.finger ? <Button onPress={() => void opened(finger)}>{t('phone:lock.finger')}</Button> : null}
      {wiped ? null : (
        <Button
          kind="quiet"
          onPress={() => {
            setAsPassword(!asPassword);
            setSecret('');
          }}
        >
          {asPassword ? t('phone:lock.byPin') : t('phone:lock.forgotten')}
        </Button>
      )}
      {byPassword ? (
        <>
          {givingUp ? <Notice tone="amber">{t('phone:lock.giveUpSure', { count: unsent(outbox) })}</Notice> : null}
          <Button kind={givingUp ? 'danger' : 'quiet'} onPress={() => void giveUp()}>
            {t('phone:lock.giveUp')}
          </Button>
        </>
      ) : null}
      {unsent(outbox) > 0 ? <p className="f-soft">{t('phone:lock.unsent', { count: unsent(outbox) })}</p> : null}
      <section className="f-section" aria-label={t('field:emergency.title')}>
        <h2>{t('field:emergency.title')}</h2>
        <div className="f-stack">
          <LinkButton kind="danger" to="tel:120">
            {t('field:emergency.call120')}
          </LinkButton>
          <LinkButton to="tel:110">{t('field:emergency.call110')}</LinkButton>
          <LinkButton to="tel:119">{t('field:emergency.call119')}</LinkButton>
        </div>
      </section>
    </main>
  );
}

/** Milliseconds until the next try, counted down by the second. */
function useWait(until: string | null, now: () => number): number {
  const left = (): number => (until === null ? 0 : Math.max(0, Date.parse(until) - now()));
  const [, tick] = useState(0);
  useEffect(() => {
    if (until === null) return undefined;
    const timer = setInterval(() => tick((count) => count + 1), 1_000);
    return () => clearInterval(timer);
  }, [until]);
  return left();
}
