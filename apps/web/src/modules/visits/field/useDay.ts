// The visitor's people, form and day, read from what the phone holds.
import { fieldPolicy, type ElderCard, type FieldPolicy, type FieldSelf } from '@shouwang/contract/sync';
import { useState } from 'react';
import { useDevice, useMinute, useSnapshot } from '../../../platform/device/app.tsx';
import type { OutboxEntry } from '../../../platform/outbox/outbox.ts';
import type { Replica } from '../../../platform/store/replica.ts';
import { remove, put } from '../../../platform/store/sealed-store.ts';
import { isTouched, type VisitDraft } from './form.ts';
import { dayOf, localVisits, trustedNow, withAgreedDays, type LocalVisit } from './local-visits.ts';
import { DEFAULT_WALK, planDay, type DayPlan, type Place } from './today.ts';

const DEFAULT_ZONE = 'Asia/Shanghai';

export interface Day extends DayPlan {
  readonly today: string;
  readonly cards: ReadonlyMap<string, ElderCard>;
  readonly policy: FieldPolicy | null;
  readonly visits: readonly LocalVisit[];
  /** What the phone knows of its visitor; null before it was told. */
  readonly self: FieldSelf | null;
}

/** The last answer, while it is asked the same: several screens ask, and a walk takes its time on a cheap phone. */
function remembered<A extends readonly unknown[], R>(work: (...given: A) => R): (...given: A) => R {
  let last: { readonly given: A; readonly result: R } | null = null;
  return (...given) => {
    if (last === null || given.some((each, at) => each !== last?.given[at])) last = { given, result: work(...given) };
    return last.result;
  };
}

const nobody: ReadonlyMap<string, ElderCard> = new Map();
type Entity = ReadonlyMap<string, unknown> | undefined;
const dayFrom = remembered(
  (held: ReadonlyMap<string, ElderCard>, policies: Entity, selves: Entity, outbox: readonly OutboxEntry[], offset: number, today: string, here: Place | null): Day => {
    const policy = policyOf(policies);
    const cards = withAgreedDays(held, outbox);
    const self = (selves?.get('self') as FieldSelf | undefined) ?? null;
    const visits = localVisits(outbox, policy?.timeZone ?? DEFAULT_ZONE, offset);
    const where = { here, home: self?.home ?? null, detour: (policy?.walk ?? DEFAULT_WALK).detour };
    return { today, cards, policy, self, visits, ...planDay([...cards.values()], visits, today, where) };
  },
);
const policyOf = remembered((policies: Entity): FieldPolicy | null => {
  const [raw] = [...(policies?.values() ?? [])];
  return raw === undefined ? null : (fieldPolicy.safeParse(raw).data ?? null);
});

export function useDay(here: Place | null = null): Day {
  const { feed, outbox, lastPull } = useSnapshot();
  const at = useMinute();
  const policies = feed.get('policy');
  const offset = lastPull?.offsetMs ?? 0;
  const today = dayOf(trustedNow(at, offset), policyOf(policies)?.timeZone ?? DEFAULT_ZONE);
  return dayFrom((feed.get('elderCard') as ReadonlyMap<string, ElderCard> | undefined) ?? nobody, policies, feed.get('self'), outbox, offset, today, here);
}

export const draftKey = (accountId: string, elderId: string): string => `${accountId}:${elderId}`;

export interface Drafts {
  find(elderId: string): VisitDraft | null;
  /** The one that holds something: an answer, words, a photo. */
  begun(elderId: string): VisitDraft | null;
  /** Saves the draft; rejects where the phone has no room. */
  keep(draft: VisitDraft): Promise<void>;
  discard(elderId: string): Promise<void>;
}

/** Saves the draft; rejects where the phone has no room. */
export const keepDraft = (replica: Replica, draft: VisitDraft): Promise<void> => replica.commit([put('drafts', draftKey(draft.accountId, draft.elderId), draft)]);

/** The unfinished visits of the signed-in account. */
export function useDrafts(): Drafts {
  const { replica } = useDevice();
  const { drafts, session, attachments } = useSnapshot();
  const accountId = session?.principal.accountId ?? '';
  const find = (elderId: string): VisitDraft | null => (drafts.get(draftKey(accountId, elderId)) as VisitDraft | undefined) ?? null;
  return {
    find,
    begun: (elderId) => {
      const draft = find(elderId);
      return draft !== null && (isTouched(draft) || [...attachments.values()].some(({ ownerId }) => ownerId === draft.commandId)) ? draft : null;
    },
    keep: (draft) => keepDraft(replica, draft),
    discard: (elderId) => replica.commit([remove('drafts', draftKey(accountId, elderId))]),
  };
}

/** A second tap does what the first one asked about: no dialog, no accident. */
export function useTwoTaps(act: () => void): { readonly asked: boolean; readonly tap: () => void } {
  const [asked, setAsked] = useState(false);
  return { asked, tap: () => (asked ? act() : setAsked(true)) };
}
