// The list of findings and its address: the same thing in two forms, so that any list can be sent as a link
// and any figure can open its rows.
import { findingKinds, findingStates, type FindingKind, type FindingOutcome, type FindingState } from '@shouwang/domain/reconciliation';
import { sourceKinds, type SourceKind } from '@shouwang/domain/ledger';
import { wholeNumber, type Address } from '../../platform/address.ts';

export interface FindingsFilter {
  readonly kind: readonly FindingKind[];
  /** Open ones where none is named. */
  readonly state: readonly FindingState[];
  readonly source: readonly SourceKind[];
  readonly list?: string;
  readonly overdue: boolean;
  readonly q: string;
  /** 1-based. */
  readonly page: number;
}
export const PAGE_SIZE = 50;
const LAST_PAGE = 20_000;
const uuid = /^[0-9a-f-]{36}$/;

const some = <T extends string>(text: string | undefined, allowed: readonly T[]): readonly T[] => {
  const given = new Set((text ?? '').split(','));
  return allowed.filter((item) => given.has(item));
};

/** What cannot be understood is left out, never refused: an old link still opens. */
export function filterIn(address: Address): FindingsFilter {
  const list = address['list'];
  return {
    kind: some(address['kind'], findingKinds),
    state: some(address['state'], findingStates),
    source: some(address['source'], sourceKinds),
    ...(list !== undefined && uuid.test(list) ? { list } : {}),
    overdue: address['overdue'] === '1',
    q: (address['q'] ?? '').slice(0, 60),
    page: wholeNumber(address['page'], 1, LAST_PAGE) ?? 1,
  };
}

/** The shortest address of a filter; defaults do not show in it. */
export function addressOfFilter(filter: FindingsFilter): Record<string, string> {
  const address: Record<string, string> = {};
  const put = (key: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') address[key] = value;
  };
  put('kind', filter.kind.join(','));
  put('state', filter.state.join(','));
  put('source', filter.source.join(','));
  put('list', filter.list);
  put('overdue', filter.overdue ? '1' : undefined);
  put('q', filter.q);
  put('page', filter.page === 1 ? undefined : String(filter.page));
  return address;
}

/** What both the rows and the counts are asked with. */
export const askedBy = (filter: FindingsFilter) => ({
  kind: filter.kind,
  state: filter.state,
  source: filter.source,
  ...(filter.list === undefined ? {} : { listId: filter.list }),
  ...(filter.overdue ? { overdue: true } : {}),
  ...(filter.q === '' ? {} : { q: filter.q }),
});

/** How a finding of a kind may end by a button; two files are merged on a screen of their own. */
export const outcomesOf: Readonly<Record<FindingKind, readonly FindingOutcome[]>> = {
  missing: ['confirmed', 'refuted'],
  deadListed: ['confirmed', 'refuted'],
  movedListed: ['confirmed', 'refuted'],
  differs: ['confirmed', 'refuted', 'corrected'],
  duplicate: ['refuted'],
  idProblem: ['confirmed', 'corrected', 'refuted'],
};

/**
 * How several may end together: as each of them may, without a value of its own; a file is not closed in
 * a heap, and a number is taken over only where a list tells one.
 */
export function commonOutcomes(findings: readonly { readonly kind: FindingKind; readonly hasTheirs: boolean }[]): readonly FindingOutcome[] {
  const [first] = findings;
  if (first === undefined) return [];
  const isOneKind = findings.every((finding) => finding.kind === first.kind);
  const mayConfirm = isOneKind && (first.kind === 'differs' || first.kind === 'missing' || first.kind === 'idProblem') && findings.every((finding) => finding.hasTheirs);
  return mayConfirm ? ['confirmed', 'refuted'] : ['refuted'];
}
