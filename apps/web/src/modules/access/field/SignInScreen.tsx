// Signing in on a phone: once, with signal; afterwards the phone's own credential does.
import { changePassword } from '@shouwang/contract/access';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiRefusal } from '../../../platform/api.ts';
import { useDevice, useOnline, useSnapshot } from '../../../platform/device/app.tsx';
import { justTyped } from '../../../platform/device/pinOffer.ts';
import { signInDevice } from '../../../platform/device/session.ts';
import { chooseLanguage, currentLanguage } from '../../../platform/i18n/setup.ts';
import { useWord } from '../../../platform/i18n/useWords.ts';
import { unsent } from '../../../platform/outbox/outbox.ts';
import { Button, Heading, Notice } from '../../../ui/field/parts.tsx';
import { replaceBy } from '../../../ui/field/route.ts';

/** What the desk shows as the device's name; nothing that tells one person's phone from another's. */
export const deviceLabel = (phone: string): string => `${phone} ${/Android|iPhone|iPad|Windows|Mac|Linux/.exec(navigator.userAgent)?.[0] ?? ''}`.trim();

export function SignInScreen() {
  const { t } = useTranslation('field');
  const { store, client, guard, newId, replica, triggers } = useDevice();
  const { session, outbox } = useSnapshot();
  const online = useOnline();
  const [username, setUsername] = useState(session?.principal.username ?? '');
  const [password, setPassword] = useState('');
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (username.trim() === '' || password === '') return setTrouble('incomplete');
    setBusy(true);
    setTrouble(null);
    try {
      const signedIn = await signInDevice(store, client, { username: username.trim(), password, label: deviceLabel(t('signIn.phone')), newId });
      if (guard.state().kind === 'open') await guard.setPassword(password);
      justTyped.password = signedIn.principal.mustChangePassword || guard.state().kind === 'none' ? password : '';
      void navigator.storage?.persist?.();
      await replica.reload();
      if (!signedIn.principal.mustChangePassword) replaceBy('today');
      void triggers.kick(true);
    } catch (error) {
      setTrouble(error instanceof ApiRefusal && error.status !== 0 ? { code: error.code, details: error.details } : 'noSignal');
    }
    setBusy(false);
  };
  const ended = session?.ended === 'revoked';
  return (
    <main className="f-main">
      <img src="/field/icon-192.png" alt="" width="84" height="84" />
      <Heading>{t('signIn.title')}</Heading>
      <p className="f-soft">{t('signIn.lead')}</p>
      {ended ? (
        <Notice tone="danger" icon="alarm">
          {t('signIn.revoked', { count: unsent(outbox) })}
        </Notice>
      ) : null}
      {online ? null : (
        <Notice tone="amber" icon="noSignal">
          {t('signIn.noSignal')}
        </Notice>
      )}
      <form className="f-stack" onSubmit={(event) => void submit(event)}>
        <label className="f-field">
          {t('signIn.username')}
          <input name="username" autoComplete="username" autoCapitalize="none" spellCheck={false} value={username} onChange={(event) => setUsername(event.target.value)} />
        </label>
        <label className="f-field">
          {t('signIn.password')}
          <input name="password" type={shown ? 'text' : 'password'} autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} />
        </label>
        <Button kind="quiet" onPress={() => setShown(!shown)}>
          {shown ? t('signIn.hide') : t('signIn.show')}
        </Button>
        <SignInTrouble trouble={trouble} />
        <Button kind="primary" submit disabled={busy}>
          {busy ? t('signIn.entering') : t('signIn.enter')}
        </Button>
      </form>
      <Button kind="quiet" onPress={() => void chooseLanguage(currentLanguage() === 'en' ? 'zh-CN' : 'en')}>
        {t('me.language')}
      </Button>
    </main>
  );
}

type Trouble = 'incomplete' | 'noSignal' | { readonly code: string; readonly details: Readonly<Record<string, unknown>> };

function SignInTrouble({ trouble }: { readonly trouble: Trouble | null }) {
  const { t } = useTranslation('field');
  const word = useWord();
  if (trouble === null) return null;
  return (
    <Notice tone="danger" icon="alarm">
      {typeof trouble === 'string' ? t(`signIn.${trouble}`) : word('errors:', trouble.code, trouble.details)}
      {typeof trouble !== 'string' && (trouble.code === 'auth.wrongPassword' || trouble.code === 'auth.locked') ? <p>{t('signIn.help')}</p> : null}
    </Notice>
  );
}

/** The first password came from an office and is replaced by one's own. */
export function FirstPasswordScreen() {
  const { t } = useTranslation('field');
  const { store, client, guard, replica } = useDevice();
  const { session } = useSnapshot();
  const [current, setCurrent] = useState(justTyped.password);
  const [next, setNext] = useState('');
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (session === null) return;
    try {
      await client.call(changePassword, { body: { current, next } });
      await store.write([{ op: 'put', box: 'device', key: 'session', value: { ...session, principal: { ...session.principal, mustChangePassword: false } } }]);
      if (guard.state().kind === 'open') await guard.setPassword(next);
      justTyped.password = guard.state().kind === 'none' ? next : '';
      await replica.reload();
      replaceBy('today');
    } catch (error) {
      setTrouble(error instanceof ApiRefusal && error.status !== 0 ? { code: error.code, details: error.details } : 'noSignal');
    }
  };
  return (
    <main className="f-main">
      <Heading>{t('signIn.newTitle')}</Heading>
      <p className="f-soft">{t('signIn.newLead')}</p>
      <form className="f-stack" onSubmit={(event) => void submit(event)}>
        {justTyped.password === '' ? (
          <label className="f-field">
            {t('signIn.password')}
            <input name="current" type="password" autoComplete="current-password" value={current} onChange={(event) => setCurrent(event.target.value)} />
          </label>
        ) : null}
        <label className="f-field">
          {t('signIn.newPassword')}
          <input name="next" type="password" autoComplete="new-password" value={next} onChange={(event) => setNext(event.target.value)} />
        </label>
        <SignInTrouble trouble={trouble} />
        <Button kind="primary" submit>
          {t('signIn.setPassword')}
        </Button>
      </form>
    </main>
  );
}
