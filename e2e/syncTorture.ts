// The phone's real outbox, engine and uploads against a real server that is killed again and again, through
// a line that loses, cuts, doubles and delays; phones die, their clocks are moved. Afterwards the server's
// tables are counted: every visit once, with every effect once, every picture whole (quality bar R1, R2).
// What each phone does and each request suffers is drawn from the seed; how they interleave is not.
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ElderCard, FieldPolicy } from '@shouwang/contract/sync';
import type { RecordVisitPayload } from '@shouwang/contract/visits';
import { chance, generateCounty, type Chance } from '@shouwang/testkit';
import { openInstallation } from '../apps/server/src/app/installation.ts';
import { seedCounty } from '../apps/server/src/app/seedCounty.ts';
import { readConfig } from '../apps/server/src/platform/config/index.ts';
import { sql, systemActor, type Db } from '../apps/server/src/platform/db/index.ts';
import type { Services } from '../apps/server/src/platform/services.ts';
import type { Attachment } from '../apps/web/src/platform/attachments/attachment.ts';
import { newEntry, type OutboxEntry } from '../apps/web/src/platform/outbox/outbox.ts';
import { memoryStore, type MemoryStore, type Shelf } from '../apps/web/src/platform/store/memory-store.ts';
import { put, putBytes } from '../apps/web/src/platform/store/sealed-store.ts';
import { syncEngine, type SyncEngine } from '../apps/web/src/platform/sync/engine.ts';
import { httpTransport } from '../apps/web/src/platform/sync/transport.ts';
import type { Installation } from './installation.ts';
import { openRudeProxy } from './rudeProxy.ts';

export interface TortureSettings {
  readonly seed: string;
  readonly phones: number;
  /** In all, shared out among the phones. */
  readonly visits: number;
  readonly attachments: number;
  /** How often the server is killed. */
  readonly kills: number;
}

export interface TortureResult {
  readonly seconds: number;
  readonly kills: number;
  readonly deaths: number;
  readonly clockMoves: number;
  readonly requests: Readonly<Record<string, number>>;
  /** Recorded on phones. */
  readonly recorded: number;
  /** Of those on the server. */
  readonly stored: number;
  /** On the server although nobody recorded them, or with an effect that is not there exactly once. */
  readonly wrong: Readonly<Record<'strangers' | 'commands' | 'audits' | 'duties' | 'attachments' | 'attachmentAudits' | 'times', number>>;
  readonly markedClock: number;
  readonly attachments: number;
  readonly attachmentsWhole: number;
  /** Left on phones. */
  readonly queued: number;
}

const PASSWORD = 'Shouwang-2026';
const DAY_MS = 86_400_000;
/** A phone whose clock was moved is a day off at most: more than two days ahead cannot be believed. */
const CLOCK_MS = 20 * 3_600_000;

/** A small county with as many helpers as there are phones, put straight into the installation's database. */
export async function seedTorture(
  dataDir: string,
  phones: number,
): Promise<{ readonly services: Services; readonly usernames: readonly string[]; readonly county: string; close(): Promise<void> }> {
  const opened = await openInstallation(readConfig({ SHOUWANG_DATA: dataDir, LOG_LEVEL: 'silent' }), { say: () => undefined, migrates: false });
  const county = { ...generateCounty({ size: 'S', seed: 'torture', asOf: opened.services.clock.today() }), *visits() {} };
  const visitors = await seedCounty({
    services: opened.services,
    ownerConnectionString: opened.ownerConnectionString,
    county,
    packId: 'demo-2026',
    visits: 'copy',
    password: PASSWORD,
  });
  const busy = [...visitors].sort((a, b) => b.elders - a.elders).slice(0, phones);
  return { services: opened.services, usernames: busy.map(({ username }) => username), county: county.code, close: () => opened.close() };
}

interface Phone {
  readonly username: string;
  readonly deviceId: string;
  readonly shelf: Shelf;
  readonly chance: Chance;
  store: MemoryStore;
  engine: SyncEngine;
  clockMs: number;
}

async function signIn(url: string, username: string, deviceId: string): Promise<unknown> {
  const reply = await fetch(`${url}/api/devices`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: PASSWORD, deviceId, label: 'torture' }),
  });
  if (!reply.ok) throw new Error(await reply.text());
  const { token, principal } = (await reply.json()) as { token: string; principal: unknown };
  return { deviceId, token, principal, ended: null };
}

export async function torture(
  installation: Installation,
  seeded: Awaited<ReturnType<typeof seedTorture>>,
  settings: TortureSettings,
  say: (text: string) => void,
): Promise<TortureResult> {
  const began = Date.now();
  const luck = chance(settings.seed, 'line');
  const proxy = await openRudeProxy(Number(new URL(installation.url).port), () => luck.unit());
  const viaProxy: typeof fetch = (address, init) => fetch(`http://127.0.0.1:${proxy.port}${String(address)}`, init);
  const direct: typeof fetch = (address, init) => fetch(`${installation.url}${String(address)}`, init);
  let deaths = 0;
  let clockMoves = 0;
  let recordedInAll = 0;

  const turnOn = (phone: Phone): void => {
    phone.store = memoryStore(phone.shelf);
    phone.engine = syncEngine({
      store: phone.store,
      transport: httpTransport(viaProxy),
      now: () => new Date(Date.now() + phone.clockMs).toISOString(),
      random: () => phone.chance.unit(),
      alone: (work) => work(),
      changed: () => undefined,
    });
  };
  const phones: Phone[] = [];
  for (const [index, username] of seeded.usernames.entries()) {
    const shelf: Shelf = new Map();
    const phone = { username, deviceId: randomUUID(), shelf, chance: chance(settings.seed, 'phone', index), clockMs: 0 } as Phone;
    turnOn(phone);
    await phone.store.write([put('device', 'session', await signIn(installation.url, username, phone.deviceId))]);
    // The first list is loaded on a good line, as a helper does at the office.
    const first = syncEngine({
      store: phone.store,
      transport: httpTransport(direct),
      now: () => new Date().toISOString(),
      random: () => 0.5,
      alone: (work) => work(),
      changed: () => undefined,
    });
    if ((await first.run()) !== 'done') throw new Error(`${username} got no list`);
    phones.push(phone);
  }

  let killed = 0;
  let working = true;
  const killer = async (): Promise<void> => {
    const moments = chance(settings.seed, 'kill');
    while (killed < settings.kills) {
      // Shared out over the whole of the work, each at another moment of what is then under way.
      while (working && recordedInAll < (settings.visits * (killed + 1)) / (settings.kills + 1)) await sleep(20);
      await sleep(moments.unit() * 500);
      await installation.kill();
      killed += 1;
      say(`killed ${killed}/${settings.kills}`);
      await sleep(moments.unit() * 300);
      await installation.start();
    }
  };
  const live = async (phone: Phone, index: number): Promise<void> => {
    const share = (of: number): number => Math.floor(of / phones.length) + (index < of % phones.length ? 1 : 0);
    const plan = { visits: share(settings.visits), attachments: share(settings.attachments) };
    let recorded = 0;
    let attached = 0;
    // A run is never waited for where the phone dies: what it had under way is lost with it.
    const sync = async (): Promise<void> => {
      const run = phone.engine.run({ force: true });
      if (phone.chance.happens(0.12)) {
        await sleep(phone.chance.unit() * 400);
        deaths += 1;
        phone.store.cut();
        turnOn(phone);
      } else await run;
    };
    while (recorded < plan.visits) {
      const batch = Math.min(plan.visits - recorded, phone.chance.int(1, 8));
      for (let n = 0; n < batch; n += 1) {
        const pictures = Math.ceil(((recorded + 1) / plan.visits) * plan.attachments) - attached;
        await record(phone, pictures);
        recorded += 1;
        recordedInAll += 1;
        attached += Math.max(0, pictures);
      }
      if (phone.chance.happens(0.25)) {
        clockMoves += 1;
        // Some are set right again.
        phone.clockMs = phone.chance.happens(0.5) ? 0 : Math.round((phone.chance.unit() * 2 - 1) * CLOCK_MS);
      }
      await sync();
      await sleep(phone.chance.unit() * 500);
    }
    while (!(await empty(phone))) {
      await sync();
      await sleep(100 + phone.chance.unit() * 600);
    }
  };
  // Phones go on until their queues are empty; the server is killed for as long as it was asked, and stays up at last.
  const kills = killer();
  await Promise.all(phones.map(live));
  working = false;
  await kills;
  proxy.behave();
  await Promise.all(phones.map((phone) => phone.engine.run({ force: true })));
  const result = await count(seeded.services, seeded.county, phones);
  await proxy.close();
  return { seconds: Math.round((Date.now() - began) / 1000), kills: killed, deaths, clockMoves, requests: proxy.done, ...result };
}

const entriesOf = async (phone: Phone): Promise<OutboxEntry[]> => (await phone.store.list<OutboxEntry>('outbox')).map(({ value }) => value);
const attachmentsOf = async (phone: Phone): Promise<Attachment[]> => (await phone.store.list<Attachment>('attachments')).map(({ value }) => value);
const empty = async (phone: Phone): Promise<boolean> =>
  (await entriesOf(phone)).every(({ state }) => state === 'delivered') && (await attachmentsOf(phone)).every(({ state }) => state === 'delivered');

/** One visit as the screens record it, of somebody on the phone's own list, at the time that the phone believes in. */
async function record(phone: Phone, pictures: number): Promise<void> {
  const { store, chance: luck } = phone;
  const cards = (await store.list<ElderCard>('feed:elderCard')).map(({ value }) => value);
  const [policy] = (await store.list<FieldPolicy>('feed:policy')).map(({ value }) => value);
  const session = await store.get<{ principal: { accountId: string } }>('device', 'session');
  if (policy === undefined || session === undefined || cards.length === 0) throw new Error(`${phone.username} has no list`);
  const card = luck.pick(cards);
  const endedMs = Date.now() + phone.clockMs - luck.int(0, 5) * DAY_MS;
  const at = (ms: number): string => new Date(ms).toISOString();
  const id = randomUUID();
  const safety = policy.form.sections.flatMap(({ items }) => items).filter(({ kind }) => kind === 'safety');
  const payload: RecordVisitPayload = {
    elderId: card.id,
    mode: 'home',
    outcome: 'done',
    startedAt: at(endedMs - 15 * 60_000),
    endedAt: at(endedMs),
    formId: policy.form.id,
    formVersion: policy.form.version,
    answers: Object.fromEntries(safety.map((item) => [item.key, item.options?.[0]?.code ?? 'safe'])),
    fix: null,
  };
  const entry = newEntry({ id, kind: 'visits.record', occurredAt: payload.startedAt, recordedAt: payload.endedAt, base: {}, payload }, session.principal.accountId, {
    id: card.id,
    name: card.name,
  });
  const kept = Array.from({ length: Math.max(0, pictures) }, () => {
    const bytes = new Uint8Array(luck.int(100, 120_000));
    for (let at8 = 0; at8 < bytes.length; at8 += 1) bytes[at8] = (at8 * 7 + bytes.length) & 0xff;
    bytes.set([0xff, 0xd8, 0xff]);
    const attachment: Attachment = {
      id: randomUUID(),
      ownerId: id,
      accountId: session.principal.accountId,
      kind: 'photo',
      contentType: 'image/jpeg',
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      keptAt: at(endedMs),
      sent: 0,
      state: 'waiting',
      refusal: null,
      settledAt: null,
      held: true,
    };
    return [put('attachments', attachment.id, attachment), putBytes('blobs', attachment.id, bytes)];
  });
  await store.write([put('outbox', id, entry), ...kept.flat()]);
}

async function count(services: Services, county: string, phones: readonly Phone[]): Promise<Omit<TortureResult, 'seconds' | 'kills' | 'deaths' | 'clockMoves' | 'requests'>> {
  const recorded = new Set((await Promise.all(phones.map(entriesOf))).flat().map(({ command }) => command.id));
  const attachments = (await Promise.all(phones.map(attachmentsOf))).flat();
  const left = (await Promise.all(phones.map(async (phone) => ((await empty(phone)) ? 0 : 1)))).filter((one) => one === 1).length;
  const ids = [...recorded];
  const found = await query<{ id: string; marks: string[]; occurred_at: string; received_at: string }>(
    services.db,
    county,
    sql`select id, marks, occurred_at, received_at from visit where county_code = ${county}`,
  );
  const stored = found.filter(({ id }) => recorded.has(id));
  const one = async (statement: ReturnType<typeof sql>): Promise<number> => (await query<{ n: number }>(services.db, county, statement))[0]?.n ?? -1;
  const pictures = await query<{ id: string; sha256: Buffer; content_sealed: Buffer | null }>(
    services.db,
    county,
    sql`select id, sha256, content_sealed from visit_attachment where county_code = ${county}`,
  );
  const expected = new Map(attachments.map(({ id, sha256 }) => [id, sha256]));
  const whole = pictures.filter(({ id, content_sealed }) => {
    if (content_sealed === null) return false;
    const bytes = Buffer.from(services.crypto.open(county, 'visit.attachment', content_sealed), 'base64');
    return createHash('sha256').update(bytes).digest('hex') === expected.get(id);
  }).length;
  return {
    recorded: recorded.size,
    stored: stored.length,
    wrong: {
      strangers: found.length - stored.length,
      commands: ids.length - (await one(sql`select count(*)::int as n from sync_command where county_code = ${county} and id = any(${ids}::uuid[]) and outcome = 'applied'`)),
      audits: await one(
        sql`select count(*)::int as n from (select entity_id from audit_event where county_code = ${county} and action = 'visit.record' group by entity_id having count(*) <> 1) twice`,
      ),
      duties: await one(
        sql`select count(*)::int as n from visit_duty d where d.county_code = ${county} and d.done <> (select count(distinct v.occurred_on) from visit v where v.county_code = d.county_code and v.elder_id = d.elder_id and v.occurred_on between d.start_date and d.end_date and v.outcome = 'done' and v.mode = any(d.modes))`,
      ),
      attachments: pictures.length - whole,
      attachmentAudits: attachments.length - (await one(sql`select count(*)::int as n from audit_event where county_code = ${county} and action = 'visit.attach'`)),
      // Judged sanely: never later than it was received, nor earlier than the six days that were drawn and a day's wrong clock.
      times: stored.filter((visit) => visit.occurred_at > visit.received_at || Date.parse(visit.received_at) - Date.parse(visit.occurred_at) > 8 * DAY_MS).length,
    },
    markedClock: stored.filter(({ marks }) => marks.includes('clockWrong')).length,
    attachments: attachments.length,
    attachmentsWhole: whole,
    queued: left,
  };
}

const query = <Row extends object>(db: Db, county: string, statement: ReturnType<typeof sql>): Promise<Row[]> => db.tx(systemActor(county), (tx) => tx.query<Row>(statement));
