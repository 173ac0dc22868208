// The line under the head of a file whose elder is at high risk: why, and what is to be done.
import type { ElderFile } from '@shouwang/contract/ledger';
import { useTranslation } from 'react-i18next';
import { inWords } from '../../platform/i18n/useWords.ts';
import { Notice } from '../../ui/parts.tsx';
import { useRisk } from './useRisk.tsx';

export function RiskBar({ file }: { readonly file: ElderFile }) {
  const { t } = useTranslation(['risk']);
  const { data: risk } = useRisk(file.row.id);
  if (risk === undefined || risk === null || risk.level !== 'red') return null;
  const reasons = risk.rules.filter((rule) => rule.holds);
  const hard = reasons.filter((rule) => rule.kind === 'hardRule');
  return (
    <div style={{ marginBlockStart: 12 }}>
      <Notice tone="danger">
        <strong>{t('risk:redBar', { reason: (hard.length > 0 ? hard : reasons).map((rule) => inWords(rule.label)).join(t('risk:listMark')) })}</strong>
        <div>{[...risk.measures, risk.measure].map(inWords).join(t('risk:sentenceMark'))}</div>
      </Notice>
    </div>
  );
}
