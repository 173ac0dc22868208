// Test set-up shared by visits and oversight: a small county straight in the tables, as its owner.
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import type { RecordVisitPayload } from '@shouwang/contract/visits';
import type { PolicyPack } from '@shouwang/domain/policy';
import { fixedClock, newId } from '../../platform/clock.ts';
import { fieldCrypto } from '../../platform/crypto/index.ts';
import { openDb, type Actor } from '../../platform/db/index.ts';
import { silentLog } from '../../platform/log.ts';
import type { Services } from '../../platform/services.ts';
import type { VisitPolicy } from './policy.ts';
import type { VisitItem } from './record.ts';

export const COUNTY = '610999';
export const NOW = '2026-11-18T04:00:00.000Z'; // Wednesday noon in the county

const words = { zh: '', en: '' };
const source = { document: 'test', clause: '1' };
export const testForm: PolicyPack['visitForm'] = {
  id: 'form',
  version: 1,
  title: words,
  source,
  sections: [
    {
      key: 's',
      label: words,
      items: [
        {
          key: 'gas',
          label: words,
          kind: 'safety',
          options: [
            { code: 'safe', label: words },
            { code: 'unsafe', label: words },
          ],
          finding: ['unsafe'],
        },
      ],
    },
  ],
};
export const testPolicy: VisitPolicy = {
  rules: { firstWeek: [2, 2, 2, 1, 1, 0, 0], firstVisitDays: 3, returnVisitDays: 3, suspendedCalls: 1, refusal: { visits: 1, modes: ['outside', 'phone', 'kin'] } },
  forms: [testForm],
};

export const weekly = { code: 'twiceWeekly', visits: 2, period: 'week', modes: ['home'] } as const;
export const monthly = { code: 'monthly', visits: 1, period: 'month', modes: ['home'] } as const;
type Tier = typeof weekly | typeof monthly | null;

export interface TestCounty {
  readonly owner: pg.Client;
  readonly services: Services;
  elder(options?: { village?: string; tier?: Tier; asOf?: string; enteredOn?: string; categories?: string[]; name?: string }): Promise<string>;
  classify(elderId: string, tier: Tier, asOf: string, categories?: string[]): Promise<void>;
  visitor(village?: string): Promise<string>;
  assign(elderId: string, visitorId: string, from: string, to?: string | null): Promise<void>;
  close(): Promise<void>;
}

export const VILLAGE_A = '610999101001';
export const VILLAGE_B = '610999101002';
export const VILLAGE_C = '610999102001';

export const office = (scope: string): Actor => ({ accountId: newId(), countyCode: COUNTY, role: 'village', scope, visitorId: null });
export const onFoot = (visitorId: string): Actor => ({ accountId: newId(), countyCode: COUNTY, role: 'visitor', scope: '', visitorId });

export async function testCounty(connectionString: string): Promise<TestCounty> {
  const owner = new pg.Client({ connectionString });
  await owner.connect();
  const clock = fixedClock(NOW);
  const db = openDb(connectionString, { today: clock.today });
  const services: Services = { db, clock, crypto: fieldCrypto(Buffer.alloc(32, 7)), log: silentLog, jobs: { send: async () => undefined } };
  await owner.query(`insert into county (county_code, name) values ($1, '守望示范县')`, [COUNTY]);
  await owner.query(
    `insert into division (county_code, code, name, level, parent_code) values
     ($1,'610999000000','守望示范县','county',null),($1,'610999101000','东镇','town','610999000000'),($1,'610999102000','西镇','town','610999000000'),
     ($1,'${VILLAGE_A}','甲村','village','610999101000'),($1,'${VILLAGE_B}','乙村','village','610999101000'),($1,'${VILLAGE_C}','丙村','village','610999102000')`,
    [COUNTY],
  );
  const classify: TestCounty['classify'] = async (elderId, tier, asOf, categories = ['livingAlone']) => {
    const id = newId();
    await owner.query(
      `insert into classification (county_code, id, elder_id, as_of, categories, tier_code, tier_visits, tier_period, tier_modes, provisional, reasons_sealed, pack_id, pack_version)
       values ($1,$2,$3,$4,$5,$6,$7,$8,$9,false,'','p','1')`,
      [COUNTY, id, elderId, asOf, categories, tier?.code ?? null, tier?.visits ?? null, tier?.period ?? null, tier?.modes ?? null],
    );
    await owner.query('update elder set classification_id = $2, tier_code = $3, categories = $4 where id = $1', [elderId, id, tier?.code ?? null, categories]);
  };
  let count = 0;
  return {
    owner,
    services,
    classify,
    async elder(options = {}) {
      const id = newId();
      count += 1;
      const enteredOn = options.enteredOn ?? '2026-01-01';
      await owner.query('insert into elder (county_code, id, division_code, name, name_pinyin, entered_on) values ($1,$2,$3,$4,$5,$6)', [
        COUNTY,
        id,
        options.village ?? VILLAGE_A,
        options.name ?? `老人${count}`,
        `lao ren ${count}`,
        enteredOn,
      ]);
      if (options.tier !== undefined) await classify(id, options.tier, options.asOf ?? enteredOn, options.categories);
      return id;
    },
    async visitor(village = VILLAGE_A) {
      const id = newId();
      await owner.query(`insert into visitor (county_code, id, division_code, name, kind) values ($1,$2,$3,'访员','helper')`, [COUNTY, id, village]);
      return id;
    },
    async assign(elderId, visitorId, from, to = null) {
      await owner.query(
        `insert into assignment (county_code, id, elder_id, visitor_id, division_code, role, from_date, to_date) select county_code, $2, id, $3, division_code, 'responsible', $4, $5 from elder where id = $1`,
        [elderId, newId(), visitorId, from, to],
      );
    },
    async close() {
      await db.close();
      await owner.end();
    },
  };
}

/** A home visit at noon of a day in the county, everything safe, sent at once. */
export function aVisit(elderId: string, on: string, over: Partial<RecordVisitPayload> & { readonly id?: string; readonly receivedAt?: string } = {}): VisitItem {
  const { id = newId(), receivedAt = NOW, ...payload } = over;
  const startedAt = `${on}T03:30:00.000Z`;
  return {
    id,
    receivedAt,
    recordedAt: startedAt,
    clockOffsetMs: 0,
    deviceId: null,
    payload: {
      elderId,
      mode: 'home',
      outcome: 'done',
      startedAt,
      endedAt: `${on}T03:50:00.000Z`,
      formId: 'form',
      formVersion: 1,
      answers: { gas: 'safe' },
      fix: { lng: 109, lat: 32, accuracy: 10 },
      ...payload,
    },
  };
}

/** Waits until what was written before is behind the feed's horizon: a transaction of another test in the same cluster may hold it back for a moment. */
export async function pastHorizon({ owner }: Pick<TestCounty, 'owner'>): Promise<void> {
  const { rows } = await owner.query<{ now: string }>('select pg_current_xact_id()::text as now');
  for (const until = Date.now() + 30_000; ;) {
    const found = await owner.query<{ passed: boolean }>('select pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8 as passed', [rows[0]?.now]);
    if (found.rows[0]?.passed === true) return;
    if (Date.now() > until) throw new Error('another transaction holds back the horizon');
    await setTimeout(50);
  }
}
