// Why something is odd about a visit, in sentences with their figures.
import type { DoubtRow } from '@shouwang/contract/plausibility';
import { useTranslation } from 'react-i18next';
import { useWord } from '../../platform/i18n/useWords.ts';

export const useReason = (): ((one: { readonly signal: string; readonly reason: string; readonly facts: Readonly<Record<string, number>> }) => string) => {
  const word = useWord();
  return ({ signal, reason, facts }) => word('plausibility:reason', `${signal}.${reason}`, facts);
};

export function Why({ doubt }: { readonly doubt: DoubtRow }) {
  const { t } = useTranslation(['plausibility']);
  const reason = useReason();
  if (doubt.origin === 'lot') return <span className="soft">{t('plausibility:lotWhy')}</span>;
  return (
    <ul className="why-list">
      {doubt.signals.map((one) => (
        <li key={one.signal}>{reason(one)}</li>
      ))}
    </ul>
  );
}
