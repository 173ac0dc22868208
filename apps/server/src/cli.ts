// Composition root of the command line: `npx shouwang …`. It works on the same database as the server,
// whether that runs or not, as the audited system principal of the county that is named.
import { Command } from 'commander';
import { accountCommands } from './app/cli/accounts.ts';
import { exportEldersCommand } from './app/cli/exportElders.ts';
import { exportFindingsCommand } from './app/cli/exportFindings.ts';
import { importCommand } from './app/cli/importFolder.ts';
import { reconcileCommand, sourceArgument } from './app/cli/reconcileList.ts';
import { policyCheckCommand } from './app/cli/policyCheck.ts';
import { version } from './app/registry.ts';
import { auditVerifyCommand } from './app/cli/auditVerify.ts';
import { complaintSentence, countyArgument, isoDateArgument } from './app/cli/run.ts';

const program = new Command('shouwang').description('守望 Shouwang').version(version);
// Before the commands: each takes it over from the program.
program.configureOutput({ outputError: (text, write) => write(`${complaintSentence(text)}\n`) });

program
  .command('import')
  .description('导入一个文件夹或若干文件 / import a folder or single files')
  .argument('<path...>', '文件夹或文件 / folder or files')
  .requiredOption('--county <code>', '区县代码 / county code', countyArgument)
  .option('--pack <id>', '政策包，如 pingli-2023；不写则用该县现行的 / policy pack; the county’s own without it')
  .option('--as-of <date>', '以哪天为准；不写则为今天 / as of which day; today without it', isoDateArgument)
  .option('--json', '逐行结果以 JSON 输出 / print every row’s outcome as JSON', false)
  .action(importCommand);

program
  .command('reconcile')
  .description('用一份部门名单比对台账 / hold one list of another office against the ledger')
  .argument('<file>', '名单文件 / the list')
  .requiredOption('--source <kind>', '名单种类：残联、能力评估、低保、特困、计生、健康、死亡、养老保险、户籍、坐标，或 disabilityRegister 等 / kind of list', sourceArgument)
  .requiredOption('--county <code>', '区县代码 / county code', countyArgument)
  .option('--as-of <date>', '以哪天为准；不写则为今天 / as of which day; today without it', isoDateArgument)
  .action(reconcileCommand);

const exporting = program.command('export').description('导出 / export');
exporting
  .command('elders')
  .description('每位老人一行 JSON / one JSON object per elder')
  .requiredOption('--county <code>', '区县代码 / county code', countyArgument)
  .option('--format <format>', 'jsonl', 'jsonl')
  .option('--as-of <date>', '以哪天为准 / as of which day', isoDateArgument)
  .option('--reveal', '带上身份证号（留痕，须写事由）/ with identity numbers (audited, wants a reason)', false)
  .option('--reason <text>', '事由 / reason')
  .action(exportEldersCommand);

exporting
  .command('findings')
  .description('比对发现的问题，每条一行 / one line per finding of reconciliation')
  .requiredOption('--county <code>', '区县代码 / county code', countyArgument)
  .option('--format <format>', 'jsonl, csv', 'jsonl')
  .option('--closed', '已办结的也列出 / also those that were ended', false)
  .option('--reveal', '带上身份证号（留痕，须写事由）/ with identity numbers (audited, wants a reason)', false)
  .option('--reason <text>', '事由 / reason')
  .action(exportFindingsCommand);

const policy = program.command('policy').description('政策包 / policy packs');
policy
  .command('check')
  .description('检查政策包 / check policy packs')
  .argument('[path]', '文件或文件夹；不写则检查自带的 / file or folder; those shipped without it')
  .action(policyCheckCommand);

const auditing = program.command('audit').description('审计 / audit trail');
auditing.command('verify').description('核对审计链 / verify the hash chain').requiredOption('--county <code>', '区县代码 / county code', countyArgument).action(auditVerifyCommand);

accountCommands(program);

try {
  await program.parseAsync(process.argv);
} catch (error) {
  // Whoever read the output has had enough (`| head`): nothing went wrong.
  if ((error as NodeJS.ErrnoException).code !== 'EPIPE') {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
