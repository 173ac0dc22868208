// The visit form of the policy pack: a row a question, large choices, nothing chosen beforehand.
import { visitOutcomes } from '@shouwang/domain/visits';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { inWords, useWord } from '../../../platform/i18n/useWords.ts';
import { Icon } from '../../../ui/field/icons.tsx';
import { Button, Heading, Notice, Options } from '../../../ui/field/parts.tsx';
import { address, replaceBy } from '../../../ui/field/route.ts';
import { allAsLastTime, allSafe, answered, canRepeat, formItems, isFinding, isShown, progressOf, repeats, safeOption, UNCHANGED, type FormItem, type VisitDraft } from './form.ts';
import { useDay, useDrafts } from './useDay.ts';
import { useVisit, type VisitInProgress } from './useVisit.ts';

type Last = Readonly<Record<string, unknown>> | null;

export function VisitScreen({ id }: { readonly id: string }) {
  const { t } = useTranslation('field');
  const draft = useDrafts().find(id);
  const day = useDay();
  // The form keeps showing the draft it was opened with until the next screen has taken its place.
  const [begun] = useState(draft);
  if (begun === null) {
    return (
      <main className="f-main">
        <Heading back={address('elder', id)}>{t('elder.begin')}</Heading>
        <Notice tone="plain">{t('elder.notHere')}</Notice>
      </main>
    );
  }
  const last = day.cards.get(id)?.lastVisit ?? null;
  return <Form begun={begun} last={last === null ? null : last.answers} />;
}

function Form({ begun, last }: { readonly begun: VisitDraft; readonly last: Last }) {
  const { t } = useTranslation('field');
  const visit = useVisit(begun);
  const { draft } = visit;
  const attempt = draft.outcome !== null && draft.outcome !== 'done';
  const [saving, setSaving] = useState(false);
  const save = async (): Promise<void> => {
    setSaving(true);
    if (await visit.save()) replaceBy('saved', draft.elderId);
    else setSaving(false);
  };
  return (
    <>
      <main className="f-main">
        <Heading back={address('elder', draft.elderId)}>{t('visit.title', { name: draft.elderName })}</Heading>
        <Outcome visit={visit} />
        {attempt ? <Notice tone="plain">{t('visit.attempt')}</Notice> : <Questions visit={visit} last={last} />}
        <label className="f-field">
          {t('visit.note')}
          <textarea value={draft.note} maxLength={2000} onChange={(event) => visit.change((before) => ({ ...before, note: event.target.value }))} />
        </label>
        <Position visit={visit} />
        <p className="f-soft">{t('visit.draftSaved')}</p>
        <Trouble visit={visit} />
      </main>
      <div className="f-bar f-actions">
        <Button kind="primary" onPress={() => void save()} disabled={saving || draft.outcome === null}>
          {saving ? t('visit.saving') : t('visit.save')}
        </Button>
        <a className="f-sos" href={address('emergency', draft.elderId)}>
          <Icon name="alarm" />
          <span>{t('nav.emergency')}</span>
        </a>
      </div>
    </>
  );
}

function Outcome({ visit }: { readonly visit: VisitInProgress }) {
  const { t } = useTranslation('field');
  const { draft } = visit;
  const options = visitOutcomes.map((code) => ({ code, words: code === 'done' && draft.mode !== 'home' ? t('visit.outcomePhone') : t(`visit.outcome.${code}`) }));
  return (
    <Options label={t('visit.how')} options={options} value={draft.outcome ?? undefined} onChoose={(code) => visit.choose(visitOutcomes.find((each) => each === code) ?? null)} />
  );
}

function Questions({ visit, last }: { readonly visit: VisitInProgress; readonly last: Last }) {
  const { t } = useTranslation('field');
  const { draft } = visit;
  const progress = progressOf(draft);
  const repeatable = canRepeat(draft.form, last);
  return (
    <>
      <div className="f-progress" role="status">
        <div className="f-progress-bar">
          <div style={{ inlineSize: `${progress.total === 0 ? 0 : (progress.answered / progress.total) * 100}%` }} />
        </div>
        <span>
          {t('visit.progress', { answered: progress.answered, total: progress.total })} · <span className="f-soft">{t('visit.notAsked')}</span>
        </span>
      </div>
      {repeatable ? (
        <div className="f-stack">
          <Button icon="check" onPress={() => visit.change((before) => allAsLastTime(before, last))}>
            {t('visit.asLast')}
          </Button>
          <p className="f-soft">{t('visit.asLastHint')}</p>
        </div>
      ) : null}
      {draft.form.sections.map((section) => {
        const safety = section.items.filter((item) => item.kind === 'safety');
        return (
          <section key={section.key} className="f-panel" aria-label={inWords(section.label)}>
            <h2>{inWords(section.label)}</h2>
            {section.items.map((item, index) => (isShown(draft, section.items, index) ? <Question key={item.key} item={item} visit={visit} last={last} /> : null))}
            {safety.length > 1 ? <AllSafe items={safety} visit={visit} /> : null}
          </section>
        );
      })}
      {progress.findings > 0 ? (
        <Notice tone="amber" icon="alarm">
          {t('visit.findings', { count: progress.findings })}
        </Notice>
      ) : null}
    </>
  );
}

/** Stands below the items: they have been shown before the one tap that answers for all of them. */
function AllSafe({ items, visit }: { readonly items: readonly FormItem[]; readonly visit: VisitInProgress }) {
  const { t } = useTranslation('field');
  const [first] = items;
  const safe = first?.options?.find((option) => option.code === safeOption(first));
  if (safe === undefined) return null;
  return (
    <>
      <Button icon="check" onPress={() => visit.change(allSafe)}>
        {t('visit.allSafe', { count: items.length, word: inWords(safe.label) })}
      </Button>
      <p className="f-soft">{t('visit.allSafeHint')}</p>
    </>
  );
}

function Question({ item, visit, last }: { readonly item: FormItem; readonly visit: VisitInProgress; readonly last: Last }) {
  const { t } = useTranslation('field');
  const value = visit.draft.answers[item.key];
  const label = inWords(item.label);
  const set = (answer: string | number | undefined): void => visit.change((before) => answered(before, item.key, answer));
  if (item.kind === 'text') {
    return (
      <label className="f-field">
        {label}
        <textarea value={typeof value === 'string' ? value : ''} placeholder={t('visit.text')} maxLength={2000} onChange={(event) => set(event.target.value)} />
      </label>
    );
  }
  if (item.kind === 'number') {
    return (
      <label className="f-field">
        {label}
        <input
          type="number"
          inputMode="numeric"
          value={typeof value === 'number' ? value : ''}
          placeholder={t('visit.number')}
          onChange={(event) => set(event.target.value === '' ? undefined : event.target.valueAsNumber)}
        />
      </label>
    );
  }
  const options = (item.options ?? []).map((option) => ({
    code: option.code,
    words: inWords(option.label),
    ...(isFinding(item, option.code) ? { tone: 'danger' as const } : {}),
    ...(repeats(item, last) === option.code && option.code !== UNCHANGED ? { hint: t('visit.asLastItem') } : {}),
  }));
  return <Options label={label} options={options} value={typeof value === 'string' ? value : undefined} onChoose={set} />;
}

function Position({ visit }: { readonly visit: VisitInProgress }) {
  const { t } = useTranslation('field');
  if (visit.draft.mode !== 'home') return null;
  return (
    <p className="f-soft">
      <Icon name="place" size={20} />{' '}
      {visit.position === 'taken' ? t('visit.position.taken', { count: Math.round(visit.draft.fix?.accuracy ?? 0) }) : t(`visit.position.${visit.position}`)}
    </p>
  );
}

function Trouble({ visit }: { readonly visit: VisitInProgress }) {
  const { t } = useTranslation('field');
  const word = useWord();
  const { trouble } = visit;
  if (trouble === null) return null;
  if (trouble === 'notSaved')
    return (
      <Notice tone="danger" icon="alarm">
        {t('visit.notSaved')}
      </Notice>
    );
  const missing = trouble.code === 'input.invalid' ? formItems(visit.draft.form).find((item) => item.key === trouble.details?.['field']) : undefined;
  return (
    <Notice tone="danger" icon="alarm">
      {missing === undefined ? word('errors:', trouble.code, trouble.details) : t('visit.missing', { item: inWords(missing.label) })}
    </Notice>
  );
}
