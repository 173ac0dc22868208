// One record of this phone, readable by whoever made it, and put right where something was tapped wrong: as
// a version with its reason, without a signal too (ADR 0040).
import type { CorrectOwnPayload, RecordVisitPayload } from '@shouwang/contract/visits';
import type { Refusal } from '@shouwang/domain/shared';
import { formItems, visitModes } from '@shouwang/domain/visits';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDevice, useSnapshot } from '../../../platform/device/app.tsx';
import { formatInstant } from '../../../platform/i18n/format.ts';
import { currentLanguage } from '../../../platform/i18n/setup.ts';
import { inWords, useWord } from '../../../platform/i18n/useWords.ts';
import { newEntry, type OutboxEntry } from '../../../platform/outbox/outbox.ts';
import { add, put, remove } from '../../../platform/store/sealed-store.ts';
import { Button, Heading, Notice, Options, Tag } from '../../../ui/field/parts.tsx';
import { address } from '../../../ui/field/route.ts';
import { addCorrectionWords } from './correctionWords.ts';
import { changesBetween, CORRECT_VISIT, inTime, seenVisit, type SeenVisit } from './corrections.ts';
import { finishVisit, isShown, type Answer, type FormItem, type VisitDraft, type VisitForm } from './form.ts';
import { dayOf, RECORD_VISIT } from './local-visits.ts';
import { Question } from './Question.tsx';
import { useDay, useTwoTaps } from './useDay.ts';
import { isCall } from './wording.ts';

addCorrectionWords();

const REASONS = ['slip', 'leftOut', 'learned'] as const;
/** Ways in which a visit of one person may have been made. */
const MODES = visitModes.filter((mode) => mode !== 'group');

interface Correction {
  readonly draft: VisitDraft;
  readonly reason: string | null;
}

export function RecordScreen({ id }: { readonly id: string }) {
  const { t } = useTranslation(['correctionField', 'field', 'visitField', 'domain']);
  const { outbox, drafts, session } = useSnapshot();
  const { replica } = useDevice();
  const day = useDay();
  const entry = outbox.find((each) => each.command.id === id && each.command.kind === RECORD_VISIT);
  const [said, setSaid] = useState(false);
  if (entry === undefined)
    return (
      <>
        <Heading back={address('records')}>{t('title')}</Heading>
        <Notice tone="plain">{t('gone')}</Notice>
      </>
    );
  const payload = entry.command.payload as RecordVisitPayload;
  const seen = seenVisit(entry, outbox);
  const form = day.policy?.form.id === payload.formId && day.policy.form.version === payload.formVersion ? (day.policy.form as VisitForm) : null;
  const key = `${entry.accountId}:correction:${id}`;
  const begun = (drafts.get(key) as Correction | undefined) ?? null;
  const days = day.policy?.correctWithinDays ?? 0;
  const mine = entry.accountId === session?.principal.accountId;
  const mayCorrect = mine && !seen.isWrong && inTime(dayOf(entry.command.occurredAt, day.policy?.timeZone ?? 'Asia/Shanghai'), day.today, days);
  const begin = (): void => {
    if (form !== null) void replica.commit([put('drafts', key, { draft: draftOf(entry, seen, form), reason: null } satisfies Correction)]);
  };
  return (
    <>
      <Heading back={address('records')}>{entry.subject.name}</Heading>
      <p className="f-line">
        {formatInstant(entry.command.occurredAt)} · {t(`domain:mode.${seen.mode}`)} ·{' '}
        {isCall(seen.mode) && payload.outcome === 'notAtHome' && !seen.isWrong ? t('visitField:noAnswer') : t(`domain:outcome.${seen.isWrong ? 'cancelled' : payload.outcome}`)}
      </p>
      {said ? (
        <Notice tone="good" icon="check">
          {t('saved')}
        </Notice>
      ) : null}
      {begun !== null && mayCorrect ? (
        <Correcting entry={entry} seen={seen} begun={begun} draftKey={key} onDone={() => setSaid(true)} />
      ) : (
        <>
          <Answers form={form} seen={seen} />
          {seen.isWrong ? null : !mayCorrect ? (
            <Notice tone="plain">{t('late', { count: days })}</Notice>
          ) : (
            <>
              {form !== null && payload.outcome === 'done' ? (
                <Button icon="pen" onPress={begin}>
                  {t('correct')}
                </Button>
              ) : null}
              <Wrong entry={entry} seen={seen} />
              <p className="f-soft">{t('until', { count: days })}</p>
            </>
          )}
        </>
      )}
    </>
  );
}

const draftOf = (entry: OutboxEntry, seen: SeenVisit, form: VisitForm): VisitDraft => ({
  commandId: entry.command.id,
  elderId: entry.subject.id,
  elderName: entry.subject.name,
  accountId: entry.accountId,
  form,
  mode: seen.mode,
  outcome: 'done',
  startedAt: entry.command.occurredAt,
  answers: seen.answers,
  fix: null,
  note: seen.note ?? '',
});

/** Puts a correction into the outbox, and takes its draft away in the same write. */
function useCorrect(entry: OutboxEntry): (given: Omit<CorrectOwnPayload, 'visitId'>, draftKey?: string) => Promise<boolean> {
  const { replica, triggers, now, newId } = useDevice();
  return async (given, draftKey) => {
    const at = new Date(now()).toISOString();
    const id = newId();
    const payload: CorrectOwnPayload = { visitId: entry.command.id, ...given };
    const made = newEntry({ id, kind: CORRECT_VISIT, occurredAt: at, recordedAt: at, base: {}, payload }, entry.accountId, entry.subject);
    try {
      await replica.commit([add('outbox', id, made), ...(draftKey === undefined ? [] : [remove('drafts', draftKey)])]);
    } catch {
      return false;
    }
    void triggers.kick();
    return true;
  };
}
const sawOf = ({ mode, answers, note }: SeenVisit): CorrectOwnPayload['saw'] => ({ mode, answers, note });

function Answers({ form, seen }: { readonly form: VisitForm | null; readonly seen: SeenVisit }) {
  const { t } = useTranslation(['correctionField', 'field']);
  if (form === null) return <Notice tone="plain">{t('otherForm')}</Notice>;
  const answered = formItems(form).filter((item) => seen.answers[item.key] !== undefined);
  return (
    <dl className="f-panel">
      {answered.length === 0 ? <dd className="f-soft">{t('nothing')}</dd> : null}
      {answered.map((item) => (
        <div key={item.key}>
          <dt className="f-soft">{inWords(item.label)}</dt>
          <dd>{item.kind === 'signature' ? t('signed') : said(item, seen.answers[item.key])}</dd>
        </div>
      ))}
      {seen.note === null ? null : (
        <div>
          <dt className="f-soft">{t('field:visit.note')}</dt>
          <dd>{seen.note}</dd>
        </div>
      )}
    </dl>
  );
}

/** An answer in the words of the form. */
function said(item: FormItem, answer: Answer | undefined): string {
  const word = (code: string): string => {
    const option = item.options?.find((each) => each.code === code);
    return option === undefined ? code : inWords(option.label);
  };
  if (typeof answer === 'object') return answer.map(word).join(currentLanguage() === 'en' ? ', ' : '、');
  return typeof answer === 'number' ? `${answer}${item.unit === undefined ? '' : ` ${inWords(item.unit)}`}` : word(answer ?? '');
}

interface CorrectingProps {
  readonly entry: OutboxEntry;
  readonly seen: SeenVisit;
  readonly begun: Correction;
  readonly draftKey: string;
  readonly onDone: () => void;
}

function Correcting({ entry, seen, begun, draftKey, onDone }: CorrectingProps) {
  const { t } = useTranslation(['correctionField', 'field', 'domain']);
  const word = useWord();
  const { replica, now } = useDevice();
  const correct = useCorrect(entry);
  const [correction, setCorrection] = useState(begun);
  const [trouble, setTrouble] = useState<Refusal | 'reason' | 'notSaved' | null>(null);
  const { draft, reason } = correction;
  const keep = (next: Correction): void => {
    setCorrection(next);
    setTrouble(null);
    replica.commit([put('drafts', draftKey, next)]).catch(() => setTrouble('notSaved'));
  };
  const change = (step: (before: VisitDraft) => VisitDraft): void => keep({ draft: { ...step(draft), outcome: 'done' }, reason });
  const visit = { draft, position: 'none' as const, trouble: null, change, choose: () => undefined, save: () => Promise.resolve(false) };
  const save = async (): Promise<void> => {
    const finished = finishVisit(draft, new Date(now()).toISOString());
    if (!finished.ok) return setTrouble(finished.refusal);
    const changes = changesBetween(sawOf(seen), { mode: draft.mode, answers: finished.value.answers, note: finished.value.note ?? null });
    if (changes === null) return setTrouble({ code: 'visit.nothingChanged' });
    if (reason === null) return setTrouble('reason');
    if (await correct({ saw: sawOf(seen), changes, reason: t(`why.${reason as (typeof REASONS)[number]}`) }, draftKey)) onDone();
    else setTrouble('notSaved');
  };
  const field = trouble !== null && typeof trouble === 'object' ? formItems(draft.form).find((item) => item.key === trouble.details?.['field']) : undefined;
  return (
    <>
      <p className="f-soft">{t('lead')}</p>
      {seen.mode === 'group' ? null : (
        <Options
          keep
          label={t('mode')}
          options={MODES.map((mode) => ({ code: mode, words: t(`domain:mode.${mode}`) }))}
          value={draft.mode}
          onChoose={(code) => change((before) => ({ ...before, mode: MODES.find((mode) => mode === code) ?? before.mode }))}
        />
      )}
      {draft.form.sections.map((section) => (
        <section key={section.key} className="f-panel" aria-label={inWords(section.label)}>
          <h2>{inWords(section.label)}</h2>
          {section.items.map((item, index) =>
            item.kind !== 'signature' && isShown(draft, section.items, index) ? <Question key={item.key} item={item} visit={visit} last={null} /> : null,
          )}
        </section>
      ))}
      <label className="f-field">
        {t('field:visit.note')}
        <textarea value={draft.note} maxLength={2000} onChange={(event) => change((before) => ({ ...before, note: event.target.value }))} />
      </label>
      <Options
        label={t('whyLabel')}
        options={REASONS.map((code) => ({ code, words: t(`why.${code}`) }))}
        value={reason ?? undefined}
        onChoose={(code) => keep({ draft, reason: code ?? null })}
      />
      {trouble === null ? null : (
        <Notice tone="danger" icon="alarm">
          {trouble === 'reason'
            ? t('needReason')
            : trouble === 'notSaved'
              ? t('field:visit.notSaved')
              : field !== undefined && trouble.code === 'input.invalid'
                ? t('field:visit.missing', { item: inWords(field.label) })
                : word('errors:', trouble.code, field === undefined ? trouble.details : { ...trouble.details, field: inWords(field.label) })}
        </Notice>
      )}
      <Button kind="primary" onPress={() => void save()}>
        {t('save')}
      </Button>
      <Button kind="quiet" onPress={() => void replica.commit([remove('drafts', draftKey)])}>
        {t('leave')}
      </Button>
    </>
  );
}

/** The record of another person, or of a visit never made: taken back as a whole, by a second tap. */
function Wrong({ entry, seen }: { readonly entry: OutboxEntry; readonly seen: SeenVisit }) {
  const { t } = useTranslation('correctionField');
  const correct = useCorrect(entry);
  const taking = useTwoTaps(() => void correct({ saw: sawOf(seen), changes: {}, isWrong: true, reason: t('wrongReason') }));
  return (
    <>
      <Button kind={taking.asked ? 'danger' : 'quiet'} onPress={taking.tap}>
        {taking.asked ? t('wrongSure') : t('wrong')}
      </Button>
      {taking.asked ? <Tag tone="amber">{t('wrongHint')}</Tag> : null}
    </>
  );
}
