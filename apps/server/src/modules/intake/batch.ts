// What a batch of rows is worked with and what it answers, and what the batches of all kinds share.
import type { Namesakes, Remark, VisitorRow } from '@shouwang/domain/intake';
import type { Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import type { BatchReading } from './readRows.ts';
import type { RowEnd, Totals } from './store.ts';

/** A filed responsibility: whose, and what the filing says of the visitor. */
export interface FiledPerson {
  readonly elderId: string;
  readonly division: string | null;
  readonly visitorName: string;
  readonly visitorPhone: string | null;
  readonly from: string;
  readonly sourceRef: string;
}
export type FilingAnswer = 'created' | 'replaced' | 'unchanged' | 'visitorUnknown' | 'visitorAmbiguous';

/** What the network does with its lists; intake stands before it and is handed this (app/registry.ts). */
export interface VisitorLists {
  recordRoster(services: Services, tx: Tx, rows: readonly VisitorRow[]): Promise<readonly { readonly created: boolean; readonly changed: boolean }[]>;
  recordFilings(services: Services, tx: Tx, filed: readonly FiledPerson[]): Promise<readonly FilingAnswer[]>;
  countUncovered(tx: Tx): Promise<number>;
}

/** What a batch is worked with. */
export interface BatchContext extends BatchReading {
  readonly services: Services;
  readonly tx: Tx;
  readonly lists: VisitorLists;
  /** Elders that rows of this run's ledgers have spoken of so far: `sheet row`. */
  readonly spokenOf: Map<string, string>;
  /** Rows of this sheet so far that tell the same of somebody without a number. */
  readonly namesakes: Namesakes;
  /** Whom rows were taken for when they were read first, where a person now corrects them: by row number. */
  readonly meant?: ReadonlyMap<number, string>;
}
export interface BatchAnswer {
  readonly ends: readonly RowEnd[];
  readonly counts: Partial<Totals>;
}

/** A division inside the scope, or null. What could not be placed belongs to the scope itself. */
export function placedIn(context: BatchContext, division: string, remarks: readonly Remark[]): string | null {
  if (division.startsWith(context.scope)) return division;
  return remarks.some((remark) => remark.code === 'division.unknown' || remark.code === 'division.ambiguous') ? context.scope.padEnd(12, '0') : null;
}

export const inOrder = (ends: readonly RowEnd[]): readonly RowEnd[] => [...ends].sort((a, b) => a.rowNo - b.rowNo);
