// The two short sheets: six indicators of destitute support, and the needs form of the pack.
import { recordNeeds, recordSelfCare, type assessmentsOf } from '@shouwang/contract/assessments';
import type { Reply } from '@shouwang/contract/route';
import { decideNeeds, decideSelfCare, selfCareIndicators } from '@shouwang/domain/assessments';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { today } from '../../platform/clock.ts';
import { inWords } from '../../platform/i18n/useWords.ts';
import { useSession } from '../../platform/session.ts';
import { Panel, Tag } from '../../ui/parts.tsx';
import { NeedsOutcome } from './NeedsOutcome.tsx';
import { OccasionFields } from './OccasionFields.tsx';
import { beginOccasion, latestOf } from './sheets.ts';
import { SheetActions, useSheet } from './useSheet.tsx';

interface SheetProps {
  readonly elderId: string;
  readonly known: Reply<typeof assessmentsOf>;
  readonly onClose: () => void;
}

export function SelfCareSheet({ elderId, known, onClose }: SheetProps) {
  const { t } = useTranslation(['assessments', 'domain']);
  const { displayName } = useSession();
  const [occasion, setOccasion] = useState(() => beginOccasion(today(), displayName, latestOf(known.assessments, 'selfCare') !== undefined));
  const [answers, setAnswers] = useState<Readonly<Record<string, boolean>>>({});
  const state = useSheet(onClose);
  const decided = decideSelfCare(answers);
  const open = selfCareIndicators.length - Object.keys(answers).length;
  const save = (): void =>
    void state.save(occasion, (id) => call(recordSelfCare, { params: { id: elderId }, body: { id, sheet: { ...occasion, assessors: [...occasion.assessors], answers } } }));
  return (
    <div className="sheet">
      <div className="stack">
        <Panel title={t('assessments:selfCareQuestion')} note={t('assessments:selfCareRule')} bare>
          {selfCareIndicators.map(({ key, label }) => (
            <fieldset key={key} className="item">
              <legend className="item-name">
                <strong>{inWords(label)}</strong>
              </legend>
              <div className="item-options short">
                {[true, false].map((met) => (
                  <label key={String(met)} className={answers[key] === met ? 'item-option chosen' : 'item-option'}>
                    <input type="radio" name={`indicator-${key}`} checked={answers[key] === met} onChange={() => setAnswers({ ...answers, [key]: met })} />
                    <span>{met ? t('assessments:met') : t('assessments:missed')}</span>
                  </label>
                ))}
              </div>
            </fieldset>
          ))}
        </Panel>
        <OccasionFields value={occasion} change={setOccasion} />
      </div>
      <aside className="sheet-side">
        <Panel title={t('assessments:kind.selfCare')}>
          <div className="stack" aria-live="polite">
            {decided.ok ? (
              <p>
                <Tag tone={decided.value.level === 'full' ? 'good' : decided.value.level === 'partial' ? 'amber' : 'danger'}>{t(`domain:selfCare.${decided.value.level}`)}</Tag>{' '}
                {t('assessments:missedCount', { count: decided.value.missed.length })}
              </p>
            ) : (
              <p>{t('assessments:open', { count: open })}</p>
            )}
            <p className="panel-note">{t('assessments:selfCareApart')}</p>
            <SheetActions state={state} ready={decided.ok} touched={open < selfCareIndicators.length} onSave={save} onLeave={onClose} />
          </div>
        </Panel>
      </aside>
    </div>
  );
}

export function NeedsSheet({ elderId, known, onClose }: SheetProps) {
  const { t } = useTranslation(['assessments']);
  const { displayName } = useSession();
  const { needsForm: form, needsSuggested: suggested } = known;
  const [occasion, setOccasion] = useState(() => beginOccasion(today(), displayName, latestOf(known.assessments, 'needs') !== undefined));
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>(suggested);
  const state = useSheet(onClose);
  const decided = decideNeeds(form, answers);
  const save = (): void =>
    void state.save(occasion, (id) =>
      call(recordNeeds, { params: { id: elderId }, body: { id, sheet: { ...occasion, assessors: [...occasion.assessors], formId: form.id, formVersion: form.version, answers } } }),
    );
  return (
    <div className="sheet">
      <div className="stack">
        <Panel title={inWords(form.title)} bare>
          {form.items.map((item) => (
            <fieldset key={item.key} className="item">
              <legend className="item-name">
                <strong>{inWords(item.label)}</strong>
                {suggested[item.key] !== undefined && answers[item.key] === suggested[item.key] && <span className="panel-note">{t('assessments:suggested')}</span>}
              </legend>
              <div className="item-options three">
                {item.options.map((option) => (
                  <label key={option.code} className={answers[item.key] === option.code ? 'item-option chosen' : 'item-option'}>
                    <input
                      type="radio"
                      name={`need-${item.key}`}
                      checked={answers[item.key] === option.code}
                      onChange={() => setAnswers({ ...answers, [item.key]: option.code })}
                    />
                    <span>{inWords(option.label)}</span>
                  </label>
                ))}
              </div>
            </fieldset>
          ))}
        </Panel>
        <OccasionFields value={occasion} change={setOccasion} />
      </div>
      <aside className="sheet-side">
        <Panel title={t('assessments:kind.needs')}>
          <div className="stack" aria-live="polite">
            {decided.ok ? <NeedsOutcome form={form} result={decided.value} /> : <p>{t('assessments:open', { count: Number(decided.refusal.details?.['count'] ?? 0) })}</p>}
            <p className="panel-note">{t('assessments:needsAgree')}</p>
            <SheetActions state={state} ready={decided.ok} touched={answers !== suggested} onSave={save} onLeave={onClose} />
          </div>
        </Panel>
      </aside>
    </div>
  );
}
