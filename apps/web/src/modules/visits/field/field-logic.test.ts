// What the phone counts before the server does, and that no preset is an answer.
import type { ElderCard } from '@shouwang/contract/sync';
import { recordVisitPayload } from '@shouwang/contract/visits';
import { visitOutcomes } from '@shouwang/domain/visits';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newEntry, settle } from '../../../platform/outbox/outbox.ts';
import { allAsLastTime, allSafe, answered, beginVisit, canRepeat, draftsWithoutCard, finishVisit, isShown, progressOf, type FormItem, type VisitForm } from './form.ts';
import { dayOf, dutyView, localVisits, trustedNow, type LocalVisit } from './local-visits.ts';

const TODAY = '2026-11-22'; // a Sunday
const words = (zh: string) => ({ zh, en: zh });
const option = (code: string) => ({ code, label: words(code) });
const form: VisitForm = {
  id: 'f',
  version: 3,
  title: words('f'),
  source: { document: 'd', clause: 'c' },
  sections: [
    {
      key: 'health',
      label: words('h'),
      items: [
        { key: 'speech', label: words('s'), kind: 'change', options: [option('same'), option('better'), option('worse')], finding: ['worse'] },
        { key: 'mood', label: words('m'), kind: 'change', options: [option('good'), option('fair'), option('poor')], finding: ['poor'] },
      ],
    },
    {
      key: 'safety',
      label: words('s'),
      items: ['gas', 'water', 'electricity', 'fire'].map((key) => ({
        key,
        label: words(key),
        kind: 'safety' as const,
        options: [option('safe'), option('fairlySafe'), option('unsafe')],
        finding: ['unsafe'],
      })),
    },
    { key: 'words', label: words('w'), items: [{ key: 'need', label: words('n'), kind: 'text' }] },
  ],
};
const card = (id: string, change: Partial<ElderCard> = {}): ElderCard => ({
  id,
  name: id,
  sex: null,
  age: 80,
  categories: [],
  tier: 'monthly',
  villageName: 'v',
  village: '',
  group: null,
  address: null,
  phone: null,
  location: null,
  contacts: [],
  duties: [{ kind: 'month', start: '2026-11-01', end: '2026-11-30', required: 1, done: 0, modes: ['home'], dueBy: null }],
  lastVisit: null,
  nextAttemptOn: null,
  role: 'responsible',
  news: [],
  ...change,
});
const seen = (on: string) => ({ on, mode: 'home', answers: {} });
const visit = (elderId: string, on: string, change: Partial<LocalVisit> = {}): LocalVisit => ({ elderId, on, mode: 'home', outcome: 'done', delivered: false, ...change });
const begin = () => beginVisit({ card: card('e'), form, mode: 'home', accountId: 'a', commandId: 'c', now: '2026-11-22T01:00:00.000Z' });

describe('what the phone counts by itself', () => {
  const month = card('e').duties[0]!;
  it('counts several visits of one date once, and no attempt, no phone call, nothing outside the period', () => {
    const visits = [
      visit('e', TODAY),
      visit('e', TODAY),
      visit('e', '2026-11-20', { outcome: 'notAtHome' }),
      visit('e', '2026-11-19', { mode: 'phone' }),
      visit('e', '2026-10-31'),
      visit('other', TODAY),
    ];
    expect(dutyView(card('e'), month, visits)).toMatchObject({ pending: 1, open: 0 });
  });
  it('does not count again what the server already shows', () => {
    const known = card('e', { lastVisit: seen(TODAY) });
    expect(dutyView(known, { ...month, done: 1 }, [visit('e', TODAY, { delivered: true })]).pending).toBe(0);
    expect(dutyView(known, { ...month, done: 1 }, [visit('e', TODAY)]).pending).toBe(0);
    expect(dutyView(known, { ...month, required: 2, done: 1 }, [visit('e', '2026-11-20')]).pending).toBe(1);
    expect(dutyView(card('e', { lastVisit: seen('2026-11-01') }), month, [visit('e', TODAY, { delivered: true })]).pending).toBe(1);
  });
  it('reads visits out of the outbox by the day in the county, a wrong clock put right, declined ones left out', () => {
    const payload = { elderId: 'e', mode: 'home', outcome: 'done' };
    const entry = newEntry({ id: 'c', kind: 'visits.record', occurredAt: '2026-11-21T17:00:00.000Z', recordedAt: '2026-11-21T17:00:00.000Z', base: {}, payload }, 'a', {
      id: 'e',
      name: 'E',
    });
    expect(localVisits([entry], 'Asia/Shanghai')).toMatchObject([{ on: '2026-11-22', delivered: false }]);
    expect(localVisits([entry], 'Asia/Shanghai', -86_400_000)).toMatchObject([{ on: '2026-11-21' }]);
    expect(localVisits([settle(entry, { id: 'c', outcome: 'refused' }, TODAY, 0)], 'Asia/Shanghai')).toEqual([]);
    expect(dayOf('2026-11-22T15:59:59Z', 'Asia/Shanghai')).toBe('2026-11-22');
    expect(trustedNow(0, 60_000)).toBe(0);
  });
});

describe('visit form', () => {
  it('begins with no answer, and a visit without any answer is not a visit', () => {
    const draft = begin();
    expect(draft).toMatchObject({ answers: {}, outcome: null });
    expect(answered(draft, 'mood', 'fair').outcome).toBe('done');
    expect(finishVisit({ ...draft, outcome: 'done' }, '2026-11-22T01:05:00.000Z')).toMatchObject({ ok: false });
    expect(progressOf(draft)).toEqual({ answered: 0, total: 6, findings: 0 });
    expect(finishVisit(draft, '2026-11-22T01:05:00.000Z')).toMatchObject({ ok: false, refusal: { code: 'visit.nothingAnswered' } });
  });
  it('offers "as last time" only where there was a last time, for conditions only, and keeps what was touched', () => {
    expect(canRepeat(form, null)).toBe(false);
    expect(allAsLastTime(begin(), null).answers).toEqual({});
    const last = { speech: 'worse', mood: 'fair', gas: 'safe' };
    expect(allAsLastTime(begin(), last).answers).toEqual({ speech: 'same', mood: 'fair' });
    expect(allAsLastTime(answered(begin(), 'mood', 'poor'), last).answers).toEqual({ speech: 'same', mood: 'poor' });
    expect(allAsLastTime(begin(), { speech: 'better' }).answers).toEqual({ speech: 'same' });
  });
  it('marks the safety items safe by one tap and never over an answer', () => {
    const draft = allSafe(answered(begin(), 'fire', 'unsafe'));
    expect(draft.answers).toEqual({ gas: 'safe', water: 'safe', electricity: 'safe', fire: 'unsafe' });
    expect(progressOf(draft)).toEqual({ answered: 4, total: 6, findings: 1 });
  });
  it('asks for the particulars of a change only when there was one', () => {
    const items: readonly FormItem[] = [form.sections[0]!.items[0]!, { key: 'which', label: words('w'), kind: 'text' }];
    expect(isShown(begin(), items, 1)).toBe(false);
    expect(isShown(answered(begin(), 'speech', 'same'), items, 1)).toBe(false);
    expect(isShown(answered(begin(), 'speech', 'worse'), items, 1)).toBe(true);
    expect(isShown(begin(), form.sections[2]!.items, 0)).toBe(true);
  });
  it('takes an answer back: not asked', () => {
    expect(answered(answered(begin(), 'speech', 'worse'), 'speech', undefined).answers).toEqual({});
  });
  it('makes a payload that the contract accepts, with only what was touched; an attempt carries none', () => {
    const taps = fc.array(fc.record({ key: fc.constantFrom('speech', 'mood', 'gas', 'fire'), code: fc.constantFrom('same', 'good', 'safe', 'unsafe') }), { minLength: 1 });
    fc.assert(
      fc.property(taps, fc.constantFrom(...visitOutcomes), (touched, outcome) => {
        const elderId = '01980000-0000-7000-8000-000000000001';
        const draft = { ...touched.reduce((filled, { key, code }) => answered(filled, key, code), { ...begin(), elderId }), outcome };
        const finished = finishVisit(draft, '2026-11-22T01:05:00.000Z');
        if (!finished.ok) throw new Error(finished.refusal.code);
        expect(recordVisitPayload.safeParse(finished.value).success).toBe(true);
        expect(new Set(Object.keys(finished.value.answers))).toEqual(outcome === 'done' ? new Set(touched.map(({ key }) => key)) : new Set());
        expect(finished.value).toMatchObject({ formId: 'f', formVersion: 3 });
      }),
    );
  });
  it('never ends before it began, though the clock was put back meanwhile', () => {
    const finished = finishVisit(allSafe(begin()), '2026-11-21T01:00:00.000Z');
    expect(finished.ok && finished.value.endedAt).toBe('2026-11-22T01:00:00.000Z');
  });
});

it('finds unfinished visits again whose person has left the phone, and no others', () => {
  const draft = (elderId: string, accountId = 'me') =>
    beginVisit({ card: { id: elderId, name: elderId }, form, mode: 'home', accountId, commandId: elderId, now: `${TODAY}T01:00:00.000Z` });
  const drafts = new Map<string, unknown>([
    ['me:here', draft('here')],
    ['me:gone', draft('gone')],
    ['other:gone', draft('gone', 'other')],
    ['me:#group', { groupId: 'g', elderIds: ['gone'], form }],
    ['me:survey', { subjectId: 's' }],
  ]);
  expect(draftsWithoutCard(drafts, 'me', new Map([['here', {}]])).map(({ elderId }) => elderId)).toEqual(['gone']);
});
