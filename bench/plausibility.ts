// `npm run bench plausibility`: how many faked visits are caught and how many honest ones doubted, on the
// seed on which the thresholds of the pack were tuned and on others that they have never seen.
import { join } from 'node:path';
import { plausibilityRulesOf } from '@shouwang/domain/visits';
import { loadPacks, resolveChain } from '@shouwang/policies';
import { caughtAndDoubted, drawFieldwork, generateCounty, type Share } from '@shouwang/testkit';

const TUNED_ON = 'tuned';
const SHOWN_ON = ['unseen', 'unseen again'];
const AS_OF = '2026-11-22';
const DAYS = 62;

const percent = ({ doubted, all }: Share): string => `${((100 * doubted) / Math.max(1, all)).toFixed(2).padStart(6)} %  (${doubted} of ${all})`;

/** True where every seed meets the aims: nine in ten of each pattern caught, at most one honest visit in fifty doubted. */
export async function benchPlausibility(root: string, say: (text: string) => void, size: 'S' | 'M' = 'M'): Promise<boolean> {
  const resolved = resolveChain((await loadPacks(join(root, 'packages/policies/packs'))).packs, 'demo-2026');
  if (!resolved.ok) throw new Error('the demonstration’s pack does not resolve');
  const rules = plausibilityRulesOf(resolved.pack);
  let met = true;
  for (const seed of [TUNED_ON, ...SHOWN_ON]) {
    const fieldwork = drawFieldwork({ county: generateCounty({ size, seed, asOf: AS_OF }), seed, days: DAYS, fakersPerHundred: 10 });
    const began = process.cpuUsage();
    const { caught, honest, honestVisitors, visitorsAsked, why } = caughtAndDoubted(fieldwork, rules);
    const spent = process.cpuUsage(began);
    const judged = honest.all + [...caught.values()].reduce((sum, { all }) => sum + all, 0);
    say(`seed “${seed}”${seed === TUNED_ON ? ' (thresholds tuned on it)' : ' (never used for tuning)'}: ${fieldwork.visitors.length} visitors, ${judged} visits of ${DAYS} days`);
    for (const [pattern, share] of caught) {
      met &&= share.doubted >= 0.9 * share.all;
      say(`  ${pattern.padEnd(14)} caught ${percent(share)}`);
    }
    met &&= honest.doubted <= 0.02 * honest.all;
    say(`  honest visits  doubted ${percent(honest)}; of visitors who never fake ${percent(honestVisitors)}`);
    say(`  honest visitors who are asked about anything in ${DAYS} days ${percent(visitorsAsked)}`);
    say(
      `  why honest ones were doubted: ${[...why]
        .sort(([, a], [, b]) => b - a)
        .map(([reason, count]) => `${reason} ${count}`)
        .join(', ')}`,
    );
    say(`  ${Math.round((judged * 1_000_000) / (spent.user + spent.system))} visits judged a second on one core`);
  }
  return met;
}
