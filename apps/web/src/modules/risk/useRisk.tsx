// The level of risk of one elder, read once for the bar, the panel and the explanation; and its marks.
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { riskOf, type RiskView } from '@shouwang/contract/risk';
import type { RiskLevel } from '@shouwang/domain/policy';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { Tag, type Tone } from '../../ui/parts.tsx';
import '../ledger/ledger.css';

export const useRisk = (elderId: string): UseQueryResult<RiskView | null> =>
  useQuery({ queryKey: ['risk', 'of', elderId], queryFn: async ({ signal }) => (await call(riskOf, { params: { id: elderId }, signal })).risk });

const tones: Record<RiskLevel, Tone> = { red: 'danger', orange: 'amber', yellow: 'plain', green: 'good' };

/** The level as a tag; a dot of its colour beside the word, never colour alone. */
export function RiskTag({ level }: { readonly level: RiskLevel }) {
  const { t } = useTranslation(['ledger']);
  return (
    <Tag tone={tones[level]}>
      <span className={`risk-mark risk-${level}`} aria-hidden="true" />
      {t(`ledger:riskLevel.${level}`)}
    </Tag>
  );
}
