// How a speed is taken: work and reference in turn, several rounds, the median of each; the ratio of
// the two is the figure, absolute numbers stand beside it for information.

export interface Finding {
  /** P1, P2 … as in the table of quality bars. */
  readonly id: string;
  readonly what: string;
  /** The measured ratio or number that the bar speaks of. */
  readonly figure: number;
  readonly bar: number;
  readonly sense: 'atLeast' | 'atMost';
  readonly unit: string;
  /** Absolute figures and whatever explains them. */
  readonly beside: Readonly<Record<string, number | string>>;
}

export const isMet = (finding: Finding): boolean => (finding.sense === 'atLeast' ? finding.figure >= finding.bar : finding.figure <= finding.bar);

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Significant digits enough for a table. */
export const round = (value: number): number => Number(value.toPrecision(3));

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Runs each job once per round, in turn and in alternating order; answers the measures per job. */
export async function interleaved<K extends string>(rounds: number, jobs: Readonly<Record<K, () => Promise<number>>>): Promise<Record<K, number[]>> {
  const names = Object.keys(jobs) as K[];
  const measures = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<K, number[]>;
  for (let index = 0; index < rounds; index += 1) {
    for (const name of index % 2 === 0 ? names : [...names].reverse()) measures[name].push(await jobs[name]());
  }
  return measures;
}

/** Keeps `lanes` workers busy for this long; answers how much was done per second. */
export async function rate(lanes: number, ms: number, work: (lane: number) => Promise<number>): Promise<number> {
  const began = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      while (performance.now() - began < ms) {
        const more = await work(lane);
        // Added after waiting: `done += await …` would read the sum before the other lanes added theirs.
        done += more;
      }
    }),
  );
  return (done * 1000) / (performance.now() - began);
}
