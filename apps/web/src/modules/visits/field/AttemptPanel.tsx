// Nobody was met: how one knows, what to do at once, and when to go again. What it says of hospital,
// absence and refusal is a proposal that the village confirms; the visitor changes no duty.
import { addDays } from '@shouwang/domain/shared';
import { proposalOf, reasonsFor, type AttemptReason, type VisitOutcome } from '@shouwang/domain/visits';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay } from '../../../platform/i18n/format.ts';
import { Notice, Options } from '../../../ui/field/parts.tsx';
import type { VisitInProgress } from './useVisit.ts';

/** Days from today that are offered; any other by the phone's calendar. */
const OFFERED = { today: 0, tomorrow: 1, dayAfter: 2, week: 7 } as const;
type Offered = keyof typeof OFFERED;

export function AttemptPanel({ visit, outcome, today }: { readonly visit: VisitInProgress; readonly outcome: Exclude<VisitOutcome, 'done'>; readonly today: string }) {
  const { t } = useTranslation(['visitField', 'field']);
  const attempt = visit.draft.attempt ?? { reason: null, nextOn: null };
  const change = (part: Partial<typeof attempt>): void => visit.change((before) => ({ ...before, attempt: { ...(before.attempt ?? { reason: null, nextOn: null }), ...part } }));
  const reasons = reasonsFor[outcome];
  const reason = reasons.find((code) => code === attempt.reason);
  const offered = (Object.keys(OFFERED) as Offered[]).find((key) => addDays(today, OFFERED[key]) === attempt.nextOn);
  const [choosing, setChoosing] = useState(attempt.nextOn !== null && offered === undefined);
  const proposal = proposalOf(outcome, reason ?? null);
  return (
    <>
      <Notice tone="plain">{t('field:visit.attempt')}</Notice>
      <section className="f-panel" aria-label={t('reason.title')}>
        <Options
          label={t('reason.title')}
          options={reasons.map((code) => ({ code, words: t(`reason.${code}`), ...(code === 'nobodyKnows' ? { tone: 'danger' as const } : {}) }))}
          value={reason}
          onChoose={(code) => change({ reason: (code as AttemptReason | undefined) ?? null })}
        />
        {outcome !== 'notAtHome' ? null : reason === 'nobodyKnows' ? (
          <Notice tone="danger" icon="alarm">
            {t('attempt.missing')}
          </Notice>
        ) : (
          <p className="f-soft">{t('attempt.ask')}</p>
        )}
        {proposal === null ? null : <p className="f-soft">{t(`attempt.${proposal}`)}</p>}
      </section>
      <section className="f-panel" aria-label={t('attempt.next')}>
        <Options
          label={t('attempt.next')}
          options={[
            ...(Object.keys(OFFERED) as Offered[]).map((code) => ({ code, words: t(`attempt.${code}`), hint: formatDay(addDays(today, OFFERED[code])) })),
            { code: 'other', words: t('attempt.other') },
          ]}
          value={choosing ? 'other' : offered}
          onChoose={(code) => {
            setChoosing(code === 'other');
            change({ nextOn: code === undefined || code === 'other' ? null : addDays(today, OFFERED[code as Offered]) });
          }}
        />
        {choosing ? (
          <label className="f-field">
            {t('attempt.date')}
            <input
              type="date"
              min={today}
              max={addDays(today, 366)}
              value={attempt.nextOn ?? ''}
              onChange={(event) => change({ nextOn: event.target.value === '' ? null : event.target.value })}
            />
          </label>
        ) : null}
      </section>
    </>
  );
}
