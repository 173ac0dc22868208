// Change of the own password; the same form at first sign-in and in the settings.
import { Button, Input } from 'antd';
import { changePassword } from '@shouwang/contract/access';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { useSentence } from '../../ui/states.tsx';

export function PasswordForm({ onChanged }: { readonly onChanged: () => void }) {
  const { t } = useTranslation(['access']);
  const sentence = useSentence();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (next !== again) {
      setProblem(t('access:notTheSame'));
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await call(changePassword, { body: { current, next } });
      setCurrent('');
      setNext('');
      setAgain('');
      onChanged();
    } catch (error) {
      setProblem(sentence(error));
    }
    setBusy(false);
  };
  return (
    <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
      <div className="field">
        <label htmlFor="current-password">{t('access:currentPassword')}</label>
        <Input.Password id="current-password" autoComplete="current-password" value={current} onChange={(event) => setCurrent(event.target.value)} />
      </div>
      <div className="field">
        <label htmlFor="next-password">{t('access:nextPassword')}</label>
        <Input.Password id="next-password" autoComplete="new-password" value={next} onChange={(event) => setNext(event.target.value)} aria-describedby="password-hint" />
        <span id="password-hint" className="panel-note">
          {t('access:passwordHint')}
        </span>
      </div>
      <div className="field">
        <label htmlFor="again-password">{t('access:againPassword')}</label>
        <Input.Password id="again-password" autoComplete="new-password" value={again} onChange={(event) => setAgain(event.target.value)} />
      </div>
      {problem !== null && (
        <p role="alert" className="sign-in-problem">
          {problem}
        </p>
      )}
      <Button type="primary" htmlType="submit" loading={busy} disabled={current === '' || next === ''}>
        {t('access:changePassword')}
      </Button>
    </form>
  );
}
