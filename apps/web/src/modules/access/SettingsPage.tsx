// What somebody sets for himself: language, size of text, appearance, password.
import { App, Button, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { setPreferences, usePreferences } from '../../platform/preferences.ts';
import { useSession, useSignOut } from '../../platform/session.ts';
import { Page, Panel } from '../../ui/parts.tsx';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import './access.css';

const textSizes = [100, 115, 130, 150] as const;

export function SettingsPage() {
  const { t } = useTranslation(['access', 'shell', 'domain']);
  const { message } = App.useApp();
  const preferences = usePreferences();
  const session = useSession();
  const signOut = useSignOut();
  return (
    <Page title={t('shell:nav.settings')}>
      <div className="settings">
        <Panel title={t('access:account')}>
          <dl className="pairs">
            <dt>{t('access:displayName')}</dt>
            <dd>{session.displayName}</dd>
            <dt>{t('access:username')}</dt>
            <dd>{session.username}</dd>
            <dt>{t('access:role')}</dt>
            <dd>{t(`domain:role.${session.role}`)}</dd>
            <dt>{t('access:scope')}</dt>
            <dd>{session.scopeName}</dd>
          </dl>
          <p style={{ marginBlockStart: 16 }}>
            <Button onClick={() => void signOut()}>{t('shell:signOut')}</Button>
          </p>
        </Panel>
        <Panel title={t('access:screen')}>
          <div className="setting">
            <span>{t('shell:languageLabel')}</span>
            <LanguageSwitch />
          </div>
          <div className="setting">
            <span>{t('access:textSize')}</span>
            <Segmented
              aria-label={t('access:textSize')}
              value={preferences.textSize}
              onChange={(textSize) => setPreferences({ textSize })}
              options={textSizes.map((size) => ({ value: size, label: t(`access:size.${size}`) }))}
            />
          </div>
          <div className="setting">
            <span>{t('access:appearance')}</span>
            <Segmented
              aria-label={t('access:appearance')}
              value={preferences.appearance}
              onChange={(appearance) => setPreferences({ appearance })}
              options={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: t(`access:look.${value}`) }))}
            />
          </div>
        </Panel>
        <Panel title={t('access:changePassword')}>
          <PasswordForm onChanged={() => void message.success(t('access:passwordChanged'))} />
        </Panel>
      </div>
    </Page>
  );
}
