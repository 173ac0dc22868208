// Ends a finding: what is right, how it was checked. What follows from each answer stands under it before
// anybody clicks.
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Input, Select } from 'antd';
import { findingSettle, type FindingView } from '@shouwang/contract/reconciliation';
import { factCatalogue, type FactKey } from '@shouwang/domain/ledger';
import { firstDay, type PartialDate } from '@shouwang/domain/shared';
import { prefixOf } from '@shouwang/domain/divisions';
import type { FindingOutcome } from '@shouwang/domain/reconciliation';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { today } from '../../platform/clock.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { Panel } from '../../ui/parts.tsx';
import { useSentence } from '../../ui/states.tsx';
import { useDivisions } from '../divisions/useDivisions.ts';
import { FactInput } from '../ledger/entry/FactInput.tsx';
import { meaning, type Problems, type Raw } from '../ledger/entry/entryLogic.ts';
import { outcomesOf } from './filters.ts';

/** The day that the list tells of a death or a move; today where it tells none. */
function toldDay(finding: FindingView): string {
  const told = finding.theirs[0]?.facts ?? {};
  const day = finding.kind === 'deadListed' ? told['diedOn'] : (told['movedOut'] as { readonly on?: unknown } | undefined)?.on;
  return typeof day === 'string' ? firstDay(day as PartialDate) : today();
}

export function SettleFinding({ finding }: { readonly finding: FindingView }) {
  const { t } = useTranslation(['reconciliation', 'common']);
  const word = useWord();
  const sentence = useSentence();
  const client = useQueryClient();
  const { kind } = finding;
  const key: FactKey = kind === 'idProblem' ? 'idNo' : ((finding.factKey ?? 'remark') as FactKey);
  const hasTheirs = finding.theirs.some((side) => kind !== 'idProblem' || side.facts['idNo'] !== undefined);
  const options = outcomesOf[kind].filter((outcome) => outcome !== 'confirmed' || hasTheirs);
  const [outcome, setOutcome] = useState<FindingOutcome | null>(null);
  const [reason, setReason] = useState('');
  const [raw, setRaw] = useState<Raw>(undefined);
  const [problems, setProblems] = useState<Problems>({});
  const [village, setVillage] = useState<string | null>(null);
  const divisions = useDivisions();
  const [on, setOn] = useState(toldDay(finding));
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const isDated = outcome === 'confirmed' && (kind === 'deadListed' || kind === 'movedListed');
  // A list often tells no village; a file stands in one.
  const asksVillage = kind === 'missing' && outcome === 'confirmed' && finding.division.endsWith('000');
  const villages =
    asksVillage && divisions !== undefined ? [...divisions.byCode.values()].filter((one) => one.level === 'village' && one.code.startsWith(prefixOf(finding.division))) : [];
  const optionWords = (one: FindingOutcome): string => word(`reconciliation:option.${kind}`, one);
  const submit = async (): Promise<void> => {
    setProblem(null);
    if (outcome === null) return setProblem(t('reconciliation:settle.choose'));
    const meant = outcome === 'corrected' ? meaning(factCatalogue[key].shape, raw, key) : null;
    if (meant?.kind === 'problem') return setProblems(meant.problems);
    if (meant?.kind === 'nothing') return setProblem(t('reconciliation:settle.valueMissing'));
    if (asksVillage && village === null) return setProblem(t('reconciliation:settle.villageMissing'));
    if (reason.trim().length < 2) return setProblem(t('common:reasonShort'));
    setBusy(true);
    try {
      await call(findingSettle, {
        params: { id: finding.id },
        body: {
          outcome,
          reason: reason.trim(),
          ...(meant?.kind === 'value' ? { value: meant.value } : {}),
          ...(isDated ? { on } : {}),
          ...(asksVillage && village !== null ? { division: village } : {}),
        },
      });
      await client.invalidateQueries();
    } catch (error) {
      setProblem(sentence(error));
      setBusy(false);
    }
  };
  return (
    <Panel title={t('reconciliation:settle.title')}>
      <form
        className="stack settle"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {kind === 'duplicate' && finding.elderId !== null && finding.otherElderId !== null && (
          <Link to="/reconciliation/merge" search={{ kept: finding.elderId, other: finding.otherElderId, finding: finding.id }} className="button-link primary">
            {t('reconciliation:settle.merge')}
          </Link>
        )}
        <fieldset className="settle-options">
          <legend className="hidden-text">{t('reconciliation:settle.title')}</legend>
          {options.map((one) => (
            <label key={one} className={outcome === one ? 'settle-option chosen' : 'settle-option'}>
              <input type="radio" name="outcome" checked={outcome === one} onChange={() => setOutcome(one)} />
              <span>
                <strong>{optionWords(one)}</strong>
                <span className="soft">{word(`reconciliation:follows.${kind}`, one)}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {outcome === 'corrected' && (
          <div className="field">
            <label htmlFor="right-value">
              {word('domain:fact', key)} · {t('reconciliation:settle.value')}
            </label>
            <FactInput
              id="right-value"
              label={word('domain:fact', key)}
              shape={factCatalogue[key].shape}
              raw={raw}
              path={key}
              problems={problems}
              nullable={factCatalogue[key].nullable === true}
              onChange={setRaw}
            />
          </div>
        )}
        {isDated && (
          <div className="field">
            <label htmlFor="settle-on">{t('reconciliation:settle.on')}</label>
            <input id="settle-on" className="text-input" type="date" required max={today()} value={on} onChange={(event) => setOn(event.target.value)} />
          </div>
        )}
        {asksVillage && (
          <div className="field">
            <label htmlFor="settle-village">{t('reconciliation:settle.village')}</label>
            <Select
              id="settle-village"
              showSearch={{ optionFilterProp: 'label' }}
              value={village}
              onChange={setVillage}
              options={villages.map((one) => ({ value: one.code, label: `${divisions?.name(one.code.slice(0, 9)) ?? ''} ${one.name}` }))}
            />
          </div>
        )}
        <div className="field">
          <label htmlFor="settle-reason">{t('reconciliation:settle.reason')}</label>
          <Input.TextArea id="settle-reason" rows={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} aria-describedby="settle-hint" />
          <span id="settle-hint" className="panel-note">
            {t('reconciliation:settle.reasonHint')}
          </span>
        </div>
        {problem !== null && (
          <p role="alert" className="settle-problem">
            {problem}
          </p>
        )}
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('reconciliation:settle.submit')}
        </Button>
      </form>
    </Panel>
  );
}
