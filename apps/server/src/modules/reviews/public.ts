// What other modules ask of reviews.
import { z } from 'zod';
import type { Reaction } from '../../platform/reactions.ts';
import { ELDERS_CHANGED } from '../ledger/public.ts';
import { settleReviews } from './act.ts';

export { listSignOffs } from './file.ts';
export { reviewRoutes } from './routes.ts';

const eldersChanged = z.object({ elderIds: z.array(z.string()) });

export const reviewReactions: readonly Reaction[] = [
  {
    kind: ELDERS_CHANGED,
    async run(tx, services, payload) {
      await settleReviews(services, tx, eldersChanged.parse(payload).elderIds);
    },
  },
];
