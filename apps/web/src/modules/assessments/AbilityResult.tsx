// Scores by dimension, the level of the total, what changed it and why, the level.
import { abilityDimensions, dimensionMaximum, type AbilityResult } from '@shouwang/domain/assessments';
import { useTranslation } from 'react-i18next';
import { Meter } from '../../ui/Meter.tsx';
import { Tag, type Tone } from '../../ui/parts.tsx';

const tones: readonly Tone[] = ['good', 'plain', 'amber', 'amber', 'danger'];

export function LevelTag({ level }: { readonly level: number }) {
  const { t } = useTranslation(['assessments', 'domain']);
  return (
    <Tag tone={tones[level] ?? 'plain'}>
      {t('assessments:level', { count: level })} {t(`domain:abilityLevel.${String(level) as '0'}`)}
    </Tag>
  );
}

type Change = AbilityResult['changes'][number];

/** One rule of change in words; it may hold and change nothing. */
export function useChangeText(): (change: Change) => string {
  const { t } = useTranslation(['assessments']);
  return (change) => {
    const because = change.because.map((one) => (one === 'dementia' || one === 'mental' ? t(`assessments:aggravating.${one}`) : one)).join(t('assessments:listMark'));
    return change.by > 0 ? t(`assessments:change.${change.rule}`, { because }) : t(`assessments:changeIdle.${change.rule}`, { because });
  };
}

export function DimensionMeters({ scores }: { readonly scores: AbilityResult['scores'] }) {
  const { t } = useTranslation(['assessments']);
  return (
    <dl className="pairs dimension-meters">
      {abilityDimensions.map((dimension) => (
        <div key={dimension} className="dimension-line">
          <dt>{t(`assessments:dimension.${dimension}`)}</dt>
          <dd>
            <Meter share={scores[dimension] / dimensionMaximum[dimension]} />{' '}
            <span className="number">{t('assessments:points', { score: scores[dimension], maximum: dimensionMaximum[dimension] })}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function AbilityOutcome({ result }: { readonly result: AbilityResult }) {
  const { t } = useTranslation(['assessments']);
  const changeText = useChangeText();
  return (
    <div className="outcome">
      <p>
        {t('assessments:total')} <strong className="number">{t('assessments:ofTotal', { score: result.total })}</strong> · {t('assessments:firstLevel')}{' '}
        <LevelTag level={result.firstLevel} />
      </p>
      {result.changes.length === 0 ? (
        <p className="soft">{t('assessments:noChange')}</p>
      ) : (
        <ul className="change-list">
          {result.changes.map((change) => (
            <li key={change.rule}>{changeText(change)}</li>
          ))}
        </ul>
      )}
      <p>
        {t('assessments:finalLevel')} <LevelTag level={result.level} />
      </p>
    </div>
  );
}
