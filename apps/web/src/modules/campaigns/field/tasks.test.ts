// What campaigns ask of a phone: what was recorded here counts at once, a declined record does not.
import type { FieldCampaignTask } from '@shouwang/contract/campaigns';
import { describe, expect, it } from 'vitest';
import { again, newEntry, settle, type OutboxEntry } from '../../../platform/outbox/outbox.ts';
import type { LocalVisit } from '../../visits/field/local-visits.ts';
import { campaignsToday, RECORD_CAMPAIGN, tasksOf } from './tasks.ts';

const task = (over: Partial<FieldCampaignTask> = {}): FieldCampaignTask => ({
  campaignId: 'c1',
  name: '春节走访慰问',
  from: '2026-11-10',
  until: '2026-11-30',
  required: 1,
  done: 0,
  modes: ['home'],
  handover: 'goodsAndMoney',
  gift: { goods: [], moneyFen: 50_000 },
  given: false,
  checks: [],
  ...over,
});
const held = (...tasks: FieldCampaignTask[]) => new Map<string, unknown>([['e1', { elderId: 'e1', tasks }]]);
const visit = (over: Partial<LocalVisit> = {}): LocalVisit => ({ elderId: 'e1', on: '2026-11-20', mode: 'home', outcome: 'done', delivered: false, ...over });
const record = (over: object = {}): OutboxEntry =>
  newEntry(
    {
      id: 'r1',
      kind: RECORD_CAMPAIGN,
      occurredAt: '2026-11-20T02:00:00Z',
      recordedAt: '2026-11-20T02:00:00Z',
      base: {},
      payload: { campaignId: 'c1', elderId: 'e1', goods: [], moneyFen: 50_000, ...over },
    },
    'a1',
    { id: 'e1', name: '甲' },
  );

describe('a task of a campaign', () => {
  it('is met by a visit of an allowed mode on this phone before it was sent, and only within its days', () => {
    const open = (visits: readonly LocalVisit[]) => tasksOf(held(task()), 'e1', [], visits, '2026-11-20')[0]?.open;
    expect(open([])).toBe(1);
    expect(open([visit()])).toBe(0);
    expect(open([visit({ mode: 'phone' })])).toBe(1);
    expect(open([visit({ outcome: 'notAtHome' })])).toBe(1);
    expect(open([visit({ on: '2026-11-09' })])).toBe(1);
    expect(tasksOf(held(task({ until: '2026-11-19' })), 'e1', [], [], '2026-11-20')).toEqual([]);
    expect(tasksOf(held(task({ from: '2026-11-21' })), 'e1', [], [], '2026-11-20')[0]?.isComing).toBe(true);
  });

  it('does not count what an ordinary duty still wants, where a visit does not count for both', () => {
    const duty = { kind: 'week' as const, start: '2026-11-16', end: '2026-11-22', required: 2, done: 0, modes: ['home' as const], dueBy: null };
    const open = (done: number, visits: readonly LocalVisit[], sharesVisits = false) =>
      tasksOf(held(task({ sharesVisits })), 'e1', [], visits, '2026-11-20', new Map([['e1', { duties: [{ ...duty, done }] }]]))[0]?.open;
    expect(open(0, [visit()])).toBe(1);
    expect(open(1, [visit()])).toBe(1);
    expect(open(2, [visit()])).toBe(0);
    expect(open(0, [visit(), visit({ on: '2026-11-19' }), visit({ on: '2026-11-18' })])).toBe(0);
    // Outside of the duty's days nothing stands before the campaign.
    expect(open(0, [visit({ on: '2026-11-23' })])).toBe(0);
    expect(open(0, [visit()], true)).toBe(0);
  });

  it('knows what was handed over here; a declined record gave nothing until it is sent again', () => {
    const given = (entry: OutboxEntry) => tasksOf(held(task()), 'e1', [entry], [], '2026-11-20')[0];
    expect(given(record())).toMatchObject({ given: true, recorded: true });
    expect(given(record({ moneyFen: 0 }))).toMatchObject({ given: false, recorded: true });
    const declined = settle(record(), { id: 'r1', outcome: 'refused', refusal: { code: 'campaign.ended' } }, '2026-11-20T03:00:00Z', 0);
    expect(given(declined)).toMatchObject({ given: false, recorded: false });
    expect(given(again(declined))).toMatchObject({ given: true });
  });

  it('is counted by campaign for the first screen, the one that ends first leading', () => {
    const both = held(task(), task({ campaignId: 'c2', name: '寒潮', until: '2026-11-22', done: 1 }));
    expect(campaignsToday(both, [], [], '2026-11-20').map((one) => [one.campaignId, one.left.length, one.reached])).toEqual([
      ['c2', 0, 1],
      ['c1', 1, 0],
    ]);
  });
});
