// What a visit heard that belongs into the ledger, in a sentence.
import type { ProposalRow } from '@shouwang/contract/cases';
import { useTranslation } from 'react-i18next';

export function useHeard(): (row: Pick<ProposalRow, 'heard'>) => string {
  const { t } = useTranslation(['cases']);
  return ({ heard }) => {
    if (heard.kind === 'need') return t('cases:heardNeed', { text: heard.text });
    const change = heard.count === null ? t(`cases:household.${heard.direction}`) : t(`cases:householdBy.${heard.direction}`, { count: heard.count });
    return heard.who === null ? change : t('cases:householdWho', { change, who: heard.who });
  };
}
