// `shouwang import`: a folder or single files, at once and in this process; then everything that
// follows (classification, duties), so that an export right after it shows the result.
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { columnsOfFurtherSets, missingFields, type Field, type TableLikeness } from '@shouwang/domain/intake';
import { ok } from '@shouwang/domain/shared';
import { countiesNamed, fieldWords, openFolder, runImport, type ImportSummary, type RowEnd } from '../../modules/intake/public.ts';
import { closeDemonstrationReach } from '../../modules/access/commands.ts';
import { divisionsOf, ensureCounty } from '../../modules/divisions/public.ts';
import { setCountyPack } from '../../modules/policy/public.ts';
import { systemActor } from '../../platform/db/index.ts';
import { runReactions } from '../../platform/reactions.ts';
import { reactions } from '../reactions.ts';
import { visitorLists } from '../visitorLists.ts';
import { countOpenFindings } from '../../modules/reconciliation/public.ts';
import { findingsSentence } from './findingsSentence.ts';
import { refusalSentence, remarkSentence } from './remarkSentences.ts';
import { CommandRefused, print, toTerminal, withInstallation } from './run.ts';

interface Options {
  readonly county: string;
  readonly pack?: string;
  readonly asOf?: string;
  readonly json: boolean;
}

/** What offices exchange, also in forms that are then refused by name: nobody is to think that an archive was read. A file that is named is always tried. */
const isList = (name: string): boolean => /\.(xlsx|xlsm|xlsb|xls|et|ett|ods|csv|txt|tsv|docx?|wps|pdf|zip|rar|7z)$/i.test(name) && !/^(\.|~\$)/.test(name);

export async function filesOf(paths: readonly string[]): Promise<{ name: string; bytes: Uint8Array }[]> {
  const files: { readonly path: string; readonly name: string }[] = [];
  for (const path of paths) {
    const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' ? new CommandRefused({ code: 'notFound', details: { path } }) : error;
    });
    if (found.isDirectory())
      // Counties sort by town: what lies in folders below keeps their names, which may tell a village.
      files.push(
        ...(await readdir(path, { recursive: true }))
          .filter((name) => isList(basename(name)) && !name.split(sep).some((part) => part.startsWith('.')))
          .sort()
          .map((name) => ({ path: join(path, name), name: name.split(sep).join('/') })),
      );
    else files.push({ path, name: basename(path) });
  }
  return Promise.all(files.map(async ({ path, name }) => ({ name, bytes: await readFile(path) })));
}

export const placeOf = (end: RowEnd): string => `${end.file}${end.sheet === '' ? '' : ` · ${end.sheet}`} · ${end.rowNo}`;

/** `certificate|disabilityGrade` → 残疾证号或残疾等级. */
const missingWords = (missing: readonly string[], language: 0 | 1): string =>
  missing
    .map((some) =>
      some
        .split('|')
        .map((field) => fieldWords[field as Field]?.[language] ?? field)
        .join(language === 0 ? '或' : ' or '),
    )
    .join(language === 0 ? '、' : ', ');

/** Whether anything at all was taken; else the command has failed. */
export const tookNothing = ({ tables }: Pick<ImportSummary, 'tables'>): boolean => !tables.some((table) => table.kind !== null && missingFields(table).length === 0);

const likenessWords: Readonly<Record<TableLikeness, readonly [zh: string, en: string]>> = {
  villages: [
    '像是以村为行的表，但不是区划表，未导入；区划表请写明乡镇、村、区划代码各列',
    'seems to have a row for each village but is no list of divisions, not taken; a list of divisions has columns of town, village and code',
  ],
  noHeadings: ['像是没有表头的名单，未导入；请在第一行上方加一行表头', 'seems to be a list of people without headings, not taken; add a row of headings above it'],
  form: ['像是一人一张的表格，没有认出姓名，未导入；请补上姓名', 'seems to be a form about one person in which no name was found, not taken; add the name'],
};

/** What of a table was not taken, in words; null where all was. */
export function tableSentence(table: ImportSummary['tables'][number]): string | null {
  const where = `${table.file} ${table.sheet}`.trim();
  if (table.kind === null && table.likeness !== undefined) return `？ ${where}  ${likenessWords[table.likeness].join(' / ')}`;
  if (table.kind === null) return `？ ${where}  没有认出是什么表，未导入 / not recognised, not taken`;
  const missing = missingFields(table);
  if (missing.length > 0) return `？ ${where}  缺少必要的列，未导入：${missingWords(missing, 0)} / columns missing, not taken: ${missingWords(missing, 1)}`;
  const further = columnsOfFurtherSets(table);
  const unread = table.columns.filter((column) => column.field === null && !further.has(column.index)).map((column) => column.header);
  if (table.headerRow < 0)
    return `！ ${where}  没有表头，按内容认出各列，请核对${unread.length === 0 ? '' : `；没有采用：${unread.join('、')}`} / no headings, columns told by their contents: please check${unread.length === 0 ? '' : `; not used: ${unread.join('、')}`}`;
  const unused = unread.filter((header) => !/^(序号|编号|序|NO\.?)$/i.test(header));
  return unused.length === 0 ? null : `！ ${where}  这些列没有采用 / columns not used: ${unused.join('、')}`;
}

export async function importCommand(paths: string[], options: Options): Promise<void> {
  const files = await filesOf(paths);
  if (files.length === 0) throw new CommandRefused({ code: 'import.noTable', details: { path: paths.join('、') } });
  const opened = await openFolder(files);
  const named = await countiesNamed(opened);
  if (named.length > 0 && !named.includes(options.county)) throw new CommandRefused({ code: 'input.invalid', details: { field: '--county', found: named } });
  await withInstallation(async ({ services }) => {
    const actor = systemActor(options.county);
    // In one transaction: a pack that does not exist leaves no county behind.
    const closed = await services.db.tx(actor, async (tx) => {
      await ensureCounty(tx, options.county);
      const set = options.pack === undefined ? ok(undefined) : await setCountyPack(tx, options.pack);
      if (!set.ok) throw new CommandRefused(set.refusal);
      return closeDemonstrationReach(tx);
    });
    if (closed > 0) toTerminal('演示账号 prefecture 已停用：它能看到同一地市的真实区县 / the demonstration account prefecture was closed: it could read this real county');
    // A new pack judges those who are there already, as of today; after the import it would do so with everybody whom the files speak of as of their day.
    await runReactions(services, options.county, reactions);
    const abort = new AbortController();
    process.once('SIGINT', () => abort.abort());
    const isTerminal = process.stderr.isTTY === true;
    const summary = await runImport(services, visitorLists, {
      files,
      opened,
      asOf: options.asOf ?? services.clock.today(),
      actor,
      signal: abort.signal,
      onProgress: ({ done, total, phase }) => {
        if (isTerminal) process.stderr.write(`\r${phase} ${done}/${total}   `);
      },
      onRows(ends) {
        for (const end of ends) {
          if (options.json)
            print(
              JSON.stringify({
                file: end.file,
                sheet: end.sheet,
                row: end.rowNo,
                outcome: end.outcome,
                name: end.name,
                remarks: end.remarks.map((remark) => ({ ...remark, sentence: remarkSentence(remark) })),
              }),
            );
          else for (const remark of end.remarks) print(`${end.outcome === 'rejected' ? '✗' : '·'} ${placeOf(end)}  ${remarkSentence(remark)}`);
        }
      },
    });
    if (isTerminal) process.stderr.write('\n');
    for (const file of summary.files) if (file.refusal !== null) toTerminal(`✗ ${file.name}  ${refusalSentence({ code: file.refusal.code })}`);
    for (const table of summary.tables) {
      const said = tableSentence(table);
      if (said !== null) toTerminal(said);
    }
    const divisions = await services.db.tx(actor, (tx) => divisionsOf(tx, options.county));
    if (!divisions.some((division) => division.level === 'village'))
      toTerminal(
        '！ 还没有本县的区划表（区划.csv：代码、名称），人都收下了，但分不到村；导入区划表后，写明了村的人会自动归到村 / no list of divisions yet: everybody is taken, nobody is placed in a village; bring it, and all whose village is told are placed by themselves',
      );
    await runReactions(services, options.county, reactions);
    const uncovered = await services.db.tx(actor, (tx) => visitorLists.countUncovered(tx));
    const findings = findingsSentence(await services.db.tx(actor, countOpenFindings));
    const nothing = tookNothing(summary);
    const { accepted, remarked, rejected, created, changed, unchanged, assignments } = summary.totals;
    toTerminal(
      [
        summary.state === 'stopped' ? '已停止，已写入的保留 / stopped; what was written stays' : nothing ? '什么都没有导入 / nothing was imported' : '导入完成 / imported',
        `  接收 accepted ${accepted}   有备注 with remarks ${remarked}   退回 rejected ${rejected}`,
        `  新建 created ${created}   更新 changed ${changed}   无变化 unchanged ${unchanged}   落实责任人 assignments ${assignments}   尚无责任人 nobody responsible ${uncovered}`,
        `  ${findings}`,
      ].join('\n'),
    );
    if (nothing || summary.files.some((file) => file.refusal !== null)) process.exitCode = 2;
  });
}
