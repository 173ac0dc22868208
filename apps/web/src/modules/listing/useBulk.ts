// A decision about many people goes to the server in parts, so that it shows how far it is and can be
// stopped between two; those whom somebody decided about meanwhile are counted apart.
import { useQueryClient } from '@tanstack/react-query';
import { listingDecide, listingQueue } from '@shouwang/contract/listing';
import type { Query } from '@shouwang/contract/route';
import type { ListDecision } from '@shouwang/domain/listing';
import { useRef, useState } from 'react';
import { call } from '../../platform/api.ts';

/** People of one request: a few seconds of work for the server at most. */
const PART = 100;

export interface BulkState {
  readonly done: number;
  readonly all: number;
}
export interface BulkResult {
  readonly decided: number;
  readonly skipped: number;
}
type Filter = Omit<Query<typeof listingQueue>, 'limit' | 'offset'>;

async function everybodyIn(filter: Filter): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const { rows } = await call(listingQueue, { query: { ...filter, limit: 200, offset: ids.length } });
    ids.push(...rows.map((row) => row.elderId));
    if (rows.length < 200) return ids;
  }
}

export function useBulk(): {
  readonly state: BulkState | null;
  readonly stop: () => void;
  /** `whom`: people chosen, or everybody of a queue. Throws what the server refuses. */
  readonly run: (whom: readonly string[] | Filter, decision: ListDecision, reason: string) => Promise<BulkResult>;
} {
  const client = useQueryClient();
  const [state, setState] = useState<BulkState | null>(null);
  const stopped = useRef(false);
  return {
    state,
    stop: () => {
      stopped.current = true;
    },
    async run(whom, decision, reason) {
      stopped.current = false;
      setState({ done: 0, all: 0 });
      const result = { decided: 0, skipped: 0 };
      try {
        const ids = Array.isArray(whom) ? (whom as readonly string[]) : await everybodyIn(whom as Filter);
        for (let at = 0; at < ids.length && !stopped.current; at += PART) {
          setState({ done: at, all: ids.length });
          const answer = await call(listingDecide, { body: { elderIds: ids.slice(at, at + PART), decision, ...(reason === '' ? {} : { reason }) } });
          result.decided += answer.decided;
          result.skipped += answer.skipped.length;
        }
        return result;
      } finally {
        setState(null);
        await client.invalidateQueries({ queryKey: ['listing'] });
        await client.invalidateQueries({ queryKey: ['elder'] });
      }
    },
  };
}
