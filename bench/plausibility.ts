// `npm run bench plausibility`: how many faked visits are caught and how many honest ones doubted, on the
// seed on which the thresholds of the pack were tuned and on others that they have never seen. Ends with a
// failure where a bar is missed on any seed.
import { join } from 'node:path';
import { plausibilityRulesOf, type PlausibilityRules } from '@shouwang/domain/visits';
import { loadPacks, resolveChain } from '@shouwang/policies';
import { caughtAndDoubted, drawFieldwork, generateCounty, type CaughtAndDoubted, type FakePattern, type Share } from '@shouwang/testkit';
import { round, type Finding } from './measure.ts';

const TUNED_ON = 'tuned';
const SHOWN_ON = ['unseen', 'unseen again', 'unseen third', 'unseen fourth', 'unseen fifth', 'unseen sixth'];
const AS_OF = '2026-11-22';
const DAYS = 62;
/** One visit in ten, for those who fake only now and then: told, and held to no bar. */
const NOW_AND_THEN = 0.1;

const percentOf = ({ doubted, all }: Share): number => (100 * doubted) / Math.max(1, all);
const percent = (share: Share): string => `${percentOf(share).toFixed(2).padStart(6)} %  (${share.doubted} of ${share.all})`;
const together = (shares: Iterable<Share>): Share =>
  [...shares].reduce((sum, { doubted, all }) => ({ doubted: sum.doubted + doubted, all: sum.all + all }), { doubted: 0, all: 0 });

type Measured = CaughtAndDoubted & { readonly seed: string };

function measure(seed: string, size: 'S' | 'M', rules: PlausibilityRules, say: (text: string) => void): Measured {
  const fieldwork = drawFieldwork({ county: generateCounty({ size, seed, asOf: AS_OF }), seed, days: DAYS, fakersPerHundred: 10 });
  const began = process.cpuUsage();
  const found = caughtAndDoubted(fieldwork, rules);
  const spent = process.cpuUsage(began);
  const { caught, honest, honestVisitors, visitorsAsked, why } = found;
  const judged = honest.all + together(caught.values()).all;
  say(`seed “${seed}”${seed === TUNED_ON ? ' (thresholds tuned on it)' : ' (never used for tuning)'}: ${fieldwork.visitors.length} visitors, ${judged} visits of ${DAYS} days`);
  for (const [pattern, share] of caught) say(`  ${pattern.padEnd(14)} caught ${percent(share)}`);
  say(`  honest visits  doubted ${percent(honest)}; of visitors who never fake ${percent(honestVisitors)}`);
  say(`  honest visitors who are asked about anything in ${DAYS} days ${percent(visitorsAsked)}`);
  say(
    `  why honest ones were doubted: ${[...why]
      .sort(([, a], [, b]) => b - a)
      .map(([reason, count]) => `${reason} ${count}`)
      .join(', ')}`,
  );
  say(`  ${Math.round((judged * 1_000_000) / (spent.user + spent.system))} visits judged a second on one core`);
  return { ...found, seed };
}

/** The figure of every seed, in order: tuned, then those never seen. */
const ofEach = (measured: readonly Measured[], share: (one: Measured) => Share): string => measured.map((one) => round(percentOf(share(one)))).join(' / ');

export async function benchPlausibility(root: string, say: (text: string) => void, size: 'S' | 'M' = 'M'): Promise<readonly Finding[]> {
  const resolved = resolveChain((await loadPacks(join(root, 'packages/policies/packs'))).packs, 'demo-2026');
  if (!resolved.ok) throw new Error('the demonstration’s pack does not resolve');
  const rules = plausibilityRulesOf(resolved.pack);
  const measured = [TUNED_ON, ...SHOWN_ON].map((seed) => measure(seed, size, rules, say));
  const rare = caughtAndDoubted(
    drawFieldwork({ county: generateCounty({ size, seed: TUNED_ON, asOf: AS_OF }), seed: TUNED_ON, days: DAYS, fakersPerHundred: 10, share: NOW_AND_THEN }),
    rules,
  );
  const patterns = [...rare.caught.keys()];
  const caughtOf =
    (pattern: FakePattern) =>
    (one: Measured): Share =>
      one.caught.get(pattern) ?? { doubted: 0, all: 0 };
  const lowest = Math.min(...measured.flatMap(({ caught }) => [...caught.values()].map(percentOf)));
  const most = Math.max(...measured.map(({ honest }) => percentOf(honest)));
  const seeds = measured.map(({ seed }) => seed).join(' / ');
  return [
    {
      id: 'plausibility caught',
      what: 'faked visits that are doubted, lowest of twelve patterns and seven seeds',
      figure: Math.floor(lowest * 100) / 100,
      bar: 90,
      sense: 'atLeast',
      unit: '%',
      beside: {
        seeds,
        ...Object.fromEntries(patterns.map((pattern) => [pattern, ofEach(measured, caughtOf(pattern))])),
        'of who fakes one visit in ten (seed tuned)': patterns.map((pattern) => `${pattern} ${round(percentOf(rare.caught.get(pattern) ?? { doubted: 0, all: 0 }))}`).join(', '),
      },
    },
    {
      id: 'plausibility doubted',
      what: 'honest visits that are doubted, most of seven seeds',
      figure: Math.ceil(most * 100) / 100,
      bar: 2,
      sense: 'atMost',
      unit: '%',
      beside: {
        'each seed': ofEach(measured, ({ honest }) => honest),
        'of visitors who never fake': ofEach(measured, ({ honestVisitors }) => honestVisitors),
        [`honest visitors asked about anything in ${DAYS} days, %`]: ofEach(measured, ({ visitorsAsked }) => visitorsAsked),
      },
    },
  ];
}
