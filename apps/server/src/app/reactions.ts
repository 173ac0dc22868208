// After X do Y: changed facts → classification → duties, and → reviews, risk, findings, statistics; a changed visit → cases;
// a changed pack → everybody anew.
import { z } from 'zod';
import type { Reaction } from '../platform/reactions.ts';
import { caseReactions } from '../modules/cases/public.ts';
import { classificationReactions, ELDERS_CLASSIFIED } from '../modules/classification/public.ts';
import { ELDERS_CHANGED } from '../modules/ledger/public.ts';
import { followWishes } from '../modules/listing/public.ts';
import { reconciliationReactions } from '../modules/reconciliation/public.ts';
import { riskReactions } from '../modules/risk/public.ts';
import { reviewReactions } from '../modules/reviews/public.ts';
import { statisticsReactions } from '../modules/statistics/public.ts';
import { dutyMonths, ensureDuties, visitPolicyInForce } from '../modules/visits/public.ts';

const people = z.object({ elderIds: z.array(z.string()) });

export const reactions: readonly Reaction[] = [
  ...reviewReactions,
  ...classificationReactions,
  ...riskReactions,
  ...reconciliationReactions,
  {
    // Whoever refuses visits, or wants them again, has other duties from then on.
    kind: ELDERS_CHANGED,
    async run(tx, services, payload) {
      await followWishes(services, tx, people.parse(payload).elderIds);
    },
  },
  {
    kind: ELDERS_CLASSIFIED,
    async run(tx, services, payload) {
      const policy = await visitPolicyInForce(tx, services);
      const today = services.clock.today();
      await ensureDuties(tx, policy.rules, { months: dutyMonths(today), today, elderIds: people.parse(payload).elderIds });
    },
  },
  ...caseReactions,
  ...statisticsReactions,
];
