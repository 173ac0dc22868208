// The first password was told by somebody else: it is changed before anything else is opened.
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSession, useSetSession, useSignOut } from '../../platform/session.ts';
import { PasswordForm } from './PasswordForm.tsx';
import './access.css';

export function FirstPassword() {
  const { t } = useTranslation(['access', 'shell']);
  const session = useSession();
  const setSession = useSetSession();
  const signOut = useSignOut();
  return (
    <main className="page first-password stack">
      <h1>{t('access:firstTitle')}</h1>
      <p className="soft">{t('access:firstLead', { name: session.displayName })}</p>
      <PasswordForm onChanged={() => setSession({ ...session, mustChangePassword: false })} />
      <Button type="link" onClick={() => void signOut()}>
        {t('shell:signOut')}
      </Button>
    </main>
  );
}
