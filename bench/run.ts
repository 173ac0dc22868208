// `npm run bench [P1 P2 …] [-- --size S|M|L] [--smoke]`: builds the county where it is not yet there,
// measures what was asked for, prints it and, unless it is a smoke run, keeps it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { countySizes, type CountySize } from '@shouwang/testkit';
import { benchField } from './field.ts';
import { benchIntake } from './intake.ts';
import { benchLedger } from './ledger.ts';
import { isMet, type Finding } from './measure.ts';
import { benchPapers } from './papers.ts';
import { benchPlausibility } from './plausibility.ts';
import { benchReconcile } from './reconcile.ts';
import { benchReport } from './report.ts';
import { lineOf, store } from './results.ts';
import { benchRules } from './rules.ts';
import { benchSearch } from './search.ts';
import { openSite, startServer, type Server, type Site } from './site.ts';
import { benchStatistics } from './statistics.ts';
import { benchVisits } from './visits.ts';

type Bench = (site: Site, server: Server) => Promise<Finding[]>;

const benches: readonly { readonly ids: readonly string[]; readonly run: Bench }[] = [
  { ids: ['P3'], run: benchLedger },
  { ids: ['P4'], run: benchSearch },
  { ids: ['P7'], run: benchReport },
  { ids: ['P1', 'P2'], run: benchVisits },
  { ids: ['P5'], run: (site) => benchIntake(site) },
  { ids: ['P6'], run: (site) => benchRules(site) },
  { ids: ['reconcile'], run: (site) => benchReconcile(site) },
  { ids: ['P13'], run: (site) => benchPapers(site) },
  { ids: ['statistics'], run: benchStatistics },
  { ids: ['P9'], run: benchField },
];

export async function main(root: string, args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { size: { type: 'string' }, smoke: { type: 'boolean', default: false } } });
  const size = (values.size ?? (values.smoke ? 'S' : 'L')) as CountySize;
  const unknown = positionals.filter((id) => id !== 'plausibility' && !benches.some(({ ids }) => ids.includes(id)));
  if (!(size in countySizes) || unknown.length > 0) throw new Error(`usage: npm run bench [${benches.flatMap(({ ids }) => ids).join(' ')}] [-- --size S|M|L] [--smoke]`);
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  // Needs no database: what is judged comes from the generator.
  if (positionals.length === 1 && positionals[0] === 'plausibility') {
    const drawn = size === 'S' ? 'S' : 'M';
    const found = await benchPlausibility(root, say, drawn);
    for (const finding of found) say(lineOf(finding));
    if (!found.every(isMet)) process.exitCode = 1;
    if (!values.smoke) await store(join(root, 'bench'), { size: drawn, findings: found });
    return;
  }
  const dataDir = values.smoke ? await mkdtemp(join(tmpdir(), 'shouwang-bench-')) : join(root, 'bench/data', size);
  const wanted = benches.filter(({ ids }) => positionals.length === 0 || ids.some((id) => positionals.includes(id)));

  const site = await openSite({ root, dataDir, size, smoke: values.smoke, say });
  const findings: Finding[] = [];
  try {
    const server = await startServer(site);
    try {
      for (const { run } of wanted) {
        for (const finding of await run(site, server)) {
          findings.push(finding);
          say(lineOf(finding));
        }
      }
    } finally {
      await server.stop();
    }
  } finally {
    await site.close();
    if (values.smoke) await rm(dataDir, { recursive: true, force: true });
  }
  if (!values.smoke) await store(join(root, 'bench'), { size, findings });
}
