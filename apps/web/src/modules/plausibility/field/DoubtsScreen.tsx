// 想请您说明: what differs from the usual about some visits, and what the helper says to it: one tap, and
// words where he likes. Nothing here accuses anybody.
import { doubtAnswers, type DoubtAnswer } from '@shouwang/domain/visits';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDevice, useSnapshot } from '../../../platform/device/app.tsx';
import { formatDate, formatInstant } from '../../../platform/i18n/format.ts';
import { useWord } from '../../../platform/i18n/useWords.ts';
import { newEntry } from '../../../platform/outbox/outbox.ts';
import { add } from '../../../platform/store/sealed-store.ts';
import { Button, Heading, Notice, Tag } from '../../../ui/field/parts.tsx';
import { address } from '../../../ui/field/route.ts';
import { ANSWER_DOUBTS, doubtViews, groupsToAnswer, VISIT_DOUBT, type DoubtView } from './doubts.ts';
import { addWords } from './words.ts';

addWords();

/** Visits whose reasons are told one by one; of more of the same kind the first stands for all. */
const TOLD = 3;

function useAnswer(): (doubts: readonly DoubtView[], answer: DoubtAnswer, words: string) => Promise<boolean> {
  const { replica, triggers, now, newId } = useDevice();
  const { session } = useSnapshot();
  return async (doubts, answer, words) => {
    const [first] = doubts;
    if (first === undefined) return true;
    const at = new Date(now()).toISOString();
    const id = newId();
    const payload = { visitIds: doubts.map(({ visitId }) => visitId), answer, words: words.trim() };
    const entry = newEntry({ id, kind: ANSWER_DOUBTS, occurredAt: at, recordedAt: at, base: {}, payload }, session?.principal.accountId ?? '', {
      id: first.visitId,
      name: first.elderName,
    });
    try {
      await replica.commit([add('outbox', id, entry)]);
    } catch {
      return false;
    }
    void triggers.kick();
    return true;
  };
}

function Reasons({ doubt }: { readonly doubt: DoubtView }) {
  const word = useWord();
  return (
    <ul className="f-plain-list">
      {doubt.signals.map(({ signal, reason, facts }) => (
        <li key={signal}>{reason === 'atVisitorsHome' ? word('plausibility:field', reason, facts) : word('plausibility:reason', `${signal}.${reason}`, facts)}</li>
      ))}
    </ul>
  );
}

function VisitLine({ doubt }: { readonly doubt: DoubtView }) {
  const { t } = useTranslation(['plausibility', 'domain']);
  return (
    <>
      <p className="f-name">{doubt.elderName}</p>
      <p className="f-line">{t('plausibility:field.visitOn', { when: formatInstant(doubt.occurredAt), mode: t(`domain:mode.${doubt.mode}`) })}</p>
    </>
  );
}

function Answer({ doubts, onSent }: { readonly doubts: readonly DoubtView[]; readonly onSent?: () => void }) {
  const { t } = useTranslation(['plausibility']);
  const send = useAnswer();
  const [words, setWords] = useState('');
  const [problem, setProblem] = useState<'needWords' | 'notKept' | null>(null);
  const give = async (answer: DoubtAnswer): Promise<void> => {
    if (answer === 'other' && words.trim() === '') return setProblem('needWords');
    if (await send(doubts, answer, words)) return onSent?.();
    setProblem('notKept');
  };
  return (
    <div className="f-stack">
      <p className="f-name">{t('plausibility:field.ask')}</p>
      <label className="f-field">
        <span className="f-soft">{t('plausibility:field.write')}</span>
        <textarea value={words} rows={1} maxLength={500} onChange={(event) => setWords(event.target.value)} />
      </label>
      {problem === null ? null : <Notice tone="danger">{t(`plausibility:field.${problem}`)}</Notice>}
      {doubtAnswers.map((answer) => (
        <Button key={answer} onPress={() => void give(answer)}>
          {t(`plausibility:answer.${answer}`)}
        </Button>
      ))}
    </div>
  );
}

function Answered({ doubt }: { readonly doubt: DoubtView }) {
  const { t } = useTranslation(['plausibility']);
  const [again, setAgain] = useState(false);
  return (
    <article className="f-panel">
      <VisitLine doubt={doubt} />
      {doubt.answer === null ? null : <p>{t('plausibility:field.yourAnswer', { answer: t(`plausibility:answer.${doubt.answer}`) })}</p>}
      {doubt.isSending ? (
        <p>
          <Tag tone="pine">{t('plausibility:field.sent')}</Tag>
        </p>
      ) : doubt.state === 'toCheck' ? (
        <p className="f-soft">{t('plausibility:field.toCheck')}</p>
      ) : doubt.outcome === null ? null : (
        <p>
          {t('plausibility:field.settled', { outcome: t(`plausibility:outcome.${doubt.outcome}`) })}
          {doubt.outcomeWords === null ? '' : ` · ${doubt.outcomeWords}`}
        </p>
      )}
      {doubt.isSending ? null : again ? (
        <Answer doubts={[doubt]} onSent={() => setAgain(false)} />
      ) : (
        <Button onPress={() => setAgain(true)}>{t('plausibility:field.again')}</Button>
      )}
    </article>
  );
}

export function DoubtsScreen() {
  const { t } = useTranslation(['plausibility']);
  const { feed, outbox } = useSnapshot();
  const doubts = doubtViews(feed.get(VISIT_DOUBT), outbox);
  const groups = groupsToAnswer(doubts);
  const answered = doubts.filter(({ state }) => state !== 'asked');
  return (
    <>
      <Heading back={address('today')}>{t('plausibility:field.title')}</Heading>
      <p>{doubts.length === 0 ? t('plausibility:field.none') : t('plausibility:field.lead')}</p>
      {groups.map(({ key, doubts: alike }) => (
        <section key={key} className="f-panel f-stack">
          {alike.length > 1 ? <h2>{t('plausibility:field.same', { count: alike.length })}</h2> : null}
          {alike.map((doubt, index) => (
            <div key={doubt.visitId}>
              <VisitLine doubt={doubt} />
              {index < TOLD ? <Reasons doubt={doubt} /> : null}
            </div>
          ))}
          <p className="f-soft">{t('plausibility:field.dueBy', { date: formatDate(alike[0]?.dueOn ?? '') })}</p>
          <Answer doubts={alike} />
        </section>
      ))}
      {answered.length === 0 ? null : (
        <section className="f-section" aria-label={t('plausibility:field.answered')}>
          <h2>{t('plausibility:field.answered')}</h2>
          {answered.map((doubt) => (
            <Answered key={doubt.visitId} doubt={doubt} />
          ))}
        </section>
      )}
    </>
  );
}
