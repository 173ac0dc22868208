// The visitor's people, form and day, read from what the phone holds.
import { fieldPolicy, type ElderCard, type FieldPolicy } from '@shouwang/contract/sync';
import { useMemo, useState } from 'react';
import { useDevice, useMinute, useSnapshot } from '../../../platform/device/app.tsx';
import { remove, put } from '../../../platform/store/sealed-store.ts';
import type { VisitDraft } from './form.ts';
import { dayOf, localVisits, trustedNow, type LocalVisit } from './local-visits.ts';
import { orderToday, type Place, type TodayItem } from './today.ts';

const DEFAULT_ZONE = 'Asia/Shanghai';

export interface Day {
  readonly today: string;
  readonly cards: ReadonlyMap<string, ElderCard>;
  readonly policy: FieldPolicy | null;
  readonly visits: readonly LocalVisit[];
  readonly items: readonly TodayItem[];
}

export function useDay(here: Place | null = null): Day {
  const { feed, outbox, lastPull } = useSnapshot();
  const at = useMinute();
  const cards = feed.get('elderCard') as ReadonlyMap<string, ElderCard> | undefined;
  const policies = feed.get('policy');
  return useMemo(() => {
    const [raw] = [...(policies?.values() ?? [])];
    const policy = raw === undefined ? null : (fieldPolicy.safeParse(raw).data ?? null);
    const zone = policy?.timeZone ?? DEFAULT_ZONE;
    const offset = lastPull?.offsetMs ?? 0;
    const today = dayOf(trustedNow(at, offset), zone);
    const known: ReadonlyMap<string, ElderCard> = cards ?? new Map();
    const visits = localVisits(outbox, zone, offset);
    return { today, cards: known, policy, visits, items: orderToday([...known.values()], visits, today, here) };
  }, [cards, policies, outbox, lastPull, at, here]);
}

const draftKey = (accountId: string, elderId: string): string => `${accountId}:${elderId}`;

export interface Drafts {
  find(elderId: string): VisitDraft | null;
  /** Saves the draft; rejects where the phone has no room. */
  keep(draft: VisitDraft): Promise<void>;
  discard(elderId: string): Promise<void>;
  keyOf(elderId: string): string;
}

/** The unfinished visits of the signed-in account. */
export function useDrafts(): Drafts {
  const { replica } = useDevice();
  const { drafts, session } = useSnapshot();
  const accountId = session?.principal.accountId ?? '';
  return {
    find: (elderId) => (drafts.get(draftKey(accountId, elderId)) as VisitDraft | undefined) ?? null,
    keep: (draft) => replica.commit([put('drafts', draftKey(draft.accountId, draft.elderId), draft)]),
    discard: (elderId) => replica.commit([remove('drafts', draftKey(accountId, elderId))]),
    keyOf: (elderId) => draftKey(accountId, elderId),
  };
}

/** A second tap does what the first one asked about: no dialog, no accident. */
export function useTwoTaps(act: () => void): { readonly asked: boolean; readonly tap: () => void } {
  const [asked, setAsked] = useState(false);
  return { asked, tap: () => (asked ? act() : setAsked(true)) };
}
