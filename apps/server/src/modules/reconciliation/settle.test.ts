// What a person decides about findings and doubtful rows, and what follows: on the lists of the second
// sample folder, on real PostgreSQL.
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testServices } from '../../../../../tools/testing/services.ts';
import { sql, systemActor, type Actor, type Db, type Tx } from '../../platform/db/index.ts';
import { runReactions } from '../../platform/reactions.ts';
import type { Services } from '../../platform/services.ts';
import { classificationReactions } from '../classification/public.ts';
import { runImport, type VisitorLists } from '../intake/public.ts';
import { ledgerSeal, recordStatements } from '../ledger/public.ts';
import { setCountyPack } from '../policy/public.ts';
import { listDoubts, settleDoubt } from './doubts.ts';
import { getFinding, listFindingViews, listRowsOfList, type FindingFilter } from './queries.ts';
import { readRange } from '../divisions/public.ts';
import { reconciliationReactions } from './reactions.ts';
import { settle } from './settle.ts';

const county = '610926';
const folder = resolve(import.meta.dirname, '../../../../../samples/pingli-guangfo-lists');
const system = systemActor(county);
const clerk: Actor = { accountId: '01a20000-0000-7000-8000-000000000001', countyCode: county, role: 'county', scope: county, visitorId: null };
/** Nobody visits anybody here. */
const nobody: VisitorLists = {
  recordRoster: async (_services, _tx, rows) => rows.map(() => ({ created: false, changed: false })),
  recordFilings: async (_services, _tx, filed) => filed.map(() => 'visitorUnknown'),
  countUncovered: async () => 0,
};
const reactions = [...classificationReactions, ...reconciliationReactions];
const all: FindingFilter = { kind: [], state: [], source: [] };

let db: Db;
let services: Services;
const as = <T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> => db.tx(actor, work);
const bring = async (files: readonly { readonly name: string; readonly bytes: Uint8Array }[]): Promise<void> => {
  await runImport(services, nobody, { files, asOf: '2026-11-01', actor: system });
  await follow();
};
const follow = async (): Promise<void> => {
  await runReactions(
    services,
    county,
    reactions.map((reaction) => reaction),
  );
};
const findings = (filter: Partial<FindingFilter> = {}): ReturnType<typeof listFindingViews> =>
  as(clerk, (tx) => listFindingViews(services, tx, readRange(county, undefined), { ...all, ...filter }, { limit: 200, offset: 0 }));
const first = async (filter: Partial<FindingFilter>): Promise<Awaited<ReturnType<typeof findings>>['rows'][number]> => {
  const [row] = (await findings(filter)).rows;
  if (row === undefined) throw new Error('no such finding');
  return row;
};
const effectiveOf = (elderId: string): Promise<Readonly<Record<string, unknown>>> =>
  as(system, async (tx) => {
    const [row] = await tx.query<{ effective_sealed: Buffer }>(sql`select effective_sealed from elder where county_code = ${county} and id = ${elderId}`);
    return ledgerSeal(services.crypto, county).openEffective((row as { effective_sealed: Buffer }).effective_sealed) as Readonly<Record<string, unknown>>;
  });
const file = (name: string, lines: readonly string[]): { name: string; bytes: Uint8Array } => ({ name, bytes: Buffer.from(`${lines.join('\r\n')}\r\n`) });

beforeAll(async () => {
  services = await testServices();
  db = services.db;
  await as(system, (tx) => setCountyPack(tx, 'pingli-2023'));
  const names = (await readdir(folder)).filter((name) => /区划|台账|残联|评估|死亡|健康/.test(name));
  await bring(await Promise.all(names.map(async (name) => ({ name, bytes: await readFile(join(folder, name)) }))));
});
afterAll(() => db.close());

describe('a finding', () => {
  it('shows both sides masked, with place, due date and category', async () => {
    const missing = (await findings({ kind: ['missing'] })).rows.find((row) => row.villageName !== '');
    if (missing === undefined) throw new Error('nobody missing in a village');
    expect(missing).toMatchObject({ state: 'open', elderId: null, townName: '广佛镇', dueOn: '2026-12-22', ours: null });
    expect(missing.categories.length).toBeGreaterThan(0);
    expect(missing.idNoMasked).toContain('********');
    const shown = JSON.stringify((await findings()).rows);
    expect(shown).not.toMatch(/\d{17}[\dX]/);
    expect((await first({ kind: ['deadListed'] })).dueOn).toBe('2026-11-29');
  });

  it('of somebody missing opens a proposed file with what the lists say, once', async () => {
    const missing = await first({ kind: ['missing'], source: ['assessmentRegister'] });
    // Nobody lives in a town or in a village that is not on the list.
    for (const division of ['610926999001', missing.division.slice(0, 9).padEnd(12, '0')])
      expect(await as(clerk, (tx) => settle(services, tx, missing.id, { outcome: 'confirmed', reason: '上门核实', division }))).toMatchObject({
        refusal: { code: 'division.unknown' },
      });
    const village = missing.division.endsWith('000') ? ((await findings({})).rows.find((row) => row.villageName !== '')?.division ?? '') : missing.division;
    const settled = await as(clerk, (tx) => settle(services, tx, missing.id, { outcome: 'confirmed', reason: '上门核实', division: village }));
    if (!settled.ok) throw new Error(settled.refusal.code);
    const elderId = settled.value.elderId as string;
    await follow();
    expect(await effectiveOf(elderId)).toMatchObject({ name: missing.name, abilityLevel: missing.theirs[0]?.facts['abilityLevel'] });
    const [row] = await as(system, (tx) => tx.query(sql`select list_state, categories from elder where id = ${elderId}`));
    expect(row).toEqual({ list_state: 'proposed', categories: missing.categories });
    // The rows of the lists mean him from now on, so that nobody finds him missing again.
    const rows = await as(system, (tx) => tx.query(sql`select distinct match from list_row where elder_id = ${elderId}`));
    expect(rows).toEqual([{ match: 'matched' }]);
    expect(await as(clerk, (tx) => settle(services, tx, missing.id, { outcome: 'refuted', reason: '再试' }))).toMatchObject({
      ok: false,
      refusal: { code: 'conflict.alreadyDone' },
    });
    expect((await findings({ elderId })).rows).toEqual([]);
    expect((await first({ elderId, state: ['confirmed'] })).closedAt).not.toBeNull();
  });

  it('of somebody who was typed in meanwhile opens no second file', async () => {
    const idNo = '610926193906070014';
    const person = { name: '毕缺漏', idNo };
    await bring([file('残联-补录.csv', ['姓名,身份证号,残疾类别,残疾等级,乡镇', `${person.name},${idNo},肢体,一级,广佛镇`])]);
    const missing = (await findings({ kind: ['missing'] })).rows.find((row) => row.name === person.name);
    const village = (await findings({})).rows.find((row) => row.villageName !== '')?.division ?? '';
    const [typed] = await as(clerk, (tx) =>
      recordStatements(services, tx, [
        { elderId: null, facts: { ...person, division: village }, source: 'survey', sourceDate: '2026-11-22', sourceRef: 'account:x', recordedBy: null },
      ]),
    );
    expect(await as(clerk, (tx) => settle(services, tx, missing?.id ?? '', { outcome: 'confirmed', reason: '属实', division: village }))).toEqual({
      ok: false,
      refusal: { code: 'elder.known', details: { elderId: typed?.elderId } },
    });
    await follow();
  });

  it('of a listed death closes the file', async () => {
    const dead = await first({ kind: ['deadListed'] });
    const settled = await as(clerk, (tx) => settle(services, tx, dead.id, { outcome: 'confirmed', reason: '家属证实' }));
    expect(settled).toMatchObject({ ok: true });
    const [row] = await as(system, (tx) =>
      tx.query<{ closed_on: string | null; closed_reason: string }>(sql`select closed_on, closed_reason from elder where id = ${dead.elderId}`),
    );
    expect(row).toEqual({ closed_on: dead.theirs[0]?.facts['diedOn'], closed_reason: 'died' });
    await follow();
    expect((await findings({ elderId: dead.elderId as string })).count).toBe(0);
  });

  it('of a death that is none is refuted, and the same list does not bring it back', async () => {
    const dead = await first({ kind: ['deadListed'] });
    await as(clerk, (tx) => settle(services, tx, dead.id, { outcome: 'refuted', reason: '本人健在' }));
    await follow();
    expect((await effectiveOf(dead.elderId as string))['diedOn']).toBeNull();
    await bring([{ name: '公安-死亡注销.csv', bytes: await readFile(join(folder, '公安-死亡注销.csv')) }]);
    expect((await findings({ elderId: dead.elderId as string, kind: ['deadListed'] })).count).toBe(0);
    // Another day is another fact.
    await bring([file('公安-死亡注销2.csv', ['姓名,身份证号,注销日期', `${dead.name},${((await effectiveOf(dead.elderId as string))['idNo'] as string) ?? ''},2026-10-30`])]);
    expect((await first({ elderId: dead.elderId as string, kind: ['deadListed'] })).state).toBe('open');
  });

  it('counts with the newest copy of the list that says it, without another step', async () => {
    const one = await first({ kind: ['differs'], source: ['disabilityRegister'] });
    const filesOf = (): Promise<{ file: string }[]> =>
      as(system, (tx) =>
        tx.query<{ file: string }>(
          sql`select l.file from finding f join source_list l on l.county_code = f.county_code and l.id = any(f.list_ids) where f.county_code = ${county} and f.id = ${one.id}`,
        ),
      );
    const steps = (): Promise<unknown> => as(system, (tx) => tx.query(sql`select step from finding_step where county_code = ${county} and finding_id = ${one.id}`));
    expect(await filesOf()).toEqual([{ file: '残联-持证残疾人.xlsx' }]);
    const before = await steps();
    await bring([{ name: '残联-年底.xlsx', bytes: await readFile(join(folder, '残联-持证残疾人.xlsx')) }]);
    expect(await filesOf()).toEqual([{ file: '残联-年底.xlsx' }]);
    expect(await steps()).toEqual(before);
  });
  it('of a difference is decided either way, and each way stands', async () => {
    const [one, other, third] = (await findings({ kind: ['differs'], source: ['assessmentRegister'] })).rows;
    if (one === undefined || other === undefined || third === undefined) throw new Error('too few');
    await as(clerk, (tx) => settle(services, tx, one.id, { outcome: 'confirmed', reason: '以评估为准' }));
    await as(clerk, (tx) => settle(services, tx, other.id, { outcome: 'refuted', reason: '近期重新评估' }));
    expect(await as(clerk, (tx) => settle(services, tx, third.id, { outcome: 'corrected', reason: '都不对' }))).toMatchObject({ ok: false, refusal: { code: 'input.invalid' } });
    await as(clerk, (tx) => settle(services, tx, third.id, { outcome: 'corrected', reason: '都不对', value: 4 }));
    await follow();
    expect((await effectiveOf(one.elderId as string))['abilityLevel']).toBe(one.theirs[0]?.facts['abilityLevel']);
    expect((await effectiveOf(other.elderId as string))['abilityLevel']).toBe(other.ours?.facts['abilityLevel']);
    expect((await effectiveOf(third.elderId as string))['abilityLevel']).toBe(4);
    await bring([{ name: '民政-老年人能力评估结果.xlsx', bytes: await readFile(join(folder, '民政-老年人能力评估结果.xlsx')) }]);
    for (const { elderId } of [one, other, third]) expect((await findings({ elderId: elderId as string, kind: ['differs'] })).count).toBe(0);
  });

  it('of a number takes the right one from a list', async () => {
    const wrong = (await findings({ kind: ['idProblem'] })).rows.find((row) => row.theirs.length > 0);
    if (wrong === undefined) throw new Error('no number to take');
    await as(clerk, (tx) => settle(services, tx, wrong.id, { outcome: 'confirmed', reason: '核对户口簿' }));
    await follow();
    const [row] = await as(system, (tx) => tx.query(sql`select id_no_problem from elder where id = ${wrong.elderId}`));
    expect(row).toEqual({ id_no_problem: null });
  });

  it('closes by itself once the sources agree, and its history tells so', async () => {
    const one = await first({ kind: ['differs'], source: ['disabilityRegister'] });
    const { grade } = (one.theirs[0] as { facts: Record<string, unknown> }).facts['disability'] as { grade: number };
    const idNo = (await effectiveOf(one.elderId as string))['idNo'] as string;
    await bring([
      file('台账-更正.csv', [
        '姓名,身份证号,性别,镇,村,残疾情况',
        `${one.name},${idNo},${one.sex === 'male' ? '男' : '女'},${one.townName},${one.villageName},${['', '一', '二', '三', '四'][grade]}级`,
      ]),
    ]);
    const closed = await first({ elderId: one.elderId as string, state: ['corrected'], kind: ['differs'] });
    expect(closed).toMatchObject({ id: one.id, closedBy: null, reason: null });
    const steps = await as(clerk, (tx) => tx.query(sql`select step from finding_step where finding_id = ${one.id} order by at, id`));
    expect(steps).toEqual([{ step: 'opened' }, { step: 'agreed' }]);
  });
});

describe('a doubtful row', () => {
  it('is decided by a person and never asked again', async () => {
    const [elder] = await as(system, (tx) =>
      tx.query<{ id: string; name: string; birth_date: string }>(
        sql`select id, name, birth_date from elder where closed_on is null and birth_precision = 'day' and id_no_problem is not null and length(name) = 3 limit 1`,
      ),
    );
    if (elder === undefined) throw new Error('nobody without a number');
    const misspelt = `${elder.name.slice(0, 2)}某`;
    const list = file('卫健-健康管理补充.csv', ['姓名,出生日期,镇,村,慢病,最近体检日期', `${misspelt},${elder.birth_date},广佛镇,,高血压,2026-10-01`]);
    await bring([list]);
    const { rows } = await as(clerk, (tx) => listDoubts(services, tx, { source: [], limit: 50, offset: 0 }));
    const doubt = rows.find((row) => row.told.name === misspelt);
    expect(doubt?.candidates.map((one) => one.elderId)).toEqual([elder.id]);
    expect(doubt?.candidates[0]?.evidence.find((one) => one.field === 'name')?.agreement).toBe('alike');
    expect(await as(clerk, (tx) => settleDoubt(services, tx, doubt?.id as string, { elderId: elder.id, reason: '同一人' }))).toMatchObject({ ok: true });
    await follow();
    expect(await effectiveOf(elder.id)).toMatchObject({ chronicConditions: ['高血压'] });
    // Reasons may speak of anybody: sealed with the record, shown with it, kept out of the audit.
    const [one] = (await findings({ state: ['confirmed'], kind: ['missing'] })).rows;
    const shown = await as(clerk, (tx) => getFinding(services, tx, one?.id ?? ''));
    expect(one?.reason).toBe('上门核实');
    expect(shown.ok && shown.value.steps.find((step) => step.step === 'confirmed')?.reason).toBe('上门核实');
    const kept = await as(system, async (tx) => [
      await tx.query(sql`select to_jsonb(f) - 'body_sealed' as row from finding f`),
      await tx.query(sql`select to_jsonb(s) as row from finding_step s`),
      await tx.query(sql`select to_jsonb(r) - 'record_sealed' as row from list_row r`),
      await tx.query(sql`select details from audit_event`),
    ]);
    for (const reason of ['上门核实', '同一人']) expect(JSON.stringify(kept)).not.toContain(reason);
    expect(await as(system, (tx) => tx.query(sql`select 1 as is_kept from list_row where decision_sealed is not null`))).toHaveLength(1);
    const listed = await as(clerk, (tx) => listRowsOfList(services, tx, doubt?.listId ?? '', { limit: 50, offset: 0 }));
    expect(listed.rows).toMatchObject([{ name: misspelt, match: 'matched', decided: { reason: '同一人' } }]);
    await bring([list]);
    expect((await as(clerk, (tx) => listDoubts(services, tx, { source: [], limit: 50, offset: 0 }))).rows.map((row) => row.told.name)).not.toContain(misspelt);
  });
  it('stands among the rows of its list in the order of the sheet', async () => {
    const names = Array.from({ length: 12 }, (_, at) => `查无${'甲乙丙丁戊己庚辛壬癸子丑'[at]}`);
    await bring([file('卫健-健康管理次序.csv', ['姓名,出生日期,镇,村,慢病,最近体检日期', ...names.map((name) => `${name},1941-02-03,广佛镇,,高血压,2026-10-01`)])]);
    const [list] = await as(system, (tx) => tx.query<{ id: string }>(sql`select id from source_list where file = '卫健-健康管理次序.csv'`));
    const { rows } = await as(clerk, (tx) => listRowsOfList(services, tx, list?.id ?? '', { limit: 50, offset: 0 }));
    expect(rows.map((row) => row.name)).toEqual(names);
    expect(rows.every((row) => row.decided === null)).toBe(true);
  });
});

describe('a village', () => {
  it('sees and settles its own findings and no others', async () => {
    const one = await first({ kind: ['differs'] });
    const own: Actor = { ...clerk, role: 'village', scope: one.division };
    const others: Actor = { ...clerk, role: 'village', scope: one.division.endsWith('1') ? `${one.division.slice(0, 11)}2` : `${one.division.slice(0, 11)}1` };
    expect(await as(others, (tx) => settle(services, tx, one.id, { outcome: 'refuted', reason: '不是我村' }))).toMatchObject({ ok: false, refusal: { code: 'notFound' } });
    expect(await as(own, (tx) => settle(services, tx, one.id, { outcome: 'confirmed', reason: '属实' }))).toMatchObject({ ok: true });
  });
});
