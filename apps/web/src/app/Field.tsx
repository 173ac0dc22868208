// The field app's frame: sign-in or screens, the state of network and sending in words on top, the
// way around and the red button below.
import { Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDevice, useGuardState, useOnline, useRoomShare, useSnapshot, useSyncStatus } from '../platform/device/app.tsx';
import { WARN_AT } from '../platform/device/room.ts';
import { pinDue } from '../platform/device/pinOffer.ts';
import { useWord } from '../platform/i18n/useWords.ts';
import { unsentAttachments } from '../platform/attachments/attachment.ts';
import { unsent } from '../platform/outbox/outbox.ts';
import { useAppearance, usePreferences } from '../platform/preferences.ts';
import type { AppUpdate } from '../platform/sw/register.ts';
import { FirstPasswordScreen, SignInScreen } from '../modules/access/field/SignInScreen.tsx';
import { CampaignMarks } from '../modules/campaigns/field/CampaignMarks.tsx';
import { CampaignNotice } from '../modules/campaigns/field/CampaignNotice.tsx';
import { DoubtNotice } from '../modules/plausibility/field/DoubtNotice.tsx';
import { EmergencyScreen } from '../modules/visits/field/EmergencyScreen.tsx';
import { RecordsScreen } from '../modules/visits/field/RecordsScreen.tsx';
import { SavedScreen } from '../modules/visits/field/SavedScreen.tsx';
import { TodayScreen } from '../modules/visits/field/TodayScreen.tsx';
import { Icon, type IconName } from '../ui/field/icons.tsx';
import { address, usePlace, type Place, type ScreenName } from '../ui/field/route.ts';
import { applyTokens } from '../ui/tokens.ts';
import {
  CampaignBring,
  CampaignScreen,
  CampaignSection,
  DoubtsScreen,
  ElderScreen,
  fetchLater,
  GroupScreen,
  LockScreen,
  MapScreen,
  MeScreen,
  NewPersonScreen,
  PinScreen,
  RecordScreen,
  SurveyScreen,
  SurveysScreen,
  VisitScreen,
} from './laterScreens.ts';

export interface Updates {
  current(): AppUpdate | null;
  subscribe(listener: () => void): () => void;
}

export function Field({ updates }: { readonly updates: Updates }) {
  const appearance = useAppearance();
  const { textSize } = usePreferences();
  const { i18n } = useTranslation();
  const { session } = useSnapshot();
  const place = usePlace();
  useEffect(() => applyTokens(appearance), [appearance]);
  useEffect(fetchLater, []);
  useEffect(() => {
    document.documentElement.style.fontSize = `${textSize}%`;
  }, [textSize]);
  useEffect(() => {
    scrollTo(0, 0);
  }, [place.screen, place.id]);

  const { now } = useDevice();
  const guard = useGuardState();
  // Asked once at the start: nobody is stopped in the middle of a visit.
  const [due] = useState(() => guard.kind === 'none' && session !== null && session.token !== null && pinDue(now()));

  if (guard.kind === 'locked')
    return (
      <div className="f-app" lang={i18n.language}>
        <Suspense>
          <LockScreen />
        </Suspense>
      </div>
    );
  const signedOut = session === null || (session.token === null && session.ended !== 'expired');
  const again = session?.token === null && place.screen === 'signIn';
  if (signedOut || again)
    return (
      <div className="f-app" lang={i18n.language}>
        <SignInScreen />
      </div>
    );
  if (session.principal.mustChangePassword && session.token !== null)
    return (
      <div className="f-app" lang={i18n.language}>
        <FirstPasswordScreen />
      </div>
    );
  if (due && guard.kind === 'none')
    return (
      <div className="f-app" lang={i18n.language}>
        <Strip updates={updates} />
        <main className="f-main">
          <Suspense>
            <PinScreen must />
          </Suspense>
        </main>
      </div>
    );
  return (
    <div className="f-app" lang={i18n.language}>
      <Strip updates={updates} />
      <Suspense fallback={<Opening />}>
        {place.screen === 'visit' && place.id !== null ? (
          <VisitScreen key={place.id} id={place.id} Section={CampaignSection} />
        ) : place.screen === 'survey' && place.id !== null ? (
          <SurveyScreen key={place.id} id={place.id} />
        ) : place.screen === 'surveyNew' && place.id !== null ? (
          <NewPersonScreen key={place.id} id={place.id} />
        ) : (
          <>
            <main className="f-main">
              {guard.kind === 'none' && place.screen === 'today' ? <PinOffer /> : null}
              {place.screen === 'today' || place.screen === 'records' ? <DoubtNotice /> : null}
              {place.screen === 'today' ? <CampaignNotice /> : null}
              <Suspense fallback={<Opening />}>
                <Screen place={place} />
              </Suspense>
            </main>
            <Nav place={place} />
          </>
        )}
      </Suspense>
    </div>
  );
}

const Opening = () => {
  const { t } = useTranslation('field');
  return <p role="status">{t('starting')}</p>;
};

function Screen({ place }: { readonly place: Place }) {
  switch (place.screen) {
    case 'elder':
      return <ElderScreen key={place.id} id={place.id ?? ''} Notes={CampaignBring} />;
    case 'saved':
      return <SavedScreen id={place.id ?? ''} />;
    case 'map':
      return <MapScreen />;
    case 'group':
      return <GroupScreen />;
    case 'campaign':
      return <CampaignScreen key={place.id} id={place.id ?? ''} />;
    case 'doubts':
      return <DoubtsScreen />;
    case 'record':
      return <RecordScreen key={place.id} id={place.id ?? ''} />;
    case 'records':
      return <RecordsScreen />;
    case 'pin':
      return <PinScreen />;
    case 'me':
      return <MeScreen />;
    case 'emergency':
      return <EmergencyScreen key={place.id} id={place.id} />;
    case 'surveys':
    case 'survey':
    case 'surveyNew':
      return <SurveysScreen />;
    case 'today':
    case 'visit':
    case 'signIn':
      return <TodayScreen Marks={CampaignMarks} />;
  }
}

/** Network and sending in one sentence; a new version of the app where one is ready. */
function Strip({ updates }: { readonly updates: Updates }) {
  const { t } = useTranslation(['field', 'phone']);
  const word = useWord();
  const { session, outbox, attachments, lastPull } = useSnapshot();
  const share = useRoomShare();
  const pictures = unsentAttachments(attachments.values(), outbox);
  const online = useOnline();
  const status = useSyncStatus();
  const [update, setUpdate] = useState(updates.current);
  useEffect(() => updates.subscribe(() => setUpdate(() => updates.current())), [updates]);
  const attention = outbox.filter((entry) => entry.state === 'attention').length;
  const own = outbox.filter((entry) => entry.accountId === session?.principal.accountId);
  const waiting = own.filter((entry) => entry.state === 'waiting').length;
  const away = status.reached === false && (lastPull === null || status.failedAt === null || lastPull.at < status.failedAt);

  if (session?.ended === 'expired') {
    return (
      <a className="f-strip f-strip-amber" href={address('signIn')}>
        <span>
          {t('net.expired')} <u>{t('net.signIn')}</u>
        </span>
      </a>
    );
  }
  const say = (tone: string, icon: IconName | null, words: string) => (
    <div className={`f-strip ${tone}`} role="status">
      {icon === null ? null : <Icon name={icon} />}
      <span>{words}</span>
    </div>
  );
  return (
    <>
      {!online
        ? say('f-strip-amber', 'noSignal', waiting > 0 ? t('net.offlineWaiting', { count: waiting }) : t('net.offline'))
        : status.sending.length > 0
          ? say('', null, t('net.sending', { count: status.sending.length }))
          : status.phase === 'uploading'
            ? say('', null, t('phone:net.uploading', { count: pictures }))
            : status.phase === 'pulling'
              ? say('', null, t('net.reading'))
              : status.problem !== null
                ? say('f-strip-danger', 'alarm', word('errors:', status.problem.code, status.problem.details))
                : away
                  ? say('f-strip-amber', 'noSignal', waiting > 0 ? t('net.awayWaiting', { count: waiting }) : t('net.away'))
                  : attention > 0
                    ? say('f-strip-danger', 'alarm', t('net.attention', { count: attention }))
                    : say(
                        '',
                        'check',
                        waiting === 0 && pictures > 0
                          ? t('phone:net.pictures', { count: pictures })
                          : waiting > 0
                            ? t('net.waiting', { count: waiting })
                            : outbox.length > 0
                              ? t('net.allSent')
                              : t('net.ready'),
                      )}
      {share !== null && share >= WARN_AT ? say('f-strip-amber', 'alarm', t('phone:net.room', { percent: Math.round(share * 100) })) : null}
      {update === null ? null : (
        <button type="button" className="f-strip f-strip-amber" onClick={update.take}>
          {t('net.update')}
        </button>
      )}
    </>
  );
}

/** One sentence and the way to it, above the day's list. */
function PinOffer() {
  const { t } = useTranslation('phone');
  return (
    <a className="f-notice f-notice-amber" href={address('pin')}>
      <span>
        {t('pin.offer')} <u>{t('pin.offerLink')}</u>
      </span>
    </a>
  );
}

const tabs: readonly { readonly screen: Extract<ScreenName, 'today' | 'surveys' | 'records' | 'me'>; readonly covers: readonly ScreenName[] }[] = [
  { screen: 'today', covers: ['today', 'map', 'group', 'campaign', 'elder', 'visit', 'saved'] },
  { screen: 'surveys', covers: ['surveys'] },
  { screen: 'records', covers: ['records'] },
  { screen: 'me', covers: ['me', 'pin'] },
];

function Nav({ place }: { readonly place: Place }) {
  const { t } = useTranslation('field');
  const { outbox, feed } = useSnapshot();
  // Surveys have a tab while a round runs for whoever carries this phone.
  const shown = tabs.filter(({ screen }) => screen !== 'surveys' || place.screen === 'surveys' || (feed.get('surveyRound')?.size ?? 0) > 0);
  const count = unsent(outbox);
  const about = place.screen === 'elder' || place.screen === 'saved' || place.screen === 'emergency' ? place.id : null;
  return (
    <nav className="f-bar f-nav" aria-label={t('nav.label')}>
      {shown.map(({ screen, covers }) => (
        <a key={screen} href={address(screen)} aria-current={covers.includes(place.screen) ? 'page' : undefined}>
          <Icon name={screen} />
          <span>{t(`nav.${screen}`)}</span>
          {screen === 'records' && count > 0 ? <span className="f-nav-count">{count}</span> : null}
        </a>
      ))}
      <a className="f-sos" href={address('emergency', about ?? undefined)} aria-current={place.screen === 'emergency' ? 'page' : undefined}>
        <Icon name="alarm" />
        <span>{t('nav.emergency')}</span>
      </a>
    </nav>
  );
}
