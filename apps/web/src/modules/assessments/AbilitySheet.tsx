// Filling an assessment of ability: items and circumstances on the left, what comes of them at the side.
// The same domain rule runs here for the running total and on the server for the result.
import { Button, Input } from 'antd';
import { recordAbility, type assessmentsOf } from '@shouwang/contract/assessments';
import type { Reply } from '@shouwang/contract/route';
import { abilityDimensions, decideAbility, tallyAbility } from '@shouwang/domain/assessments';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { today } from '../../platform/clock.ts';
import { useSession } from '../../platform/session.ts';
import { Panel } from '../../ui/parts.tsx';
import { AbilityItems, focusItem } from './AbilityItems.tsx';
import { AbilityOutcome } from './AbilityResult.tsx';
import { BodyAndMedicines, RiskEvents, type Appendix } from './Circumstances.tsx';
import { OccasionFields } from './OccasionFields.tsx';
import { beginOccasion, latestOf, nextOpen } from './sheets.ts';
import { SheetActions, useSheet } from './useSheet.tsx';

export function AbilitySheet({ elderId, known, onClose }: { readonly elderId: string; readonly known: Reply<typeof assessmentsOf>; readonly onClose: () => void }) {
  const { t } = useTranslation(['assessments']);
  const { displayName } = useSession();
  const last = latestOf(known.assessments, 'ability');
  const [occasion, setOccasion] = useState(() => beginOccasion(today(), displayName, last !== undefined));
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({});
  const [appendix, setAppendix] = useState<Appendix>({
    height: last?.sheet.height ?? null,
    weight: last?.sheet.weight ?? null,
    payers: last?.sheet.payers ?? [],
    riskEvents: {},
    diagnoses: last?.sheet.diagnoses ?? [],
    otherDiagnosis: last?.sheet.otherDiagnosis ?? '',
    medications: known.medications.map((one) => ({ name: one.name, dose: one.dose ?? '', frequency: one.frequency ?? '' })),
    healthIssues: [],
  });
  const state = useSheet(onClose);
  useEffect(() => focusItem('eating'), []);
  const tally = tallyAbility(answers);
  const decided = decideAbility(answers, appendix, known.abilityRules);
  const open = nextOpen(answers, null);
  const save = (): void =>
    void state.save(occasion, (id) =>
      call(recordAbility, {
        params: { id: elderId },
        body: {
          id,
          sheet: {
            ...occasion,
            assessors: [...occasion.assessors],
            ...appendix,
            payers: [...appendix.payers],
            diagnoses: [...appendix.diagnoses],
            healthIssues: [...appendix.healthIssues],
            riskEvents: appendix.riskEvents,
            medications: appendix.medications.filter((one) => one.name.trim() !== ''),
            answers,
          },
        },
      }),
    );
  return (
    <div className="sheet">
      <div className="stack">
        <p className="soft no-phone">{t('assessments:keys')}</p>
        <AbilityItems answers={answers} tally={tally} change={setAnswers} />
        <RiskEvents value={appendix} change={setAppendix} />
        <BodyAndMedicines value={appendix} change={setAppendix} fromFile={known.medications.length > 0} />
        <OccasionFields value={occasion} change={setOccasion} />
        <div className="field">
          <label htmlFor="sheet-note">{t('assessments:note')}</label>
          <Input.TextArea id="sheet-note" rows={2} maxLength={500} value={occasion.note} onChange={(event) => setOccasion({ ...occasion, note: event.target.value })} />
        </div>
      </div>
      <aside className="sheet-side">
        <Panel title={t('assessments:kind.ability')}>
          <div className="stack" aria-live="polite">
            <dl className="pairs">
              {abilityDimensions.map((dimension) => {
                const { score, maximum } = tally.dimensions[dimension];
                return (
                  <div key={dimension} className="dimension-line">
                    <dt>{t(`assessments:dimension.${dimension}`)}</dt>
                    <dd className="number">{t('assessments:points', { score, maximum })}</dd>
                  </div>
                );
              })}
            </dl>
            {decided.ok ? (
              <AbilityOutcome result={decided.value} />
            ) : (
              <>
                <p>
                  {t('assessments:total')} <strong className="number">{t('assessments:ofTotal', { score: tally.total })}</strong> ·{' '}
                  {t('assessments:open', { count: tally.missing.length })}
                </p>
                {open !== null && (
                  <Button size="small" onClick={() => focusItem(open)}>
                    {t('assessments:jump')}
                  </Button>
                )}
              </>
            )}
            <SheetActions state={state} ready={decided.ok} touched={Object.keys(answers).length > 0} onSave={save} onLeave={onClose} />
          </div>
        </Panel>
      </aside>
    </div>
  );
}
