import { readdir, readFile as readBytes } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { divisionSettler, indexPlaces, readDivisionRow, readElderRow, recogniseTable, type CellValue } from '@shouwang/domain/intake';
import type { Division } from '@shouwang/domain/divisions';
import type { FactValues } from '@shouwang/domain/ledger';
import { writeXlsx } from 'hucre/xlsx';
import { beforeAll, describe, expect, it } from 'vitest';
import { readFile } from './readFile.ts';
import type { SourceTable } from './sourceTable.ts';

const dir = resolve(import.meta.dirname, '../../../../../samples/pingli-2-towns');

const tablesOf = async (bytes: Uint8Array, name: string): Promise<readonly SourceTable[]> => {
  const result = await readFile(bytes, name);
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
};
const refusalOf = async (bytes: Uint8Array, name: string): Promise<string> => {
  const result = await readFile(bytes, name);
  return result.ok ? 'read' : result.refusal.code;
};

/** GB 18030 by turning the decoder round: Node has no encoder for it. */
function gb18030(text: string): Uint8Array {
  const decoder = new TextDecoder('gb18030');
  const codes = new Map<string, readonly [number, number]>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1)
    for (let trail = 0x40; trail <= 0xfe; trail += 1) if (trail !== 0x7f) codes.set(decoder.decode(new Uint8Array([lead, trail])), [lead, trail]);
  return new Uint8Array([...text].flatMap((c) => (c.charCodeAt(0) < 0x80 ? [c.charCodeAt(0)] : [...(codes.get(c) ?? [0x3f])])));
}

type Person = Partial<FactValues>;
let divisions: Division[];
let samples: readonly SourceTable[];

async function peopleOf(tables: readonly SourceTable[]): Promise<Person[]> {
  const places = indexPlaces(divisions, '610926');
  const people: Person[] = [];
  for (const table of tables) {
    const mapping = recogniseTable(table.head);
    expect(mapping.kind).toBe('elderLedger');
    let section = '';
    for await (const row of table.rows()) {
      if (row.rowNo <= mapping.firstDataRow) continue;
      const reading = readElderRow(mapping, row.cells, { asOf: '2026-11-01', places, sheet: table.sheet, file: table.file, section });
      expect(reading.kind).not.toBe('rejected');
      if (reading.kind === 'read') people.push(reading.row.facts);
      else if (reading.kind === 'skipped' && reading.section !== undefined) section = reading.section;
    }
  }
  return people;
}

beforeAll(async () => {
  divisions = [];
  const settle = divisionSettler([], '610926');
  for (const table of await tablesOf(await readBytes(join(dir, '区划.csv')), '区划.csv')) {
    const mapping = recogniseTable(table.head);
    for await (const row of table.rows()) {
      const reading = row.rowNo > mapping.firstDataRow ? readDivisionRow(mapping, row.cells) : null;
      if (reading?.kind === 'read') divisions.push(...settle(reading.row).divisions);
    }
  }
  const names = (await readdir(dir)).filter((name) => name.startsWith('台账')).sort();
  samples = (await Promise.all(names.map(async (name) => tablesOf(await readBytes(join(dir, name)), name)))).flat();
});

describe('the sample county', () => {
  it('is read whole, each file as what it is', async () => {
    const kinds: Record<string, string | null> = {};
    for (const name of (await readdir(dir)).filter((file) => !file.endsWith('.json')))
      kinds[name] = recogniseTable((await tablesOf(await readBytes(join(dir, name)), name))[0]?.head as never).kind;
    expect(kinds).toEqual({
      '公安-死亡注销.csv': 'deathRegister',
      '区划.csv': 'divisions',
      '卫健-65岁以上健康管理.csv': 'healthRegister',
      '卫健-计划生育特殊家庭.csv': 'familyPlanningRegister',
      '台账-八仙镇.xlsx': 'elderLedger',
      '台账-长安镇.xlsx': 'elderLedger',
      '探访人员名册.xlsx': 'visitorRoster',
      '探访关爱责任人备案表.xlsx': 'responsibleFiling',
      '残联-持证残疾人.xlsx': 'disabilityRegister',
      '民政-低保特困.csv': 'aidRegister',
      '民政-老年人能力评估结果.xlsx': 'assessmentRegister',
      '老人住址坐标.csv': 'locationList',
    });
  });
  it('gives every person of the ledgers with what the clerk wrote', async () => {
    const truth = JSON.parse(await readBytes(join(dir, 'truth.json'), 'utf8')) as {
      people: { name: string; village: string; birth: string; clerkLevel: number; children: { place: string; awaySince: string | null }[] }[];
    };
    const byKey = new Map(truth.people.map((person) => [`${person.name} ${person.village}`, person]));
    const placeOf: Readonly<Record<string, string>> = { 县外: 'outsideCounty', 本县外镇: 'sameCounty', 本镇: 'sameTown', 本村: 'sameVillage', 同住: 'sameHousehold' };
    const people = await peopleOf(samples);
    expect(people).toHaveLength(304);
    for (const person of people) {
      const known = byKey.get(`${person.name} ${person.division}`);
      expect(known?.birth.startsWith(person.birthDate as string)).toBe(true);
      expect(person.abilityLevel).toBe(known?.clerkLevel);
      expect(person.children?.map((child) => [child.place, child.awaySince ?? null])).toEqual(
        known?.children.map((child) => [placeOf[child.place], child.awaySince?.slice(0, 7) ?? null]),
      );
    }
  });
});

describe('other layouts of the same people', () => {
  /** The sample's rows under one header, as `other` would write them. */
  async function flat(order: readonly number[], header: readonly string[], other: (row: readonly CellValue[]) => readonly CellValue[] = (row) => row): Promise<CellValue[][]> {
    const rows: CellValue[][] = [order.map((column) => header[column] as string)];
    for (const table of samples) {
      const town = table.file.slice(3, 6);
      for await (const row of table.rows()) if (row.rowNo > 4 && typeof row.cells[0] === 'number') rows.push(order.map((column) => [...other(row.cells), town][column] ?? null));
    }
    return rows;
  }
  const words = [
    '序号',
    '姓名',
    '性别',
    '身份证号',
    '出生日期',
    '户口性质',
    '所在村',
    '村民小组',
    '手机',
    '人员类别',
    '失能等级',
    '残疾情况',
    '婚姻',
    '与谁同住',
    '子女1',
    '子女2',
    '是否愿意',
    '说明',
    '乡镇',
  ];
  const shuffled = [8, 18, 6, 1, 17, 3, 9, 13, 10, 12, 14, 2, 4, 15, 5, 11, 16, 7];
  const strip = ({ birthDate: _birth, remark: _remark, ...rest }: Person): Person => rest;

  it('one sheet for all villages, other words, other order, no title', async () => {
    const bytes = await writeXlsx({ sheets: [{ name: 'Sheet1', rows: await flat(shuffled, words) }] });
    expect((await peopleOf(await tablesOf(bytes, '汇总.xlsx'))).map(strip)).toEqual((await peopleOf(samples)).map(strip));
  });
  it('ages instead of births: the births come from the numbers', async () => {
    const header = words.map((word) => (word === '出生日期' ? '年龄' : word));
    const bytes = await writeXlsx({ sheets: [{ name: 'Sheet1', rows: await flat(shuffled, header, (row) => row.map((cell, index) => (index === 4 ? 70 : cell))) }] });
    const people = await peopleOf(await tablesOf(bytes, '汇总.xlsx'));
    const before = await peopleOf(samples);
    expect(people.filter((person, index) => person.birthDate?.startsWith(before[index]?.birthDate as string)).length).toBeGreaterThanOrEqual(295);
    expect(people.map(({ livesWith }) => livesWith)).toEqual(before.map(({ livesWith }) => livesWith));
  });
  it('CSV in GB 18030 and in UTF-8, separated by commas, semicolons or tabs', async () => {
    const rows = await flat(shuffled, words);
    const expected = (await peopleOf(samples)).map(strip);
    for (const [separator, encode] of [
      [',', gb18030],
      ['\t', (text: string) => new TextEncoder().encode(text)],
      [';', (text: string) => new TextEncoder().encode(`\uFEFF${text}`)],
    ] as const) {
      const text = rows.map((row) => row.map((cell) => `"${cell ?? ''}"`).join(separator)).join('\r\n');
      expect((await peopleOf(await tablesOf(encode(text), '汇总.csv'))).map(strip)).toEqual(expected);
    }
  });
});

describe('a large workbook', () => {
  it('read row by row gives the rows that it gives in memory, with their numbers', async () => {
    const bytes = await readBytes(join(dir, '台账-八仙镇.xlsx'));
    const streamed = await readFile(bytes, 'a.xlsx', 0);
    const whole = await tablesOf(bytes, 'a.xlsx');
    if (!streamed.ok) throw new Error(streamed.refusal.code);
    const rowsOf = async (table: SourceTable): Promise<unknown[]> => {
      const rows: unknown[] = [];
      for await (const { rowNo, cells } of table.rows()) {
        const filled = cells.map((cell) => (cell === '' ? null : cell));
        while (filled.length > 0 && filled.at(-1) === null) filled.pop();
        if (filled.length > 0) rows.push([rowNo, filled]);
      }
      return rows;
    };
    expect(streamed.value.map((table) => table.sheet)).toEqual(whole.map((table) => table.sheet));
    for (const [at, table] of streamed.value.entries()) {
      expect(table.rowCount).toBeNull();
      expect(table.head.merges).toHaveLength((whole[at] as SourceTable).head.merges.length);
      expect(table.head.merges.length).toBeGreaterThan(0);
      expect(recogniseTable(table.head)).toEqual(recogniseTable((whole[at] as SourceTable).head));
      expect(await rowsOf(table)).toEqual(await rowsOf(whole[at] as SourceTable));
    }
  });
});

describe('bad files get an answer, not an accident', () => {
  const bytes = (...parts: (string | number[])[]): Uint8Array => new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part as string))));
  it('by what they are, whatever they are called', async () => {
    const ole = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    expect(await refusalOf(bytes(ole, 'Workbook'), 'a.xlsx')).toBe('import.notAWorkbook');
    expect(await refusalOf(new Uint8Array(Buffer.concat([Buffer.from(ole), Buffer.from('EncryptedPackage', 'utf16le')])), 'a.xlsx')).toBe('import.encrypted');
    expect(await refusalOf(bytes([0x50, 0x4b, 3, 4], 'truncated'), 'a.xlsx')).toBe('import.notAWorkbook');
    expect(await refusalOf(bytes('<html><table></table></html>'), 'a.xls')).toBe('import.notAWorkbook');
    expect(await refusalOf(bytes('%PDF-1.7'), 'a.csv')).toBe('import.notAWorkbook');
    expect(await refusalOf(bytes([0, 1, 2, 3, 0, 0]), 'a.csv')).toBe('import.notAWorkbook');
    expect(await refusalOf(bytes('只有一句话'), 'a.csv')).toBe('import.noTable');
    expect(await refusalOf(bytes(''), 'a.csv')).toBe('import.noTable');
    expect(await refusalOf(new Uint8Array(201 * 1024 * 1024), 'a.xlsx')).toBe('import.tooLarge');
  });
  it('and one broken byte costs one character, not the file', async () => {
    const rows = [['姓名', '性别', '出生日期', '居住状况'], ...Array.from({ length: 2 }, () => ['侯香', '女', '1950-01-02', '独自'])];
    const file = gb18030(rows.map((row) => row.join(',')).join('\r\n'));
    file[file.length - 23] = 0xff;
    const [table] = await tablesOf(file, 'a.csv');
    const last: CellValue[] = [];
    for await (const { cells } of (table as SourceTable).rows()) last.splice(0, last.length, ...cells);
    expect(last.join()).toContain('\uFFFD');
    const reading = readElderRow(recogniseTable((table as SourceTable).head), last, {
      asOf: '2026-11-01',
      places: indexPlaces([], '610926'),
      sheet: '',
      file: 'a.csv',
      section: '',
    });
    expect(reading.kind === 'read' && reading.row.remarks.filter((remark) => remark.code === 'value.unknown')).toHaveLength(1);
  });
  it('and what unpacks beyond measure is refused before it is unpacked', async () => {
    const bomb = Buffer.from(await writeXlsx({ sheets: [{ name: 'a', rows: [['姓名', '性别']] }] }));
    for (let at = bomb.indexOf('PK\x01\x02', 0, 'latin1'); at !== -1; at = bomb.indexOf('PK\x01\x02', at + 4, 'latin1')) bomb.writeUInt32LE(0xf000_0000, at + 24);
    expect(await refusalOf(new Uint8Array(bomb), 'a.xlsx')).toBe('import.tooLarge');
  });
  it('while formulas count for nothing but their last value, and empty sheets for nothing', async () => {
    const file = await writeXlsx({
      sheets: [
        {
          name: 'a',
          rows: [
            ['姓名', '性别', '公式'],
            ['=HYPERLINK("x")', '女', 1],
          ],
        },
        { name: 'empty', rows: [] },
        { name: 'b', rows: [['x', 'y']] },
      ],
    });
    const tables = await tablesOf(file, 'a.xlsx');
    expect(tables.map((table) => table.sheet)).toEqual(['a', 'b']);
  });
});
