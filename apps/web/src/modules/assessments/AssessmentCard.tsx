// One assessment of the history: its result at a glance, every answer behind a click.
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { voidAssessment, type AssessmentView } from '@shouwang/contract/assessments';
import { abilityItems, assessmentReasons, diagnoses, healthIssues, riskEventKinds, selfCareIndicators } from '@shouwang/domain/assessments';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { formatDate, formatInstant } from '../../platform/i18n/format.ts';
import { inWords, type Bilingual } from '../../platform/i18n/useWords.ts';
import { useCan } from '../../platform/session.ts';
import { Tag } from '../../ui/parts.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { AbilityOutcome, DimensionMeters, LevelTag } from './AbilityResult.tsx';
import { NeedsOutcome } from './NeedsOutcome.tsx';

const wordOf = (words: readonly { readonly code: string; readonly label: Bilingual }[], code: string): string => {
  const found = words.find((word) => word.code === code);
  return found === undefined ? code : inWords(found.label);
};

function AbilityDetails({ assessment }: { readonly assessment: Extract<AssessmentView, { kind: 'ability' }> }) {
  const { t } = useTranslation(['assessments']);
  const { sheet, result } = assessment;
  const events = riskEventKinds.filter(({ code }) => (sheet.riskEvents[code] ?? 0) > 0);
  const mark = t('assessments:listMark');
  return (
    <div className="stack">
      <DimensionMeters scores={result.scores} />
      <AbilityOutcome result={result} />
      <dl className="answers">
        {abilityItems.map((item) => {
          const option = item.options.find((one) => one.code === sheet.answers[item.key]);
          return (
            <div key={item.key}>
              <dt>{inWords(item.label)}</dt>
              <dd>
                <b className="number">{option?.score}</b> {option === undefined ? '' : inWords(option.label)}
              </dd>
            </div>
          );
        })}
      </dl>
      <dl className="pairs">
        {sheet.diagnoses.length > 0 && (
          <>
            <dt>{t('assessments:diagnoses')}</dt>
            <dd>
              {sheet.diagnoses.map((code) => wordOf(diagnoses, code)).join(mark)} {sheet.otherDiagnosis}
            </dd>
          </>
        )}
        {events.length > 0 && (
          <>
            <dt>{t('assessments:riskEvents')}</dt>
            <dd>{events.map(({ code, label }) => `${inWords(label)} ${t(`assessments:times.${(sheet.riskEvents[code] ?? 0) as 0 | 1 | 2 | 3}`)}`).join(mark)}</dd>
          </>
        )}
        {sheet.healthIssues.length > 0 && (
          <>
            <dt>{t('assessments:healthIssues')}</dt>
            <dd>{sheet.healthIssues.map((code) => wordOf(healthIssues, code)).join(mark)}</dd>
          </>
        )}
        {sheet.medications.length > 0 && (
          <>
            <dt>{t('assessments:medications')}</dt>
            <dd>{sheet.medications.map((one) => [one.name, one.dose, one.frequency].filter((part) => part !== undefined && part !== '').join(' ')).join(mark)}</dd>
          </>
        )}
      </dl>
    </div>
  );
}

export function AssessmentCard({ assessment, elderId }: { readonly assessment: AssessmentView; readonly elderId: string }) {
  const { t } = useTranslation(['assessments', 'common', 'domain']);
  const client = useQueryClient();
  const mayVoid = useCan()('assessments.void');
  const [unfolded, setUnfolded] = useState(false);
  const [isVoiding, setVoiding] = useState(false);
  const { sheet, voided } = assessment;
  return (
    <article className={voided === null ? 'assessment' : 'assessment voided'}>
      <header className="wrap-row">
        <strong>{formatDate(assessment.assessedOn)}</strong>
        <span>{t(`assessments:kind.${assessment.kind}`)}</span>
        {assessment.kind === 'ability' && (
          <>
            <LevelTag level={assessment.result.level} />
            <span className="number">{t('assessments:ofTotal', { score: assessment.result.total })}</span>
          </>
        )}
        {assessment.kind === 'selfCare' && (
          <Tag tone={assessment.result.level === 'full' ? 'good' : assessment.result.level === 'partial' ? 'amber' : 'danger'}>
            {t(`domain:selfCare.${assessment.result.level}`)}
          </Tag>
        )}
        {voided !== null && <Tag>{t('assessments:voided')}</Tag>}
        {assessment.provisional && voided === null && (
          <span className="tag tag-amber" title={t('common:provisionalHint')}>
            {t('common:provisional')}
          </span>
        )}
        <Button size="small" type="link" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
          {unfolded ? t('assessments:hideDetails') : t('assessments:details')}
        </Button>
        {mayVoid && voided === null && (
          <Button size="small" type="link" onClick={() => setVoiding(true)}>
            {t('assessments:void')}
          </Button>
        )}
      </header>
      {voided !== null && <p className="panel-note">{t('assessments:voidedBy', { name: voided.by ?? '', date: formatInstant(voided.at), reason: voided.reason })}</p>}
      {isVoiding && (
        <ReasonDialog
          title={t('assessments:voidTitle', { date: formatDate(assessment.assessedOn), kind: t(`assessments:kind.${assessment.kind}`) })}
          lead={t('assessments:voidLead')}
          confirmLabel={t('assessments:void')}
          onConfirm={async (reason) => {
            await call(voidAssessment, { params: { id: assessment.id }, body: { reason } });
            await Promise.all([
              client.invalidateQueries({ queryKey: ['assessments', elderId] }),
              client.invalidateQueries({ queryKey: ['elder', elderId] }),
              client.invalidateQueries({ queryKey: ['risk'] }),
            ]);
          }}
          onClose={() => setVoiding(false)}
        />
      )}
      <p className="panel-note">
        {[
          wordOf(assessmentReasons, sheet.reason),
          t('assessments:assessedBy', { names: sheet.assessors.join(t('assessments:listMark')) }),
          assessment.recordedBy === null ? '' : t('assessments:recordedBy', { name: assessment.recordedBy }),
          t('assessments:basis', { pack: assessment.packId, version: assessment.packVersion }),
        ]
          .filter((part) => part !== '')
          .join(' · ')}
      </p>
      {sheet.note !== '' && <p>{sheet.note}</p>}
      {unfolded && assessment.kind === 'ability' && <AbilityDetails assessment={assessment} />}
      {unfolded && assessment.kind === 'selfCare' && (
        <dl className="answers">
          {selfCareIndicators.map(({ key, label }) => (
            <div key={key}>
              <dt>{inWords(label)}</dt>
              <dd>{assessment.sheet.answers[key] === true ? t('assessments:met') : t('assessments:missed')}</dd>
            </div>
          ))}
        </dl>
      )}
      {unfolded && assessment.kind === 'needs' && (
        <div className="stack">
          <dl className="answers">
            {assessment.form.items.map((item) => {
              const option = item.options.find((one) => one.code === assessment.sheet.answers[item.key]);
              return (
                <div key={item.key}>
                  <dt>{inWords(item.label)}</dt>
                  <dd>{option === undefined ? '' : inWords(option.label)}</dd>
                </div>
              );
            })}
          </dl>
          <NeedsOutcome form={assessment.form} result={assessment.result} />
        </div>
      )}
    </article>
  );
}
