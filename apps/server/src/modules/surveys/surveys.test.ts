// Survey rounds on real PostgreSQL: a surveyor sees his village and only while the round runs, nobody is left
// out, whatever phones send twice or late counts once.
import { fieldSubject, fieldSurvey } from '@shouwang/contract/surveys';
import type { FactValues } from '@shouwang/domain/ledger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testServices } from '../../../../../tools/testing/services.ts';
import { newId } from '../../platform/clock.ts';
import { sql, systemActor, type Actor, type Db, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { pull } from '../../platform/sync/pull.ts';
import { pushCommands } from '../../platform/sync/push.ts';
import { ensureCounty, importDivisions, readRange } from '../divisions/public.ts';
import { stateFacts } from '../ledger/fixture.ts';
import { effectiveOf } from '../ledger/public.ts';
import { recordRoster } from '../network/public.ts';
import { surveyCommands, surveyRoundFeed, surveySubjectFeed } from './public.ts';
import { listSubjects, openRound, surveysOfElder } from './queries.ts';
import { addByHand, appoint, createRound, endSurveyor, extendRound, setRound, setVillage } from './rounds.ts';

const COUNTY = '610999';
const NOW = '2026-11-18T04:00:00.000Z';
const HOME = '610999101001';
const OTHER = '610999101002';
const town: Actor = { accountId: newId(), countyCode: COUNTY, role: 'town', scope: '610999101', visitorId: null };
const village: Actor = { accountId: newId(), countyCode: COUNTY, role: 'village', scope: HOME, visitorId: null };
const commands = new Map(surveyCommands.map((one) => [one.kind, one]));
let db: Db;
let services: Services;
let visitor: Actor;
let stranger: Actor;
let visitorId = '';

beforeAll(async () => {
  services = await testServices(NOW);
  db = services.db;
  const division = (code: string, name: string, level: 'county' | 'town' | 'village', parent: string | null) => ({ code, name, level, parent, lng: null, lat: null });
  await db.tx(systemActor(COUNTY), async (tx) => {
    await ensureCounty(tx, COUNTY, '守望示范县');
    await importDivisions(services, tx, [
      division('610999000000', '守望示范县', 'county', null),
      division('610999101000', '东镇', 'town', '610999000000'),
      division(HOME, '甲村', 'village', '610999101000'),
      division(OTHER, '乙村', 'village', '610999101000'),
    ]);
    const roster = await recordRoster(
      tx,
      services,
      [HOME, OTHER].map((place, at) => ({
        name: `网格员${at}`,
        idNo: null,
        phone: `1900000000${at}`,
        division: place,
        kind: 'gridWorker' as const,
        kindText: '',
        capacity: null,
        home: null,
      })),
    );
    visitorId = roster[0]?.visitorId ?? '';
    const onFoot = (id: string | undefined): Actor => ({ accountId: newId(), countyCode: COUNTY, role: 'visitor', scope: '', visitorId: id ?? '' });
    visitor = onFoot(visitorId);
    stranger = onFoot(roster[1]?.visitorId);
  });
});
afterAll(() => db.close());

const anElder = (name: string, over: Partial<FactValues> = {}): Promise<string> =>
  db.tx(systemActor(COUNTY), (tx) => stateFacts(services, tx, { name, division: HOME, birthDate: '1944-05-06', ...over }, { sourceDate: '2026-01-01', sourceRef: newId() }));
const value = async <T>(result: Promise<{ ok: true; value: T } | { ok: false; refusal: unknown }>): Promise<T> => {
  const settled = await result;
  if (!settled.ok) throw new Error(JSON.stringify(settled.refusal));
  return settled.value;
};
type Body = Parameters<typeof createRound>[2];
const aRound = async (over: Partial<Body> = {}, actor = town): Promise<string> => {
  const id = newId();
  await value(
    db.tx(actor, (tx) =>
      createRound(services, tx, {
        id,
        name: '冬季排查',
        purpose: '',
        startsOn: '2026-11-01',
        deadline: '2026-11-30',
        divisions: [],
        groups: ['living', 'family'],
        audience: { listed: true, categories: [], incomplete: false },
        households: [],
        appointRoster: true,
        ...over,
      }),
    ),
  );
  return id;
};
const send = async (actor: Actor, kind: string, payload: object, at = NOW, id = newId()) => {
  const [answer] = await db.tx(actor, (tx) =>
    pushCommands(tx, services, commands, [{ id, kind, occurredAt: at, recordedAt: at, base: {}, payload }], { deviceId: null, sentAt: NOW, receivedAt: NOW }),
  );
  return answer;
};
const onPhone = async (actor: Actor, cursor?: string) => {
  const pulled = await value(db.tx(actor, (tx) => pull(tx, services, [surveyRoundFeed, surveySubjectFeed], cursor)));
  return {
    cursor: pulled.cursor,
    rounds: pulled.upserts.filter((one) => one.entity === 'surveyRound').map((one) => fieldSurvey.parse(one.data)),
    subjects: pulled.upserts.filter((one) => one.entity === 'surveySubject').map((one) => fieldSubject.parse(one.data)),
    gone: pulled.removals.map((one) => one.id),
  };
};
const rows = async (roundId: string, show?: 'left' | 'toHandOver') =>
  (await db.tx(town, (tx) => listSubjects(services, tx, readRange(town.scope, undefined), roundId, { show, surveyor: undefined }, { limit: 100, offset: 0 }))).rows;
const see = (actor: Actor, work: (tx: Tx) => Promise<number>) => db.tx(actor, work);
const eldersSeen = async (tx: Tx): Promise<number> => (await tx.query(sql`select 1 from elder`)).length;

describe('a surveyor', () => {
  it('holds the people of his village while the round runs, without identity numbers, and gives them up when it ends', async () => {
    const elderId = await anElder('甲一', { idNo: '610999194405060011', children: [{ name: '小一', phone: '19000000011' }] });
    await anElder('乙一', { division: OTHER });
    const roundId = await aRound();
    const held = await onPhone(visitor);
    expect(held.rounds).toMatchObject([{ id: roundId, villages: [{ division: HOME, name: '甲村' }] }]);
    expect(held.subjects.map((one) => one.name)).toEqual(['甲一']);
    expect(JSON.stringify(held)).not.toMatch(/610999194405060011|19000000011/);
    expect((await onPhone(stranger)).subjects.map((one) => one.name)).toEqual(['乙一']);
    // Outside of a survey command the ledger is as closed to him as before.
    expect(await see(visitor, eldersSeen)).toBe(0);
    const [mine] = held.subjects;
    expect(await send(stranger, 'surveys.answer', { roundId, division: HOME, subjectId: mine?.id, outcome: 'visited' })).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'survey.notYours' },
    });

    for (const row of await rows(roundId))
      expect(await send(town, 'surveys.answer', { roundId, division: row.division, subjectId: row.id, outcome: 'visited' })).toMatchObject({ outcome: 'applied' });
    await value(db.tx(town, (tx) => setRound(tx, roundId, null)));
    const after = await onPhone(visitor, held.cursor);
    expect(after).toMatchObject({ rounds: [], subjects: [] });
    // A pull brings what was finished before every transaction still running, those of other tests too.
    await expect.poll(async () => (await onPhone(visitor, held.cursor)).gone, { timeout: 20_000 }).toEqual(expect.arrayContaining([roundId, mine?.id]));
    expect((await onPhone(visitor)).subjects).toEqual([]);
    expect(await send(visitor, 'surveys.answer', { roundId, division: HOME, subjectId: mine?.id, outcome: 'visited' })).toMatchObject({ refusal: { code: 'survey.ended' } });
    expect((await db.tx(village, (tx) => surveysOfElder(tx, elderId))).surveys).toMatchObject([{ roundId, state: 'visited' }]);
  });

  it('whose village was taken from him can send nothing more', async () => {
    await anElder('甲二');
    const roundId = await aRound();
    const held = await onPhone(visitor);
    const opened = await value(db.tx(town, (tx) => openRound(services, tx, readRange(town.scope, undefined), roundId)));
    const surveyorId = opened.villages.find((one) => one.division === HOME)?.surveyors[0]?.id ?? '';
    await value(db.tx(village, (tx) => endSurveyor(services, tx, roundId, surveyorId)));
    expect(await send(visitor, 'surveys.answer', { roundId, division: HOME, subjectId: held.subjects[0]?.id, outcome: 'away' })).toMatchObject({
      refusal: { code: 'survey.notYours' },
    });
    await expect.poll(async () => (await onPhone(visitor, held.cursor)).gone, { timeout: 20_000 }).toContain(roundId);
    expect(await value(db.tx(village, (tx) => appoint(services, tx, roundId, { entries: [{ division: HOME, visitorId }], fromRoster: false })))).toEqual({ appointed: 1 });
    expect(await send(visitor, 'surveys.answer', { roundId, division: HOME, subjectId: held.subjects[0]?.id, outcome: 'away' })).toMatchObject({ outcome: 'applied' });
  });
});

describe('an answer', () => {
  it('enters the file as a statement of the survey, never above a register; what was confirmed makes the file fresh', async () => {
    const elderId = await anElder('甲三', { housingSafe: true, waterSafe: true, children: [{ name: '小三', phone: '19000000033' }] });
    const roundId = await aRound();
    const subject = (await onPhone(visitor)).subjects.find((one) => one.elderId === elderId && one.roundId === roundId);
    const [child] = (subject?.facts['children'] ?? []) as Record<string, unknown>[];
    const id = newId();
    const payload = {
      roundId,
      division: HOME,
      subjectId: subject?.id,
      outcome: 'visited',
      facts: { housingSafe: false, children: [{ ...child, place: 'sameTown' }] },
      confirmed: ['waterSafe'],
    };
    expect(await send(visitor, 'surveys.answer', payload, NOW, id)).toMatchObject({ outcome: 'applied' });
    expect(await send(visitor, 'surveys.answer', payload, NOW, id)).toMatchObject({ outcome: 'alreadyApplied' });
    expect(JSON.stringify(await db.tx(town, (tx) => effectiveOf(services, tx, elderId)))).toContain('19000000033');
    const [row] = await db.tx(town, (tx) =>
      tx.query<{ facts_on: string; calls: number; sources: string[] }>(sql`select facts_on, (select count(*) from survey_attempt where subject_id = ${subject?.id}) as calls,
      (select array_agg(distinct source order by source) from fact_statement s where s.elder_id = e.id) as sources from elder e where e.id = ${elderId}`),
    );
    expect(row).toEqual({ facts_on: '2026-11-18', calls: 1, sources: ['ledger', 'survey'] });
    const later = [{ ...child, awaySince: '2027-01-01' }];
    expect(await send(visitor, 'surveys.answer', { ...payload, facts: { children: later } })).toMatchObject({
      refusal: { code: 'fact.invalidValue', details: { at: 'children.0.awaySince' } },
    });
    expect(await send(visitor, 'surveys.answer', { ...payload, facts: { idNo: '1' } })).toMatchObject({ refusal: { code: 'fact.unknownKey' } });
  });

  it('adds somebody found on the way, and gives nobody whose number is known a second file', async () => {
    const known = await anElder('甲四', { idNo: '610999193001010015' });
    const roundId = await aRound({ audience: { listed: true, categories: ['kinless'], incomplete: false }, households: [{ division: HOME, name: '户主', place: '一组' }] });
    const add = (facts: object) => send(visitor, 'surveys.addPerson', { roundId, division: HOME, subjectId: newId(), elderId: newId(), facts });
    const added = await add({ name: '新来', birthDate: '1950-02', sex: 'male', livesWith: ['alone'] });
    expect(added).toMatchObject({ outcome: 'applied' });
    expect(await add({ name: '甲四', idNo: '610999193001010015', housingSafe: true })).toMatchObject({ outcome: 'applied', detail: { elderId: known } });
    const found = (await rows(roundId)).filter((row) => row.found);
    expect(found.map((row) => [row.name, row.state])).toEqual(
      expect.arrayContaining([
        ['新来', 'visited'],
        ['甲四', 'visited'],
      ]),
    );
    const [state] = await db.tx(town, (tx) => tx.query<{ list_state: string }>(sql`select list_state from elder where name = '新来'`));
    expect(state?.list_state).toBe('proposed');
  });
});

describe('a round', () => {
  it('leaves nobody out: a village closes only when all are marked, not at home is tried again', async () => {
    const roundId = await aRound({
      audience: { listed: false, categories: [], incomplete: false },
      households: ['一', '二', '三'].map((name) => ({ division: HOME, name, place: '' })),
    });
    await value(
      db.tx(village, (tx) =>
        addByHand(tx, roundId, [
          { division: HOME, name: '四', place: '' },
          { division: HOME, name: '一', place: '' },
        ]),
      ),
    );
    const subjects = await rows(roundId);
    expect(subjects).toHaveLength(4);
    const mark = (name: string, outcome: string, at = NOW) =>
      send(visitor, 'surveys.answer', { roundId, division: HOME, subjectId: subjects.find((row) => row.name === name)?.id, outcome }, at);
    await mark('一', 'visited');
    await mark('二', 'none');
    await mark('三', 'away', '2026-11-17T04:00:00.000Z');
    await mark('四', 'refused');
    const close = () => db.tx(village, (tx) => setVillage(tx, roundId, HOME, null));
    expect(await close()).toEqual({ ok: false, refusal: { code: 'survey.notComplete', details: { left: 1 } } });
    expect((await rows(roundId, 'left')).map((row) => row.name)).toEqual(['三']);
    await mark('三', 'away');
    await mark('一', 'away', '2026-11-18T03:59:00.000Z');
    expect(await close()).toMatchObject({ ok: true });
    expect((await rows(roundId)).find((row) => row.name === '一')?.state).toBe('visited');
    expect(await mark('一', 'visited')).toMatchObject({ refusal: { code: 'survey.ended' } });
    await value(db.tx(village, (tx) => setVillage(tx, roundId, HOME, '补一户')));
    expect(await mark('一', 'visited')).toMatchObject({ outcome: 'applied' });
  });

  it('hands who died or moved over to the life of the file, and closes no file itself', async () => {
    const elderId = await anElder('甲五');
    const roundId = await aRound({ divisions: [HOME] });
    const subject = (await rows(roundId)).find((row) => row.elderId === elderId);
    await send(visitor, 'surveys.answer', { roundId, division: HOME, subjectId: subject?.id, outcome: 'died' });
    expect((await rows(roundId, 'toHandOver')).map((row) => row.elderId)).toEqual([elderId]);
    expect((await db.tx(village, (tx) => surveysOfElder(tx, elderId))).surveys[0]).toMatchObject({ state: 'died', toHandOver: true });
    const [elder] = await db.tx(town, (tx) => tx.query<{ closed_on: string | null }>(sql`select closed_on from elder where id = ${elderId}`));
    expect(elder?.closed_on).toBeNull();
  });

  it('may be due before it began, which is only said; its deadline moves with a reason that is kept', async () => {
    const created = await value(
      db.tx(town, (tx) =>
        createRound(services, tx, {
          id: newId(),
          name: '补录',
          purpose: '',
          startsOn: '2023-12-06',
          deadline: '2023-11-30',
          divisions: [],
          groups: ['living'],
          audience: { listed: true, categories: [], incomplete: false },
          households: [],
          appointRoster: false,
        }),
      ),
    );
    expect(created.warnings).toEqual(['deadlineBeforeStart', 'deadlinePassed']);
    expect(await db.tx(village, (tx) => extendRound(services, tx, created.id, '2026-12-31', '大雪'))).toMatchObject({ ok: false, refusal: { code: 'survey.notYours' } });
    await value(db.tx(town, (tx) => extendRound(services, tx, created.id, '2026-12-31', '大雪封山')));
    const opened = await value(db.tx(village, (tx) => openRound(services, tx, readRange(village.scope, undefined), created.id)));
    expect(opened.events[0]).toMatchObject({ kind: 'extended', reason: '大雪封山', before: '2023-11-30', after: '2026-12-31' });
    expect(opened).toMatchObject({ mayManage: false, villages: [{ division: HOME }], round: { overdue: false } });
  });
});
