// What makes a visit odd and what excuses it; the hash of a picture; the draw by lot.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitsApart, drawByLot, isFlat, judgeVisits, photoHash, plainNote, plausibilitySignals, type PlausibilityRules, type VisitEvidence } from './index.ts';

const rules: PlausibilityRules = {
  doubtFrom: 60,
  notedPoints: 10,
  points: Object.fromEntries(plausibilitySignals.map((signal) => [signal, 60])) as PlausibilityRules['points'],
  farMetres: 500,
  sameFixMetres: 30,
  sameFixHomes: 3,
  speedKmh: 40,
  shortSeconds: 120,
  nightFrom: 21,
  nightTo: 5,
  backdatedMinutes: 30,
  photoBits: 5,
  textLength: 13,
  answeredShare: 0.2,
  phoneContacts: 3,
  again: 3,
  windowDays: 28,
};
const HOUR = 3_600_000;
const MORNING = Date.parse('2026-11-02T02:00:00Z');
const METRE = 1 / 111_195;
let count = 0;
/** A home visit `day` days on, at the place `metres` north of the first home. */
function visit(day: number, over: Partial<VisitEvidence> & { readonly metres?: number } = {}): VisitEvidence {
  const { metres = 0, ...rest } = over;
  const startedAt = MORNING + day * 24 * HOUR;
  count += 1;
  return {
    id: `v${String(count).padStart(4, '0')}`,
    elderId: 'e0',
    mode: 'home',
    outcome: 'done',
    day: new Date(startedAt).toISOString().slice(0, 10),
    startedAt,
    endedAt: startedAt + 20 * 60_000,
    receivedAt: startedAt + 21 * 60_000,
    minuteOfDay: 600,
    deviceId: 'd',
    clockWrong: false,
    savedAfter: [],
    knewLater: null,
    fix: { lng: 109 + count * 1e-7, lat: 32 + metres * METRE, accuracy: 10 },
    answers: { a: 'same', b: 'safe' },
    note: null,
    asked: 2,
    photos: [],
    dutyModes: ['home'],
    ...rest,
  };
}
/** Homes 600 metres from each other, northward. */
const homes = new Map([0, 1, 2, 3].map((index) => [`e${index}`, { lng: 109, lat: 32 + index * 600 * METRE }]));
/** Who else wrote which note. */
const writtenBy = (counts: Record<string, number>) => ({ writers: 100, having: (text: string) => counts[text] ?? 0 });
const known = { homes, visitorHome: null, photosOfOthers: [], notesOfOthers: writtenBy({}) };
const judge = (...visits: VisitEvidence[]) => new Map(judgeVisits(visits, known, rules).map((one) => [one.visitId, one]));
const reasons = (visits: VisitEvidence[], of: VisitEvidence) =>
  judge(...visits)
    .get(of.id)
    ?.signals.filter(({ status }) => status === 'odd' || status === 'once' || status === 'noted')
    .map(({ signal, reason }) => `${signal}.${reason}`);

describe('a visit', () => {
  it('near the home is plausible; the limit grows with what the position admits', () => {
    expect(reasons([visit(0, { metres: 510 })], visit(0))).toBeUndefined();
    const [near, far, vague] = [visit(0, { metres: 510 }), visit(0, { metres: 530 }), visit(0, { metres: 900, fix: { lng: 109, lat: 32 + 900 * METRE, accuracy: 250 } })];
    expect(reasons([near], near)).toEqual([]);
    expect(reasons([far], far)).toEqual(['farFromHome.far']);
    expect(reasons([vague], vague)).toEqual([]);
  });

  it('far away is excused once another day agrees that the person is met there, unless others are visited from there too', () => {
    const [one, two] = [visit(0, { metres: 900 }), visit(3, { metres: 905 })];
    expect(reasons([one], one)).toEqual(['farFromHome.far']);
    expect(reasons([one, two], one)).toEqual(['farFromHome.homeMayBeWrong']);
    expect(reasons([one, two, visit(4, { elderId: 'e3', metres: 900 })], one)).toEqual(['farFromHome.far']);
  });

  it('far away once is no reason to ask; twice is, and so is once together with another such thing', () => {
    const [market, clinic] = [visit(0, { metres: 900 }), visit(3, { metres: -1800 })];
    const stateOf = (visits: VisitEvidence[], of: VisitEvidence) => [judge(...visits).get(of.id)?.state, judge(...visits).get(of.id)?.points];
    expect(stateOf([market, visit(3)], market)).toEqual(['noted', 30]);
    expect(stateOf([market, clinic], market)).toEqual(['doubted', 60]);
    expect(stateOf([market, { ...clinic, startedAt: clinic.startedAt + 60 * 24 * HOUR, endedAt: clinic.endedAt + 60 * 24 * HOUR }], market)).toEqual(['noted', 30]);
    const both = visit(0, { metres: 900, savedAfter: ['x'] });
    expect(stateOf([both], both)).toEqual(['doubted', 60]);
    // What is asked about then are both.
    expect(
      judge(both)
        .get(both.id)
        ?.signals.flatMap(({ signal, status }) => (status === 'odd' ? [signal] : [])),
    ).toEqual(['farFromHome', 'backdated']);
  });

  it('at one position for three homes is odd, and for the same address is not', () => {
    const three = [visit(0, { metres: 300 }), visit(1, { elderId: 'e1', metres: 301 }), visit(2, { elderId: 'e2', metres: 302 })];
    expect(reasons(three, three[0] as VisitEvidence)).toContain('sameFix.severalHomes');
    const couple = [visit(0), visit(1, { elderId: 'e0b' }), visit(2, { elderId: 'e0c' })];
    expect(reasons(couple, couple[0] as VisitEvidence)).toEqual([]);
  });

  it('follows another too fast only where the way cannot be made, not where the one before was closed late', () => {
    const first = visit(0);
    const at = (minutes: number) => ({ startedAt: first.startedAt + minutes * 60_000, endedAt: first.startedAt + (minutes + 15) * 60_000 });
    const fast = visit(0, { elderId: 'e3', metres: 1800, ...at(20.5) });
    expect(reasons([first, fast], fast)).toEqual(['impossibleTravel.tooFast']);
    const slow = visit(0, { elderId: 'e3', metres: 1800, ...at(40) });
    expect(reasons([{ ...first, endedAt: first.startedAt + 3 * HOUR }, slow], slow)).toEqual([]);
  });

  it('written down after a delivery that it should have been in is odd, also where the phone says so itself', () => {
    const late = visit(0, { receivedAt: MORNING + 50 * HOUR });
    expect(reasons([late], late)).toEqual([]);
    expect(reasons([late, visit(1, { metres: 5 })], late)).toEqual(['backdated.deliveredBetween']);
    const told = visit(0, { savedAfter: ['x'] });
    expect(reasons([told], told)).toEqual(['backdated.writtenAfter']);
  });

  it('written when the phone knew a later time is odd, unless that time had not come when it arrived', () => {
    const [late, absurd] = [MORNING + 5 * HOUR, MORNING + 9 * HOUR].map((knewLater) => visit(0, { knewLater, receivedAt: MORNING + 6 * HOUR }));
    expect(reasons([late as VisitEvidence], late as VisitEvidence)).toEqual(['backdated.knewLater']);
    expect(reasons([absurd as VisitEvidence], absurd as VisitEvidence)).toEqual([]);
  });

  it('with one short sentence every time is nothing odd, nor with what everybody writes; with a supply of sentences in turn it is', () => {
    const [one, other] = ['他在喂鸡，说屋后漏雨了', '她在看电视，说米快吃完了'];
    const turns = (...notes: (string | undefined)[]) => notes.map((note, day) => visit(day * 3, { note: note ?? null }));
    const found = (visits: VisitEvidence[], notesOfOthers = known.notesOfOthers) =>
      judgeVisits(visits, { ...known, notesOfOthers }, rules).map(({ signals }) => signals.find(({ signal }) => signal === 'copiedText')?.reason);
    expect(new Set(found(turns(one, one, one, one)))).toEqual(new Set(['stockSentence']));
    expect(new Set(found(turns(one, other, one, other, one, other)))).toEqual(new Set(['sentencesInTurn']));
    expect(new Set(found(turns(one, other, one, other, one, other), writtenBy({ [plainNote(one)]: 8, [plainNote(other)]: 8 })))).toEqual(new Set(['everybodysWords']));
    // Two common ways to say that all was well are no supply.
    expect(new Set(found(turns('一切正常', one, '一切正常', one, '一切正常', one)))).toEqual(new Set(['stockSentence']));
  });

  it('answered alike by one tap every time is nothing odd; with the same figures again and again it is', () => {
    const routine = [0, 3, 6, 9, 12].map((day) => visit(day));
    expect(routine.map((one) => judge(...routine).get(one.id)?.state)).toEqual(Array.from(routine, () => 'plausible'));
    const copied = [0, 3, 6].map((day) => visit(day, { answers: { systolic: 128, diastolic: 79, pulse: 71 } }));
    expect(reasons(copied, copied[1] as VisitEvidence)).toEqual(['copiedAnswers.sameFigures']);
  });

  it('is judged the same in whatever order visits come, and a cancelled one neither is nor counts', () => {
    const visits = [
      visit(0),
      visit(1, { elderId: 'e1', metres: 20 }),
      visit(2, { elderId: 'e2', metres: 10 }),
      visit(3, { note: '他在看电视，说腿比上周好些，陪着坐了一会' }),
      visit(5, { note: '他在看电视，说腿比上周好些，陪着坐了一会。' }),
    ];
    const expected = judgeVisits(visits, known, rules);
    fc.assert(
      fc.property(fc.shuffledSubarray(visits, { minLength: visits.length }), (shuffled) => {
        expect(judgeVisits(shuffled, known, rules)).toEqual(expected);
      }),
    );
    const [one, two, three] = visits as [VisitEvidence, VisitEvidence, VisitEvidence];
    expect(reasons([one, two, { ...three, outcome: 'cancelled' }], one)).toEqual([]);
    expect(judge({ ...one, outcome: 'notAtHome' }).size).toBe(0);
  });
});

describe('a picture', () => {
  const shade = (at: (x: number, y: number) => number) => {
    const data = new Uint8Array(90 * 80 * 4);
    for (let y = 0; y < 80; y += 1)
      for (let x = 0; x < 90; x += 1) data.fill(Math.max(0, Math.min(255, at(Math.floor(x / 10), Math.floor(y / 10)))), (y * 90 + x) * 4, (y * 90 + x) * 4 + 4);
    return { width: 90, height: 80, data };
  };
  const spots = (x: number, y: number): number => 20 + ((x * 67 + y * 29 + x * y * 13) % 200);
  it('has the same hash when it is brighter, another when it is turned, and a flat one where there is nothing to see', () => {
    const hash = photoHash(shade(spots));
    expect(bitsApart(hash, photoHash(shade((x, y) => spots(x, y) + 30)))).toBeLessThanOrEqual(2);
    expect(bitsApart(hash, photoHash(shade((x, y) => spots(8 - x, 7 - y))))).toBeGreaterThan(10);
    expect(isFlat(photoHash(shade(() => 90)))).toBe(true);
    expect(isFlat(hash)).toBe(false);
  });
});

it('draws by lot the same whatever the order, the share rounded up, nobody twice', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ minLength: 4, maxLength: 8 })), fc.double({ min: 0, max: 1, noNaN: true }), (ids, share) => {
      const rank = (id: string): string => [...id].toReversed().join('');
      const drawn = drawByLot(ids, share, rank);
      expect(drawn).toHaveLength(Math.min(ids.length, Math.ceil(ids.length * share)));
      expect(new Set(drawn).size).toBe(drawn.length);
      expect(drawByLot(ids.toReversed(), share, rank)).toEqual(drawn);
    }),
  );
});
