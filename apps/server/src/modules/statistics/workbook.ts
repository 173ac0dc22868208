// The table, and the people behind one figure, as workbooks; who took them is written down. The table
// names nobody; the list of people needs the right to take the ledger out, and a reason.
import { ledgerSheet, sheetWords, statisticsSheet, writeOfficeSheet } from '@shouwang/documents';
import { findDimension, UNKNOWN } from '@shouwang/domain/statistics';
import { ok, type Result } from '@shouwang/domain/shared';
import words from '@shouwang/domain/words/statistics.zh-CN.json' with { type: 'json' };
import { audit } from '../../platform/audit/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { FileReply } from '../../platform/http/endpoint.ts';
import type { Services } from '../../platform/services.ts';
import { type ReadRange, unitName } from '../divisions/public.ts';
import { getPackInForce } from '../policy/public.ts';
import { countCross, listFigure, type FigureQuestion, type Question } from './count.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** A worksheet has no more rows. */
const MOST_ROWS = 1_000_000;

const allWords: Readonly<Record<string, unknown>> = { ...sheetWords.facts, ...words };
/** `dimensionCode.age` + `60` in the catalogues of the domain; the code itself where there is no word. */
function wordOf(group: string, code: string): string {
  let at: unknown = allWords;
  for (const part of [...group.split('.'), code]) at = (at as Record<string, unknown> | undefined)?.[part];
  return typeof at === 'string' ? at : code;
}
const nameOf = (key: string): string => wordOf('dimension', key);
const labelOf = (key: string, code: string): string => (code === UNKNOWN ? words.dimensionCode.unknown : wordOf(findDimension(key)?.word ?? key, code));

async function unitOf(services: Services, tx: Tx, range: ReadRange): Promise<{ readonly division: string; readonly unit: string }> {
  const division = range.prefix.padEnd(12, '0');
  return { division, unit: await unitName(services, tx, division) };
}

/** Conditions as people read them: 类别 独居、空巢；性别 女. */
async function conditionsInWords(services: Services, tx: Tx, range: ReadRange, where: readonly string[]): Promise<string> {
  const byKey = new Map<string, string[]>();
  const tiers = new Map((await getPackInForce(tx, range.countyCode ?? tx.actor.countyCode)).pack.tiers.map((tier) => [tier.code, tier.label.zh]));
  for (const condition of where) {
    const at = condition.indexOf('.');
    const [key, code] = [condition.slice(0, at), condition.slice(at + 1)];
    const isPlace = key === 'town' || key === 'village';
    const label = isPlace ? await unitName(services, tx, code) : key === 'tier' ? (tiers.get(code) ?? labelOf(key, code)) : labelOf(key, code);
    byKey.set(key, [...(byKey.get(key) ?? []), label]);
  }
  return [...byKey].map(([key, labels]) => `${nameOf(key)} ${labels.join('、')}`).join('；');
}

export async function writeCross(services: Services, tx: Tx, range: ReadRange, question: Question): Promise<Result<FileReply>> {
  const counted = await countCross(services, tx, range, question);
  if (!counted.ok) return counted;
  const table = counted.value;
  const { division, unit } = await unitOf(services, tx, range);
  const { rows, columns, where, on } = question;
  await audit(tx, { action: 'statistics.export', entity: 'statistics', division, details: { rows, columns: columns ?? '', where, on: on ?? '' } });
  const bytes = await statisticsSheet({
    unit,
    asOf: table.asOf,
    rowsBy: nameOf(rows),
    columnsBy: columns === undefined ? null : nameOf(columns),
    narrowed: await conditionsInWords(services, tx, range, where),
    rows: table.rows.map((row) => ({ label: row.label?.zh ?? labelOf(rows, row.code), persons: row.persons })),
    columns: columns === undefined ? [] : table.columns.map((column) => column.label?.zh ?? labelOf(columns, column.code)),
    cells: table.cells,
    columnPersons: table.columns.map((column) => column.persons),
    persons: table.persons,
    mentions: table.rowMentions,
  });
  return ok({ fileName: `${unit}${words.statisticsSheet.title}${table.asOf}.xlsx`, contentType: XLSX, bytes: Buffer.from(bytes) });
}

export async function writeFigure(services: Services, tx: Tx, range: ReadRange, question: FigureQuestion, reason: string): Promise<Result<FileReply>> {
  const listed = await listFigure(services, tx, range, question, { limit: MOST_ROWS, offset: 0 });
  if (!listed.ok) return listed;
  const { division, unit } = await unitOf(services, tx, range);
  const { rows, columns, where, on, row, column } = question;
  const tiers = new Map((await getPackInForce(tx, range.countyCode ?? tx.actor.countyCode)).pack.tiers.map((tier) => [tier.code, tier.label.zh]));
  await audit(tx, {
    action: 'statistics.exportRows',
    entity: 'statistics',
    division,
    details: { reason, people: listed.value.rows.length, rows, columns: columns ?? '', where, on: on ?? '', row: row ?? '', column: column ?? '' },
  });
  const sheet = ledgerSheet(
    {
      unit,
      filledOn: services.clock.today(),
      rows: listed.value.rows.map((person) => ({
        town: person.townName,
        village: person.villageName,
        group: person.group,
        name: person.name,
        sex: person.sex,
        birthDate: person.birthDate,
        age: person.age,
        idNo: person.idNoMasked,
        phone: person.phoneMasked,
        categories: person.categories,
        tier: person.tier === null ? null : (tiers.get(person.tier) ?? person.tier),
        responsible: person.responsible,
        lastVisitOn: person.lastVisitOn,
        remarks: '',
      })),
    },
    sheetWords,
  );
  return ok({ fileName: `${sheetWords.ledger.title(unit)}.xlsx`, contentType: XLSX, bytes: Buffer.from(await writeOfficeSheet(sheet)) });
}
