// The surveyor's rounds and people, and how what he records gets into the outbox.
import { fieldSubject, fieldSurvey, type FieldSubject, type FieldSurvey } from '@shouwang/contract/surveys';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useDevice, useSnapshot } from '../../../platform/device/app.tsx';
import { takeFix } from '../../../platform/device/position.ts';
import { newEntry } from '../../../platform/outbox/outbox.ts';
import { add, put, remove } from '../../../platform/store/sealed-store.ts';
import type { Fix } from '@shouwang/domain/visits';

export interface Surveys {
  readonly rounds: readonly FieldSurvey[];
  readonly subjects: readonly FieldSubject[];
}

export function useSurveys(): Surveys {
  const { feed } = useSnapshot();
  const rounds = feed.get('surveyRound');
  const subjects = feed.get('surveySubject');
  return useMemo(
    () => ({
      rounds: [...(rounds?.values() ?? [])].flatMap((data) => fieldSurvey.safeParse(data).data ?? []).toSorted((a, b) => (a.deadline < b.deadline ? -1 : 1)),
      subjects: [...(subjects?.values() ?? [])].flatMap((data) => fieldSubject.safeParse(data).data ?? []),
    }),
    [rounds, subjects],
  );
}

/** A draft that is saved on the phone at every change; `restart` forgets it. */
export function useKeptDraft<D>(
  name: string,
  begin: () => D,
): { readonly draft: D; readonly change: (step: (draft: D) => D) => void; readonly key: string; readonly isUnsaved: boolean } {
  const { replica } = useDevice();
  const { drafts, session } = useSnapshot();
  const key = `${session?.principal.accountId ?? ''}:survey:${name}`;
  const [draft, setDraft] = useState<D>(() => (drafts.get(key) as D | undefined) ?? begin());
  const latest = useRef(draft);
  const [isUnsaved, setUnsaved] = useState(false);
  const change = (step: (draft: D) => D): void => {
    latest.current = step(latest.current);
    setDraft(latest.current);
    replica.commit([put('drafts', key, latest.current)]).then(
      () => setUnsaved(false),
      () => setUnsaved(true),
    );
  };
  return { draft, change, key, isUnsaved };
}

/** Whether a household was begun on this phone and not finished. */
export function useBegun(): (subjectId: string) => boolean {
  const { drafts, session } = useSnapshot();
  return (subjectId) => drafts.has(`${session?.principal.accountId ?? ''}:survey:${subjectId}`);
}

/** Where the phone is while a household is asked; null until it is known. */
export function useHere(): () => Fix | null {
  const fix = useRef<Fix | null>(null);
  useEffect(() => {
    void takeFix().then((found) => {
      fix.current = found;
    });
  }, []);
  return () => fix.current;
}

/** Puts a command into the outbox and takes its draft away in one write; false where the phone has no room. */
export function useRecord(): (kind: string, commandId: string, subject: { readonly id: string; readonly name: string }, payload: unknown, draftKey: string) => Promise<boolean> {
  const { replica, triggers, now } = useDevice();
  const { session } = useSnapshot();
  return async (kind, commandId, subject, payload, draftKey) => {
    const at = new Date(now()).toISOString();
    const entry = newEntry({ id: commandId, kind, occurredAt: at, recordedAt: at, base: {}, payload }, session?.principal.accountId ?? '', subject);
    try {
      await replica.commit([add('outbox', commandId, entry), remove('drafts', draftKey)]);
    } catch {
      return false;
    }
    void triggers.kick();
    return true;
  };
}
