// `shouwang reconcile`: one list of another office, held against the ledger of a county; its kind is
// said, not guessed.
import { factLists, type FactListKind } from '@shouwang/domain/intake';
import { InvalidArgumentError } from 'commander';
import { runImport } from '../../modules/intake/public.ts';
import { countOpenFindings } from '../../modules/reconciliation/public.ts';
import { systemActor } from '../../platform/db/index.ts';
import { runReactions } from '../../platform/reactions.ts';
import { reactions } from '../reactions.ts';
import { visitorLists } from '../visitorLists.ts';
import { findingsSentence } from './findingsSentence.ts';
import { filesOf, placeOf, tableSentence } from './importFolder.ts';
import { refusalSentence, remarkSentence } from './remarkSentences.ts';
import { CommandRefused, print, requireCounty, toTerminal, withInstallation } from './run.ts';

const short: Readonly<Record<string, FactListKind>> = {
  disability: 'disabilityRegister',
  残联: 'disabilityRegister',
  assessment: 'assessmentRegister',
  能力评估: 'assessmentRegister',
  aid: 'aidRegister',
  低保: 'aidRegister',
  特困: 'aidRegister',
  familyPlanning: 'familyPlanningRegister',
  计生: 'familyPlanningRegister',
  health: 'healthRegister',
  健康: 'healthRegister',
  death: 'deathRegister',
  死亡: 'deathRegister',
  pension: 'pensionRegister',
  养老保险: 'pensionRegister',
  residence: 'residenceRegister',
  户籍: 'residenceRegister',
  location: 'locationList',
  坐标: 'locationList',
};

/** Kind of a list: in full (disabilityRegister), in short (disability) or in Chinese (残联). */
export const sourceArgument = (text: string): FactListKind => {
  const kind = Object.keys(factLists).find((known) => known === text) ?? short[text];
  if (kind === undefined) throw new InvalidArgumentError(`名单种类应为其中之一 / one of: ${Object.keys(factLists).join(', ')}`);
  return kind as FactListKind;
};

interface Options {
  readonly county: string;
  readonly source: FactListKind;
  readonly asOf?: string;
}

export async function reconcileCommand(path: string, options: Options): Promise<void> {
  const files = await filesOf([path]);
  if (files.length === 0) throw new CommandRefused({ code: 'import.noTable', details: { path } });
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
      const said = tableSentence(table);
      if (said !== null) toTerminal(said);
    }
    await runReactions(services, options.county, reactions, (count) => {
      if (isTerminal) process.stderr.write(`\r比对 reconciling ${count}   `);
      return abort.signal.aborted;
    });
    if (isTerminal) process.stderr.write('\n');
    const { accepted, remarked, rejected } = summary.totals;
    const rows = accepted + remarked + rejected;
    toTerminal(
      [
        summary.state === 'stopped' || abort.signal.aborted ? '已停止，已写入的保留 / stopped; what was written stays' : '比对完成 / reconciled',
        `  名单 rows ${rows}   对上 matched ${rows - unmatched - doubtful - rejected}   存疑 doubtful ${doubtful}   未对上 unmatched ${unmatched}   退回 rejected ${rejected}`,
        `  ${findingsSentence(await services.db.tx(actor, countOpenFindings))}`,
      ].join('\n'),
    );
    if (summary.files.some((file) => file.refusal !== null)) process.exitCode = 2;
  });
}
