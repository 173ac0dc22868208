// Reconciliation (issue 3): a list of another office, half as many rows as the county has elders, held
// against all of them: read, matched, kept, and its findings worked out. In a database of its own into
// which the county's elders and statements are copied, so that the site stays as it is.
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { reactions } from '../apps/server/src/app/reactions.ts';
import { visitorLists } from '../apps/server/src/app/visitorLists.ts';
import { runImport } from '../apps/server/src/modules/intake/public.ts';
import { reconciliationReactions } from '../apps/server/src/modules/reconciliation/public.ts';
import { openDb, sql, systemActor } from '../apps/server/src/platform/db/index.ts';
import { runReactions, type Reaction } from '../apps/server/src/platform/reactions.ts';
import { emptyDatabase } from './intake.ts';
import { round, timed, type Finding } from './measure.ts';
import type { Site } from './site.ts';

/** 50,000 rows against 100,000 elders within a minute. */
const BAR_SECONDS = 60;
const NAME = 'bench_reconcile';

/** A disability register: every second elder, one row in ten without a file, one in twenty without a number. */
function registerOf(site: Site): { readonly bytes: Buffer; readonly rows: number } {
  const lines = ['姓名,残疾人证号,残疾等级,证件状态,镇,村'];
  let at = 0;
  for (const { facts, village } of site.county.elders()) {
    at += 1;
    if (at % 2 === 0) continue;
    const grade = facts.disability?.grade ?? 1 + ((at >> 1) % 4);
    // A sequence that nobody of the county has: no file.
    const idNo = at % 10 === 1 ? `${facts.idNo.slice(0, 14)}${facts.idNo.slice(14, 17).split('').reverse().join('')}${facts.idNo.slice(17)}` : facts.idNo;
    const name = at % 10 === 1 ? `${facts.name}氏` : facts.name;
    lines.push([name, at % 40 === 3 ? '' : `${idNo}4${grade}`, `${grade}级`, at % 50 === 5 ? '注销' : '有效', village.townName, village.name].join(','));
  }
  return { bytes: Buffer.from(`${lines.join('\r\n')}\r\n`), rows: lines.length - 1 };
}

async function copyTables(from: string, to: string, tables: readonly string[]): Promise<void> {
  const [source, target] = [new pg.Client({ connectionString: from }), new pg.Client({ connectionString: to })];
  await Promise.all([source.connect(), target.connect()]);
  try {
    for (const name of tables) {
      const { rows } = await target.query<{ columns: string }>(
        `select string_agg(quote_ident(column_name), ', ') as columns from information_schema.columns where table_schema = 'public' and table_name = '${name}'`,
      );
      const columns = rows[0]?.columns ?? '';
      await pipeline(source.query(copyTo(`copy ${name} (${columns}) to stdout (format binary)`)), target.query(copyFrom(`copy ${name} (${columns}) from stdin (format binary)`)));
      await target.query(`analyze ${name}`);
    }
  } finally {
    await Promise.all([source.end(), target.end()]);
  }
}

export async function benchReconcile(site: Site): Promise<Finding[]> {
  const connection = await emptyDatabase(site, NAME);
  await copyTables(site.ownerConnectionString, connection, ['elder', 'fact_statement']);
  const db = openDb(connection, { today: site.services.clock.today });
  const services = { ...site.services, db };
  const actor = systemActor(site.county.code);
  const list = registerOf(site);
  // The county is as its pack classified it: only what the list changes is to follow.
  await db.tx(actor, (tx) => tx.query(sql`delete from reaction`));
  try {
    const imported = await timed(() =>
      runImport(services, visitorLists, { files: [{ name: '残联-持证残疾人.csv', bytes: list.bytes }], kind: 'disabilityRegister', asOf: site.services.clock.today(), actor }),
    );
    // What follows for reconciliation is the work; classification and duties follow from any import.
    let reconciled = 0;
    const measured = reactions.map((reaction): Reaction => ({
      ...reaction,
      run: async (tx, given, payload) => {
        const ms = await timed(() => reaction.run(tx, given, payload));
        if (reconciliationReactions.includes(reaction)) reconciled += ms;
      },
    }));
    const all = await timed(() => runReactions(services, site.county.code, measured));
    const [counts] = await db.tx(actor, (tx) =>
      tx.query<{ matched: number; findings: number; elders: number; failed: number }>(
        sql`select (select count(*) from list_row where match = 'matched') as matched, (select count(*) from finding) as findings, (select count(*) from elder) as elders, (select count(*) from reaction where done_at is null) as failed`,
      ),
    );
    const seconds = round((imported + reconciled) / 1000);
    return [
      {
        id: 'reconcile',
        what: `a list of ${list.rows} rows against ${counts?.elders ?? 0} elders: read, matched, findings worked out`,
        figure: seconds,
        bar: BAR_SECONDS,
        sense: 'atMost',
        unit: 's',
        beside: {
          'read and match s': round(imported / 1000),
          'findings s': round(reconciled / 1000),
          'what else follows s': round((all - reconciled) / 1000),
          matched: counts?.matched ?? 0,
          findings: counts?.findings ?? 0,
          'reactions that failed': counts?.failed ?? 0,
        },
      },
    ];
  } finally {
    await db.close();
    await site.owner.query(`drop database if exists ${NAME} with (force)`);
  }
}
