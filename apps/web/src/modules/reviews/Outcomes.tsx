// How each file of a bulk step came out: those that were declined by name, with the reason.
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { ApiRefusal } from '../../platform/api.ts';
import { Panel } from '../../ui/parts.tsx';
import { useSentence } from '../../ui/states.tsx';
import type { Outcome } from './useReview.ts';

export function Outcomes({ outcomes, close }: { readonly outcomes: readonly Outcome[]; readonly close: () => void }) {
  const { t } = useTranslation(['reviews', 'common']);
  const sentence = useSentence();
  const declined = outcomes.filter((outcome) => outcome.refusal !== null);
  return (
    <Panel
      title={t('reviews:outcomes')}
      note={[
        t('reviews:outcomeDone', { count: outcomes.length - declined.length }),
        ...(declined.length === 0 ? [] : [t('reviews:outcomeDeclined', { count: declined.length })]),
      ].join(' · ')}
      actions={
        <Button size="small" type="text" onClick={close}>
          {t('common:close')}
        </Button>
      }
      bare={declined.length === 0}
    >
      {declined.length > 0 && (
        <ul className="outcome-list" role="status">
          {declined.map(({ elderId, name, refusal }) => (
            <li key={elderId}>
              <Link to="/ledger/$elderId" params={{ elderId }}>
                {name === '' ? elderId : name}
              </Link>{' '}
              <span className="soft">{refusal !== null && sentence(new ApiRefusal(refusal.code, refusal.details ?? {}, 200))}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
