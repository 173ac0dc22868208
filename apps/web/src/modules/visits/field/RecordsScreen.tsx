// Everything recorded on this phone with the state of its sending in words. Nothing leaves this list
// undelivered, and what is stuck says why.
import type { RecordVisitPayload } from '@shouwang/contract/visits';
import { useTranslation } from 'react-i18next';
import { useDevice, useSnapshot, useSyncStatus } from '../../../platform/device/app.tsx';
import { formatInstant } from '../../../platform/i18n/format.ts';
import { useWord } from '../../../platform/i18n/useWords.ts';
import { unsent, type OutboxEntry } from '../../../platform/outbox/outbox.ts';
import { Button, Heading, LinkButton, Notice, Tag } from '../../../ui/field/parts.tsx';
import { address } from '../../../ui/field/route.ts';
import { RescueFile } from '../../access/field/RescueFile.tsx';
import { EntryAttachments } from './EntryAttachments.tsx';
import { isCallNote, type CallNote } from './emergency.ts';
import { RECORD_VISIT } from './local-visits.ts';
import { isCall } from './wording.ts';

/** The state of an entry as a sentence. */
export function useEntryWords(): (entry: OutboxEntry, sending: boolean) => string {
  const { t } = useTranslation('field');
  const word = useWord();
  const { session } = useSnapshot();
  return (entry, sending) => {
    if (entry.state === 'delivered') return t('records.state.delivered');
    if (entry.state === 'attention') return t('records.state.attention', { reason: word('errors:', entry.refusal?.code ?? 'server.bug', entry.refusal?.details) });
    if (sending) return t('records.state.sending');
    if (session !== null && entry.accountId !== session.principal.accountId) return t('records.state.otherAccount');
    return entry.notBefore === null ? t('records.state.waiting') : t('records.state.later', { time: formatInstant(entry.notBefore) });
  };
}

export function RecordsScreen() {
  const { t } = useTranslation('field');
  const { triggers } = useDevice();
  const { outbox, notes } = useSnapshot();
  const status = useSyncStatus();
  const calls = [...notes.values()].filter(isCallNote).sort((a, b) => (a.at < b.at ? 1 : -1));
  const rank = (entry: OutboxEntry): number => (entry.state === 'attention' ? 0 : entry.state === 'waiting' ? 1 : 2);
  const entries = [...outbox].reverse().sort((a, b) => rank(a) - rank(b));
  return (
    <>
      <Heading>{t('records.title')}</Heading>
      {unsent(outbox) > 0 ? (
        <Button kind="primary" onPress={() => void triggers.kick(true)} disabled={status.phase !== 'idle'}>
          {t('records.sendNow')}
        </Button>
      ) : null}
      {entries.length === 0 ? <Notice tone="plain">{t('records.empty')}</Notice> : <p className="f-soft">{t('records.kept')}</p>}
      <ul className="f-list">
        {entries.map((entry) => (
          <li key={entry.command.id}>
            <Entry entry={entry} sending={status.sending.includes(entry.command.id)} />
          </li>
        ))}
      </ul>
      <RescueFile />
      {calls.length === 0 ? null : (
        <section className="f-section" aria-label={t('records.notes')}>
          <h2>{t('records.notes')}</h2>
          <ul className="f-panel f-rows">
            {calls.map((call) => (
              <Call key={call.id} call={call} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** What a record is that is no visit, by the name of its command. */
const kinds = { 'visits.correctOwn': 'correction', 'doubts.answer': 'doubt', 'campaigns.record': 'campaign' } as const;
const kindOf = ({ command }: OutboxEntry) => kinds[command.kind as keyof typeof kinds] ?? 'survey';

const tones = { delivered: 'good', waiting: 'pine', attention: 'danger' } as const;

function Entry({ entry, sending }: { readonly entry: OutboxEntry; readonly sending: boolean }) {
  const { t } = useTranslation(['field', 'visitField']);
  const word = useWord();
  const say = useEntryWords();
  const { engine, triggers } = useDevice();
  const visit = entry.command.kind === RECORD_VISIT ? (entry.command.payload as RecordVisitPayload) : null;
  const again = async (): Promise<void> => {
    await engine.retry(entry.command.id);
    await triggers.kick(true);
  };
  return (
    <article className="f-panel">
      <p className="f-name">{entry.subject.name}</p>
      <p className="f-line">
        {formatInstant(entry.command.occurredAt)}
        {' · '}
        {visit === null
          ? t(`visitField:recordKind.${kindOf(entry)}`)
          : t('records.visit', {
              mode: word('domain:mode', visit.mode),
              outcome: isCall(visit.mode) && visit.outcome === 'notAtHome' ? t('visitField:noAnswer') : word('domain:outcome', visit.outcome),
            })}
      </p>
      <p>
        <Tag tone={tones[entry.state]}>{say(entry, sending)}</Tag>
      </p>
      <EntryAttachments ownerId={entry.command.id} />
      {visit === null ? null : <LinkButton to={address('record', entry.command.id)}>{t('visitField:openRecord')}</LinkButton>}
      {entry.state === 'attention' ? (
        <>
          <Button onPress={() => void again()}>{t('records.again')}</Button>
          <p className="f-soft">{t('records.help')}</p>
        </>
      ) : null}
    </article>
  );
}

function Call({ call }: { readonly call: CallNote }) {
  const { t } = useTranslation('field');
  return (
    <li className="f-row">
      <span>
        {call.elderName} {t(`emergency.what.${call.what}`)} · {t(`emergency.reached.${call.reached}`)}
      </span>
      <span className="f-line">{formatInstant(call.at)}</span>
    </li>
  );
}
