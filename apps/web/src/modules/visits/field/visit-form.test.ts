// The visit form of 平利 as the phone fills it in: what is asked when, what is sent, what is left out.
import type { ElderCard } from '@shouwang/contract/sync';
import { recordVisitPayload } from '@shouwang/contract/visits';
import type { FormItem, VisitForm } from '@shouwang/domain/policy';
import { visitOutcomes } from '@shouwang/domain/visits';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newEntry, type OutboxEntry } from '../../../platform/outbox/outbox.ts';
import { waysOf } from './BeginVisit.tsx';
import { allAsLastTime, allSafe, answered, beginVisit, findingsOf, finishVisit, isShown, isTouched, progressOf, ticked, type VisitDraft } from './form.ts';
import { groupVisits, withElder, type GroupDraft } from './group.ts';
import { RECORD_VISIT, withAgreedDays } from './local-visits.ts';

const words = (zh: string) => ({ zh, en: zh });
const item = (key: string, kind: FormItem['kind'], codes: readonly string[] = [], more: Partial<FormItem> = {}): FormItem => ({
  key,
  label: words(key),
  kind,
  ...(codes.length === 0 ? {} : { options: codes.map((code) => ({ code, label: words(code) })) }),
  ...more,
});
const form: VisitForm = {
  id: 'f',
  version: 2,
  title: words('f'),
  source: { document: 'd', clause: 'c' },
  sections: [
    {
      key: 'household',
      label: words('h'),
      items: [
        item('size', 'change', ['same', 'more', 'fewer']),
        item('byHowMany', 'number', [], { when: [{ item: 'size', options: ['more', 'fewer'] }], least: 1, most: 20 }),
        item('illness', 'change', ['same', 'severe'], { finding: ['severe'] }),
        item('which', 'text', [], { when: [{ item: 'illness', options: ['severe'] }], required: true }),
      ],
    },
    { key: 'safety', label: words('s'), items: ['gas', 'fire'].map((key) => item(key, 'safety', ['safe', 'unsafe'], { finding: ['unsafe'], seen: true })) },
    {
      key: 'more',
      label: words('m'),
      items: [
        item('services', 'ticks', ['cleaning', 'shopping', 'fraud']),
        item('systolic', 'measure', [], { low: 90, high: 180, least: 50, most: 300 }),
        item('visitorKind', 'choice', ['helper', 'gridWorker'], { filledFrom: 'visitorKind' }),
        item('elderSignature', 'signature'),
      ],
    },
  ],
};
const NOW = '2026-11-22T01:20:00.000Z';
const begin = (more: Partial<VisitDraft> = {}): VisitDraft => ({
  ...beginVisit({ card: { id: 'e', name: '甲' }, form, mode: 'home', accountId: 'a', commandId: 'c', now: '2026-11-22T01:00:00.000Z', visitorKind: 'gridWorker' }),
  ...more,
});
const sent = (draft: VisitDraft) => {
  const finished = finishVisit(draft, NOW);
  if (!finished.ok) throw new Error(finished.refusal.code);
  return finished.value;
};
const shown = (draft: VisitDraft): string[] => form.sections.flatMap(({ items }) => items.filter((_, index) => isShown(draft, items, index)).map(({ key }) => key));

describe('questions', () => {
  it('that depend on another appear with it, and their answers go with it', () => {
    let draft = begin();
    expect(shown(draft)).not.toContain('byHowMany');
    draft = answered(answered(draft, 'size', 'more'), 'byHowMany', 2);
    expect(shown(draft)).toContain('byHowMany');
    expect(sent(draft).answers).toMatchObject({ size: 'more', byHowMany: 2 });
    expect(sent(answered(draft, 'size', 'same')).answers).not.toHaveProperty('byHowMany');
  });
  it('that must be answered hold up only where they are asked', () => {
    const ill = answered(begin(), 'illness', 'severe');
    expect(finishVisit(ill, NOW)).toMatchObject({ ok: false, refusal: { details: { field: 'which' } } });
    expect(finishVisit(answered(ill, 'illness', 'same'), NOW).ok).toBe(true);
  });
  it('of the ordinary round alone count as left; services, figures and signatures do not', () => {
    expect(progressOf(begin())).toEqual({ answered: 0, total: 4, findings: 0 });
    expect(progressOf(answered(answered(begin(), 'systolic', 190), 'gas', 'unsafe'))).toEqual({ answered: 1, total: 4, findings: 2 });
  });
  it('of what can only be seen are not left to ask over the phone, and are not filled in as last time', () => {
    expect(progressOf(begin({ mode: 'phone' })).total).toBe(2);
    expect(progressOf(begin({ mode: 'video' })).total).toBe(4);
    const rooms = {
      ...form,
      sections: [{ key: 'r', label: words('r'), items: [item('indoors', 'change', ['same', 'worse'], { seen: true }), item('mood', 'change', ['same', 'worse'])] }],
    };
    expect(allAsLastTime(begin({ form: rooms, mode: 'phone' }), { indoors: 'same', mood: 'same' }).answers).toEqual({ mood: 'same' });
    expect(sent(answered(begin({ mode: 'phone' }), 'gas', 'unsafe')).answers).toMatchObject({ gas: 'unsafe' });
  });
  it('with several ticks are sent as ticked, without any as not asked', () => {
    const two = ticked(ticked(ticked(begin(), 'services', 'cleaning'), 'services', 'fraud'), 'services', 'shopping');
    expect(sent(ticked(two, 'services', 'fraud')).answers['services']).toEqual(['cleaning', 'shopping']);
    expect(ticked(ticked(begin(), 'services', 'fraud'), 'services', 'fraud').answers).toEqual({});
  });
  it('answered by one tap are only those that were shown, and keep what was marked', () => {
    const draft = allSafe(answered(begin(), 'gas', 'unsafe'), form.sections[1]?.items);
    expect(draft.answers).toEqual({ gas: 'unsafe', fire: 'safe' });
    expect(allSafe(begin(), []).answers).toEqual({});
  });
});

describe('a form', () => {
  it('that was only opened is nothing to go on with; one tap or word is', () => {
    expect(isTouched(begin({ fix: { lng: 109, lat: 32, accuracy: 9, at: NOW } }))).toBe(false);
    expect(isTouched(answered(begin(), 'gas', 'safe'))).toBe(true);
    expect(isTouched(begin({ outcome: 'notAtHome' }))).toBe(true);
    expect(isTouched(begin({ note: '雨天' }))).toBe(true);
  });
  it('names what is wrong, in its own order', () => {
    const draft = answered(answered(begin(), 'systolic', 190), 'gas', 'unsafe');
    expect(findingsOf(form, draft.answers).map(({ key }) => key)).toEqual(
      form.sections.flatMap(({ items }) => items.map(({ key }) => key)).filter((key) => key === 'gas' || key === 'systolic'),
    );
  });
});

describe('what is sent', () => {
  it('says who visited as the roster has it, unless he said otherwise; that alone is no visit', () => {
    expect(sent(answered(begin(), 'gas', 'safe')).answers).toMatchObject({ visitorKind: 'gridWorker' });
    expect(sent(answered(answered(begin(), 'gas', 'safe'), 'visitorKind', 'helper')).answers).toMatchObject({ visitorKind: 'helper' });
    expect(finishVisit(answered(begin({ outcome: 'done' }), 'elderSignature', 'x'), NOW)).toMatchObject({ ok: false, refusal: { code: 'visit.nothingAnswered' } });
    expect(sent(answered(begin({ visitorKind: 'teamLeader' }), 'gas', 'safe')).answers).not.toHaveProperty('visitorKind');
  });
  it('never is a figure that cannot be: it is no finding, and is to be mended first', () => {
    const slip = answered(begin(), 'systolic', 1400);
    expect(progressOf(slip).findings).toBe(0);
    expect(finishVisit(slip, NOW)).toMatchObject({ ok: false, refusal: { code: 'visit.figureOdd', details: { field: 'systolic' } } });
    expect(sent(answered(slip, 'systolic', 140)).answers).toMatchObject({ systolic: 140 });
    expect(progressOf(answered(begin(), 'systolic', 200)).findings).toBe(1);
  });
  it('is always what the server takes, whatever was tapped, in drafts of 0.2.0 too', () => {
    const answers = fc.record(
      { size: fc.constantFrom('same', 'more'), gas: fc.constantFrom('safe', 'unsafe'), services: fc.constantFrom(['cleaning'], []), systolic: fc.integer({ min: 60, max: 220 }) },
      { requiredKeys: [] },
    );
    const attempt = fc.constantFrom(undefined, { reason: 'familyKnows' as const, nextOn: '2026-11-24' }, { reason: null, nextOn: null });
    fc.assert(
      fc.property(answers, fc.constantFrom(...visitOutcomes), attempt, fc.boolean(), (given, outcome, tried, isOld) => {
        const id = '019abcde-0000-7000-8000-000000000001';
        const { visitorKind: _, ...old } = begin({ elderId: id });
        const finished = finishVisit({ ...(isOld ? old : begin({ elderId: id })), answers: given, outcome, ...(tried === undefined ? {} : { attempt: tried }) }, NOW);
        if (!finished.ok) return;
        expect(recordVisitPayload.parse(finished.value)).toEqual(finished.value);
        expect(finished.value.attempt === undefined).toBe(outcome === 'done' || tried === undefined);
      }),
    );
  });
});

describe('a group', () => {
  const draft: GroupDraft = { groupId: 'g', firstId: 'first', form, startedAt: '2026-11-22T01:00:00.000Z', elderIds: [], fix: null, note: ' 老年食堂 ', visitorKind: 'helper' };
  it('gives each person a visit of his own under one mark, the first with the photos', () => {
    const chosen = ['x', 'y', 'z', 'y'].reduce(withElder, draft);
    let made = 0;
    const visits = groupVisits(chosen, NOW, () => `new${(made += 1)}`);
    expect(visits.map((visit) => [visit.commandId, visit.payload.elderId])).toEqual([
      ['first', 'x'],
      ['new1', 'z'],
    ]);
    expect(new Set(visits.map((visit) => visit.payload.groupId))).toEqual(new Set(['g']));
    expect(visits[0]?.payload).toMatchObject({ mode: 'group', outcome: 'done', note: '老年食堂', answers: { visitorKind: 'helper' } });
  });
});

describe('ways of visiting', () => {
  const duty = (modes: string[]) => ({ kind: 'month' as const, start: '2026-11-01', end: '2026-11-30', required: 1, done: 0, modes, dueBy: null });
  const ways = (...duties: ElderCard['duties']) => waysOf(duties, '2026-11-22').map(({ way, counts }) => (counts ? way : `(${way})`));
  it('begin with what the duty asks for; looking from outside is offered only where it counts', () => {
    expect(ways(duty(['home']))).toEqual(['home', '(phone)', '(video)', '(other)']);
    expect(ways(duty(['phone', 'video']))).toEqual(['phone', 'video', '(home)', '(other)']);
    expect(ways(duty(['outside', 'phone', 'kin', 'home']))).toEqual(['home', 'phone', 'outside', 'kin', '(video)', '(other)']);
    expect(ways()).toEqual(['home', 'phone', 'video', 'other']);
  });
});

describe('the agreed day', () => {
  it('is shown before the server tells it, and gone once somebody was met', () => {
    const card = { id: 'e', nextAttemptOn: null } as ElderCard;
    const entry = (at: string, payload: object, state: OutboxEntry['state'] = 'waiting'): OutboxEntry => ({
      ...newEntry({ id: at, kind: RECORD_VISIT, occurredAt: at, recordedAt: at, base: {}, payload: { elderId: 'e', ...payload } }, 'a', { id: 'e', name: '甲' }),
      state,
    });
    const attempt = entry('2026-11-21T01:00:00Z', { outcome: 'notAtHome', attempt: { reason: null, nextOn: '2026-11-24' } });
    const day = (...entries: OutboxEntry[]) => withAgreedDays(new Map([['e', card]]), entries).get('e')?.nextAttemptOn;
    expect(day(attempt)).toBe('2026-11-24');
    expect(day(attempt, entry('2026-11-22T01:00:00Z', { outcome: 'done' }))).toBeNull();
    expect(day({ ...attempt, state: 'delivered' })).toBeNull();
  });
});
