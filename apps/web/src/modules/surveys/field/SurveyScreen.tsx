// One household: how the call went, then group by group what is on file; what is right is confirmed by one
// tap, what is not is opened. Every tap is kept.
import type { FieldSubject, FieldSurvey } from '@shouwang/contract/surveys';
import type { FactKey } from '@shouwang/domain/ledger';
import { askableGroups, askedFacts, surveyOutcomes } from '@shouwang/domain/surveys';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDevice } from '../../../platform/device/app.tsx';
import { formatInstant } from '../../../platform/i18n/format.ts';
import { useWord } from '../../../platform/i18n/useWords.ts';
import { factCatalogue } from '@shouwang/domain/ledger';
import { Button, Heading, Notice, Options, SosLink, Tag } from '../../../ui/field/parts.tsx';
import { address, replaceBy } from '../../../ui/field/route.ts';
import { ShapeQuestion, useFactValue } from './FactQuestion.tsx';
import { alsoConfirmed, ANSWER, beginAnswer, confirmed, left, meant, opened, progressOf, wrote, type SurveyDraft } from './subjects.ts';
import { useHere, useKeptDraft, useRecord, useSurveys } from './useSurveys.ts';

export function SurveyScreen({ id }: { readonly id: string }) {
  const { t } = useTranslation(['surveyField']);
  const { rounds, subjects } = useSurveys();
  const now = subjects.find((one) => one.id === id);
  // What was opened stays open although a list that arrives meanwhile no longer has it.
  const [subject] = useState(now);
  const [survey] = useState(rounds.find((one) => one.id === now?.roundId));
  if (subject === undefined || survey === undefined) {
    return (
      <main className="f-main">
        <Heading back={address('surveys')}>{t('surveyField:title')}</Heading>
        <Notice tone="plain">{t('surveyField:notHere')}</Notice>
      </main>
    );
  }
  return <Household subject={subject} survey={survey} />;
}

type Change = (step: (draft: SurveyDraft) => SurveyDraft) => void;

function Household({ subject, survey }: { readonly subject: FieldSubject; readonly survey: FieldSurvey }) {
  const { t } = useTranslation(['surveyField', 'field', 'domain']);
  const word = useWord();
  const { newId } = useDevice();
  const { draft, change, key, isUnsaved } = useKeptDraft<SurveyDraft>(subject.id, () => beginAnswer(newId()));
  const here = useHere();
  const record = useRecord();
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const asked = askedFacts(survey.groups);
  const isAsked = draft.outcome === 'visited' && subject.elderId !== null;
  const save = async (): Promise<void> => {
    const read = isAsked ? meant(draft.raw, asked, subject.facts) : { facts: {} };
    if (draft.outcome === null) return setProblem(t('surveyField:chooseFirst'));
    if ('wrong' in read) return setProblem(t('surveyField:problem', { item: word('domain:fact', read.wrong) }));
    setSaving(true);
    const payload = {
      roundId: survey.id,
      division: subject.division,
      subjectId: subject.id,
      outcome: draft.outcome,
      facts: read.facts,
      confirmed: isAsked ? alsoConfirmed(draft, survey, read.facts, subject.facts) : [],
      note: draft.note,
      fix: here(),
    };
    if (await record(ANSWER, draft.commandId, { id: subject.id, name: subject.name }, payload, key)) replaceBy('surveys');
    else {
      setSaving(false);
      setProblem(t('surveyField:notSaved'));
    }
  };
  return (
    <>
      <main className="f-main">
        <Heading back={address('surveys')}>{subject.name}</Heading>
        <p className="f-line">
          {[subject.sex === null ? '' : word('domain:sex', subject.sex), subject.age === null ? '' : t('field:elder.age', { count: subject.age }), subject.place]
            .filter((part) => part !== '')
            .join(' · ')}
        </p>
        {subject.state === 'open' ? null : (
          <p className="f-soft">
            {t('surveyField:last', { state: t(`surveyField:state.${subject.state}`), when: subject.answeredAt === null ? '' : formatInstant(subject.answeredAt) })}
          </p>
        )}
        <Options
          label={t('surveyField:how')}
          options={surveyOutcomes.map((code) => ({ code, words: t(`surveyField:outcome.${code}`) }))}
          value={draft.outcome ?? undefined}
          onChoose={(code) => {
            setProblem(null);
            change((before) => ({ ...before, outcome: surveyOutcomes.find((one) => one === code) ?? null }));
          }}
        />
        {isAsked ? <Questions subject={subject} survey={survey} draft={draft} change={change} asked={asked} /> : null}
        <label className="f-field">
          {t('surveyField:note')}
          <textarea value={draft.note} maxLength={500} onChange={(event) => change((before) => ({ ...before, note: event.target.value }))} />
        </label>
        <p className="f-soft">{t('surveyField:draftSaved')}</p>
      </main>
      <div className="f-bar f-actions">
        {problem !== null || isUnsaved ? (
          <Notice tone="danger" icon="alarm">
            {problem ?? t('surveyField:notSaved')}
          </Notice>
        ) : null}
        <Button kind="primary" onPress={() => void save()} disabled={saving || draft.outcome === null}>
          {saving ? t('surveyField:saving') : t('surveyField:save')}
        </Button>
        <SosLink about={subject.elderId ?? undefined} />
      </div>
    </>
  );
}

interface Asking {
  readonly subject: FieldSubject;
  readonly draft: SurveyDraft;
  readonly change: Change;
}

function Questions({ subject, survey, draft, change, asked }: Asking & { readonly survey: FieldSurvey; readonly asked: readonly FactKey[] }) {
  const { t } = useTranslation(['surveyField']);
  const word = useWord();
  const progress = progressOf(draft, asked);
  const onFile = asked.filter((key) => subject.facts[key] !== undefined);
  return (
    <>
      <div className="f-progress" role="status">
        <div className="f-progress-bar">
          <div style={{ inlineSize: `${progress.all === 0 ? 0 : (progress.done / progress.all) * 100}%` }} />
        </div>
        <span>{t('surveyField:progress', progress)}</span>
      </div>
      {askableGroups(survey.groups).map((group) => {
        const keys = askedFacts([group]);
        const known = keys.filter((key) => subject.facts[key] !== undefined && draft.raw[key] === undefined && !draft.confirmed.includes(key));
        return (
          <section key={group} className="f-panel" aria-label={word('domain:factGroup', group)}>
            <h2>{word('domain:factGroup', group)}</h2>
            {keys.map((key) => (
              <Question key={key} factKey={key} subject={subject} draft={draft} change={change} />
            ))}
            {known.length > 1 ? (
              <Button icon="check" onPress={() => change((before) => confirmed(before, keys, subject.facts))}>
                {t('surveyField:groupSame')}
              </Button>
            ) : null}
          </section>
        );
      })}
      {onFile.length > 1 ? (
        <div className="f-stack">
          <Button icon="check" onPress={() => change((before) => confirmed(before, asked, subject.facts))}>
            {t('surveyField:allSame')}
          </Button>
          <p className="f-soft">{t('surveyField:allSameHint')}</p>
        </div>
      ) : null}
    </>
  );
}

function Question({ factKey, subject, draft, change }: Asking & { readonly factKey: FactKey }) {
  const { t } = useTranslation(['surveyField']);
  const word = useWord();
  const say = useFactValue();
  const label = word('domain:fact', factKey);
  const value = subject.facts[factKey];
  const isOpen = draft.raw[factKey] !== undefined || value === undefined;
  if (isOpen)
    return (
      <div className="f-stack">
        <ShapeQuestion
          label={label}
          shape={factCatalogue[factKey].shape}
          raw={draft.raw[factKey]}
          onChange={(raw) => change((before) => wrote(before, factKey, raw ?? (value === undefined ? undefined : '')))}
        />
        {value === undefined ? null : <Button onPress={() => change((before) => left(before, factKey))}>{t('surveyField:keep')}</Button>}
      </div>
    );
  const isRight = draft.confirmed.includes(factKey);
  return (
    <div className="f-row f-asked">
      <span>
        <strong>{label}</strong>
        <br />
        {t('surveyField:now', { value: say(factKey, value) })} {isRight ? <Tag tone="good">{t('surveyField:same')}</Tag> : null}
      </span>
      <span className="f-options-row">
        <button
          type="button"
          className="f-option"
          aria-pressed={isRight}
          aria-label={`${label} ${t('surveyField:same')}`}
          onClick={() => change((before) => (isRight ? { ...before, confirmed: before.confirmed.filter((one) => one !== factKey) } : confirmed(before, [factKey], subject.facts)))}
        >
          {t('surveyField:same')}
        </button>
        <button type="button" className="f-option" aria-label={`${label} ${t('surveyField:change')}`} onClick={() => change((before) => opened(before, factKey, value))}>
          {t('surveyField:change')}
        </button>
      </span>
    </div>
  );
}
