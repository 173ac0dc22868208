// The visit form of the policy pack: a row a question, large choices, nothing chosen beforehand.
import { formItems, isOrdinary, visitOutcomes, type VisitOutcome } from '@shouwang/domain/visits';
import { lazy, memo, Suspense, useCallback, useEffect, useRef, useState, type ComponentType, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAttachments } from '../../../platform/attachments/useAttachments.ts';
import { inWords, useWord } from '../../../platform/i18n/useWords.ts';
import { Icon } from '../../../ui/field/icons.tsx';
import { Button, Heading, Notice, Options, SosLink, Tag } from '../../../ui/field/parts.tsx';
import { address, replaceBy } from '../../../ui/field/route.ts';
import { AttemptPanel } from './AttemptPanel.tsx';
import { allAsLastTime, allSafe, canRepeat, findingsOf, isShown, progressOf, safeOption, type FormItem, type VisitDraft, type VisitForm } from './form.ts';
import { Question, type Last } from './Question.tsx';
import { ReadAloud } from './ReadAloud.tsx';
import { useDay, useDrafts } from './useDay.ts';
import { useVisit, type VisitInProgress } from './useVisit.ts';
import { isCall, nameItems } from './wording.ts';

/** Camera and microphone are not needed before somebody opens them. */
const Evidence = lazy(async () => ({ default: (await import('./Evidence.tsx')).Evidence }));

/** What a later module asks within a visit. */
type Section = ComponentType<{
  readonly elderId: string;
  readonly elderName: string;
  readonly visitId: string;
  /** Something of this name was begun there and is not written down yet. */
  readonly onOpen: (name: string, isOpen: boolean) => void;
}>;

export function VisitScreen({ id, Section }: { readonly id: string; readonly Section?: Section }) {
  const { t } = useTranslation('field');
  const draft = useDrafts().find(id);
  const day = useDay();
  // The form keeps showing the draft it was opened with until the next screen has taken its place.
  const [begun, setBegun] = useState(draft);
  // Kept a moment ago, it may reach this screen only after the screen itself.
  if (begun === null && draft !== null) setBegun(draft);
  if (begun === null) {
    return (
      <main className="f-main">
        <Heading back={address('elder', id)}>{t('elder.begin')}</Heading>
        <Notice tone="plain">{t('elder.notHere')}</Notice>
      </main>
    );
  }
  const last = day.cards.get(id)?.lastVisit ?? null;
  return <Form begun={begun} last={last === null ? null : last.answers} today={day.today} {...(Section === undefined ? {} : { Section })} />;
}

/** How long saving may take before it is spoken of: it is hardly ever seen, and showing it takes time of its own. */
const QUIET_MS = 200;

/** Nothing of it follows what the phone holds: once the visit is kept it is the next screen's turn at once (quality bar P9). */
const Form = memo(function Form({ begun, last, today, Section }: { readonly begun: VisitDraft; readonly last: Last; readonly today: string; readonly Section?: Section }) {
  const { t } = useTranslation(['field', 'visitField', 'domain']);
  const visit = useVisit(begun);
  const { draft } = visit;
  const attempted = draft.outcome === null || draft.outcome === 'done' ? null : draft.outcome;
  const [saving, setSaving] = useState(false);
  const open = useRef(new Set<string>());
  const [left, setLeft] = useState<string | null>(null);
  const noteOpen = useCallback((name: string, isOpen: boolean): void => {
    if (isOpen) open.current.add(name);
    else open.current.delete(name);
    setLeft(null);
  }, []);
  const save = async (): Promise<void> => {
    const [forgotten] = open.current;
    // Said once: a second tap saves the visit alone.
    if (attempted === null && forgotten !== undefined && left === null) return setLeft(forgotten);
    const taking = setTimeout(() => setSaving(true), QUIET_MS);
    const isKept = await visit.save();
    clearTimeout(taking);
    if (isKept) replaceBy('saved', draft.elderId);
    else setSaving(false);
  };
  return (
    <>
      <main className="f-main">
        <Heading back={address('elder', draft.elderId)}>{t('visit.title', { name: draft.elderName })}</Heading>
        <ReadAloud text={attempted === null ? nextAloud(draft, t('visit.title', { name: draft.elderName })) : t('visit.attempt')} />
        {draft.mode === 'home' ? null : (
          <p>
            <Tag tone="pine">{t(`domain:mode.${draft.mode}`)}</Tag>
          </p>
        )}
        <Outcome visit={visit} />
        {attempted === null ? <Questions visit={visit} last={last} /> : <AttemptPanel visit={visit} outcome={attempted} today={today} />}
        {Section === undefined || attempted !== null ? null : (
          <Suspense fallback={null}>
            <Section elderId={draft.elderId} elderName={draft.elderName} visitId={draft.commandId} onOpen={noteOpen} />
          </Suspense>
        )}
        <label className="f-field">
          {t('visit.note')}
          <textarea value={draft.note} maxLength={2000} onChange={(event) => visit.change((before) => ({ ...before, note: event.target.value }))} />
        </label>
        <MoreEvidence ownerId={draft.commandId} />
        <Position visit={visit} />
        <p className="f-soft">{t('visit.draftSaved')}</p>
      </main>
      <div className="f-bar f-actions">
        <Trouble visit={visit} />
        {left === null ? null : (
          <Notice tone="danger" icon="alarm">
            {t('visitField:partOpen', { name: left })}
          </Notice>
        )}
        {attempted === null ? <Left draft={draft} /> : null}
        <Button kind="primary" onPress={() => void save()} disabled={saving || draft.outcome === null}>
          {saving ? t('visit.saving') : t('visit.save')}
        </Button>
        <SosLink about={draft.elderId} />
      </div>
    </>
  );
});

/** The question that comes next with its answers, to be read out; with nothing left the title. */
function nextAloud(draft: VisitDraft, title: string): string {
  const next = formItems(draft.form).find((item) => isOrdinary(item, draft.mode) && draft.answers[item.key] === undefined);
  return next === undefined ? title : [inWords(next.label), ...(next.options ?? []).map((option) => inWords(option.label))].join('，');
}

function Outcome({ visit }: { readonly visit: VisitInProgress }) {
  const { t } = useTranslation(['field', 'visitField']);
  const { draft } = visit;
  const words: Partial<Record<VisitOutcome, string>> = isCall(draft.mode) ? { done: t('visit.outcomePhone'), notAtHome: t('visitField:noAnswer') } : {};
  const options = visitOutcomes.map((code) => ({ code, words: words[code] ?? t(`visit.outcome.${code}`) }));
  return (
    <Options label={t('visit.how')} options={options} value={draft.outcome ?? undefined} onChoose={(code) => visit.choose(visitOutcomes.find((each) => each === code) ?? null)} />
  );
}

/** Sections of which nothing belongs to the ordinary round are folded: services, figures, signatures. */
const isExtra = (section: VisitForm['sections'][number], mode: VisitDraft['mode']): boolean => !section.items.some((item) => isOrdinary(item, mode));

function Questions({ visit, last }: { readonly visit: VisitInProgress; readonly last: Last }) {
  const { t } = useTranslation(['field', 'visitField']);
  const { draft } = visit;
  const findings = findingsOf(draft.form, draft.answers);
  const shown = (section: VisitForm['sections'][number]) =>
    section.items.map((item, index) => (isShown(draft, section.items, index) ? <Question key={item.key} item={item} visit={visit} last={last} /> : null));
  return (
    <>
      {canRepeat(draft.form, last) ? (
        <div className="f-stack">
          <Button
            icon="check"
            onPress={() => {
              visit.change((before) => allAsLastTime(before, last));
              requestAnimationFrame(showOpen);
            }}
          >
            {t('visit.asLast')}
          </Button>
          <p className="f-soft">{t('visit.asLastHint')}</p>
        </div>
      ) : null}
      {draft.form.sections.map((section) => {
        if (isExtra(section, draft.mode)) {
          const isUnseen = section.items.some((item) => item.seen === true);
          const count = section.items.filter((item) => draft.answers[item.key] !== undefined).length;
          return (
            <details key={section.key} className="f-panel f-extra">
              <summary>
                {inWords(section.label)} <small className="f-soft">{count > 0 ? t('visit.filled', { count }) : t(isUnseen ? 'visitField:unseen' : 'visitField:extra')}</small>
              </summary>
              {shown(section)}
            </details>
          );
        }
        const safety = section.items.filter((item) => item.kind === 'safety');
        return (
          <section key={section.key} className="f-panel" aria-label={inWords(section.label)}>
            <h2>{inWords(section.label)}</h2>
            {shown(section)}
            {safety.length > 1 ? <AllSafe items={safety} visit={visit} /> : null}
          </section>
        );
      })}
      {findings.length > 0 ? (
        <Notice tone="amber" icon="alarm">
          {t('visit.findings', { count: findings.length, names: nameItems(findings) })}
        </Notice>
      ) : null}
    </>
  );
}

/** Brings the first question that is still open below the strip on top. */
function showOpen(): void {
  document.querySelector('[data-ordinary="open"]')?.scrollIntoView({ block: 'start' });
}

/**
 * One tap that answers for all of them, once each of them has been on the screen: before that it shows the
 * first that was not. What was marked otherwise stays.
 */
function AllSafe({ items, visit }: { readonly items: readonly FormItem[]; readonly visit: VisitInProgress }) {
  const { t } = useTranslation(['field', 'visitField']);
  const firstUnseen = useUnseen(items.map((item) => item.key).join());
  const [first] = items;
  const safe = first?.options?.find((option) => option.code === safeOption(first));
  const [isAsked, setAsked] = useState(false);
  if (safe === undefined) return null;
  const answer = (): void => {
    const unseen = firstUnseen();
    setAsked(unseen !== null);
    if (unseen === null) visit.change((before) => allSafe(before, items));
    else unseen.scrollIntoView({ block: 'start' });
  };
  return (
    <>
      <Button icon="check" onPress={answer}>
        {t('visit.allSafe', { count: items.length, word: inWords(safe.label) })}
      </Button>
      <p className="f-soft" role={isAsked ? 'status' : undefined}>
        {isAsked ? t('visitField:lookFirst') : t('visit.allSafeHint')}
      </p>
    </>
  );
}

/** Answers the first of these questions that was never on the screen since the form was opened; null where all were. */
function useUnseen(keys: string): () => Element | null {
  const unseen = useRef(new Set<Element>());
  useEffect(() => {
    const waiting = unseen.current;
    const observer = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) waiting.delete(target);
    });
    for (const key of keys.split(',')) {
      const element = document.querySelector(`[data-item="${key}"]`);
      if (element === null) continue;
      waiting.add(element);
      observer.observe(element);
    }
    return () => {
      observer.disconnect();
      waiting.clear();
    };
  }, [keys]);
  return () => {
    for (const element of unseen.current) {
      const { top, bottom } = element.getBoundingClientRect();
      if (bottom <= 0 || top >= innerHeight) return element;
    }
    return null;
  };
}

function MoreEvidence({ ownerId }: { readonly ownerId: string }) {
  const { t } = useTranslation('visitField');
  const [isOpen, setOpen] = useState(false);
  const count = useAttachments()
    .of(ownerId)
    .filter(({ kind }) => kind === 'photo' || kind === 'voice').length;
  return (
    <details className="f-panel f-extra" onToggle={(event: SyntheticEvent<HTMLDetailsElement>) => setOpen(event.currentTarget.open)}>
      <summary>
        {t('evidence.title')} <small className="f-soft">{count > 0 ? t('evidence.kept', { count }) : t('extra')}</small>
      </summary>
      {isOpen ? (
        <Suspense fallback={null}>
          <Evidence ownerId={ownerId} />
        </Suspense>
      ) : null}
    </details>
  );
}

/** What is left, beside the button that ends the visit: as a bar and in words, and the way to it. */
function Left({ draft }: { readonly draft: VisitDraft }) {
  const { t } = useTranslation(['field', 'visitField']);
  const { answered, total } = progressOf(draft);
  const left = total - answered;
  return (
    <button type="button" className="f-left" onClick={showOpen} disabled={left === 0}>
      <span className="f-progress-bar" aria-hidden="true">
        <span style={{ inlineSize: `${total === 0 ? 0 : (answered / total) * 100}%` }} />
      </span>
      <span role="status">
        {left === 0 ? t('visitField:leftNone') : t('visitField:left', { count: left })} <small className="f-soft">{left === 0 ? '' : t('visit.notAsked')}</small>
      </span>
    </button>
  );
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
  const wrong = trouble === null || trouble === 'notSaved' ? undefined : trouble.details?.['field'];
  // Said beside the button that was tapped, and shown: the question may be far above.
  useEffect(() => {
    if (typeof wrong === 'string') document.querySelector(`[data-item="${wrong}"]`)?.scrollIntoView({ block: 'center' });
  }, [trouble, wrong]);
  if (trouble === null) return null;
  if (trouble === 'notSaved')
    return (
      <Notice tone="danger" icon="alarm">
        {t('visit.notSaved')}
      </Notice>
    );
  const item = formItems(visit.draft.form).find((each) => each.key === trouble.details?.['field']);
  const isMissing = trouble.code === 'input.invalid' && item !== undefined;
  return (
    <Notice tone="danger" icon="alarm">
      {isMissing
        ? t('visit.missing', { item: inWords(item.label) })
        : word('errors:', trouble.code, item === undefined ? trouble.details : { ...trouble.details, field: inWords(item.label) })}
    </Notice>
  );
}
