// What a run leaves behind: bench/results.json with the figures of each size, and bench/RESULTS.md for
// people, with machine and date, met or missed and by how much.
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import type { CountySize } from '@shouwang/testkit';
import { isMet, round, type Finding } from './measure.ts';

/** A finding with when it was taken and how busy the machine was then with other things as well. */
type Measured = Finding & { readonly at: string; readonly load: number };

export interface Run {
  readonly at: string;
  readonly size: CountySize;
  readonly machine: string;
  readonly findings: readonly Measured[];
}
type Stored = Partial<Record<CountySize, Run>>;

export const machine = (): string => `${type()} ${release()}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`;

/** How far from the bar, in words. */
export function verdict(finding: Finding): string {
  if (isMet(finding)) return 'met';
  const factor = finding.sense === 'atLeast' ? finding.bar / finding.figure : finding.figure / finding.bar;
  return `missed by ${round((factor - 1) * 100)} %`;
}

const bar = (finding: Finding): string => `${finding.sense === 'atLeast' ? '≥' : '≤'} ${finding.bar} ${finding.unit}`;

export function lineOf(finding: Finding): string {
  const beside = Object.entries(finding.beside).map(([name, value]) => `${name} ${value}`);
  return `${finding.id.padEnd(10)} ${finding.figure} ${finding.unit} (${bar(finding)}) ${verdict(finding)}${beside.map((text) => `\n           ${text}`).join('')}`;
}

/** P11: what costs at size L against size S, where both were measured. */
const growing: Readonly<Record<string, string>> = { P1: 'visits/s one by one', P3: 'page ms, mean of the lists’ medians', P7: 'report ms' };
function growth(stored: Stored): string[] {
  const figure = (size: CountySize, id: string, name: string): number => Number(stored[size]?.findings.find((finding) => finding.id === id)?.beside[name] ?? Number.NaN);
  return Object.entries(growing).flatMap(([id, name]) => {
    const [small, large] = [figure('S', id, name), figure('L', id, name)];
    if (Number.isNaN(small) || Number.isNaN(large)) return [];
    const ratio = name.endsWith('/s one by one') ? small / large : large / small;
    return [
      `| P11 ${id} | cost at size L ÷ size S (${name}) | ${round(ratio)} × | ≤ 1.5 × | ${ratio <= 1.5 ? 'met' : `missed by ${round((ratio / 1.5 - 1) * 100)} %`} | S ${small}, L ${large} |`,
    ];
  });
}

function document(stored: Stored, notes: string): string {
  const runs = (['L', 'M', 'S'] as const).flatMap((size) => (stored[size] === undefined ? [] : [stored[size]]));
  const sections = runs.map((run) =>
    [
      `## Size ${run.size}`,
      '',
      `${run.machine}; last run ${run.at.slice(0, 10)}.`,
      '',
      '| bar | what | figure | wanted | | beside |',
      '|---|---|---|---|---|---|',
      ...run.findings.map(
        (finding) =>
          `| ${finding.id} | ${finding.what} | ${finding.figure} ${finding.unit} | ${bar(finding)} | ${verdict(finding)} (${finding.at.slice(0, 10)}, load ${finding.load}) | ${Object.entries(
            finding.beside,
          )
            .map(([name, value]) => `${name} ${value}`)
            .join('; ')} |`,
      ),
      ...(run.size === 'L' ? growth(stored) : []),
      '',
    ].join('\n'),
  );
  return [
    '# Benchmarks',
    '',
    'Written by `npm run bench`. A speed is a ratio against a reference measured in the same run, the median of rounds taken in turn; absolute figures stand beside it. `load` is the machine’s load average over the quarter of an hour before the figure was kept, the benchmark’s own work included: more than the number of cores plus two means that others were using the machine too.',
    '',
    ...sections,
    notes,
  ].join('\n');
}

/** Adds a run to what is stored, replacing earlier figures of the same size and bar. */
export async function store(folder: string, run: { readonly size: CountySize; readonly findings: readonly Finding[] }): Promise<void> {
  const file = join(folder, 'results.json');
  const stored = existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Stored) : {};
  const at = new Date().toISOString();
  const fresh = run.findings.map((finding) => ({ ...finding, at, load: round(loadavg()[2] ?? 0) }));
  const kept = stored[run.size]?.findings.filter((finding) => !fresh.some((one) => one.id === finding.id)) ?? [];
  stored[run.size] = { at, size: run.size, machine: machine(), findings: [...kept, ...fresh].sort((a, b) => a.id.localeCompare(b.id)) };
  await writeFile(file, `${JSON.stringify(stored, null, 2)}\n`);
  // What the profiles show is written by people and stays.
  const notes = existsSync(join(folder, 'PROFILES.md')) ? await readFile(join(folder, 'PROFILES.md'), 'utf8') : '';
  await writeFile(join(folder, 'RESULTS.md'), document(stored, notes));
}
