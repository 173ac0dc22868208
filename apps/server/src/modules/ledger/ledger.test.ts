// Lists, counts, files and edits of the ledger on real PostgreSQL, as every role sees them.
import type { FactValues } from '@shouwang/domain/ledger';
import fc from 'fast-check';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { testServices } from '../../../../../tools/testing/services.ts';
import { newId } from '../../platform/clock.ts';
import { sql, systemActor, type Actor, type Db, type Tx } from '../../platform/db/index.ts';
import { runReactions } from '../../platform/reactions.ts';
import type { Services } from '../../platform/services.ts';
import type { CommandItem } from '../../platform/sync/command.ts';
import { importDivisions, readRange } from '../divisions/public.ts';
import { getPackInForce } from '../policy/public.ts';
import { ledgerCommands, revealNumber } from './commands.ts';
import { explainElder, openElderFile } from './elderFile.ts';
import { countFacets } from './facets.ts';
import type { ElderFilter } from './filter.ts';
import { indexNumberTails } from './jobs.ts';
import { listElders, type ElderPage } from './list.ts';
import { recordStatements, type StatementItem } from './public.ts';
import { writeLedgerWorkbook } from './workbook.ts';

const county = '610999';
const villages = ['610999107001', '610999107200', '610999108001'];
const clerk = systemActor(county);
const office = (scope: string, role = 'town'): Actor => ({ accountId: '00000000-0000-7000-8000-00000000000a', countyCode: county, role, scope, visitorId: null });

let db: Db;
let services: Services;
const ids = new Map<string, string>();

const people: (Partial<FactValues> & { name: string })[] = [
  {
    name: '王秀英',
    sex: 'female',
    birthDate: '1940-05-06',
    division: '610999107001',
    idNo: '610999194005060023',
    phone: '19000000001',
    livesWith: ['alone'],
    maritalStatus: 'widowed',
    hukou: 'rural',
    children: [{ name: '王大', place: 'outsideCounty', awaySince: '2024-01', phone: '19000000009' }],
    abilityLevel: 0,
  },
  {
    name: '王秀兰',
    sex: 'female',
    birthDate: '1955-07',
    division: '610999107200',
    idNo: '610999195507010021',
    livesWith: ['child'],
    maritalStatus: 'married',
    hukou: 'rural',
    children: [{ name: '李大', place: 'sameHousehold' }],
    abilityLevel: 2,
    disability: { grade: 2, valid: true, certNo: '61099919550701002142' },
  },
  {
    name: '张三',
    sex: 'male',
    birthDate: '1960-11-23',
    division: '610999108001',
    livesWith: ['child'],
    maritalStatus: 'married',
    hukou: 'rural',
    children: [{ name: '张四', place: 'sameHousehold' }],
    abilityLevel: 0,
  },
  {
    name: '欧阳春',
    sex: 'male',
    birthDate: '1946-11-22',
    division: '610999108001',
    livesWith: ['alone'],
    maritalStatus: 'neverMarried',
    hukou: 'rural',
    children: [],
    abilityLevel: 0,
  },
];
const item = (facts: Partial<FactValues>, more: Partial<StatementItem> = {}): StatementItem => ({
  elderId: null,
  facts,
  source: 'ledger',
  sourceDate: '2026-11-01',
  sourceRef: `台账/${facts.name ?? ''}`,
  recordedBy: null,
  ...more,
});

beforeAll(async () => {
  services = await testServices();
  db = services.db;
  await db.tx(clerk, async (tx) => {
    const place = { lng: null, lat: null };
    await importDivisions(services, tx, [
      { code: '610999000000', name: '守望县', level: 'county', parent: null, ...place },
      { code: '610999107000', name: '甲镇', level: 'town', parent: '610999000000', ...place },
      { code: '610999108000', name: '乙镇', level: 'town', parent: '610999000000', ...place },
      ...villages.map((code, index) => ({ code, name: `村${index}`, level: 'village' as const, parent: `${code.slice(0, 9)}000`, ...place })),
    ]);
    const answers = await recordStatements(
      services,
      tx,
      people.map((person) => item(person)),
    );
    people.forEach((person, index) => ids.set(person.name, answers[index]?.elderId ?? ''));
  });
  const { classificationReactions } = await import('../classification/public.ts');
  await runReactions(services, county, [...classificationReactions, { kind: 'elders.classified', run: async () => undefined }]);
});
afterAll(() => db.close());

const idOf = (name: string): string => ids.get(name) ?? '';
const nothing: ElderFilter = { category: [], tier: [], remark: [] };
const page: ElderPage = { ...nothing, sort: 'division', order: 'asc', limit: 50, offset: 0 };
const namesIn = (scope: string, asked: Partial<ElderPage> & { division?: string } = {}): Promise<string[]> =>
  db.tx(office(scope), async (tx) => (await listElders(services, tx, readRange(scope, asked.division), { ...page, ...asked })).map((row) => row.name));
const facetsIn = (scope: string, filter: Partial<ElderFilter> & { division?: string } = {}) =>
  db.tx(office(scope), (tx) => countFacets(services, tx, readRange(scope, filter.division), { ...nothing, ...filter }));

const rolledBack = new Error('rolled back');
const trying = (actor: Actor, work: (tx: Tx) => Promise<void>): Promise<void> =>
  db
    .tx(actor, async (tx) => {
      await work(tx);
      throw rolledBack;
    })
    .catch((error: unknown) => {
      if (error !== rolledBack) throw error;
    });

describe('list', () => {
  it('shows a row with masked numbers, names of places and age', async () => {
    const [row] = await db.tx(office(county), (tx) => listElders(services, tx, readRange(county, undefined), { ...page, q: '王秀英' }));
    expect(row).toMatchObject({
      name: '王秀英',
      age: 86,
      townName: '甲镇',
      villageName: '村0',
      idNoMasked: '610999********0023',
      phoneMasked: '190****0001',
      birthDate: '1940-05-06',
      responsible: null,
    });
  });

  it('holds everybody to his scope, whatever division he asks for', async () => {
    expect(await namesIn('610999107')).toEqual(['王秀英', '王秀兰']);
    expect(await namesIn('610999107001')).toEqual(['王秀英']);
    expect(await namesIn('610999107', { division: '610999108' })).toEqual([]);
    expect(await namesIn('610999', { division: '610999108000' })).toEqual(['欧阳春', '张三']);
    expect(await namesIn('6109', {})).toHaveLength(4);
    expect(await namesIn('')).toEqual([]);
  });

  it('is held by the database even where the statement forgets the scope', () =>
    trying(office('610999107001', 'village'), async (tx) => {
      expect(await tx.query(sql`select name from elder`)).toEqual([{ name: '王秀英' }]);
      expect(await tx.query(sql`select count(*) as n from fact_statement`)).toEqual([{ n: 1 }]);
      expect(await tx.query(sql`select count(*) as n from classification`)).toEqual([{ n: 1 }]);
    }));

  it('shows a visitor only who is assigned to him, from day to day', async () => {
    const visitorId = newId();
    await db.tx(clerk, async (tx) => {
      await tx.query(sql`insert into visitor (county_code, id, division_code, name, kind) values (${county}, ${visitorId}, '610999107001', '赵一', 'helper')`);
      await tx.query(sql`insert into assignment (county_code, id, elder_id, visitor_id, division_code, role, from_date, to_date) values
        (${county}, ${newId()}, ${idOf('张三')}, ${visitorId}, '610999108001', 'helper', '2026-01-01', null),
        (${county}, ${newId()}, ${idOf('欧阳春')}, ${visitorId}, '610999108001', 'helper', '2026-01-01', '2026-11-21'),
        (${county}, ${newId()}, ${idOf('王秀兰')}, ${visitorId}, '610999107200', 'helper', '2026-12-01', null)`);
    });
    await trying({ accountId: newId(), countyCode: county, role: 'visitor', scope: '', visitorId }, async (tx) => {
      expect(await tx.query(sql`select name from elder`)).toEqual([{ name: '张三' }]);
      expect((await openElderFile(services, tx, idOf('王秀英'))).ok).toBe(false);
    });
  });

  it('filters by category, tier, age and remark, and sorts', async () => {
    expect(await namesIn(county, { category: ['careDependent'] })).toEqual(['王秀兰']);
    expect(await namesIn(county, { tier: ['none'] })).toEqual(['张三']);
    expect(await namesIn(county, { ageFrom: 80 })).toEqual(['王秀英', '欧阳春']);
    expect(await namesIn(county, { ageTo: 65 })).toEqual(['张三']);
    expect(await namesIn(county, { ageFrom: 66, ageTo: 80 })).toEqual(['王秀兰', '欧阳春']);
    expect(await namesIn(county, { remark: ['idNo.missing'] })).toEqual(['欧阳春', '张三']);
    expect(await namesIn(county, { sort: 'age', order: 'asc' })).toEqual(['张三', '王秀兰', '欧阳春', '王秀英']);
    expect(await namesIn(county, { sort: 'name', order: 'asc' })).toEqual(['欧阳春', '王秀兰', '王秀英', '张三']);
    expect(await namesIn(county, { sort: 'name', order: 'desc', limit: 1, offset: 1 })).toEqual(['王秀英']);
  });

  it('searches by name, pinyin, initials and identity number, from the beginning, else inside', async () => {
    expect(await namesIn(county, { q: '王秀' })).toEqual(['王秀英', '王秀兰']);
    expect(await namesIn(county, { q: 'wangxiul' })).toEqual(['王秀兰']);
    expect(await namesIn(county, { q: 'WXY' })).toEqual(['王秀英']);
    expect(await namesIn(county, { q: 'oyc' })).toEqual(['欧阳春']);
    expect(await namesIn(county, { q: 'Ou yang' })).toEqual(['欧阳春']);
    expect(await namesIn(county, { q: '秀兰' })).toEqual(['王秀兰']);
    expect(await namesIn(county, { q: '610999194005060023' })).toEqual(['王秀英']);
    expect(await namesIn(county, { q: '0023' })).toEqual(['王秀英']);
    expect(await namesIn(county, { q: '07010021' })).toEqual(['王秀兰']);
    expect(await namesIn(county, { q: '07020021' })).toEqual([]);
    expect(await namesIn('610999108', { q: '0023' })).toEqual([]);
    expect(await namesIn(county, { q: '%' })).toEqual([]);
  });
});

it('finds numbers by their ending that were sealed before endings were indexed', async () => {
  await db.tx(clerk, (tx) => tx.query(sql`update elder set id_no_tail = null where county_code = ${county}`));
  expect(await namesIn(county, { q: '0023' })).toEqual([]);
  expect(await indexNumberTails(services, county)).toBe(2);
  expect(await namesIn(county, { q: '0023' })).toEqual(['王秀英']);
  expect(await indexNumberTails(services, county)).toBe(0);
});

it('indexes endings beside somebody who is writing the same rows, without waiting for him or he for it', async () => {
  await db.tx(clerk, (tx) => tx.query(sql`update elder set id_no_tail = null where county_code = ${county}`));
  const { indexing, first } = await db.tx(clerk, async (tx) => {
    await tx.query(sql`update elder set updated_at = updated_at where county_code = ${county} and name = '王秀英'`);
    const running = indexNumberTails(services, county);
    await vi.waitFor(async () => expect(await namesIn(county, { q: '0021' })).toEqual(['王秀兰']));
    return { indexing: running, first: await namesIn(county, { q: '0023' }) };
  });
  expect(first).toEqual([]);
  expect(await indexing).toBe(2);
  expect(await namesIn(county, { q: '0023' })).toEqual(['王秀英']);
});

describe('facets', () => {
  it('count the filter and each value inside the scope', async () => {
    expect(await facetsIn(county)).toMatchObject({
      count: 4,
      all: 4,
      uncovered: 4,
      remarks: { 'idNo.missing': 2 },
      divisions: [
        { code: '610999107000', name: '甲镇', count: 2 },
        { code: '610999108000', name: '乙镇', count: 2 },
      ],
    });
    expect(await facetsIn('610999107', { ageFrom: 80 })).toMatchObject({ count: 1, all: 2, divisions: [{ code: '610999107001', name: '村0', count: 1 }] });
    expect(await facetsIn('610999107', { q: 'wxy' })).toMatchObject({ count: 1, all: 2, divisions: [{ code: '610999107001', name: '村0', count: 1 }] });
    expect(await facetsIn('')).toMatchObject({ count: 0, all: 0 });
  });

  it('agree with the list for any filter, from the index in memory and in SQL', () =>
    fc.assert(
      fc.asyncProperty(
        fc.record({
          category: fc.subarray(['livingAlone', 'emptyNest', 'careDependent', 'severeDisability'] as const, { maxLength: 2 }),
          tier: fc.subarray(['none', 'monthly'], { maxLength: 1 }),
          remark: fc.subarray(['idNo.missing', 'birthDate.monthOnly'], { maxLength: 1 }),
          ageFrom: fc.option(fc.integer({ min: 60, max: 90 }), { nil: undefined }),
          ageTo: fc.option(fc.integer({ min: 60, max: 90 }), { nil: undefined }),
          division: fc.constantFrom(undefined, '610999107', '610999108001'),
        }),
        async (asked) => {
          const { division, ageFrom, ageTo, ...lists } = asked;
          const filter = { ...lists, ...(ageFrom === undefined ? {} : { ageFrom }), ...(ageTo === undefined ? {} : { ageTo }) };
          const range = division === undefined ? {} : { division };
          const names = await namesIn(county, { ...filter, ...range });
          expect((await facetsIn(county, { ...filter, ...range })).count).toBe(names.length);
          // A prefecture's range spans counties and is counted in SQL.
          if (division === undefined) expect(await facetsIn('6109', filter)).toMatchObject({ count: names.length, categories: (await facetsIn(county, filter)).categories });
        },
      ),
      { numRuns: 25 },
    ));

  it('see what was committed since, at once', async () => {
    const before = await facetsIn(county);
    const elderId = await db.tx(clerk, async (tx) => (await recordStatements(services, tx, [item({ name: '新来', division: '610999108001' })]))[0]?.elderId ?? '');
    expect((await facetsIn(county)).count).toBe(before.count + 1);
    await db.tx(clerk, async (tx) => {
      await tx.query(sql`delete from elder where id = ${elderId}`);
      await tx.query(sql`insert into feed (county_code, entity, entity_id) values (${county}, 'elder', ${elderId})`);
    });
    expect(await facetsIn(county)).toEqual(before);
  });
});

describe('file', () => {
  it('shows facts with sources, reasons, household and history, every number masked, and is audited', () =>
    trying(office('610999107'), async (tx) => {
      const opened = await openElderFile(services, tx, idOf('王秀兰'));
      if (!opened.ok) throw new Error('not opened');
      const file = opened.value;
      expect(file.row.categories).toEqual(['careDependent', 'severeDisability']);
      expect(file.tier).toMatchObject({ visits: 2, period: 'week' });
      expect(file.reasons.map((reason) => reason.result)).toEqual(expect.arrayContaining(['careDependent', 'severeDisability']));
      expect(file.facts.find((fact) => fact.key === 'disability')).toMatchObject({ value: { grade: 2, valid: true }, source: 'ledger', effective: true });
      expect(file.timeline.map((event) => event.kind)).toEqual(expect.arrayContaining(['fact', 'classification']));
      expect(JSON.stringify(file)).not.toMatch(/610999195507010021|19000000009/);
      const alone = await openElderFile(services, tx, idOf('王秀英'));
      expect(alone.ok && alone.value.household).toEqual([{ name: '王大', relation: '', place: 'outsideCounty', awaySince: '2024-01', phoneMasked: '190****0009' }]);
      expect(await openElderFile(services, tx, idOf('张三'))).toMatchObject({ ok: false, refusal: { code: 'elder.notVisible' } });
      await tx.client.query(`set local app.county = '${county}'`);
      expect(await tx.query(sql`select count(*) as n from audit_event where action = 'elder.open'`)).toEqual([{ n: 2 }]);
    }));

  it('explains every rule, condition by condition', () =>
    trying(office('610999107'), async (tx) => {
      const why = await explainElder(services, tx, idOf('王秀英'));
      if (!why.ok) throw new Error('not explained');
      expect(why.value.rules.some((rule) => rule.result === 'livingAlone' && rule.holds && rule.conditions.every((condition) => condition.holds))).toBe(true);
      expect(why.value.rules.some((rule) => !rule.holds)).toBe(true);
      expect(why.value.asOf).toBe('2026-11-22');
    }));

  it('reveals a number in full only inside the scope, with its reason in the audit trail', () =>
    trying(office('610999107'), async (tx) => {
      expect(await revealNumber(services, tx, idOf('王秀英'), 'idNo', '核对残疾证')).toEqual({ ok: true, value: { value: '610999194005060023' } });
      expect(await revealNumber(services, tx, idOf('王秀兰'), 'phone', '联系本人')).toEqual({ ok: true, value: { value: null } });
      expect(await revealNumber(services, tx, idOf('张三'), 'phone', '联系本人')).toMatchObject({ ok: false });
      expect(await revealNumber(services, tx, idOf('王秀英'), 'phone', ' ')).toMatchObject({ ok: false, refusal: { code: 'reveal.reasonMissing' } });
      expect(await tx.query(sql`select entity_id, details from audit_event where action = 'elder.reveal' order by at`)).toEqual([
        { entity_id: idOf('王秀英'), details: { field: 'idNo', reason: '核对残疾证' } },
        { entity_id: idOf('王秀兰'), details: { field: 'phone', reason: '联系本人' } },
      ]);
    }));
});

describe('workbook', () => {
  it('gives the filtered ledger back with masked numbers, audited with its reason', () =>
    trying(office('610999107'), async (tx) => {
      const file = await writeLedgerWorkbook(services, tx, readRange('610999107', undefined), { ...nothing, ageFrom: 80 }, '上报存档');
      if (!file.ok) throw new Error('not written');
      const cells = (await readXlsx(file.value.bytes)).sheets[0]?.rows.flat().map(String) ?? [];
      expect(cells).toEqual(expect.arrayContaining(['王秀英', '甲镇', '村0', '610999********0023', '190****0001']));
      expect(cells).not.toContain('王秀兰');
      expect(await tx.query(sql`select details->>'reason' as reason, details->>'rows' as rows from audit_event where action = 'elders.export'`)).toEqual([
        { reason: '上报存档', rows: '1' },
      ]);
    }));
});

describe('elders.setFact', () => {
  const setFact = ledgerCommands[0];
  const edit = (payload: Record<string, unknown>, base: Record<string, string | null>): CommandItem<unknown> => ({
    id: newId(),
    payload,
    base,
    occurredAt: '2026-11-22T01:00:00.000Z',
    recordedAt: '2026-11-22T01:00:00.000Z',
    receivedAt: '2026-11-22T02:00:00.000Z',
    clockOffsetMs: 0,
    clockWrong: false,
    deviceId: null,
  });
  const seen = async (tx: Tx, name: string, key: string): Promise<string | null> => {
    const file = await openElderFile(services, tx, idOf(name));
    return file.ok ? (file.value.facts.find((fact) => fact.key === key && fact.effective)?.id ?? null) : null;
  };

  it('decides over what lists say, and keeps what they said', () =>
    trying(office('610999107'), async (tx) => {
      const elderId = idOf('王秀英');
      const [answer] = (await setFact?.apply(tx, services, [edit({ elderId, key: 'livesWith', value: ['child'] }, { livesWith: await seen(tx, '王秀英', 'livesWith') })])) ?? [];
      expect(answer).toMatchObject({ outcome: 'applied', detail: { fact: { source: 'decision', sourceDate: '2026-11-22' } } });
      await recordStatements(services, tx, [item({ livesWith: ['spouse'] }, { elderId })]);
      const file = await openElderFile(services, tx, elderId);
      expect(file.ok && file.value.facts.filter((fact) => fact.key === 'livesWith').map(({ value, source, effective }) => ({ value, source, effective }))).toEqual([
        { value: ['spouse'], source: 'ledger', effective: false },
        { value: ['child'], source: 'decision', effective: true },
      ]);
    }));

  it('is a conflict where somebody else changed the fact meanwhile, and none where the fields differ', () =>
    trying(office('610999107'), async (tx) => {
      const elderId = idOf('王秀英');
      const base = { livesWith: await seen(tx, '王秀英', 'livesWith'), sex: await seen(tx, '王秀英', 'sex') };
      await setFact?.apply(tx, services, [edit({ elderId, key: 'livesWith', value: ['child'] }, base)]);
      const answers = await setFact?.apply(tx, services, [
        edit({ elderId, key: 'livesWith', value: ['spouse'] }, base),
        edit({ elderId, key: 'sex', value: 'male' }, base),
        edit({ elderId, key: 'sex', value: 'female' }, base),
        edit({ elderId, key: 'ethnicity', value: '汉族' }, { ethnicity: null }),
      ]);
      expect(answers?.map((answer) => answer.outcome)).toEqual(['conflict', 'applied', 'applied', 'applied']);
      expect(answers?.[0]).toMatchObject({ refusal: { code: 'conflict.revision' }, detail: { key: 'livesWith', current: { source: 'decision' } } });
    }));

  it('refuses values that no fact can have, unknown facts, other people and places', () =>
    trying(office('610999107'), async (tx) => {
      const elderId = idOf('王秀英');
      const answers = await setFact?.apply(tx, services, [
        edit({ elderId, key: 'abilityLevel', value: 5 }, {}),
        edit({ elderId, key: 'shoeSize', value: 43 }, {}),
        edit({ elderId: idOf('张三'), key: 'sex', value: 'male' }, {}),
        edit({ elderId, key: 'division', value: '610999108001' }, {}),
      ]);
      expect(answers?.map((answer) => answer.refusal?.code)).toEqual(['fact.invalidValue', 'fact.unknownKey', 'elder.notVisible', 'division.unknown']);
      expect((await getPackInForce(tx)).pack.id).toBe('demo-2026');
    }));
});
