// The review of one file, and the one way in which a screen takes a step of it.
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { reviewAct, reviewGet, type ReviewView } from '@shouwang/contract/reviews';
import type { Reply } from '@shouwang/contract/route';
import type { ReviewDeed, ReviewState } from '@shouwang/domain/reviews';
import { ApiRefusal, call } from '../../platform/api.ts';

export const useReview = (elderId: string): UseQueryResult<ReviewView> =>
  useQuery({ queryKey: ['elder', elderId, 'review'], queryFn: ({ signal }) => call(reviewGet, { params: { id: elderId }, signal }) });

export type Outcome = Reply<typeof reviewAct>['outcomes'][number];
export interface Deed {
  readonly action: ReviewDeed;
  readonly items: readonly { readonly elderId: string; readonly digest: string; readonly state: ReviewState }[];
  readonly note?: string;
}

/** Takes a step for these files; answers how each came out, and has everything shown anew. */
export function useAct(): (deed: Deed) => Promise<readonly Outcome[]> {
  const client = useQueryClient();
  return async ({ action, items, note = '' }) => {
    const { outcomes } = await call(reviewAct, { body: { action, note, items: [...items] } });
    await Promise.all([client.invalidateQueries({ queryKey: ['reviews'] }), ...outcomes.map(({ elderId }) => client.invalidateQueries({ queryKey: ['elder', elderId] }))]);
    return outcomes;
  };
}

/** The refusal of the only file that a step was meant for, thrown as the server's own would be. */
export function throwRefusal(outcomes: readonly Outcome[]): void {
  const refusal = outcomes[0]?.refusal ?? null;
  if (refusal !== null) throw new ApiRefusal(refusal.code, refusal.details ?? {}, 200);
}
