// The order of a day: urgency before the walk, the walk before the rest; nobody lost, nobody twice.
import type { ElderCard } from '@shouwang/contract/sync';
import { metresBetween } from '@shouwang/domain/visits';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { voiceFor } from './aloud.ts';
import { contactsFor } from './emergency.ts';
import type { LocalVisit } from './local-visits.ts';
import { apart, project, scaleMetres } from './map.ts';
import { mapLinks } from './navigate.ts';
import { freshNews } from './news.ts';
import { isToSee, nowhere, planDay, todayItem, todaySections, type Whereabouts } from './today.ts';

const TODAY = '2026-11-22'; // a Sunday
type Duty = ElderCard['duties'][number];
const duty = (change: Partial<Duty> = {}): Duty => ({ kind: 'month', start: '2026-11-01', end: '2026-11-30', required: 1, done: 0, modes: ['home'], dueBy: null, ...change });
const week = (required: number, done: number, start = '2026-11-16', end = '2026-11-22'): Duty => duty({ kind: 'week', start, end, required, done });
const card = (id: string, change: Partial<ElderCard> = {}): ElderCard => ({
  id,
  name: id,
  sex: null,
  age: 80,
  categories: [],
  tier: 'monthly',
  villageName: 'v',
  village: '610999101001',
  group: null,
  address: null,
  phone: null,
  location: null,
  contacts: [],
  duties: [duty()],
  lastVisit: null,
  nextAttemptOn: null,
  role: 'responsible',
  news: [],
  ...change,
});
const seen = (on: string) => ({ on, mode: 'home', answers: {} });
const visit = (elderId: string, on: string, change: Partial<LocalVisit> = {}): LocalVisit => ({ elderId, on, mode: 'home', outcome: 'done', delivered: false, ...change });
const at = (metresEast: number) => ({ lng: 109 + metresEast / 94_305, lat: 32 });
const here: Whereabouts = { ...nowhere, here: at(0) };
const ids = (cards: readonly ElderCard[], where = nowhere, visits: readonly LocalVisit[] = [], today = TODAY) =>
  planDay(cards, visits, today, where).items.map((item) => item.card.id);

describe('order of the day', () => {
  it('puts overdue before due before open before coming, the seen ones after, whoever owes nothing last', () => {
    const cards = [
      card('seen', { duties: [week(1, 1)], lastVisit: seen('2026-11-18') }),
      card('free', { duties: [] }),
      card('coming', { duties: [week(1, 0, '2026-11-23', '2026-11-29')] }),
      card('open', { lastVisit: seen('2026-10-20') }),
      card('ending', { duties: [week(1, 0)], lastVisit: seen('2026-11-12') }),
      card('entered', { duties: [duty({ dueBy: '2026-11-20' })] }),
    ];
    expect(ids(cards)).toEqual(['entered', 'ending', 'open', 'coming', 'seen', 'free']);
  });
  it('walks through those of one urgency by the shortest way, from here, and says how far', () => {
    const due = (id: string, metres: number) => card(id, { duties: [week(1, 0)], location: at(metres) });
    const cards = [due('far', 3000), due('near', 1000), card('unplaced', { duties: [week(1, 0)] }), due('middle', 2000), card('open', { location: at(500) })];
    const { items, walk } = planDay(cards, [], TODAY, here);
    expect(items.map((item) => item.card.id)).toEqual(['near', 'middle', 'far', 'unplaced', 'open']);
    expect(walk.stops.map((item) => item.card.id)).toEqual(['near', 'middle', 'far']);
    expect(walk.metres).toBeCloseTo(metresBetween(at(0), at(3000)) * 1.3, 3);
  });
  it('goes home at the end where it is known, and on from the last door today', () => {
    const due = (id: string, metres: number) => card(id, { duties: [week(1, 0)], location: at(metres) });
    const home: Whereabouts = { ...nowhere, home: at(0) };
    const cards = [due('a', 1000), due('b', 2000)];
    expect(planDay(cards, [], TODAY, home).walk.metres).toBeCloseTo(2 * 1.3 * metresBetween(at(0), at(2000)), 3);
    const rest = planDay(cards, [visit('b', TODAY)], TODAY, home);
    expect(rest.walk.stops.map((item) => item.card.id)).toEqual(['a']);
    expect(rest.walk.metres).toBeCloseTo(1.3 * metresBetween(at(0), at(2000)), 3);
  });
  it('gives the walk of the open ones where nobody has to be seen today', () => {
    const open = (id: string, metres: number, last: string | null) => card(id, { location: at(metres), lastVisit: last === null ? null : seen(last) });
    expect(planDay([open('a', 200, '2026-10-01'), open('b', 100, null)], [], '2026-11-02', here).walk.stops.map((item) => item.card.id)).toEqual(['b', 'a']);
  });
  it('says "due" when there are no more days than visits left, and "open" before', () => {
    const twice = card('e', { duties: [week(2, 0, '2026-11-23', '2026-11-29')] });
    expect(todayItem(twice, [], '2026-11-27', nowhere)).toMatchObject({ section: 'open', deadline: '2026-11-28' });
    expect(todayItem(twice, [], '2026-11-28', nowhere)).toMatchObject({ section: 'due', deadline: '2026-11-28' });
    expect(todayItem(twice, [], '2026-11-30', nowhere).section).toBe('overdue');
  });
  it('holds somebody who came home to his earlier day until he was seen at home', () => {
    const home = card('e', {
      duties: [duty({ done: 1, required: 2, dueBy: '2026-11-18' })],
      lastVisit: seen('2026-11-03'),
      news: [{ code: 'life', on: '2026-11-15', what: 'returned' }],
    });
    expect(todayItem(home, [], '2026-11-17', nowhere)).toMatchObject({ section: 'open', deadline: '2026-11-18' });
    expect(todayItem(home, [], '2026-11-18', nowhere).section).toBe('due');
    expect(todayItem(home, [], '2026-11-20', nowhere).section).toBe('overdue');
    expect(todayItem(home, [visit('e', '2026-11-16')], '2026-11-20', nowhere)).toMatchObject({ section: 'done' });
  });
  it('asks again on the day that was agreed after an attempt', () => {
    const agreed = card('e', { nextAttemptOn: '2026-11-10' });
    expect(todayItem(agreed, [], '2026-11-09', nowhere)).toMatchObject({ section: 'open', deadline: '2026-11-10' });
    expect(todayItem(agreed, [], '2026-11-11', nowhere).section).toBe('due');
  });
  it('asks for a coming period only when it has begun', () => {
    const ahead = card('e', { duties: [week(2, 2), week(2, 0, '2026-11-23', '2026-11-29')] });
    expect(todayItem(ahead, [], TODAY, nowhere)).toMatchObject({ section: 'done', duty: { end: TODAY } });
    expect(todayItem(ahead, [], '2026-11-23', nowhere)).toMatchObject({ section: 'open', duty: { end: '2026-11-29' } });
  });
  it('does not ask for a second visit on the date of the first', () => {
    const twice = card('e', { duties: [week(2, 0)] });
    const item = todayItem(twice, [visit('e', '2026-11-17')], '2026-11-17', nowhere);
    expect(item).toMatchObject({ section: 'done', seenToday: true });
    expect(item.duty).toMatchObject({ pending: 1, open: 1 });
    expect(todayItem(twice, [visit('e', '2026-11-17')], '2026-11-18', nowhere).section).toBe('open');
  });
  it('loses and doubles nobody and does not depend on the order of the cards', () => {
    const date = fc.integer({ min: 0, max: 80 }).map((days) => new Date(Date.parse('2026-09-05') + days * 86_400_000).toISOString().slice(0, 10));
    const person = fc.record({ id: fc.string({ minLength: 1 }), on: fc.option(date), done: fc.integer({ min: 0, max: 2 }), place: fc.option(fc.integer({ min: 0, max: 5000 })) });
    const people = fc.uniqueArray(person, { selector: (each) => each.id, maxLength: 20 });
    fc.assert(
      fc.property(people, fc.nat(), (drawn, seed) => {
        const made = drawn.map(({ id, on, done, place }) =>
          card(id, { lastVisit: on === null ? null : seen(on), duties: [week(2, done)], location: place === null ? null : at(place) }),
        );
        const shuffled = [...made].sort((a, b) => ((a.id.length * 7 + seed) % 5) - ((b.id.length * 7 + seed) % 5));
        const plan = planDay(made, [], TODAY, here);
        expect(plan.items.map((item) => item.card.id)).toEqual(ids(shuffled, here));
        expect(new Set(plan.items.map((item) => item.card.id))).toEqual(new Set(drawn.map(({ id }) => id)));
        expect(plan.items).toHaveLength(drawn.length);
        const ranks = plan.items.map((item) => todaySections.indexOf(item.section));
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
        expect(plan.walk.stops.every(({ section, card: { location } }) => isToSee(section) && location !== null)).toBe(true);
      }),
    );
  });
});

describe('around it', () => {
  it('drops news that is older than what this phone recorded itself', () => {
    const news = [
      { code: 'fact' as const, on: '2026-11-20', what: 'phone' },
      { code: 'visit' as const, on: '2026-11-10', what: 'home' },
    ];
    expect(freshNews(card('e', { news }), [])).toEqual(news);
    expect(freshNews(card('e', { news }), [visit('e', '2026-11-15'), visit('e', '2026-11-21', { outcome: 'notAtHome' })])).toEqual([news[0]]);
  });
  it('names the numbers of the village before those of its town, and none of other villages', () => {
    const contact = (village: string) => ({ village, name: village, role: 'village' as const, phone: '19000000001' });
    const self = { home: null, villageContacts: [contact('610999101000'), contact('610999101001'), contact('610999101002')] };
    expect(contactsFor(self, card('e')).map(({ village }) => village)).toEqual(['610999101001', '610999101000']);
    expect(contactsFor(self, undefined)).toHaveLength(3);
    expect(contactsFor(null, card('e'))).toEqual([]);
  });
  it('hands a map app the place and never a name', () => {
    const links = mapLinks({ lng: 109.1234567, lat: 32.5 }, 'Mozilla/5.0 (Linux; Android 10)');
    expect(links).toEqual({
      phone: 'geo:32.500000,109.123457?q=32.500000,109.123457',
      amap: 'androidamap://route?sourceApplication=shouwang&dlat=32.500000&dlon=109.123457&dev=1&t=2',
    });
    expect(mapLinks({ lng: 109, lat: 32 }, 'iPhone').phone).toBe('maps://?daddr=32.000000,109.000000&dirflg=w');
  });
  it('draws north up and one scale both ways, within the picture', () => {
    const places = [at(0), at(2000), { lng: 109, lat: 32.01 }];
    const { at: on, scale } = project(places, { width: 358, height: 400, margin: 42 });
    const [west, east, north] = places.map(on) as [{ x: number; y: number }, { x: number; y: number }, { x: number; y: number }];
    expect(east.x).toBeGreaterThan(west.x);
    expect(north.y).toBeLessThan(west.y);
    expect(east.x - west.x).toBeCloseTo(metresBetween(at(0), at(2000)) * scale, 1);
    expect(west.y - north.y).toBeCloseTo(metresBetween(at(0), { lng: 109, lat: 32.01 }) * scale, 1);
    for (const point of [west, east, north]) {
      expect(point.x).toBeGreaterThanOrEqual(41.9);
      expect(point.x).toBeLessThanOrEqual(316.1);
    }
    expect(Math.hypot(...(({ x, y }) => [x, y])(apart([west, west], 30).reduce((a, b) => ({ x: b.x - a.x, y: b.y - a.y }))))).toBeGreaterThanOrEqual(30);
    expect([scaleMetres(740), scaleMetres(199), scaleMetres(1200)]).toEqual([500, 100, 1000]);
  });
  it('takes a Chinese voice of the phone before one of a network, and none of another language', () => {
    const voice = (lang: string, localService: boolean) => ({ lang, localService });
    expect(voiceFor([voice('en-US', true), voice('zh-CN', false), voice('zh_CN', true)], 'zh-CN')).toEqual(voice('zh_CN', true));
    expect(voiceFor([voice('en-US', true)], 'zh-CN')).toBeNull();
  });
});
