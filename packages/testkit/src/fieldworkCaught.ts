// How many faked visits a set of thresholds catches, pattern by pattern, and how many honest ones it doubts.
import { judgeVisits, plainNote, type PlausibilityKnown, type PlausibilityRules } from '@shouwang/domain/visits';
import { fakePatterns, type FakePattern } from './fieldworkParts.ts';
import type { Fieldwork } from './fieldwork.ts';

export interface Share {
  readonly doubted: number;
  readonly all: number;
}
export interface CaughtAndDoubted {
  readonly caught: ReadonlyMap<FakePattern, Share>;
  /** Honest visits, those of visitors who fake others among them. */
  readonly honest: Share;
  /** The same of visitors who never fake. */
  readonly honestVisitors: Share;
  /** Honest visitors of whom anything at all is asked. */
  readonly visitorsAsked: Share;
  /** Signals that made honest visits doubted, with how many. */
  readonly why: ReadonlyMap<string, number>;
}

/** Who of the county writes what: what of it is everybody's. */
export function notesBeside({ visitors }: Fieldwork): (visitorId: string) => PlausibilityKnown['notesOfOthers'] {
  const writersOf = new Map<string, Set<string>>();
  const writers = new Set<string>();
  for (const { id, visits } of visitors)
    for (const text of new Set(visits.map(({ note }) => plainNote(note)).filter((one) => one !== ''))) {
      writers.add(id);
      writersOf.set(text, (writersOf.get(text) ?? new Set()).add(id));
    }
  return (visitorId) => {
    const besides = (all: ReadonlySet<string> | undefined): number => (all === undefined ? 0 : all.size - (all.has(visitorId) ? 1 : 0));
    return { writers: besides(writers), having: (text) => besides(writersOf.get(text)) };
  };
}

export function caughtAndDoubted(fieldwork: Fieldwork, rules: PlausibilityRules): CaughtAndDoubted {
  const { visitors, homes } = fieldwork;
  const notesOf = notesBeside(fieldwork);
  const caught = new Map<FakePattern, { doubted: number; all: number }>(fakePatterns.map((pattern) => [pattern, { doubted: 0, all: 0 }]));
  const [honest, honestVisitors, visitorsAsked] = [
    { doubted: 0, all: 0 },
    { doubted: 0, all: 0 },
    { doubted: 0, all: 0 },
  ];
  const why = new Map<string, number>();
  for (const visitor of visitors) {
    const truth = new Map(visitor.visits.map((visit) => [visit.id, visit.truth]));
    let asked = false;
    for (const { visitId, state, signals } of judgeVisits(visitor.visits, { homes, visitorHome: visitor.home, notesOfOthers: notesOf(visitor.id), photosOfOthers: [] }, rules)) {
      const pattern = truth.get(visitId) ?? null;
      const isDoubted = state === 'doubted';
      const counts = pattern === null ? [honest, ...(visitor.fakes === null ? [honestVisitors] : [])] : [caught.get(pattern) as { doubted: number; all: number }];
      for (const count of counts) {
        count.all += 1;
        if (isDoubted) count.doubted += 1;
      }
      if (isDoubted && pattern === null) {
        asked = true;
        for (const { signal, status, reason } of signals) if (status === 'odd') why.set(`${signal}.${reason}`, (why.get(`${signal}.${reason}`) ?? 0) + 1);
      }
    }
    if (visitor.fakes === null) {
      visitorsAsked.all += 1;
      if (asked) visitorsAsked.doubted += 1;
    }
  }
  return { caught, honest, honestVisitors, visitorsAsked, why };
}
