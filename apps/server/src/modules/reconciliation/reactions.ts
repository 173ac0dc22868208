// What follows for reconciliation from anything that a source says anew: elders spoken of and rows of
// lists read are held against each other, batch by batch, after the facts are written.
import { z } from 'zod';
import type { Reaction } from '../../platform/reactions.ts';
import { LISTS_READ } from '../intake/public.ts';
import { ELDERS_SAID } from '../ledger/public.ts';
import { reconcileElders, reconcileRows } from './reconcile.ts';

const said = z.object({ elderIds: z.array(z.string()), asOf: z.string().nullable() });
const read = said.extend({ rowIds: z.array(z.string()) });

export const reconciliationReactions: readonly Reaction[] = [
  {
    kind: ELDERS_SAID,
    async run(tx, services, payload) {
      const { elderIds, asOf } = said.parse(payload);
      await reconcileElders(services, tx, elderIds, asOf ?? services.clock.today());
    },
  },
  {
    kind: LISTS_READ,
    async run(tx, services, payload) {
      const { elderIds, rowIds, asOf } = read.parse(payload);
      await reconcileElders(services, tx, elderIds, asOf ?? services.clock.today());
      await reconcileRows(services, tx, rowIds, asOf ?? services.clock.today());
    },
  },
];
