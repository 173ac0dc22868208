// What the phone remembers of an emergency: whom somebody dialled and whether he got through. A browser
// cannot know how a call went, so it asks. Opening a case from it is part of the cases' own issue.

import type { ElderCard, FieldSelf } from '@shouwang/contract/sync';

export const callTargets = ['ambulance', 'police', 'fire', 'family', 'village'] as const;
export type CallTarget = (typeof callTargets)[number];

export interface CallNote {
  readonly kind: 'call';
  readonly id: string;
  readonly at: string;
  readonly elderId: string | null;
  readonly elderName: string;
  readonly what: CallTarget;
  readonly reached: 'open' | 'yes' | 'no';
}

/** A number of the village that somebody kept on this phone, where the pack brings none. */
export interface VillageNumber {
  readonly kind: 'villageNumber';
  readonly phone: string;
}
export const VILLAGE_NUMBER_KEY = 'village-number';

export const isCallNote = (note: unknown): note is CallNote => (note as { kind?: string } | null)?.kind === 'call';
export const isVillageNumber = (note: unknown): note is VillageNumber => (note as { kind?: string } | null)?.kind === 'villageNumber';

/** National emergency numbers. */
export const NUMBERS = { ambulance: '120', police: '110', fire: '119' } as const;

/** Whom the village of an elder names, his village before its town; about nobody in particular, all that the phone holds. */
export function contactsFor(self: FieldSelf | null, card: ElderCard | undefined): FieldSelf['villageContacts'] {
  const all = self?.villageContacts ?? [];
  if (card === undefined) return all;
  const town = `${card.village?.slice(0, 9) ?? ''}000`;
  return [...all.filter(({ village }) => village === card.village), ...all.filter(({ village }) => village === town)];
}
