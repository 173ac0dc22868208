// The line under the head of a file that does not simply stand on the list: closed, away, refusing visits,
// proposed, waiting for the town.
import { Link } from '@tanstack/react-router';
import type { ElderFile } from '@shouwang/contract/ledger';
import { useTranslation } from 'react-i18next';
import { formatDate } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { useCan } from '../../platform/session.ts';
import { Notice } from '../../ui/parts.tsx';
import { DecideHere } from './DecideHere.tsx';
import { InclusionDecision } from './InclusionDecision.tsx';
import { useFileListing } from './useFileListing.ts';
import './listing.css';

export function ListingBar({ file }: { readonly file: ElderFile }) {
  const { t } = useTranslation(['listing', 'common', 'domain']);
  const word = useWord();
  const can = useCan();
  const { data } = useFileListing(file.row.id);
  if (data === undefined) return null;
  const { rules } = data;
  const refused = data.arrangements.find((one) => one.kind === 'refused' && one.to === null);
  const away = data.arrangements.find((one) => one.kind === 'suspended' && one.to === null);
  const waiting = data.inclusions.find((one) => one.state === 'proposed');
  const bars = [
    data.closedOn !== null && data.closedReason !== null && (
      <Notice key="closed" tone="pine">
        <strong>{t(`listing:closedBar.${data.closedReason}`, { date: formatDate(data.closedOn) })}</strong>{' '}
        {data.retainUntil !== null && t('listing:retain', { date: formatDate(data.retainUntil) })}
      </Notice>
    ),
    away !== undefined && away.cause !== null && data.closedOn === null && (
      <Notice key="away">
        <strong>{t(`listing:suspendedBar.${away.cause}`, { date: formatDate(away.from) })}</strong>{' '}
        {t('listing:suspendedNote', { calls: rules.suspendedCalls, days: rules.returnVisitDays })}
      </Notice>
    ),
    refused !== undefined && data.closedOn === null && (
      <Notice key="refused">
        <strong>
          {t('listing:refusedBar', {
            date: formatDate(refused.from),
            visits: rules.refusal.visits,
            modes: rules.refusal.modes.map((mode) => word('domain:mode', mode)).join(t('listing:listMark')),
          })}
        </strong>{' '}
        {rules.refusal.provisional && (
          <span className="tag tag-amber" title={t('common:provisionalHint')}>
            {t('common:provisional')}
          </span>
        )}
      </Notice>
    ),
    waiting !== undefined && data.closedOn === null && (
      <Notice key="waiting">
        <div className="wrap-row">
          <strong>{t('listing:inclusionBar', { category: t(`domain:category.${waiting.category}`), date: formatDate(waiting.to) })}</strong>
          {can('listing.decide') && <InclusionDecision inclusion={waiting} state="proposed" />}
        </div>
      </Notice>
    ),
    data.proposal !== null && (
      <Notice key="proposal" tone={data.proposal === 'include' ? 'pine' : 'amber'}>
        <div className="wrap-row">
          <strong>{t(`listing:proposal.${data.proposal}`)}</strong>
          {can('listing.decide') ? (
            <DecideHere elderId={file.row.id} proposal={data.proposal} />
          ) : (
            <Link to="/listing" search={data.proposal === 'include' ? {} : { queue: 'leave' }} className="underlined">
              {t('listing:title')}
            </Link>
          )}
        </div>
      </Notice>
    ),
  ].filter((bar) => bar !== false);
  return bars.length === 0 ? null : <div className="listing-bars">{bars}</div>;
}
