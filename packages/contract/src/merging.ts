// Two files of one person become one, and two again: what they say side by side, the merge, its undoing.
import { factKeys, sourceKinds } from '@shouwang/domain/ledger';
import { z } from 'zod';
import { elderRow } from './ledger.ts';
import { divisionPrefix, id, isoDate, page, route } from './route.ts';

const factKey = z.enum(factKeys as [string, ...string[]]);
const said = z.object({ value: z.unknown(), source: z.enum(sourceKinds), sourceDate: isoDate, sourceRef: z.string() });
/** Rows that would go along with the file: visits, assignments, duties and others by their key. */
const goesAlong = z.record(z.string(), z.number());
export const fileComparison = z.object({
  kept: elderRow,
  other: elderRow,
  facts: z.array(
    z.object({
      key: factKey,
      kept: said.nullable(),
      other: said.nullable(),
      differs: z.boolean(),
      /** Whose value counts where nobody chooses. */ counts: z.enum(['kept', 'other']),
    }),
  ),
  goesAlong,
  /** Both numbers pass their check and are not the same: two people, as it seems. */
  numbersConflict: z.boolean(),
});
export type FileComparison = z.output<typeof fileComparison>;
export const filesCompare = route({
  method: 'GET',
  path: '/api/elders/:id/compare',
  permission: 'elders.merge',
  summary: 'Two files side by side, fact by fact, and what would count if the other were merged into this one',
  params: z.object({ id }),
  query: z.object({ other: id }),
  response: fileComparison,
});
const reason = z.string().trim().min(2).max(500);
export const filesMerge = route({
  method: 'POST',
  path: '/api/merges',
  permission: 'elders.merge',
  summary: 'Merge one file into another; both histories stay readable in the kept one',
  body: z.object({
    keptId: id,
    otherId: id,
    /** Facts that differ and are to count otherwise than the rank of sources says. */
    choices: z.array(z.object({ key: factKey, from: z.enum(['kept', 'other']) })).max(100),
    reason,
  }),
  response: z.object({ id, keptId: id, otherId: id }),
});
export const mergeView = z.object({
  id,
  keptId: id,
  keptName: z.string(),
  otherId: id,
  otherName: z.string(),
  otherIdNoMasked: z.string(),
  villageName: z.string(),
  madeAt: z.string(),
  madeBy: z.string().nullable(),
  reason: z.string(),
  goesAlong,
  undoneAt: z.string().nullable(),
  undoneBy: z.string().nullable(),
  undoReason: z.string().nullable(),
  /** What came after the merge and stayed with the kept file when it was undone. */
  stayed: z.object({ statements: z.number(), visits: z.number(), assignments: z.number() }).nullable(),
  /** In force, and no later merge stands in the way. */
  canUndo: z.boolean(),
});
export type MergeView = z.output<typeof mergeView>;
export const mergeList = route({
  method: 'GET',
  path: '/api/merges',
  permission: 'elders.read',
  summary: 'Merges, newest first; of one file with elderId',
  query: z.object({ elderId: id.optional(), division: divisionPrefix.optional(), ...page }),
  response: z.object({ count: z.number(), rows: z.array(mergeView) }),
});
export const mergeUndo = route({
  method: 'POST',
  path: '/api/merges/:id/undo',
  permission: 'elders.merge',
  summary: 'Give both files back as they were; what came later stays with the kept one and is named',
  params: z.object({ id }),
  body: z.object({ reason }),
  response: mergeView,
});
