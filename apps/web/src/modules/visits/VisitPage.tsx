// One visit: who, when, how, and each answer under the words of its form.
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { visitGet } from '@shouwang/contract/visits';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { formatDate, formatInstant } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { Page, Panel, Tag } from '../../ui/parts.tsx';
import { Loaded } from '../../ui/states.tsx';
import { RecordPanel } from './desk/RecordPanel.tsx';
import { VisitAnswers } from './desk/VisitAnswers.tsx';
import { VisitEvidence } from './desk/VisitEvidence.tsx';
import './visits.css';

/** What other modules put on the page of a visit: a button in its head, panels below it. */
export interface VisitExtras {
  readonly Action: ComponentType<{ readonly visitId: string }>;
  readonly Below: ComponentType<{ readonly visitId: string }>;
}

export function VisitPage({ Action, Below }: VisitExtras) {
  const { t } = useTranslation(['visits', 'domain', 'common']);
  const word = useWord();
  const { visitId } = useParams({ from: '/visits/records/$visitId' });
  const visit = useQuery({ queryKey: ['visit', visitId], queryFn: ({ signal }) => call(visitGet, { params: { id: visitId }, signal }) });
  const { data } = visit;
  const fixText = (fix: { readonly lng: number; readonly lat: number; readonly accuracy: number }): string =>
    t('visits:fix', { lng: fix.lng.toFixed(5), lat: fix.lat.toFixed(5), accuracy: Math.round(fix.accuracy) });
  return (
    <Page
      title={data === undefined ? t('visits:oneVisit') : t('visits:visitOf', { name: data.row.elderName })}
      lead={<Link to="/visits/records">‹ {t('visits:records')}</Link>}
      actions={<Action visitId={visitId} />}
    >
      <Loaded query={visit} lines={10}>
        {(found) => (
          <div className="stack">
            <Panel>
              <dl className="pairs visit-head">
                <dt>{t('visits:column.elder')}</dt>
                <dd>
                  <Link to="/ledger/$elderId" params={{ elderId: found.row.elderId }} className="person">
                    {found.row.elderName}
                  </Link>{' '}
                  <span className="soft">
                    {found.row.townName} {found.row.villageName}
                  </span>
                </dd>
                <dt>{t('visits:column.visitor')}</dt>
                <dd>{found.row.visitorName ?? t('visits:fromDesk')}</dd>
                <dt>{t('visits:column.mode')}</dt>
                <dd className="tags">
                  <Tag tone="pine">{t(`domain:mode.${found.row.mode}`)}</Tag>
                  <Tag tone={found.row.outcome === 'done' ? 'good' : found.row.outcome === 'cancelled' ? 'danger' : 'amber'}>{t(`domain:outcome.${found.row.outcome}`)}</Tag>
                </dd>
                <dt>{t('visits:occurred')}</dt>
                <dd>
                  {formatInstant(found.row.occurredAt)} · {t('visits:minutes', { count: found.row.minutes })}
                </dd>
                <dt>{t('visits:recorded')}</dt>
                <dd>{formatInstant(found.recordedAt)}</dd>
                <dt>{t('visits:received')}</dt>
                <dd>{formatInstant(found.row.receivedAt)}</dd>
                <dt>{t('visits:position')}</dt>
                <dd>{found.fix === null ? t('common:none') : fixText(found.fix)}</dd>
                {found.endFix !== null && (
                  <>
                    <dt>{t('visits:positionEnd')}</dt>
                    <dd>{fixText(found.endFix)}</dd>
                  </>
                )}
                {found.attempt !== null && (
                  <>
                    <dt>{t('visits:attempt')}</dt>
                    <dd>
                      {[
                        ...(found.attempt.reason === null ? [] : [t(`visits:attemptReason.${found.attempt.reason}`)]),
                        ...(found.attempt.nextOn === null ? [] : [t('visits:nextOn', { date: formatDate(found.attempt.nextOn) })]),
                      ].join(' · ') || t('common:none')}
                    </dd>
                  </>
                )}
                {found.together.length > 0 && (
                  <>
                    <dt>{t('visits:together')}</dt>
                    <dd className="tags">
                      {found.together.map((other) => (
                        <Link key={other.id} to="/visits/records/$visitId" params={{ visitId: other.id }}>
                          {other.elderName}
                        </Link>
                      ))}
                    </dd>
                  </>
                )}
                {found.row.marks.length > 0 && (
                  <>
                    <dt>{t('visits:column.marks')}</dt>
                    <dd className="tags">
                      {found.row.marks.map((mark) => (
                        <Tag key={mark} tone="outline">
                          {word('domain:mark', mark)}
                        </Tag>
                      ))}
                    </dd>
                  </>
                )}
                {found.note !== null && found.note !== '' && (
                  <>
                    <dt>{t('visits:note')}</dt>
                    <dd>{found.note}</dd>
                  </>
                )}
              </dl>
            </Panel>
            <VisitEvidence visitId={found.row.id} />
            <VisitAnswers visit={found} />
            <RecordPanel visit={found} />
            <Below visitId={visitId} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}
