// The review of a file in full: what changed since it was last confirmed, who signed, how it went.
import type { ElderFile } from '@shouwang/contract/ledger';
import type { ReviewView } from '@shouwang/contract/reviews';
import type { FactKey } from '@shouwang/domain/ledger';
import { reviewLevels } from '@shouwang/domain/reviews';
import { useTranslation } from 'react-i18next';
import { formatInstant } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { Panel, Tag } from '../../ui/parts.tsx';
import { Loaded } from '../../ui/states.tsx';
import { FactValue } from '../ledger/FactValue.tsx';
import { useReview } from './useReview.ts';
import './reviews.css';

function Changes({ file, changes }: { readonly file: ElderFile; readonly changes: ReviewView['changes'] }) {
  const { t } = useTranslation(['reviews', 'domain']);
  const word = useWord();
  if (changes === null || changes.length === 0)
    return (
      <Panel title={t('reviews:changes')}>
        <p className="soft">{changes === null ? t('reviews:firstReview') : t('reviews:noChanges')}</p>
      </Panel>
    );
  const value = (key: FactKey, said: unknown) => (said === undefined ? <span className="quiet">{t('reviews:unset')}</span> : <FactValue file={file} factKey={key} value={said} />);
  return (
    <Panel title={t('reviews:changes')} note={t('reviews:changesNote', { count: changes.length })} bare>
      <div className="change-list" role="list">
        {changes.map((change) => {
          const key = change.key as FactKey;
          return (
            <div key={key} className="change" role="listitem">
              <strong className="change-fact">{t(`domain:fact.${key}`)}</strong>
              <div className="change-before">
                <span className="change-label">{t('reviews:before')}</span>
                {value(key, change.before)}
              </div>
              <div className="change-after">
                <span className="change-label">{t('reviews:after')}</span>
                {value(key, change.after)}
              </div>
              <span className="change-by">
                {[change.by, change.source === null ? null : word('domain:sourceKind', change.source), change.at === null ? null : formatInstant(change.at)]
                  .filter((part) => part !== null)
                  .join(' · ')}
              </span>
            </div>
          );
        })}
      </div>
    </Panel>
  );
}

function SignOffs({ review }: { readonly review: ReviewView }) {
  const { t } = useTranslation(['reviews']);
  return (
    <Panel title={t('reviews:signOffs')} bare>
      {reviewLevels.map((level) => {
        const signed = review.signOffs.find((signOff) => signOff.level === level);
        return (
          <div key={level} className="sign-off">
            <span className="soft">{t(`reviews:level.${level}`)}</span>
            {signed === undefined ? (
              <span className="quiet">{t('reviews:notSigned')}</span>
            ) : (
              <span className="wrap-row">
                <strong>{signed.name}</strong>
                <span className="quiet">{formatInstant(signed.at)}</span>
                {!signed.current && <Tag tone="amber">{t('reviews:stale')}</Tag>}
              </span>
            )}
          </div>
        );
      })}
    </Panel>
  );
}

function History({ review }: { readonly review: ReviewView }) {
  const { t } = useTranslation(['reviews', 'domain']);
  const word = useWord();
  if (review.steps.length === 0)
    return (
      <Panel title={t('reviews:history')}>
        <p className="soft">{t('reviews:noHistory')}</p>
      </Panel>
    );
  return (
    <Panel title={t('reviews:history')} bare>
      {review.steps.map((step) => (
        <div key={step.id} className="sign-off">
          <span className="soft">{formatInstant(step.at)}</span>
          <span>
            <strong>{t(`reviews:step.${step.action}`)}</strong>{' '}
            {step.action !== 'change' && (
              <span className="soft">
                {step.name} · {word('domain:role', step.role)}
              </span>
            )}
            {step.note !== null && <span className="step-note">{step.note}</span>}
          </span>
        </div>
      ))}
    </Panel>
  );
}

export function ReviewTab({ file }: { readonly file: ElderFile }) {
  const review = useReview(file.row.id);
  return (
    <Loaded query={review} lines={8}>
      {(data) => (
        <div className="elder-grid">
          <Changes file={file} changes={data.changes} />
          <div className="stack">
            <SignOffs review={data} />
            <History review={data} />
          </div>
        </div>
      )}
    </Loaded>
  );
}
