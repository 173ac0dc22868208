// The person and the phone: last contact, language, size of text, installing, signing out.
import { CLOCK_TOLERANCE_MS } from '@shouwang/domain/sync';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDevice, useGuardState, useSnapshot, useSyncStatus } from '../../../platform/device/app.tsx';
import { endSession } from '../../../platform/device/session.ts';
import { formatInstant } from '../../../platform/i18n/format.ts';
import { chooseLanguage, currentLanguage, type Language } from '../../../platform/i18n/setup.ts';
import { setPreferences, usePreferences, type Preferences } from '../../../platform/preferences.ts';
import { unsent } from '../../../platform/outbox/outbox.ts';
import { Button, Heading, LinkButton, Notice, Options } from '../../../ui/field/parts.tsx';
import { address } from '../../../ui/field/route.ts';
import { installOffer, onInstallOffer } from '../../../platform/device/install.ts';

const sizes = [100, 130, 150, 200] as const satisfies readonly Preferences['textSize'][];
const looks = ['system', 'light', 'sun', 'dark'] as const satisfies readonly Preferences['appearance'][];
/** Each language in its own words, as nobody reads the other one's. */
const languageNames: readonly { readonly code: Language; readonly words: string }[] = [
  { code: 'zh-CN', words: '\u7b80\u4f53\u4e2d\u6587' },
  { code: 'en', words: 'English' },
];

export function MeScreen() {
  const { t } = useTranslation(['field', 'phone']);
  const { triggers, store } = useDevice();
  const damaged = store.damaged();
  const guarded = useGuardState().kind !== 'none';
  const { session, lastPull } = useSnapshot();
  const status = useSyncStatus();
  const preferences = usePreferences();
  const wrongClock = lastPull !== null && Math.abs(lastPull.offsetMs) > CLOCK_TOLERANCE_MS;
  return (
    <>
      <Heading>{t('me.title')}</Heading>
      <section className="f-panel">
        <p className="f-name">{session?.principal.displayName}</p>
        <p className="f-line">
          {session?.principal.username}
          {session?.principal.scopeName === '' ? '' : ` · ${session?.principal.scopeName ?? ''}`}
        </p>
        <p className="f-line">{lastPull === null ? t('me.neverContact') : t('me.lastContact', { when: formatInstant(lastPull.at) })}</p>
        <Button onPress={() => void triggers.kick(true)} disabled={status.phase !== 'idle'}>
          {t('me.sync')}
        </Button>
      </section>
      {wrongClock ? (
        <Notice tone="amber" icon="alarm">
          {t('me.clock', { minutes: Math.round(Math.abs(lastPull.offsetMs) / 60_000) })}
        </Notice>
      ) : null}
      {damaged > 0 ? (
        <Notice tone="danger" icon="alarm">
          {t('phone:damaged', { count: damaged })}
        </Notice>
      ) : null}
      <LinkButton to={address('pin')}>{guarded ? t('phone:pin.meOn') : t('phone:pin.me')}</LinkButton>
      <Options
        label={t('me.language')}
        keep
        options={languageNames}
        value={currentLanguage()}
        onChoose={(code) => void chooseLanguage(languageNames.find((each) => each.code === code)?.code ?? 'zh-CN')}
      />
      <Options
        label={t('me.textSize')}
        keep
        options={sizes.map((size) => ({ code: String(size), words: t(`me.size.${size}`) }))}
        value={String(preferences.textSize)}
        onChoose={(code) => setPreferences({ textSize: sizes.find((size) => String(size) === code) ?? 100 })}
      />
      <Options
        label={t('me.appearance')}
        keep
        options={looks.map((look) => ({ code: look, words: t(`me.look.${look}`) }))}
        value={preferences.appearance}
        onChoose={(code) => setPreferences({ appearance: looks.find((look) => look === code) ?? 'system' })}
      />
      <Install />
      <Notice tone="plain">{t('me.privacy')}</Notice>
      <SignOut />
    </>
  );
}

function Install() {
  const { t } = useTranslation('field');
  const [offer, setOffer] = useState(installOffer);
  useEffect(() => onInstallOffer(() => setOffer(() => installOffer())), []);
  if (offer === null) return null;
  return (
    <section className="f-panel">
      <Button icon="home" onPress={() => void offer.prompt()}>
        {t('me.install')}
      </Button>
      <p className="f-soft">{t('me.installHint')}</p>
    </section>
  );
}

function SignOut() {
  const { t } = useTranslation('field');
  const { store, replica } = useDevice();
  const { outbox } = useSnapshot();
  const [asked, setAsked] = useState(false);
  const waiting = unsent(outbox);
  const press = async (): Promise<void> => {
    if (!asked) return setAsked(true);
    await endSession(store, null);
    await replica.reload();
  };
  return (
    <>
      {asked ? (
        <Notice tone="amber" icon="alarm">
          {waiting > 0 ? t('me.signOutWarn', { count: waiting }) : t('me.signOutSure')}
        </Notice>
      ) : null}
      <Button kind={asked ? 'danger' : 'plain'} onPress={() => void press()}>
        {t('me.signOut')}
      </Button>
    </>
  );
}
