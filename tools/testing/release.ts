// The data of a release as later releases find it: every table as it stood, with the migrations that
// had been applied and the figures that must come out the same after an upgrade (quality bar R7).
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

export interface Release {
  readonly version: string;
  readonly migrations: readonly string[];
  /** Day on which the data were made; the figures are as of then. */
  readonly today: string;
  readonly county: string;
  /** Of fictional people: it stands here so that sealed values can be opened. */
  readonly masterKey: string;
  readonly figures: unknown;
}

const MANIFEST = 'release.json';
const DATA = 'data.copy.gz';
/** Between tables; COPY's own text has no line of this form. */
const heading = (table: string, columns: readonly string[]): string => `-- ${table} (${columns.join(', ')})`;

async function connected<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Writes the database into `folder`. The owner's connection reads past row level security. */
export async function writeRelease(connectionString: string, folder: string, release: Omit<Release, 'migrations'>): Promise<void> {
  await connected(connectionString, async (client) => {
    const migrations = (await client.query<{ name: string }>('select name from schema_migration order by name')).rows.map((row) => row.name);
    const tables = (
      await client.query<{ name: string; columns: string[] }>(
        `select c.table_name as name, array_agg(c.column_name::text order by c.ordinal_position) as columns from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
         where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name <> 'schema_migration' group by c.table_name order by c.table_name`,
      )
    ).rows;
    const parts: Buffer[] = [];
    for (const { name, columns } of tables) {
      parts.push(Buffer.from(`${heading(name, columns)}\n`));
      const stream = client.query(copyTo(`copy ${pg.escapeIdentifier(name)} (${columns.map(pg.escapeIdentifier).join(', ')}) to stdout`));
      stream.on('data', (chunk: Buffer) => parts.push(chunk));
      await once(stream, 'end');
    }
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, DATA), gzipSync(Buffer.concat(parts), { level: 9 }));
    await writeFile(join(folder, MANIFEST), `${JSON.stringify({ ...release, migrations }, null, 2)}\n`);
  });
}

export const listReleases = async (root: string): Promise<string[]> => (await readdir(root)).sort();
export const readManifest = async (folder: string): Promise<Release> => JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')) as Release;

/** Fills a database that has exactly the release's migrations. */
export async function loadRelease(connectionString: string, folder: string): Promise<void> {
  const text = gunzipSync(await readFile(join(folder, DATA))).toString('utf8');
  await connected(connectionString, async (client) => {
    // As a restore does: what triggers did is in the data already.
    await client.query('set session_replication_role = replica');
    for (const part of text.split(/^(?=-- [a-z_]+ \()/m)) {
      const end = part.indexOf('\n');
      const [, table, columns] = /^-- ([a-z_]+) \((.*)\)$/.exec(part.slice(0, end)) ?? [];
      if (table === undefined || columns === undefined || end + 1 === part.length) continue;
      await pipeline(
        Readable.from([Buffer.from(part.slice(end + 1))]),
        client.query(copyFrom(`copy ${pg.escapeIdentifier(table)} (${columns.split(', ').map(pg.escapeIdentifier).join(', ')}) from stdin`)),
      );
    }
    // Transaction numbers of another cluster mean nothing here: what was there is older than anything new.
    await client.query(`update feed set tx = '1'; update audit_event set tx = '1'; update audit_seal set tx = '1'`);
  });
}
