// A visit while it is made: each tap is saved before the next one matters; saving puts the visit into
// the outbox and takes the draft away in one write, so that a crash leaves exactly one of them.
import type { Fix, VisitOutcome } from '@shouwang/domain/visits';
import type { Refusal } from '@shouwang/domain/shared';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useDevice } from '../../../platform/device/app.tsx';
import { takeFix } from '../../../platform/device/position.ts';
import { onceAtATime } from '../../../platform/onceAtATime.ts';
import { newEntry } from '../../../platform/outbox/outbox.ts';
import { add, remove } from '../../../platform/store/sealed-store.ts';
import { finishVisit, progressOf, type VisitDraft } from './form.ts';
import { clockTraces, RECORD_VISIT } from './local-visits.ts';
import { draftKey, keepDraft } from './useDay.ts';

export interface VisitInProgress {
  readonly draft: VisitDraft;
  readonly position: 'waiting' | 'taken' | 'none';
  readonly trouble: Refusal | 'notSaved' | null;
  change(step: (draft: VisitDraft) => VisitDraft): void;
  choose(outcome: VisitOutcome | null): void;
  /** True when the visit lies in the outbox. */
  save(): Promise<boolean>;
}

export function useVisit(begun: VisitDraft): VisitInProgress {
  const { replica, triggers, now } = useDevice();
  const [draft, setDraft] = useState(begun);
  const [position, setPosition] = useState<VisitInProgress['position']>(begun.fix === null ? 'waiting' : 'taken');
  const [trouble, setTrouble] = useState<VisitInProgress['trouble']>(null);
  const latest = useRef(begun);
  const saved = useRef(false);
  // A second tap waits for what the first one writes.
  const [once] = useState(() => onceAtATime<boolean>());

  const change = (step: (draft: VisitDraft) => VisitDraft): void => {
    if (saved.current) return;
    latest.current = step(latest.current);
    setDraft(latest.current);
    setTrouble(null);
    keepDraft(replica, latest.current).catch(() => setTrouble('notSaved'));
  };

  const noteFix = useEffectEvent((fix: Fix) => change((before) => ({ ...before, fix })));
  useEffect(() => {
    if (begun.fix !== null || begun.mode !== 'home') return undefined;
    let here = true;
    void takeFix().then((fix) => {
      if (!here) return;
      setPosition(fix === null ? 'none' : 'taken');
      if (fix !== null) noteFix(fix);
    });
    return () => {
      here = false;
    };
  }, [begun.commandId, begun.fix, begun.mode]);

  // Check-out: once, when the ordinary questions are through; saving never waits for it.
  const noteEnd = useEffectEvent((endFix: Fix) => change((before) => ({ ...before, endFix })));
  const { answered, total } = progressOf(draft);
  const isThrough = draft.mode === 'home' && draft.outcome !== null && (draft.outcome !== 'done' || answered === total);
  const isLeaving = isThrough && draft.endFix === undefined;
  useEffect(() => {
    if (!isLeaving) return undefined;
    let here = true;
    void takeFix().then((fix) => {
      if (here && fix !== null) noteEnd(fix);
    });
    return () => {
      here = false;
    };
  }, [isLeaving]);

  const save = async (): Promise<boolean> => {
    if (saved.current) return true;
    const at = new Date(now()).toISOString();
    const finished = finishVisit(latest.current, at);
    if (!finished.ok) {
      setTrouble(finished.refusal);
      return false;
    }
    const { commandId, elderId, elderName, accountId, startedAt } = latest.current;
    const entry = newEntry(
      {
        id: commandId,
        kind: RECORD_VISIT,
        occurredAt: startedAt,
        recordedAt: at,
        base: {},
        payload: { ...finished.value, ...clockTraces(replica.snapshot(), at, performance.timeOrigin + performance.now()) },
      },
      accountId,
      {
        id: elderId,
        name: elderName,
      },
    );
    saved.current = true;
    try {
      await replica.commit([add('outbox', commandId, entry), remove('drafts', draftKey(accountId, elderId))]);
    } catch {
      saved.current = false;
      setTrouble('notSaved');
      return false;
    }
    void triggers.kick();
    return true;
  };

  return { draft, position, trouble, change, choose: (outcome) => change((before) => ({ ...before, outcome })), save: () => once(save) };
}
