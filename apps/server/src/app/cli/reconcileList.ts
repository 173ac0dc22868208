// `shouwang reconcile`: one list of another office, held against the ledger of a county; its kind is
// said, not guessed.
import { stat } from 'node:fs/promises';
import { factLists, type FactListKind } from '@shouwang/domain/intake';
import { InvalidArgumentError } from 'commander';
import { runImport } from '../../modules/intake/public.ts';
import { countOpenFindings } from '../../modules/reconciliation/public.ts';
import { systemActor } from '../../platform/db/index.ts';
import { runReactions } from '../../platform/reactions.ts';
import { reactions } from '../reactions.ts';
import { visitorLists } from '../visitorLists.ts';
import { findingsSentence } from './findingsSentence.ts';
import { filesOf, placeOf, tableSentence, tookNothing } from './importFolder.ts';
import { refusalSentence, remarkSentence } from './remarkSentences.ts';
import { CommandRefused, print, requireCounty, toTerminal, withInstallation } from './run.ts';

/** How offices and people call the lists; the first that fits decides: 户籍注销 is about the dead, 养老保险 no relief. */
const spoken: readonly (readonly [words: RegExp, kind: FactListKind])[] = [
  [/disab|残/i, 'disabilityRegister'],
  [/assess|ability|能力|评估/i, 'assessmentRegister'],
  [/pension|养老(保险|金|待遇)|社保|人社/i, 'pensionRegister'],
  [/famil|计生|计划生育|失独|特殊家庭/i, 'familyPlanningRegister'],
  [/aid|relief|living|destitute|低保|特困|救助/i, 'aidRegister'],
  [/health|健康|体检|慢病/i, 'healthRegister'],
  [/death|died|dead|死亡|注销|去世|殡葬|火化/i, 'deathRegister'],
  [/residen|moved|户籍|迁/i, 'residenceRegister'],
  [/locat|坐标|位置|定位/i, 'locationList'],
];

/** Kind of a list: in full (disabilityRegister), in short (disability) or in Chinese (残联). */
export const sourceArgument = (text: string): FactListKind => {
  const kind = Object.keys(factLists).find((known) => known === text) ?? spoken.find(([words]) => words.test(text))?.[1];
  if (kind === undefined)
    throw new InvalidArgumentError(`名单种类应为残联、能力评估、低保、特困、计生、健康、死亡、养老保险、户籍、坐标之一 / one of: ${Object.keys(factLists).join(', ')}`);
  return kind as FactListKind;
};

interface Options {
  readonly county: string;
  readonly source: FactListKind;
  readonly asOf?: string;
}

export async function reconcileCommand(path: string, options: Options): Promise<void> {
  // What a whole folder holds is not of one kind.
  if ((await stat(path).catch(() => null))?.isDirectory() === true) throw new CommandRefused({ code: 'input.invalid', details: { field: 'file' } });
  const files = await filesOf([path]);
  await withInstallation(async (installation) => {
    const { services } = installation;
    await requireCounty(installation, options.county);
    const actor = systemActor(options.county);
    const abort = new AbortController();
    process.once('SIGINT', () => abort.abort());
    const isTerminal = process.stderr.isTTY === true;
    let unmatched = 0;
    let doubtful = 0;
    const summary = await runImport(services, visitorLists, {
      files,
      kind: options.source,
      asOf: options.asOf ?? services.clock.today(),
      actor,
      signal: abort.signal,
      onProgress: ({ done, total, phase }) => {
        if (isTerminal) process.stderr.write(`\r${phase} ${done}/${total}   `);
      },
      onRows(ends) {
        for (const end of ends) {
          if (end.remarks.some((remark) => remark.code === 'row.noMatch')) unmatched += 1;
          if (end.remarks.some((remark) => remark.code === 'row.ambiguousMatch')) doubtful += 1;
          for (const remark of end.remarks) if (remark.code !== 'row.noMatch') print(`${end.outcome === 'rejected' ? '✗' : '·'} ${placeOf(end)}  ${remarkSentence(remark)}`);
        }
      },
    });
    for (const file of summary.files) if (file.refusal !== null) toTerminal(`✗ ${file.name}  ${refusalSentence({ code: file.refusal.code })}`);
    for (const table of summary.tables) {
      const said =
        table.kind === null ? `？ ${`${table.file} ${table.sheet}`.trim()}  看来不是这种名单，没有比对 / does not look like such a list, not taken` : tableSentence(table);
      if (said !== null) toTerminal(said);
    }
    await runReactions(services, options.county, reactions, (count) => {
      if (isTerminal) process.stderr.write(`\r比对 reconciling ${count}   `);
      return abort.signal.aborted;
    });
    if (isTerminal) process.stderr.write('\n');
    const { accepted, remarked, rejected } = summary.totals;
    const nothing = tookNothing(summary);
    const rows = accepted + remarked + rejected;
    toTerminal(
      [
        summary.state === 'stopped' || abort.signal.aborted
          ? '已停止，已写入的保留 / stopped; what was written stays'
          : nothing
            ? '没有比对 / nothing was reconciled'
            : '比对完成 / reconciled',
        `  名单 rows ${rows}   对上 matched ${rows - unmatched - doubtful - rejected}   存疑 doubtful ${doubtful}   未对上 unmatched ${unmatched}   退回 rejected ${rejected}`,
        `  ${findingsSentence(await services.db.tx(actor, countOpenFindings))}`,
      ].join('\n'),
    );
    if (nothing || summary.files.some((file) => file.refusal !== null)) process.exitCode = 2;
  });
}
