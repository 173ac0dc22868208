// Sign-in. The only screen before the frame.
import { Button, Input } from 'antd';
import { signIn } from '@shouwang/contract/access';
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { useSetSession } from '../../platform/session.ts';
import { useSentence } from '../../ui/states.tsx';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import './access.css';

export function SignIn() {
  const { t } = useTranslation(['access', 'common']);
  const sentence = useSentence();
  const setSession = useSetSession();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    document.title = `${t('access:signIn')} · ${t('common:product')}`;
  }, [t]);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (username.trim() === '' || password === '') {
      setProblem(t('access:bothNeeded'));
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      setSession(await call(signIn, { body: { username: username.trim(), password } }));
    } catch (error) {
      setProblem(sentence(error));
      setBusy(false);
    }
  };
  return (
    <main className="sign-in">
      <div className="sign-in-side" aria-hidden="true">
        <svg viewBox="0 0 600 400" preserveAspectRatio="xMidYMax slice">
          <path className="hill-far" d="M0 250 C90 190 150 210 230 170 C310 130 370 200 450 165 C520 140 560 160 600 140 V400 H0Z" />
          <path className="hill-mid" d="M0 300 C80 260 170 290 260 240 C350 195 430 280 520 235 C560 218 585 225 600 215 V400 H0Z" />
          <path className="hill-near" d="M0 350 C110 305 200 345 310 308 C420 275 500 330 600 296 V400 H0Z" />
          {[
            [88, 303],
            [142, 318],
            [231, 322],
            [262, 302],
            [372, 289],
            [430, 303],
            [508, 311],
            [330, 226],
            [188, 268],
            [548, 222],
          ].map(([x, y]) => (
            <circle key={`${x}-${y}`} className="lamp" cx={x} cy={y} r="1.8" />
          ))}
        </svg>
        <p className="sign-in-motto">{t('common:motto')}</p>
      </div>
      <div className="sign-in-form">
        <div className="sign-in-brand">
          <img src="/mark.svg" width="44" height="44" alt="" />
          <div>
            <h1>{t('common:product')}</h1>
            <p className="soft">{t('access:what')}</p>
          </div>
        </div>
        <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
          <div className="field">
            <label htmlFor="username">{t('access:username')}</label>
            <Input id="username" size="large" autoComplete="username" autoFocus value={username} onChange={(event) => setUsername(event.target.value)} maxLength={64} />
          </div>
          <div className="field">
            <label htmlFor="password">{t('access:password')}</label>
            <Input.Password id="password" size="large" autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} maxLength={256} />
          </div>
          {problem !== null && (
            <p role="alert" className="sign-in-problem">
              {problem}
            </p>
          )}
          <Button type="primary" htmlType="submit" size="large" block loading={busy}>
            {t('access:signIn')}
          </Button>
        </form>
        <div className="sign-in-foot">
          <LanguageSwitch />
          <a href="/field/">{t('access:toField')}</a>
        </div>
      </div>
    </main>
  );
}
