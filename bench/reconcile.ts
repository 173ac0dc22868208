// Reconciliation (issue 3): a list of another office, half as many rows as the county has elders, held
// against all of them: read, matched, kept, and its findings worked out. In a database of its own into
// which the county's elders and statements are copied, so that the site stays as it is.
import { pipeline } from 'node:stream/promises';
import { idNoCheck } from '@shouwang/domain/ledger';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { reactions } from '../apps/server/src/app/reactions.ts';
import { visitorLists } from '../apps/server/src/app/visitorLists.ts';
import { runImport } from '../apps/server/src/modules/intake/public.ts';
import { ledgerSeal } from '../apps/server/src/modules/ledger/public.ts';
import { reconciliationReactions } from '../apps/server/src/modules/reconciliation/public.ts';
import { openDb, sql, systemActor, type Db } from '../apps/server/src/platform/db/index.ts';
import { runReactions, type Reaction } from '../apps/server/src/platform/reactions.ts';
import { emptyDatabase } from './intake.ts';
import { round, timed, type Finding } from './measure.ts';
import type { Site } from './site.ts';

/** 50,000 rows against 100,000 elders within a minute. */
const BAR_SECONDS = 60;
const NAME = 'bench_reconcile';

/** The register of health care from 65 on: every second elder, one row in ten without a file, one in twenty without a number. */
async function registerOf(site: Site, db: Db): Promise<{ readonly bytes: Buffer; readonly rows: number }> {
  const { county, services } = site;
  const seal = ledgerSeal(services.crypto, county.code);
  const villages = new Map(county.villages.map((village) => [village.code, village]));
  const elders = await db.tx(systemActor(county.code), (tx) =>
    tx.query<{ name: string; sex: string; division_code: string; id_no_sealed: Buffer }>(
      sql`select name, sex, division_code, id_no_sealed from elder where county_code = ${county.code} and id_no_sealed is not null order by id`,
    ),
  );
  const lines = ['姓名,性别,身份证号,镇,村,慢病,最近体检日期'];
  for (const [at, elder] of elders.entries()) {
    if (at % 2 === 0) continue;
    const village = villages.get(elder.division_code.slice(0, 12));
    const idNo = seal.openIdNo(elder.id_no_sealed);
    // A sequence that nobody of the county has: no file.
    const isStranger = at % 20 === 1;
    const first = isStranger ? `${idNo.slice(0, 14)}99${idNo.slice(16, 17)}` : idNo.slice(0, 17);
    const number = at % 40 === 3 ? '' : `${first}${isStranger ? idNoCheck(first) : idNo.slice(17)}`;
    lines.push(
      [
        isStranger ? `${elder.name}氏` : elder.name,
        elder.sex === 'male' ? '男' : '女',
        number,
        village?.townName ?? '',
        village?.name ?? '',
        at % 3 === 0 ? '高血压' : '',
        '2026-05-06',
      ].join(','),
    );
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
  const list = await registerOf(site, db);
  // The county is as its pack classified it: only what the list changes is to follow.
  await db.tx(actor, (tx) => tx.query(sql`delete from reaction`));
  try {
    const imported = await timed(() =>
      runImport(services, visitorLists, { files: [{ name: '卫健-65岁以上健康管理.csv', bytes: list.bytes }], kind: 'healthRegister', asOf: site.services.clock.today(), actor }),
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
