// The life of a file: what can happen to a person, and what follows from each (decisions.md, From facts
// to duties, Trust). The table is the rule: the server carries it out and the interface says it before
// anybody clicks.
import { addDays, ok, refuse, type IsoDate, type Result } from '../shared/index.ts';

export const lifeEventKinds = ['died', 'movedOut', 'movedWithin', 'institution', 'hospital', 'away', 'returned', 'cameBack'] as const;
export type LifeEventKind = (typeof lifeEventKinds)[number];

/** Why a file is closed; `merged` is said by the merging of two files. */
export const closedReasons = ['died', 'movedOut', 'merged', 'mistake'] as const;
export type ClosedReason = (typeof closedReasons)[number];
export const suspensionCauses = ['hospital', 'away', 'institution'] as const;
export type SuspensionCause = (typeof suspensionCauses)[number];
/** What the offices that pay do: stop, look at it anew, nothing. */
export type EntitlementEffect = 'stop' | 'review' | 'none';

export interface Consequences {
  /** The file is closed, its duties and assignments end on the day; phones lose the card. */
  readonly closes: Extract<ClosedReason, 'died' | 'movedOut'> | null;
  /** Visits are suspended: a call a month instead. */
  readonly suspends: SuspensionCause | null;
  /** A suspension ends the day before; a visit follows within the pack's days. */
  readonly resumes: boolean;
  /** Another village's: visits and duties go with him, whoever was responsible is released. */
  readonly moves: boolean;
  /** A closed file is open again, not yet on the list. */
  readonly reopens: boolean;
  readonly entitlements: EntitlementEffect;
  /** A certificate follows the word of the village. */
  readonly certificate: boolean;
}

const nothing: Consequences = { closes: null, suspends: null, resumes: false, moves: false, reopens: false, entitlements: 'none', certificate: false };

export const lifeEvents: Readonly<Record<LifeEventKind, Consequences>> = {
  died: { ...nothing, closes: 'died', entitlements: 'stop', certificate: true },
  movedOut: { ...nothing, closes: 'movedOut', entitlements: 'review' },
  movedWithin: { ...nothing, moves: true, entitlements: 'review' },
  institution: { ...nothing, suspends: 'institution', entitlements: 'review' },
  hospital: { ...nothing, suspends: 'hospital' },
  away: { ...nothing, suspends: 'away' },
  returned: { ...nothing, resumes: true },
  cameBack: { ...nothing, reopens: true, entitlements: 'review' },
};

/** What the rule needs to know of a file. */
export interface FileLife {
  readonly closedOn: IsoDate | null;
  readonly closedReason: ClosedReason | null;
  /** First day of the suspension that lasts; null where none does. */
  readonly suspendedFrom: IsoDate | null;
}

/** A village's word about something older is a matter for the archive, not for duties. */
export const OLDEST_EVENT_DAYS = 3 * 366;

/**
 * May this be recorded of the file? Refuses `elder.closed`, `life.notPossible` (details: kind) and
 * `life.dayImpossible`: in the future, too long ago, a return before leaving.
 */
export function decideLifeEvent(file: FileLife, event: { readonly kind: LifeEventKind; readonly on: IsoDate }, today: IsoDate): Result<Consequences> {
  const { kind, on } = event;
  const follows = lifeEvents[kind];
  if (on > today || on < addDays(today, -OLDEST_EVENT_DAYS)) return refuse('life.dayImpossible', { on });
  if (follows.reopens) {
    if (file.closedOn === null || file.closedReason !== 'movedOut') return refuse('life.notPossible', { kind });
    return on < file.closedOn ? refuse('life.dayImpossible', { on }) : ok(follows);
  }
  if (file.closedOn !== null) return refuse('elder.closed');
  if (follows.resumes) {
    if (file.suspendedFrom === null) return refuse('life.notPossible', { kind });
    if (on < file.suspendedFrom) return refuse('life.dayImpossible', { on });
  }
  if (follows.suspends !== null && file.suspendedFrom !== null && on <= file.suspendedFrom) return refuse('life.dayImpossible', { on });
  return ok(follows);
}

/** What can be recorded of a file as it stands. */
export const possibleEvents = (file: FileLife, today: IsoDate): readonly LifeEventKind[] => lifeEventKinds.filter((kind) => decideLifeEvent(file, { kind, on: today }, today).ok);
