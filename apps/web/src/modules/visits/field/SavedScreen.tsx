// After saving: that it is safe on the phone, and who comes next.
import type { RecordVisitPayload } from '@shouwang/contract/visits';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSnapshot, useSyncStatus } from '../../../platform/device/app.tsx';
import { Icon } from '../../../ui/field/icons.tsx';
import { LinkButton } from '../../../ui/field/parts.tsx';
import { address } from '../../../ui/field/route.ts';
import { shake } from './aloud.ts';
import { findingsOf, type VisitForm } from './form.ts';
import { RECORD_VISIT } from './local-visits.ts';
import { useEntryWords } from './RecordsScreen.tsx';
import { isToSee } from './today.ts';
import { useDay } from './useDay.ts';
import { nameItems } from './wording.ts';

export function SavedScreen({ id }: { readonly id: string }) {
  const { t } = useTranslation(['field', 'visitField']);
  const { outbox } = useSnapshot();
  const { sending } = useSyncStatus();
  useEffect(shake, []);
  const day = useDay();
  const say = useEntryWords();
  const entry = outbox.filter((each) => each.subject.id === id).at(-1);
  const visit = entry?.command.kind === RECORD_VISIT ? (entry.command.payload as RecordVisitPayload) : null;
  const isAttempt = visit !== null && visit.outcome !== 'done';
  const form = day.policy?.form;
  const findings = visit !== null && form !== undefined && form.id === visit.formId && form.version === visit.formVersion ? findingsOf(form as VisitForm, visit.answers) : [];
  const next = day.items.find((item) => item.card.id !== id && isToSee(item.section));
  return (
    <div className="f-hero">
      <div className="f-hero-mark">
        <Icon name="check" size={52} />
      </div>
      <h1>{t(isAttempt ? 'done.attempt' : 'done.title', { name: entry?.subject.name ?? day.cards.get(id)?.name ?? '' })}</h1>
      {isAttempt ? <p>{t('done.attemptHint')}</p> : null}
      {findings.length === 0 ? null : <p>{t('done.findings', { names: nameItems(findings) })}</p>}
      <p role="status">{entry === undefined ? t('done.waiting') : say(entry, sending.includes(entry.command.id))}</p>
      {next === undefined ? null : (
        <LinkButton kind="primary" to={address('elder', next.card.id)}>
          {t('done.next', { name: next.card.name })}
        </LinkButton>
      )}
      <LinkButton to={address('today')}>{t('done.list')}</LinkButton>
      {entry === undefined || entry.command.kind !== RECORD_VISIT ? null : (
        <LinkButton kind="quiet" to={address('record', entry.command.id)}>
          {t('visitField:openRecord')}
        </LinkButton>
      )}
    </div>
  );
}
