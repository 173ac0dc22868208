// The way of a file on real PostgreSQL: submitted, returned, approved, filed, changed; in bulk, by region;
// the register of its paper copies.
import type { Principal, Role } from '@shouwang/domain/access';
import type { FactValues } from '@shouwang/domain/ledger';
import type { ReviewDeed } from '@shouwang/domain/reviews';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readXlsx } from 'hucre/xlsx';
import { testServices } from '../../../../../tools/testing/services.ts';
import { newId } from '../../platform/clock.ts';
import { sql, systemActor, type Db, type Tx } from '../../platform/db/index.ts';
import { runReactions } from '../../platform/reactions.ts';
import type { Services } from '../../platform/services.ts';
import { ensureCounty, importDivisions, readRange } from '../divisions/public.ts';
import { stateFacts } from '../ledger/fixture.ts';
import { setCountyPack } from '../policy/public.ts';
import { actOnFiles, askForReview } from './act.ts';
import { listArchive, openArchive, registerCopies, writeArchiveWorkbook } from './archive.ts';
import { listSignOffs, openReview } from './file.ts';
import { countByVillage, countReviews, listReviews, writeReviewWorkbook } from './lists.ts';
import { reviewReactions } from './public.ts';

const county = '610999';
const [here, there] = ['610999107001', '610999108001'];
const principal = (role: Role, scope: string, displayName: string): Principal => ({ accountId: newId(), countyCode: county, role, scope, visitorId: null, displayName });
const clerk = principal('village', here as string, '录入员');
const committee = principal('village', here as string, '村委会');
const town = principal('town', '610999107', '甲镇');
const otherTown = principal('town', '610999108', '乙镇');
const office = principal('county', county, '县民政局');
const pack = 'pingli-2023';

let db: Db;
let services: Services;

beforeAll(async () => {
  services = await testServices();
  db = services.db;
  await db.tx(systemActor(county), async (tx) => {
    await ensureCounty(tx, county, '示范县');
    await importDivisions(services, tx, [
      { code: '610999000000', name: '示范县', level: 'county', parent: null, lng: null, lat: null },
      ...['107', '108'].flatMap((code) => [
        { code: `610999${code}000`, name: `${code}镇`, level: 'town' as const, parent: '610999000000', lng: null, lat: null },
        { code: `610999${code}001`, name: `${code}村`, level: 'village' as const, parent: `610999${code}000`, lng: null, lat: null },
      ]),
    ]);
    await setCountyPack(tx, pack);
    for (const one of [clerk, committee, town, office])
      await tx.query(
        sql`insert into account (county_code, id, username, display_name, password_hash, role, scope) values (${county}, ${one.accountId}, ${one.accountId}, ${one.displayName}, '', ${one.role}, ${one.scope})`,
      );
  });
});
afterAll(() => db.close());

const as = <T>(who: Principal, work: (tx: Tx) => Promise<T>): Promise<T> => db.tx(who, work);
const settle = () =>
  runReactions(services, county, [...reviewReactions, { kind: 'elders.said', run: async () => undefined }, { kind: 'policy.changed', run: async () => undefined }]);

async function record(facts: Partial<FactValues>, more: { elderId?: string; by?: Principal; source?: 'ledger' | 'decision' | 'disabilityRegister' } = {}): Promise<string> {
  const told = {
    elderId: more.elderId ?? null,
    source: more.source ?? 'ledger',
    sourceRef: more.by === undefined ? '台账.xlsx/一村/7' : `account:${more.by.accountId}`,
    recordedBy: more.by?.accountId ?? null,
  };
  const id = await as(more.by ?? office, (tx) => stateFacts(services, tx, facts, told));
  await settle();
  return id;
}
let born = 0;
const person = (name: string, division = here as string): Partial<FactValues> => ({ name, division, sex: 'female', birthDate: `194${born++ % 10}-05-06`, livesWith: ['alone'] });
const typedIn = (name: string) => record(person(name), { by: clerk });
const review = async (who: Principal, id: string) => {
  const result = await as(who, (tx) => openReview(services, tx, who, id));
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
};
async function act(who: Principal, action: ReviewDeed, id: string, note = ''): Promise<string> {
  const { digest } = await review(office, id);
  const result = await as(who, (tx) => actOnFiles(services, tx, who, { action, note, items: [{ elderId: id, digest }] }));
  if (!result.ok) return result.refusal.code;
  const [outcome] = result.value.outcomes;
  return outcome?.refusal?.code ?? outcome?.state ?? '';
}

describe('a file typed in', () => {
  it('is a draft, goes from the recorder by village and town to the county, and shows who signed', async () => {
    const id = await typedIn('王秀英');
    expect(await review(clerk, id)).toMatchObject({ state: 'draft', turn: 'recorder', deeds: [{ action: 'submit', bar: null }], changes: null, signOffs: [] });
    expect(await act(clerk, 'submit', id)).toBe('submitted');
    expect(await act(clerk, 'approve', id)).toBe('review.ownRecord');
    expect((await review(clerk, id)).deeds).toContainEqual({ action: 'approve', bar: 'review.ownRecord' });
    expect(await act(committee, 'approve', id)).toBe('villageApproved');
    expect(await act(committee, 'approve', id)).toBe('review.notNow');
    expect(await act(town, 'approve', id)).toBe('townApproved');
    expect(await act(town, 'file', id)).toBe('review.notNow');
    expect(await act(office, 'file', id)).toBe('filed');
    const signOffs = await as(office, (tx) => listSignOffs(services, tx, id));
    expect(signOffs.map(({ level, name, role, current }) => [level, name, role, current])).toEqual([
      ['recorder', '录入员', 'village', true],
      ['village', '村委会', 'village', true],
      ['town', '甲镇', 'town', true],
      ['county', '县民政局', 'county', true],
    ]);
  });

  it('comes back with a reason that the recorder sees, and its signatures fall', async () => {
    const id = await typedIn('李桂兰');
    await act(clerk, 'submit', id);
    await act(committee, 'approve', id);
    expect(await act(town, 'return', id)).toBe('review.reasonMissing');
    expect(await act(town, 'return', id, '电话缺一位')).toBe('returned');
    expect(await review(clerk, id)).toMatchObject({ state: 'returned', returned: { note: '电话缺一位', by: '甲镇' }, signOffs: [] });
    expect(await as(clerk, (tx) => tx.query(sql`select note_sealed from elder_review where elder_id = ${id}`))).not.toMatchObject([{ note_sealed: Buffer.from('电话缺一位') }]);
    await record({ phone: '19000000011' }, { elderId: id, by: clerk, source: 'decision' });
    expect((await review(town, id)).changes).toMatchObject([{ key: 'phone', after: '190****0011', by: '录入员', source: 'decision' }]);
    expect(await act(clerk, 'resubmit', id)).toBe('submitted');
    expect(await review(clerk, id)).toMatchObject({ returned: null, signOffs: [{ level: 'recorder' }] });
    expect(await act(committee, 'withdraw', id)).toBe('review.notYours');
    expect(await act(clerk, 'withdraw', id)).toBe('draft');
  });

  it('is not approved with facts that nobody looked at', async () => {
    const id = await typedIn('张玉珍');
    await act(clerk, 'submit', id);
    const { digest } = await review(committee, id);
    await record({ livesWith: ['child'] }, { elderId: id, by: clerk, source: 'decision' });
    const result = await as(committee, (tx) => actOnFiles(services, tx, committee, { action: 'approve', note: '', items: [{ elderId: id, digest }] }));
    expect(result).toMatchObject({ ok: true, value: { outcomes: [{ name: '张玉珍', state: 'submitted', refusal: { code: 'review.changedMeanwhile' } }] } });
    expect(await act(committee, 'approve', id)).toBe('villageApproved');
  });

  it('passes one level by an approval that is sent twice', async () => {
    const id = await typedIn('何秋菊');
    await act(clerk, 'submit', id);
    const { digest, state } = await review(town, id);
    const approve = () => as(town, (tx) => actOnFiles(services, tx, town, { action: 'approve', note: '', items: [{ elderId: id, digest, state }] }));
    const both = await Promise.all([approve(), approve()]);
    expect(both.map((one) => (one.ok ? (one.value.outcomes[0]?.refusal?.code ?? 'ok') : '')).toSorted()).toEqual(['ok', 'review.notNow']);
    expect((await review(town, id)).state).toBe('villageApproved');
  });

  it('ends with the file', async () => {
    const id = await typedIn('郑春生');
    await as(office, (tx) => tx.query(sql`update elder set closed_on = '2026-11-20', closed_reason = 'died' where id = ${id}`));
    expect((await review(clerk, id)).deeds).toEqual([]);
    expect(await act(clerk, 'submit', id)).toBe('elder.closed');
  });

  it('may be approved by the level above where the village has nobody else', async () => {
    const id = await typedIn('陈凤英');
    await act(clerk, 'submit', id);
    expect(await act(town, 'approve', id)).toBe('villageApproved');
  });
});

describe('changed facts', () => {
  it('end an approval, shown fact by fact with who and when, whoever changed them', async () => {
    const id = await typedIn('刘淑芳');
    for (const [who, action] of [
      [clerk, 'submit'],
      [committee, 'approve'],
      [town, 'approve'],
      [office, 'file'],
    ] as const)
      await act(who, action, id);
    await record({ disability: { grade: 1, valid: true, certNo: '61099919440506002141' }, livesWith: ['alone'] }, { elderId: id, source: 'disabilityRegister' });
    expect(await as(office, (tx) => tx.query(sql`select state from elder_review where elder_id = ${id}`))).toEqual([{ state: 'changed' }]);
    const view = await review(clerk, id);
    expect(view).toMatchObject({ state: 'changed', turn: 'recorder', changes: [{ key: 'disability', source: 'disabilityRegister', after: { grade: 1 } }] });
    expect(JSON.stringify(view)).not.toContain('19440506002141');
    expect(view.signOffs.map(({ current }) => current)).toEqual([false, false, false, false]);
    expect(await act(clerk, 'submit', id)).toBe('submitted');
  });

  it('leave alone what was imported, until a person sets a fact', async () => {
    const id = await record(person('杨桂英'));
    expect(await review(clerk, id)).toMatchObject({ state: 'imported', turn: null, changes: [] });
    await record({ disability: { grade: 2, valid: true } }, { elderId: id, source: 'disabilityRegister' });
    expect((await review(clerk, id)).state).toBe('imported');
    expect(await as(office, (tx) => tx.query(sql`select 1 from elder_review where elder_id = ${id}`))).toEqual([]);
    await record({ livesWith: ['spouse'] }, { elderId: id, by: clerk, source: 'decision' });
    expect(await review(clerk, id)).toMatchObject({ state: 'changed', changes: [{ key: 'livesWith', before: ['alone'], after: ['spouse'], by: '录入员' }] });
  });
});

describe('lists', () => {
  it('show each level what waits for it, within its region, and approve many with each outcome named', async () => {
    const range = (who: Principal) => readRange(who.scope, undefined);
    const names = async (who: Principal, show: 'waiting' | 'toSubmit' | 'returned') =>
      (await as(who, (tx) => listReviews(services, tx, who, range(who), { show }, { limit: 50, offset: 0 }))).map((row) => row.name);
    const ids = [await typedIn('周一'), await typedIn('周二'), await typedIn('周三')];
    expect(await names(clerk, 'toSubmit')).toEqual(expect.arrayContaining(['周一', '周二', '周三']));
    for (const id of ids) await act(clerk, 'submit', id);
    expect(await names(committee, 'waiting')).toEqual(expect.arrayContaining(['周一', '周二', '周三']));
    expect(await names(otherTown, 'waiting')).toEqual([]);
    const rows = (await as(committee, (tx) => listReviews(services, tx, committee, range(committee), { show: 'waiting', q: '周' }, { limit: 50, offset: 0 }))).map(
      ({ elderId, digest }) => ({ elderId, digest }),
    );
    await record({ livesWith: ['spouse'] }, { elderId: ids[1] as string, by: clerk, source: 'decision' });
    const result = await as(committee, (tx) => actOnFiles(services, tx, committee, { action: 'approve', note: '', items: [...rows, { elderId: newId() }] }));
    const outcomes = result.ok ? result.value.outcomes.map(({ name, state, refusal }) => [name, refusal?.code ?? state]) : [];
    expect(outcomes).toHaveLength(4);
    expect(outcomes).toEqual(
      expect.arrayContaining([
        ['周一', 'villageApproved'],
        ['周二', 'review.changedMeanwhile'],
        ['周三', 'villageApproved'],
        ['', 'elder.notVisible'],
      ]),
    );
    expect(await names(town, 'waiting')).toEqual(expect.arrayContaining(['周一', '周三']));
    expect(await as(town, (tx) => countReviews(tx, range(town), 'town', { show: 'waiting', q: '周' }))).toBe(2);
    const book = await as(town, (tx) => writeReviewWorkbook(services, tx, town, range(town), { show: 'waiting' }, '核对'));
    if (!book.ok) throw new Error(book.refusal.code);
    expect(JSON.stringify((await readXlsx(book.value.bytes)).sheets[0]?.rows)).toContain('待镇审核');
  });

  it('a town asks a whole village for review, once, and every file counts somewhere', async () => {
    await record(person('外一', there));
    await record(person('外二', there));
    expect(await as(clerk, (tx) => askForReview(services, tx, clerk, { division: here as string, note: '全面复核' }))).toMatchObject({
      ok: false,
      refusal: { code: 'permission.denied' },
    });
    const ask = () => as(otherTown, (tx) => askForReview(services, tx, otherTown, { division: there as string, note: '全面复核' }));
    expect(await ask()).toEqual({ ok: true, value: { asked: 2 } });
    expect(await ask()).toEqual({ ok: true, value: { asked: 0 } });
    const counts = await as(otherTown, (tx) => countByVillage(services, tx, readRange(otherTown.scope, undefined)));
    expect(counts).toMatchObject({ states: { draft: 2 }, villages: [{ villageName: '108村', files: 2, states: { draft: 2 } }] });
    expect(await as(otherTown, (tx) => askForReview(services, tx, otherTown, { division: here as string, note: '全面复核' }))).toEqual({ ok: true, value: { asked: 0 } });
  });

  it('keep steps as they were written', async () => {
    await expect(as(office, (tx) => tx.query(sql`update review_step set actor_name = '改'`))).rejects.toThrow(/permission denied/);
    await expect(as(office, (tx) => tx.query(sql`delete from review_step`))).rejects.toThrow(/permission denied/);
    expect(await as(otherTown, (tx) => tx.query(sql`select 1 from review_step where division_code = ${here}`))).toEqual([]);
  });

  it('follow an elder who moves', async () => {
    const id = await typedIn('郑搬家');
    await act(clerk, 'submit', id);
    await record({ division: there as string }, { elderId: id, by: office, source: 'decision' });
    expect(
      await as(otherTown, (tx) => tx.query(sql`select division_code from review_step where elder_id = ${id} union select division_code from elder_review where elder_id = ${id}`)),
    ).toEqual([{ division_code: there }]);
  });
});

describe('the archive register', () => {
  it('says what is missing by the pack’s number of copies, takes many at once, and is exported', async () => {
    const ids = [await record(person('档一', there)), await record(person('档二', there))];
    const range = readRange(otherTown.scope, undefined);
    const list = (show: 'missing' | 'complete') => as(otherTown, (tx) => listArchive(services, tx, range, { form: 'informationForm', show }, { limit: 50, offset: 0 }));
    const before = await list('missing');
    expect(before).toMatchObject({ expected: { county: 1, town: 1, village: 1, elder: 0, provisional: false } });
    expect(before.rows.map((row) => row.name)).toEqual(expect.arrayContaining(['档一', '档二']));
    const one = (holder: 'county' | 'town' | 'village', copies = 1) => ({ holder, copies });
    const where = { form: 'informationForm' as const, box: '12', folder: '3', receivedBy: '甲', scanned: true, printedOn: '2026-11-20', receivedOn: null };
    expect(await as(otherTown, (tx) => registerCopies(services, tx, { elderIds: [...ids, newId()], copies: [one('town'), one('village')], ...where }))).toEqual({
      ok: true,
      value: { registered: 2 },
    });
    expect((await list('complete')).count).toBe(0);
    expect(await as(office, (tx) => registerCopies(services, tx, { elderIds: ids, copies: [one('county', 2)], ...where }))).toEqual({ ok: true, value: { registered: 2 } });
    expect((await list('complete')).rows.map((row) => row.name).sort()).toEqual(['档一', '档二']);
    expect(await as(otherTown, (tx) => registerCopies(services, tx, { elderIds: ids, copies: [one('town', 0)], ...where }))).toMatchObject({
      refusal: { code: 'archive.nothing' },
    });
    expect(await as(clerk, (tx) => registerCopies(services, tx, { elderIds: ids, copies: [one('town')], ...where }))).toMatchObject({ refusal: { code: 'elder.notVisible' } });
    expect(await as(otherTown, (tx) => openArchive(tx, ids[0] as string))).toMatchObject({
      ok: true,
      value: { copies: [{ holder: 'county', copies: 2, box: '12', folder: '3' }, { holder: 'town' }, { holder: 'village' }] },
    });
    const book = await as(otherTown, (tx) => writeArchiveWorkbook(services, tx, range, { form: 'informationForm', show: 'all' }, '移交'));
    if (!book.ok) throw new Error(book.refusal.code);
    expect(JSON.stringify((await readXlsx(book.value.bytes)).sheets[0]?.rows)).toContain('12-3');
    expect(await as(otherTown, (tx) => tx.query(sql`select 1 from audit_event where action in ('archive.register', 'archive.export')`))).toHaveLength(5);
  });
});
