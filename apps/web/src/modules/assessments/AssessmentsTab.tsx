// Assessments on the file of an elder: where things stand, a new sheet, everything so far.
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { assessmentsOf, type AssessmentView } from '@shouwang/contract/assessments';
import type { ElderFile } from '@shouwang/contract/ledger';
import { assessmentKinds, type AssessmentKind } from '@shouwang/domain/assessments';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { today } from '../../platform/clock.ts';
import { formatDate } from '../../platform/i18n/format.ts';
import { useCan } from '../../platform/session.ts';
import { Panel, Tag } from '../../ui/parts.tsx';
import { Empty, Loaded } from '../../ui/states.tsx';
import { AbilitySheet } from './AbilitySheet.tsx';
import { LevelTag } from './AbilityResult.tsx';
import { AssessmentCard } from './AssessmentCard.tsx';
import { NeedsSheet, SelfCareSheet } from './OtherSheets.tsx';
import './assessments.css';

type Known = { readonly assessments: readonly AssessmentView[] };

/** What counts now of one kind, from the file: a register or a decision may stand above what was assessed here. */
function Standing({ kind, file, known, dueOn }: { readonly kind: AssessmentKind; readonly file: ElderFile; readonly known: Known; readonly dueOn: string | null }) {
  const { t } = useTranslation(['assessments', 'domain']);
  const last = known.assessments.find((one) => one.kind === kind && one.voided === null);
  const fact = kind === 'needs' ? undefined : file.facts.find((one) => one.effective && one.key === (kind === 'ability' ? 'abilityLevel' : 'selfCare'));
  return (
    <div className="standing">
      <div className="wrap-row">
        {fact !== undefined && kind === 'ability' && <LevelTag level={Number(fact.value)} />}
        {fact !== undefined && kind === 'selfCare' && <Tag tone="outline">{t(`domain:selfCare.${fact.value as 'full'}`)}</Tag>}
        {kind === 'needs' && last !== undefined && last.kind === 'needs' && <span>{t('assessments:needsPoints', { count: last.result.points })}</span>}
        {fact === undefined && last === undefined && <span className="quiet">{t('assessments:never')}</span>}
        {fact !== undefined && (
          <span className="panel-note">
            {t(`domain:sourceKind.${fact.source}`)} {formatDate(fact.sourceDate)}
          </span>
        )}
      </div>
      {dueOn !== null && (
        <span className="panel-note">
          {t('assessments:due', { date: formatDate(dueOn) })} {dueOn < today() && <Tag tone="danger">{t('assessments:overdue')}</Tag>}
        </span>
      )}
    </div>
  );
}

export function AssessmentsTab({ file }: { readonly file: ElderFile }) {
  const { t } = useTranslation(['assessments']);
  const allowed = useCan()('assessments.record');
  const elderId = file.row.id;
  const [filling, setFilling] = useState<AssessmentKind | null>(null);
  const query = useQuery({ queryKey: ['assessments', elderId], queryFn: ({ signal }) => call(assessmentsOf, { params: { id: elderId }, signal }) });
  return (
    <Loaded query={query} lines={8}>
      {(known) => {
        const close = (): void => setFilling(null);
        if (filling === 'ability') return <AbilitySheet elderId={elderId} known={known} onClose={close} />;
        if (filling === 'selfCare') return <SelfCareSheet elderId={elderId} known={known} onClose={close} />;
        if (filling === 'needs') return <NeedsSheet elderId={elderId} known={known} onClose={close} />;
        return (
          <div className="stack">
            <div className="standings">
              {assessmentKinds.map((kind) => (
                <Panel key={kind} title={t(`assessments:kind.${kind}`)}>
                  <div className="stack">
                    <p className="panel-note">{t(`assessments:kindNote.${kind}`)}</p>
                    <Standing
                      kind={kind}
                      file={file}
                      known={known}
                      dueOn={kind === 'ability' ? known.abilityDueOn : (known.assessments.find((one) => one.kind === kind && one.voided === null)?.dueOn ?? null)}
                    />
                    {allowed && (
                      <Button type={kind === 'ability' ? 'primary' : 'default'} onClick={() => setFilling(kind)}>
                        {t(`assessments:start.${kind}`)}
                      </Button>
                    )}
                  </div>
                </Panel>
              ))}
            </div>
            <Panel title={t('assessments:history')} bare>
              {known.assessments.length === 0 ? (
                <Empty title={t('assessments:never')} hint={t('assessments:emptyHint')} />
              ) : (
                known.assessments.map((assessment) => <AssessmentCard key={assessment.id} assessment={assessment} elderId={elderId} />)
              )}
            </Panel>
          </div>
        );
      }}
    </Loaded>
  );
}
