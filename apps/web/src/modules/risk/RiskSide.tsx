// Risk beside the facts of a file: level and points, what adds to it, what is to be done, the last look.
import { Button } from 'antd';
import type { ElderFile } from '@shouwang/contract/ledger';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { today } from '../../platform/clock.ts';
import { formatDate } from '../../platform/i18n/format.ts';
import { inWords } from '../../platform/i18n/useWords.ts';
import { useCan } from '../../platform/session.ts';
import { Panel, Tag } from '../../ui/parts.tsx';
import { ReviewDialog } from './ReviewDialog.tsx';
import { RiskWhy } from './RiskWhy.tsx';
import { RiskTag, useRisk } from './useRisk.tsx';

export function RiskSide({ file }: { readonly file: ElderFile }) {
  const { t } = useTranslation(['risk', 'common']);
  const allowed = useCan()('assessments.record');
  const [why, setWhy] = useState(false);
  const [reviewing, setReviewing] = useState(false);
  const { data: risk } = useRisk(file.row.id);
  if (risk === undefined || risk === null) return null;
  const reasons = risk.rules.filter((rule) => rule.holds);
  return (
    <Panel
      title={t('risk:title')}
      actions={
        <Button size="small" type="link" onClick={() => setWhy(true)}>
          {t('risk:why')}
        </Button>
      }
    >
      <div className="stack">
        <div className="wrap-row">
          <RiskTag level={risk.level} />
          <span className="number">{t('risk:points', { count: risk.points })}</span>
          <span className="panel-note">{t('risk:since', { date: formatDate(risk.since) })}</span>
          {risk.provisional && (
            <span className="tag tag-amber" title={t('common:provisionalHint')}>
              {t('common:provisional')}
            </span>
          )}
        </div>
        {reasons.length > 0 && (
          <ul className="risk-reasons">
            {reasons.map((rule) => (
              <li key={rule.rule}>
                <span>{inWords(rule.label)}</span>
                <span className="number soft">{rule.level === null ? t('risk:adds', { count: rule.points }) : ''}</span>
              </li>
            ))}
          </ul>
        )}
        <p className="panel-note">{inWords(risk.measure)}</p>
        <div className="wrap-row">
          {risk.reviewDueOn <= today() ? (
            <Tag tone="amber">{t('risk:reviewNow')}</Tag>
          ) : (
            <span className="panel-note">{t('risk:reviewDue', { date: formatDate(risk.reviewDueOn) })}</span>
          )}
          {allowed && (
            <Button size="small" onClick={() => setReviewing(true)}>
              {t('risk:review')}
            </Button>
          )}
        </div>
        {risk.reviews.length > 0 && (
          <ul className="risk-reviews" aria-label={t('risk:reviews')}>
            {risk.reviews.slice(0, 5).map((review) => (
              <li key={review.id}>
                <span className="wrap-row">
                  {formatDate(review.on)} <RiskTag level={review.level} />
                  {review.familyUrged && <Tag>{t('risk:urged')}</Tag>}
                  {review.by !== null && <span className="quiet">{review.by}</span>}
                </span>
                {review.note !== '' && <div>{review.note}</div>}
              </li>
            ))}
          </ul>
        )}
      </div>
      {why && <RiskWhy risk={risk} onClose={() => setWhy(false)} />}
      {reviewing && <ReviewDialog elderId={file.row.id} onClose={() => setReviewing(false)} />}
    </Panel>
  );
}
