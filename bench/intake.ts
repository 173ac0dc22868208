// P5: import of a ledger workbook of as many rows as the county has elders, into an empty database of
// its own, against reading the file with the same reader and COPY of the rows that the import wrote
// into the same indexed tables of another empty database.
import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { writeLedgerWorkbook } from '@shouwang/testkit';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { ensureCounty, importDivisions } from '../apps/server/src/modules/divisions/public.ts';
import { setCountyPack } from '../apps/server/src/modules/policy/public.ts';
import { openDb, systemActor } from '../apps/server/src/platform/db/index.ts';
import { migrate } from '../apps/server/src/platform/db/migrate.ts';
import type { ImporterAnswer } from './importer.ts';
import { median, round, timed, type Finding } from './measure.ts';
import { PACK, type Site } from './site.ts';

const MEMORY_BAR = 512;

export async function benchIntake(site: Site): Promise<Finding[]> {
  const folder = join(site.dataDir, 'import');
  await mkdir(folder, { recursive: true });
  const workbook = join(folder, 'ledger.xlsx');
  await writeFile(workbook, await writeLedgerWorkbook(site.county.elders(), { asOf: site.county.asOf, sheets: 'one' }));
  const run = async (mode: 'import' | 'read', connection: string): Promise<ImporterAnswer> => {
    const script = join(site.root, 'bench/dist/run/importer.js');
    const { stdout } = await promisify(execFile)(process.execPath, [script, mode, workbook, site.dataDir, connection, site.county.code, site.county.asOf], {
      maxBuffer: 10_000_000,
    });
    return JSON.parse(stdout) as ImporterAnswer;
  };

  const imports: ImporterAnswer[] = [];
  const reads: number[] = [];
  const copies: number[] = [];
  let written = '';
  for (let index = 0; index < (site.smoke ? 1 : 3); index += 1) {
    const target = await emptyDatabase(site, 'bench_import');
    imports.push(await run('import', target));
    reads.push((await run('read', '')).ms);
    const tables = await copyOut(target, folder);
    written = tables.map(({ name, rows }) => `${name} ${rows}`).join(', ');
    const reference = await emptyDatabase(site, 'bench_copy');
    copies.push(
      await copyIn(
        reference,
        folder,
        tables.map(({ name }) => name),
      ),
    );
  }
  for (const name of ['bench_import', 'bench_copy']) await site.owner.query(`drop database if exists ${name} with (force)`);
  await rm(folder, { recursive: true, force: true });

  const [importMs, readMs, copyMs] = [median(imports.map(({ ms }) => ms)), median(reads), median(copies)];
  const peak = Math.max(...imports.map(({ peakMegabytes }) => peakMegabytes));
  const last = imports.at(-1) as ImporterAnswer;
  return [
    {
      id: 'P5',
      what: `import of a ledger of ${last.rows} rows ÷ (reading it + COPY of the rows written)`,
      figure: round(importMs / (readMs + copyMs)),
      bar: 3,
      sense: 'atMost',
      unit: '×',
      beside: {
        'import s': round(importMs / 1000),
        'read s': round(readMs / 1000),
        'COPY s': round(copyMs / 1000),
        'rows/s': Math.round((last.rows * 1000) / importMs),
        written,
        ...last.totals,
      },
    },
    { id: 'P5 memory', what: 'largest memory of the importing process', figure: peak, bar: MEMORY_BAR, sense: 'atMost', unit: 'MB', beside: {} },
  ];
}

/** A migrated database with the county's divisions and pack and nobody in it. */
export async function emptyDatabase(site: Site, name: string): Promise<string> {
  await site.owner.query(`drop database if exists ${name} with (force)`);
  await site.owner.query(`create database ${name}`);
  const url = new URL(site.ownerConnectionString);
  url.pathname = `/${name}`;
  await migrate(url.href, join(site.root, 'apps/server/migrations'));
  const db = openDb(url.href);
  await db.tx(systemActor(site.county.code), async (tx) => {
    await ensureCounty(tx, site.county.code, site.county.name, true);
    await importDivisions(site.services, tx, site.county.divisions);
    await setCountyPack(tx, PACK);
  });
  await db.close();
  return url.href;
}

interface Written {
  readonly name: string;
  readonly rows: number;
}

async function copyOut(connectionString: string, folder: string): Promise<Written[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const tables: Written[] = [];
  try {
    const { rows } = await client.query<{ name: string }>(
      `select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
       where c.table_schema = 'public' and c.column_name = 'county_code' and t.table_type = 'BASE TABLE' and c.table_name not in ('county', 'division') order by 1`,
    );
    for (const { name } of rows) {
      const counted = await client.query<{ count: number }>(`select count(*)::int as count from ${name}`);
      const count = counted.rows[0]?.count ?? 0;
      if (count === 0) continue;
      await pipeline(client.query(copyTo(`copy ${name} to stdout (format binary)`)), createWriteStream(join(folder, name)));
      tables.push({ name, rows: count });
    }
  } finally {
    await client.end();
  }
  return tables;
}

async function copyIn(connectionString: string, folder: string, tables: readonly string[]): Promise<number> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    for (const name of tables) await client.query(`delete from ${name}`);
    return await timed(async () => {
      for (const name of tables) await pipeline(createReadStream(join(folder, name)), client.query(copyFrom(`copy ${name} from stdin (format binary)`)));
    });
  } finally {
    await client.end();
  }
}
