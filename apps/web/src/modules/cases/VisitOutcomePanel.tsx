// What came of one visit: the cases it opened and what it told the ledger.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { caseList, proposalList } from '@shouwang/contract/cases';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { formatDay } from '../../platform/i18n/format.ts';
import { useCan } from '../../platform/session.ts';
import { Panel, Tag } from '../../ui/parts.tsx';
import { kindTone } from './CasesPage.tsx';
import { useHeard } from './useHeard.ts';

export function VisitOutcomePanel({ visitId }: { readonly visitId: string }) {
  const { t } = useTranslation(['cases']);
  const can = useCan();
  const heardText = useHeard();
  const enabled = can('cases.read');
  const cases = useQuery({ queryKey: ['cases', 'visit', visitId], enabled, queryFn: ({ signal }) => call(caseList, { query: { visitId, state: 'all' }, signal }) });
  const proposals = useQuery({
    queryKey: ['cases', 'heard', visitId],
    enabled,
    queryFn: ({ signal }) => call(proposalList, { query: { visitId, state: 'all', kind: 'household' }, signal }),
  });
  const found = cases.data?.rows ?? [];
  const heard = proposals.data?.rows ?? [];
  if (found.length + heard.length === 0) return null;
  return (
    <Panel title={t('cases:cameOfIt')}>
      <ul className="changes">
        {found.map((one) => (
          <li key={one.id} className="wrap-row">
            <Tag tone={kindTone[one.kind]}>{t(`cases:kind.${one.kind}`)}</Tag>
            <Link to="/cases" search={{ elder: one.elderId, state: 'all' }}>
              {one.text}
            </Link>
            <span className="soft">
              {one.ending === null ? t(`cases:state.${one.state}`) : t(`cases:ending.${one.ending}`)} · {t('cases:dueOn', { date: formatDay(one.dueOn) })}
            </span>
            {one.outcome !== null && <span>{one.outcome}</span>}
          </li>
        ))}
        {heard.map((one) => (
          <li key={one.id} className="wrap-row">
            <Tag>{t('cases:toLedger')}</Tag>
            <Link to="/cases/proposals" search={one.state === 'open' ? {} : { state: 'all' }}>
              {heardText(one)}
            </Link>
            <span className="soft">{t(`cases:proposal.${one.state}`)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
