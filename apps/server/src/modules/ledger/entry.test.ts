// What people write into files by hand, on real PostgreSQL: a new file, several facts with the revision
// seen, deciding for what another source said, numbers that stay covered, documents.
import { setTimeout } from 'node:timers/promises';
import type { createElderPayload, setFactsPayload } from '@shouwang/contract/ledger';
import { ATTACHMENTS_LIMIT, type FactValues } from '@shouwang/domain/ledger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../../tools/testing/database.ts';
import { fixedClock, newId } from '../../platform/clock.ts';
import { fieldCrypto } from '../../platform/crypto/index.ts';
import { openDb, sql, systemActor, type Actor, type Db } from '../../platform/db/index.ts';
import { silentLog } from '../../platform/log.ts';
import type { Services } from '../../platform/services.ts';
import { importDivisions } from '../divisions/public.ts';
import { addAttachment, listAttachments, readAttachment, removeAttachment } from './attachments.ts';
import { ledgerCommands } from './commands.ts';
import { openElderFile, openFactHistory, revealFact } from './elderFile.ts';
import { findLookalikes } from './entry.ts';
import { recordStatements } from './public.ts';
import { rederiveAll } from './rederive.ts';

const county = '610999';
const village = '610999107001';
const neighbour = '610999107002';
const actorOf = (scope: string, role = 'village'): Actor => ({ accountId: '00000000-0000-7000-8000-00000000000b', countyCode: county, role, scope, visitorId: null });
const clerk = actorOf(village);
const town = actorOf('610999107', 'town');

let db: Db;
let services: Services;

beforeAll(async () => {
  db = openDb((await testDatabase()).connectionString, { today: () => '2026-11-22' });
  services = { db, clock: fixedClock('2026-11-22T02:00:00Z'), crypto: fieldCrypto(Buffer.alloc(32, 3)), log: silentLog, jobs: { send: async () => undefined } };
  await db.tx(systemActor(county), (tx) =>
    importDivisions(
      services,
      tx,
      [
        ['610999000000', 'county', null],
        ['610999107000', 'town', '610999000000'],
        [village, 'village', '610999107000'],
        [neighbour, 'village', '610999107000'],
      ].map(([code, level, parent]) => ({ code: code as string, name: `名${code}`, level: level as 'village', parent: parent as string | null, lng: null, lat: null })),
    ),
  );
});
afterAll(() => db.close());

/** Runs a command as somebody, in a transaction of its own. */
async function run(actor: Actor, kind: string, payload: unknown, base: Record<string, string | null> = {}) {
  const command = ledgerCommands.find((one) => one.kind === kind);
  const parsed = command?.payload.parse(payload);
  const item = {
    id: newId(),
    payload: parsed,
    base,
    occurredAt: '2026-11-22T01:00:00Z',
    recordedAt: '2026-11-22T01:00:00Z',
    receivedAt: '2026-11-22T01:00:00Z',
    clockOffsetMs: 0,
    clockWrong: false,
    deviceId: null,
  };
  const [answer] = (await db.tx(actor, (tx) => command?.apply(tx, services, [item]) ?? Promise.resolve([]))) ?? [];
  return answer;
}
const create = async (facts: Record<string, unknown>, actor = clerk) => {
  const elderId = newId();
  return { elderId, answer: await run(actor, 'elders.create', { elderId, facts } satisfies Partial<typeof createElderPayload._output>) };
};
const set = (elderId: string, more: Partial<typeof setFactsPayload._output>, base: Record<string, string | null> = {}, actor = clerk) =>
  run(actor, 'elders.setFacts', { elderId, ...more }, base);
const open = async (elderId: string, actor = clerk) => {
  const file = await db.tx(actor, (tx) => openElderFile(services, tx, elderId));
  if (!file.ok) throw new Error(file.refusal.code);
  return file.value;
};
const seenOf = async (elderId: string, key: string): Promise<string | null> => (await open(elderId)).facts.find((fact) => fact.key === key && fact.effective)?.id ?? null;
const valueOf = async (elderId: string, key: string): Promise<unknown> => (await open(elderId)).facts.find((fact) => fact.key === key && fact.effective)?.value;

let next = 100;
const person = (more: Record<string, unknown> = {}): Record<string, unknown> => ({ name: `王${(next += 1)}`, sex: 'female', birthDate: '1944-05-06', division: village, ...more });

describe('a new file', () => {
  it('is proposed for the list, keeps who entered it, and says how complete it is', async () => {
    const { elderId, answer } = await create(person({ phone: '19000000021', livesWith: ['alone'], visitWish: { answer: 'agreed', on: '2026-11-20' } }));
    expect(answer).toMatchObject({ outcome: 'applied' });
    const file = await open(elderId);
    expect(file.facts.find((fact) => fact.key === 'livesWith')).toMatchObject({ source: 'survey', sourceDate: '2026-11-22', effective: true });
    // A declared wish decides whether visits are wanted.
    expect(await valueOf(elderId, 'wantsVisits')).toBe(true);
    expect(file.completeness.missing.map((one) => one.facts[0])).toContain('idNo');
    expect(file.completeness.missing.map((one) => one.facts[0])).not.toContain('livesWith');
    expect(file.completeness.filled + file.completeness.missing.length).toBe(file.completeness.required);
    const [row] = await db.tx(clerk, (tx) => tx.query<{ list_state: string; missing_facts: string[] }>(sql`select list_state, missing_facts from elder where id = ${elderId}`));
    expect(row).toMatchObject({ list_state: 'proposed', missing_facts: file.completeness.missing.map((one) => one.facts[0]) });
  });

  it('is refused without name or village, with a value that does not fit, in another village', async () => {
    expect((await create(person({ name: undefined }))).answer?.refusal).toMatchObject({ code: 'fact.missing', details: { key: 'name' } });
    expect((await create(person({ division: '610999107000' }), town)).answer?.refusal).toMatchObject({ code: 'fact.missing', details: { key: 'division' } });
    expect((await create(person({ birthDate: '1944-13' }))).answer?.refusal).toMatchObject({ code: 'fact.invalidValue', details: { key: 'birthDate' } });
    expect((await create(person({ division: neighbour }))).answer?.refusal).toMatchObject({ code: 'division.unknown' });
    expect((await create(person({ division: '610999107099' }), town)).answer?.refusal).toMatchObject({ code: 'division.unknown' });
  });

  it('is not opened twice for one number, and says so when the number is known out of sight', async () => {
    const idNo = '610999196306082080';
    const first = await create(person({ idNo }));
    const again = await create(person({ idNo }));
    expect(again.answer?.refusal).toEqual({ code: 'elder.known', details: { elderId: first.elderId } });
    const across = await create(person({ idNo, division: neighbour }), actorOf(neighbour));
    expect(across.answer?.outcome).toBe('applied');
    expect((await open(across.elderId, town)).row.remarks).toContain('row.knownElsewhere');
  });

  it('is opened once by two who type the same number at the same moment, and never over a file out of sight', async () => {
    const idNo = '61099919400101001X';
    const both = await Promise.all([create(person({ idNo })), create(person({ idNo }))]);
    expect(both.map(({ answer }) => answer?.outcome).toSorted()).toEqual(['applied', 'refused']);
    const opened = both.find(({ answer }) => answer?.outcome === 'applied');
    expect(both.find(({ answer }) => answer?.outcome === 'refused')?.answer?.refusal).toEqual({ code: 'elder.known', details: { elderId: opened?.elderId } });
    const again = await run(actorOf(neighbour), 'elders.create', { elderId: opened?.elderId, facts: person({ division: neighbour }) });
    expect(again?.refusal).toEqual({ code: 'conflict.alreadyDone' });
  });

  it('finds who might be the same person while it is typed, only in sight', async () => {
    const { elderId } = await create(person({ name: '欧阳明月', idNo: '610999194405060043' }));
    const ask = (asked: Parameters<typeof findLookalikes>[2], actor = clerk) => db.tx(actor, (tx) => findLookalikes(services, tx, asked));
    expect(await ask({ idNo: '610999194405060043' })).toMatchObject({ found: [{ elderId, by: 'idNo' }], elsewhere: false });
    expect(await ask({ name: '欧阳明月', birthDate: '1944-05' })).toMatchObject({ found: [{ elderId, by: 'person' }] });
    expect(await ask({ name: '欧阳明月', birthDate: '1950-01-01' })).toMatchObject({ found: [{ elderId, by: 'name' }] });
    expect(await ask({ name: '欧阳明月', except: elderId })).toMatchObject({ found: [] });
    expect(await ask({ idNo: '610999194405060043' }, actorOf(neighbour))).toEqual({ found: [], elsewhere: true });
  });
});

describe('several facts at once', () => {
  it('are all set or none; a fact that changed meanwhile is named, others do not stand in the way', async () => {
    const { elderId } = await create(person({ address: '一组' }));
    const seen = await seenOf(elderId, 'address');
    expect(await set(elderId, { facts: { address: '二组', ethnicity: '汉族' } }, { address: seen })).toMatchObject({ outcome: 'applied' });
    const late = await set(elderId, { facts: { address: '三组', hukou: 'rural' } }, { address: seen });
    expect(late).toMatchObject({
      outcome: 'conflict',
      refusal: { code: 'conflict.revision', details: { key: 'address' } },
      detail: { conflicts: [{ key: 'address', current: { value: '二组' } }] },
    });
    expect(await valueOf(elderId, 'hukou')).toBeUndefined();
    expect(await set(elderId, { facts: { hukou: 'rural' } })).toMatchObject({ outcome: 'applied' });
    expect(await valueOf(elderId, 'address')).toBe('二组');
  });

  it('typed from a form stand beside the register, which counts; a decision for one of them does', async () => {
    const { elderId } = await create(person());
    await db.tx(systemActor(county), (tx) =>
      recordStatements(services, tx, [
        { elderId, facts: { minimumLiving: true } as Partial<FactValues>, source: 'aidRegister', sourceDate: '2026-10-01', sourceRef: 'x', recordedBy: null },
      ]),
    );
    const typed = await set(elderId, { facts: { minimumLiving: false } }, { minimumLiving: await seenOf(elderId, 'minimumLiving') });
    expect(typed).toMatchObject({ outcome: 'applied', detail: { facts: [{ key: 'minimumLiving', changed: true, counts: false, current: { source: 'aidRegister' } }] } });
    const mine = (await open(elderId)).facts.find((fact) => fact.key === 'minimumLiving' && fact.source === 'survey');
    await set(elderId, { take: { minimumLiving: mine?.id ?? '' }, source: 'decision', reason: '入户看过证件' }, { minimumLiving: await seenOf(elderId, 'minimumLiving') });
    expect(await valueOf(elderId, 'minimumLiving')).toBe(false);
    const history = await db.tx(clerk, (tx) => openFactHistory(services, tx, elderId, 'minimumLiving'));
    expect(history.ok && history.value.entries.map((entry) => [entry.source, entry.value, entry.effective, entry.reason])).toEqual([
      ['decision', false, true, '入户看过证件'],
      ['survey', false, false, null],
      ['aidRegister', true, false, null],
    ]);
  });

  it('leave numbers what they were where they come back covered, and show none of them', async () => {
    const children = [
      { name: '王大', phone: '19000001111', spousePhone: '19000003333', idNo: '610999196802030014' },
      { name: '王二', phone: '19002221111' },
    ];
    const { elderId } = await create(person({ phone: '19000007777', children, contacts: [{ name: '李四', relation: '邻居', phone: '19000005555' }] }));
    const shown = await open(elderId);
    expect(JSON.stringify(shown)).not.toMatch(/19000001111|19000003333|19000005555|19000007777|196802030014/);
    const covered = (await valueOf(elderId, 'children')) as { name: string; phone: string }[];
    // In another order, one name mended, one number new.
    await set(
      elderId,
      {
        facts: {
          children: [
            { ...covered[1], phone: '19000009999' },
            { ...covered[0], place: 'outsideCounty' },
          ],
        },
      },
      { children: await seenOf(elderId, 'children') },
    );
    const full = await db.tx(clerk, (tx) => revealFact(services, tx, elderId, 'children', '核对电话'));
    expect(full.ok && full.value.value).toEqual([
      { name: '王二', phone: '19000009999' },
      { ...children[0], place: 'outsideCounty' },
    ]);
    expect(await set(elderId, { facts: { phone: '190****0000' } }, { phone: await seenOf(elderId, 'phone') })).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'fact.invalidValue' },
    });
  });

  it('lie in the past, and end with the file', async () => {
    const { elderId } = await create(person());
    const base = { birthDate: await seenOf(elderId, 'birthDate') };
    expect((await set(elderId, { facts: { birthDate: '2026-11-23' } }, base))?.refusal).toMatchObject({ code: 'fact.invalidValue', details: { at: 'birthDate' } });
    await db.tx(clerk, (tx) => tx.query(sql`update elder set closed_on = '2026-11-20', closed_reason = 'died' where id = ${elderId}`));
    expect((await set(elderId, { facts: { group: '二组' } }))?.refusal).toEqual({ code: 'elder.closed' });
  });

  it('do not reach a neighbour’s people', async () => {
    const { elderId } = await create(person());
    expect(await set(elderId, { facts: { hukou: 'rural' } }, {}, actorOf(neighbour))).toMatchObject({ outcome: 'refused', refusal: { code: 'elder.notVisible' } });
  });

  it('take a wish back with a later one', async () => {
    const { elderId } = await create(person({ visitWish: { answer: 'agreed', on: '2026-11-01', way: 'written' } }));
    await set(
      elderId,
      { facts: { visitWish: { answer: 'refused', on: '2026-11-21', way: 'spoken', agent: '王大', agentRelation: '儿子' } } },
      { visitWish: await seenOf(elderId, 'visitWish') },
    );
    expect(await valueOf(elderId, 'wantsVisits')).toBe(false);
  });
});

it('works out anew what files lack after the pack has changed', async () => {
  const { elderId } = await create(person());
  await db.tx(systemActor(county), (tx) => tx.query(sql`update elder set missing_facts = '{}' where id = ${elderId}`));
  await rederiveAll(services, systemActor(county));
  const [row] = await db.tx(clerk, (tx) => tx.query<{ missing_facts: string[] }>(sql`select missing_facts from elder where id = ${elderId}`));
  expect(row?.missing_facts).toContain('idNo');
});

describe('documents', () => {
  const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(200, 1)]);
  const add = (elderId: string, bytes: Buffer, kind: string, actor = clerk, name = '照片.jpg') =>
    db.tx(actor, (tx) => addAttachment(services, tx, elderId, [{ name, bytes }], kind));

  it('are kept sealed, shown by name, read with a trace, and removed with a reason', async () => {
    const { elderId } = await create(person());
    const added = await add(elderId, jpeg, 'photo');
    if (!added.ok) throw new Error(added.refusal.code);
    expect(added.value).toMatchObject({ kind: 'photo', name: '照片.jpg', contentType: 'image/jpeg', removed: null });
    expect((await open(elderId)).photoId).toBe(added.value.id);
    // The same picture again is the same document.
    expect(await add(elderId, jpeg, 'photo')).toMatchObject({ ok: true, value: { id: added.value.id } });
    const read = await db.tx(clerk, (tx) => readAttachment(services, tx, elderId, added.value.id));
    expect(read.ok && read.value.bytes.equals(jpeg)).toBe(true);
    const [stored] = await db.tx(clerk, (tx) =>
      tx.query<{ content_sealed: Buffer; name_sealed: Buffer }>(sql`select content_sealed, name_sealed from elder_attachment where elder_id = ${elderId}`),
    );
    expect(stored?.content_sealed.includes(jpeg.subarray(4)) === false && !stored.name_sealed.toString().includes('照片')).toBe(true);
    const traces = await db.tx(systemActor(county), (tx) =>
      tx.query<{ action: string }>(sql`select action from audit_event where entity_id = ${elderId} and action like 'attachment%' order by at`),
    );
    expect(traces.map((trace) => trace.action)).toEqual(['attachment.add', 'attachment.read']);

    expect(await db.tx(clerk, (tx) => removeAttachment(services, tx, elderId, added.value.id, '照片不清楚'))).toMatchObject({ ok: true });
    expect((await open(elderId)).photoId).toBeNull();
    expect(await db.tx(clerk, (tx) => readAttachment(services, tx, elderId, added.value.id))).toMatchObject({ ok: false, refusal: { code: 'notFound' } });
    const listed = await db.tx(clerk, (tx) => listAttachments(services, tx, elderId));
    expect(listed.ok && listed.value.attachments.map((one) => one.removed?.reason)).toEqual(['照片不清楚']);
  });

  it('are told by their bytes and their size, never by their name', async () => {
    const { elderId } = await create(person());
    expect(await add(elderId, Buffer.from('<html>not a picture</html>'), 'photo')).toMatchObject({ ok: false, refusal: { code: 'attachment.type' } });
    expect(await add(elderId, Buffer.from('%PDF-1.7 …'), 'photo')).toMatchObject({ ok: false, refusal: { code: 'attachment.type' } });
    expect(await add(elderId, Buffer.from('%PDF-1.7 …'), 'consent', clerk, '../../同意书.pdf')).toMatchObject({
      ok: true,
      value: { contentType: 'application/pdf', name: '....同意书.pdf' },
    });
    expect(await add(elderId, Buffer.concat([jpeg, Buffer.alloc(8 * 1024 * 1024)]), 'photo')).toMatchObject({ ok: false, refusal: { code: 'attachment.tooLarge' } });
    expect(await add(elderId, jpeg, 'passport')).toMatchObject({ ok: false, refusal: { code: 'input.invalid' } });
  });

  it('are no more than the limit, though several come at once', async () => {
    const { elderId } = await create(person());
    const picture = (n: number): Buffer => Buffer.concat([jpeg, Buffer.from(String(n))]);
    const first = await add(elderId, picture(0), 'photo');
    expect(first.ok).toBe(true);
    await db.tx(systemActor(county), (tx) =>
      tx.query(sql`insert into elder_attachment (county_code, id, elder_id, kind, content_type, size_bytes, sha256, name_sealed, content_sealed)
        select county_code, gen_random_uuid(), elder_id, kind, content_type, size_bytes, decode(lpad(to_hex(n), 64, '0'), 'hex'), name_sealed, content_sealed
        from elder_attachment, generate_series(1, ${ATTACHMENTS_LIMIT - 2}) n where elder_id = ${elderId}`),
    );
    let second: Promise<unknown> = Promise.resolve();
    const last = await db.tx(clerk, async (tx) => {
      const added = await addAttachment(services, tx, elderId, [{ name: '照片.jpg', bytes: picture(1) }], 'photo');
      // Comes while the first is not finished yet.
      second = add(elderId, picture(2), 'photo');
      await setTimeout(300);
      return added;
    });
    expect(last.ok).toBe(true);
    expect(await second).toMatchObject({ ok: false, refusal: { code: 'attachment.tooMany' } });
  });

  it('are out of a neighbour’s sight', async () => {
    const { elderId } = await create(person());
    const added = await add(elderId, jpeg, 'idCard');
    const id = added.ok ? added.value.id : '';
    const other = actorOf(neighbour);
    expect(await add(elderId, jpeg, 'idCard', other)).toMatchObject({ ok: false, refusal: { code: 'elder.notVisible' } });
    expect(await db.tx(other, (tx) => readAttachment(services, tx, elderId, id))).toMatchObject({ ok: false });
    expect(await db.tx(other, (tx) => tx.query(sql`select id from elder_attachment`))).toEqual([]);
  });
});
