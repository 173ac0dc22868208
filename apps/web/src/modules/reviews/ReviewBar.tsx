// The line under the head of a file: where it stands in its review, whose turn it is, what I may do now.
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ElderFile } from '@shouwang/contract/ledger';
import type { ReviewDeed } from '@shouwang/domain/reviews';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatInstant } from '../../platform/i18n/format.ts';
import { useCan } from '../../platform/session.ts';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { useSentence } from '../../ui/states.tsx';
import { StateTag } from './StateTag.tsx';
import { throwRefusal, useAct, useReview } from './useReview.ts';
import './reviews.css';

const forward: readonly ReviewDeed[] = ['submit', 'resubmit', 'approve', 'file'];

export function ReviewBar({ file }: { readonly file: ElderFile }) {
  const { t } = useTranslation(['reviews']);
  const elderId = file.row.id;
  const review = useReview(elderId).data;
  const mayAct = useCan()('reviews.act');
  const act = useAct();
  const sentence = useSentence();
  const [returning, setReturning] = useState(false);
  const [busy, setBusy] = useState<ReviewDeed | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  if (review === undefined) return null;

  const deeds = mayAct ? review.deeds.filter((deed) => deed.action !== 'ask') : [];
  const own = deeds.some((deed) => deed.action === 'approve' && deed.bar === 'review.ownRecord');
  const take = async (action: ReviewDeed, note = ''): Promise<void> => throwRefusal(await act({ action, note, items: [{ elderId, digest: review.digest, state: review.state }] }));
  const press = async (action: ReviewDeed): Promise<void> => {
    setBusy(action);
    setProblem(null);
    try {
      await take(action);
    } catch (error) {
      setProblem(sentence(error));
    } finally {
      setBusy(null);
    }
  };
  const changes = review.changes?.length ?? 0;
  const turn = review.state === 'imported' || review.state === 'filed' ? t(`reviews:turn.${review.state}`) : review.turn === null ? '' : t(`reviews:turn.${review.turn}`);
  return (
    <section className="panel review-bar" aria-label={t('reviews:title')}>
      <div className="review-line">
        <StateTag state={review.state} />
        <span>{turn}</span>
        {review.submittedBy !== null && review.turn !== 'recorder' && review.turn !== null && (
          <span className="quiet">
            {t('reviews:submittedBy', { name: review.submittedBy })}
            {review.since !== null && ` · ${formatInstant(review.since)}`}
          </span>
        )}
        {changes > 0 && (
          <Link to="/ledger/$elderId" params={{ elderId }} search={{ tab: 'review' }}>
            {t('reviews:changedCount', { count: changes })}
          </Link>
        )}
        <span className="review-deeds no-print">
          {deeds
            .filter((deed) => deed.bar === null)
            .map(({ action }) => (
              <Button
                key={action}
                size="small"
                {...(forward.includes(action) ? { type: 'primary' as const } : {})}
                loading={busy === action}
                onClick={() => (action === 'return' ? setReturning(true) : void press(action))}
              >
                {t(`reviews:deed.${action}`)}
              </Button>
            ))}
        </span>
      </div>
      {review.returned !== null && (
        <p className={review.state === 'returned' ? 'review-note danger' : 'review-note'}>
          {t(review.state === 'returned' ? 'reviews:returned' : 'reviews:asked', { by: review.returned.by, note: review.returned.note })}{' '}
          <span className="quiet">{formatInstant(review.returned.at)}</span>
        </p>
      )}
      {own && <p className="review-note">{t('reviews:ownRecord')}</p>}
      {problem !== null && (
        <p role="alert" className="review-note danger">
          {problem}
        </p>
      )}
      {returning && (
        <ReasonDialog
          title={t('reviews:returnTitle', { name: file.row.name })}
          lead={t('reviews:returnLead')}
          hint={t('reviews:returnHint')}
          confirmLabel={t('reviews:deed.return')}
          onConfirm={(note) => take('return', note)}
          onClose={() => setReturning(false)}
        />
      )}
    </section>
  );
}
