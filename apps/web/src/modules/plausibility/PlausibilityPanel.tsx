// On the record of a visit: each thing that was compared, with what it was compared and why it is odd or
// not; below it what became of a doubt, step by step.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { visitPlausibility, type JudgedSignalView } from '@shouwang/contract/plausibility';
import type { Reply } from '@shouwang/contract/route';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { formatInstant } from '../../platform/i18n/format.ts';
import { useCan } from '../../platform/session.ts';
import { Notice, Panel, Tag } from '../../ui/parts.tsx';
import { Loaded } from '../../ui/states.tsx';
import './plausibility.css';
import { outcomeTone } from './VisitDoubtsPage.tsx';
import { useReason } from './Why.tsx';

type Found = Reply<typeof visitPlausibility>;
type Judged = NonNullable<Found['judged']>;
const stateTone = { plausible: 'good', noted: 'plain', doubted: 'amber' } as const;
const statusTone = { fine: 'good', noted: 'plain', once: 'plain', odd: 'amber', unknown: 'outline' } as const;
/** Visits named beside a signal; the rest is a number. */
const NAMED = 3;
/** While it waits to be judged anew the panel asks again, in milliseconds. */
const ASK_AGAIN = 20_000;

function Signal({ one, judged }: { readonly one: JudgedSignalView; readonly judged: Judged }) {
  const { t } = useTranslation(['plausibility']);
  const reason = useReason();
  const compared = one.visits.flatMap((id) => judged.compared.find((visit) => visit.id === id) ?? []);
  return (
    <li className="signal">
      <span className="signal-name">{t(`plausibility:signal.${one.signal}`)}</span>
      <Tag tone={statusTone[one.status]}>{t(`plausibility:status.${one.status}`)}</Tag>
      <span>
        {reason(one)}
        {one.visits.length > 0 && (
          <span className="signal-with">
            {t('plausibility:comparedWith')}:{' '}
            {compared.slice(0, NAMED).map((visit) => (
              <Link key={visit.id} to="/visits/records/$visitId" params={{ visitId: visit.id }}>
                {visit.elderName} {formatInstant(visit.occurredAt)}
              </Link>
            ))}
            {one.visits.length > Math.min(NAMED, compared.length) && <span>{t('plausibility:more', { count: one.visits.length - Math.min(NAMED, compared.length) })}</span>}
          </span>
        )}
      </span>
    </li>
  );
}

function History({ found }: { readonly found: Found }) {
  const { t } = useTranslation(['plausibility', 'ledger']);
  if (found.events.length === 0) return null;
  return (
    <>
      <h3>{t('plausibility:history')}</h3>
      <ol className="doubt-history">
        {found.events.map((event) => (
          <li key={`${event.kind}${event.at}`}>
            <span className="soft">
              {formatInstant(event.at)} · {event.by ?? t('plausibility:system')}
            </span>{' '}
            {t(`plausibility:event.${event.kind}`)}
            {event.odd.length > 0 && ` (${event.odd.map((signal) => t(`plausibility:signal.${signal}`)).join(t('ledger:listMark'))})`}
            {event.answer !== null && ` · ${t(`plausibility:answer.${event.answer}`)}`}{' '}
            {event.outcome !== null && <Tag tone={outcomeTone[event.outcome]}>{t(`plausibility:outcome.${event.outcome}`)}</Tag>}
            {event.words !== null && event.words !== '' && <q>{event.words}</q>}
          </li>
        ))}
      </ol>
    </>
  );
}

const rank = { odd: 0, once: 1, noted: 2, fine: 3, unknown: 4 } as const;

export function PlausibilityPanel({ visitId }: { readonly visitId: string }) {
  const { t } = useTranslation(['plausibility']);
  const may = useCan()('doubts.read');
  const query = useQuery({
    queryKey: ['plausibility', visitId],
    enabled: may,
    queryFn: ({ signal }) => call(visitPlausibility, { params: { id: visitId }, signal }),
    refetchInterval: ({ state }) => (state.data?.changedSince === true ? ASK_AGAIN : false),
  });
  if (!may) return null;
  return (
    <Panel title={t('plausibility:panel')} note={t('plausibility:panelNote')}>
      <Loaded query={query} lines={4}>
        {(found) => (
          <div className="stack">
            {found.changedSince && <Notice>{t('plausibility:changedSince')}</Notice>}
            {found.judged === null ? (
              <p className="quiet">{t('plausibility:notJudged')}</p>
            ) : (
              <>
                <p className="wrap-row">
                  <Tag tone={stateTone[found.judged.state]}>{t(`plausibility:state.${found.judged.state}`)}</Tag>
                  <span>{t('plausibility:points', { points: found.judged.points, limit: found.judged.doubtFrom })}</span>
                  {found.doubt !== null && <Tag tone="outline">{t(`plausibility:doubtState.${found.doubt.state}`)}</Tag>}
                  <span className="soft">{t('plausibility:version', { version: found.judged.packVersion, at: formatInstant(found.judged.computedAt) })}</span>
                </p>
                <ul className="signals" aria-label={t('plausibility:whatCompared')}>
                  {found.judged.signals
                    .toSorted((a, b) => rank[a.status] - rank[b.status])
                    .map((one) => (
                      <Signal key={one.signal} one={one} judged={found.judged as Judged} />
                    ))}
                </ul>
              </>
            )}
            <History found={found} />
          </div>
        )}
      </Loaded>
    </Panel>
  );
}
