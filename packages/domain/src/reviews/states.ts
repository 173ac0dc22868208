// The way of a file from who writes it down to the county (001 附件3, signatures): recorder → village →
// town → filed. One table says who may do what in which state and what comes of it; server, screens
// and tests all read it.
import type { Role } from '../access/index.ts';

export const reviewStates = [
  'imported', // from the office's own ledger: counts as confirmed until a person changes it
  'draft', // written down, or asked for, and not yet submitted
  'submitted', // waits for the village
  'villageApproved', // waits for the town
  'townApproved', // waits to be filed by the county
  'filed',
  'returned', // back at who wrote it down, with a reason
  'changed', // facts are others than those that were approved
] as const;
export type ReviewState = (typeof reviewStates)[number];

export const reviewActions = ['submit', 'approve', 'return', 'resubmit', 'withdraw', 'file', 'ask', 'change'] as const;
export type ReviewAction = (typeof reviewActions)[number];
/** What people do; `change` follows from changed facts. */
export type ReviewDeed = Exclude<ReviewAction, 'change'>;

/** Places of signature on the form, in order. */
export const reviewLevels = ['recorder', 'village', 'town', 'county'] as const;
export type ReviewLevel = (typeof reviewLevels)[number];

export interface ReviewStep {
  readonly to: ReviewState;
  readonly by: readonly Role[];
}

const offices: readonly Role[] = ['village', 'town', 'county'];
const above: readonly Role[] = ['town', 'county'];
const facts: readonly Role[] = ['system'];
const submit: ReviewStep = { to: 'submitted', by: offices };
const ask: ReviewStep = { to: 'draft', by: above };
const never = { submit: null, approve: null, return: null, resubmit: null, withdraw: null, file: null, ask: null, change: null } as const;

/**
 * State × action → who may and what follows; null: nobody may. Whoever stands above may act for a level
 * below that has nobody else (a village with one account), never for one that lies beside.
 */
export const reviewTable: Readonly<Record<ReviewState, Readonly<Record<ReviewAction, ReviewStep | null>>>> = {
  imported: { ...never, submit, ask, change: { to: 'changed', by: facts } },
  draft: { ...never, submit, change: { to: 'draft', by: facts } },
  submitted: {
    ...never,
    approve: { to: 'villageApproved', by: offices },
    return: { to: 'returned', by: offices },
    withdraw: { to: 'draft', by: offices },
    change: { to: 'submitted', by: facts },
  },
  villageApproved: { ...never, approve: { to: 'townApproved', by: above }, return: { to: 'returned', by: above }, change: { to: 'changed', by: facts } },
  townApproved: { ...never, file: { to: 'filed', by: ['county'] }, return: { to: 'returned', by: ['county'] }, ask, change: { to: 'changed', by: facts } },
  filed: { ...never, ask, change: { to: 'changed', by: facts } },
  returned: { ...never, resubmit: submit, change: { to: 'returned', by: facts } },
  changed: { ...never, submit, change: { to: 'changed', by: facts } },
};

/** May this role do this to a file in this state? */
export const canReview = (role: Role, state: ReviewState, action: ReviewAction): boolean => reviewTable[state][action]?.by.includes(role) ?? false;

/** What a role may do to a file in this state. */
export const deedsOf = (role: Role, state: ReviewState): readonly ReviewDeed[] =>
  reviewActions.filter((action): action is ReviewDeed => action !== 'change' && canReview(role, state, action));

/** Whose turn it is; null where nobody's is. */
export const turnOf: Readonly<Record<ReviewState, ReviewLevel | null>> = {
  imported: null,
  draft: 'recorder',
  submitted: 'village',
  villageApproved: 'town',
  townApproved: 'county',
  filed: null,
  returned: 'recorder',
  changed: 'recorder',
};

/** States in which a file waits for this role in the first place. */
export const waitingFor = (role: Role): readonly ReviewState[] => reviewStates.filter((state) => turnOf[state] === role);

/** States whose approval holds as long as the facts are those that were approved. */
export const approvedStates: readonly ReviewState[] = ['villageApproved', 'townApproved', 'filed'];

/** The place of signature that an action fills; null where it signs nothing. */
export function signedLevel(state: ReviewState, action: ReviewAction): ReviewLevel | null {
  if (action === 'submit' || action === 'resubmit') return 'recorder';
  if (action === 'file') return 'county';
  return action === 'approve' ? turnOf[state] : null;
}
