// Occasions of the calendar and of warnings, what counts for a campaign, and that no money goes without a receipt.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CampaignOccasion, CampaignTemplate } from '../policy/pack.ts';
import { addDays } from '../shared/index.ts';
import { calendarOccasions, campaignDone, decideHandover, festivalOn, occasionOf, startsItself, type CampaignRules, type Handover, type HandoverContext } from './index.ts';

const words = { zh: '', en: '' };
const template = (code: string, occasion: CampaignOccasion, over: Partial<CampaignTemplate> = {}): CampaignTemplate => ({
  code,
  label: words,
  status: 'given',
  source: { document: 'd', clause: '1' },
  occasion,
  visits: 1,
  modes: ['home'],
  sharesVisits: true,
  audience: { categories: [], tiers: [] },
  handover: 'goodsAndMoney',
  checks: [],
  ...over,
});
const spring = template('spring', { kind: 'festival', lunar: '01-01', daysBefore: 20, daysAfter: 0 });
const ninth = template('ninth', { kind: 'festival', lunar: '09-09', daysBefore: 10, daysAfter: 3 });
const fire = template('fire', { kind: 'season', from: '10-01', to: '05-31' });
const heat = template('heat', { kind: 'warning', warnings: ['heat'], fromLevel: 'orange', daysAfter: 1 }, { startsItself: 'red' });

describe('a festival', () => {
  it('falls on the days of the national calendar, and on the ordinary ninth month where that year has a leap month', () => {
    const days = (day: string) => [2023, 2024, 2025, 2026, 2027, 2028].map((year) => festivalOn(year, day));
    expect(days('01-01')).toEqual(['2023-01-22', '2024-02-10', '2025-01-29', '2026-02-17', '2027-02-06', '2028-01-26']);
    expect(days('09-09')).toEqual(['2023-10-23', '2024-10-11', '2025-10-29', '2026-10-18', '2027-10-08', '2028-10-26']);
    expect(festivalOn(2014, '09-09')).toBe('2014-10-02');
  });
});

describe('an occasion', () => {
  it('is proposed while it runs and before it begins, also over the turn of the year', () => {
    const seen = (today: string, days: number) => calendarOccasions([spring, ninth, fire, heat], today, days).map((one) => [one.template.code, one.startsOn, one.endsOn]);
    expect(seen('2026-11-22', 30)).toEqual([['fire', '2026-10-01', '2027-05-31']]);
    expect(seen('2026-12-25', 30)).toEqual([
      ['fire', '2026-10-01', '2027-05-31'],
      ['spring', '2027-01-17', '2027-02-06'],
    ]);
    expect(seen('2027-02-06', 0)).toContainEqual(['spring', '2027-01-17', '2027-02-06']);
    expect(seen('2027-02-07', 0)).not.toContainEqual(['spring', '2027-01-17', '2027-02-06']);
    expect(seen('2026-10-21', 0)).toContainEqual(['ninth', '2026-10-08', '2026-10-21']);
  });

  it('follows a warning of its kind from its level on, and starts itself only from the heavier one', () => {
    const warning = { id: 'w', kind: 'heat', level: 'orange', from: '2026-07-01', to: '2026-07-03' } as const;
    expect(occasionOf(heat, warning)).toMatchObject({ key: 'w', startsOn: '2026-07-01', endsOn: '2026-07-04' });
    expect(occasionOf(heat, { ...warning, level: 'yellow' })).toBeNull();
    expect(occasionOf(heat, { ...warning, kind: 'cold' })).toBeNull();
    expect(startsItself(heat, warning)).toBe(false);
    expect(startsItself(heat, { ...warning, level: 'red' })).toBe(true);
  });
});

describe('what counts for a campaign', () => {
  const rules: CampaignRules = { startsOn: '2026-02-01', endsOn: '2026-02-17', visits: 1, modes: ['home'], sharesVisits: true };
  const visit = (occurredOn: string, mode: 'home' | 'phone' = 'home') => ({ occurredOn, mode, outcome: 'done' }) as const;
  const month = { start: '2026-02-01', end: '2026-02-28', required: 1, modes: ['home'] } as const;

  it('is one visit of an allowed mode, which counts for the ordinary duty too where the pack says so', () => {
    expect(campaignDone(rules, [visit('2026-02-03')], [month])).toBe(1);
    expect(campaignDone(rules, [visit('2026-02-03', 'phone'), visit('2026-01-31')], [month])).toBe(0);
    expect(campaignDone(rules, [visit('2026-02-03'), visit('2026-02-03')], [month])).toBe(1);
  });

  it('is only what the ordinary duty leaves where it does not', () => {
    const own = { ...rules, sharesVisits: false };
    expect(campaignDone(own, [visit('2026-02-03')], [month])).toBe(0);
    expect(campaignDone(own, [visit('2026-02-03'), visit('2026-02-05')], [month])).toBe(1);
    expect(campaignDone(own, [visit('2026-02-03'), visit('2026-02-20')], [month])).toBe(1);
    expect(campaignDone(own, [visit('2026-02-18'), visit('2026-02-20')], [month])).toBe(0);
    expect(campaignDone(own, [visit('2026-02-03')], [])).toBe(1);
  });

  it('never falls when a visit is added, nor rises above what shared visits would give', () => {
    const days = fc.array(fc.integer({ min: -5, max: 40 }), { maxLength: 12 });
    fc.assert(
      fc.property(days, fc.integer({ min: -5, max: 40 }), fc.integer({ min: 0, max: 4 }), (some, one, required) => {
        const visits = some.map((day) => visit(addDays('2026-02-01', day)));
        const more = [...visits, visit(addDays('2026-02-01', one))];
        const duties = [{ ...month, required }];
        const own = { ...rules, sharesVisits: false };
        expect(campaignDone(own, more, duties)).toBeGreaterThanOrEqual(campaignDone(own, visits, duties));
        expect(campaignDone(own, more, duties)).toBeLessThanOrEqual(campaignDone(rules, more, duties));
      }),
    );
  });
});

describe('a handover', () => {
  const gift: Handover = { goods: [], moneyFen: 50_000, receiver: 'elder', receiverName: '', receipt: { kind: 'signature' } };
  const context: HandoverContext = { allowed: 'goodsAndMoney', on: '2026-02-03', startsOn: '2026-02-01', endsOn: '2026-02-17', planFen: 50_000, givenFen: 0, times: 0 };

  it('of money is refused without a receipt, and where the campaign hands over none', () => {
    expect(decideHandover(gift, context)).toEqual({ ok: true, value: { marks: [] } });
    expect(decideHandover({ ...gift, receipt: null }, context)).toMatchObject({ refusal: { code: 'campaign.noReceipt' } });
    expect(decideHandover({ ...gift, moneyFen: 0, goods: [{ what: '大米', count: 1 }], receipt: null }, context)).toMatchObject({ ok: true });
    expect(decideHandover(gift, { ...context, allowed: 'goods' })).toMatchObject({ refusal: { code: 'campaign.noMoney' } });
    expect(decideHandover(gift, { ...context, allowed: 'none' })).toMatchObject({ refusal: { code: 'campaign.noHandover' } });
    expect(decideHandover({ ...gift, receiver: 'kin' }, context)).toMatchObject({ refusal: { code: 'campaign.receiverMissing' } });
    expect(decideHandover({ ...gift, moneyFen: 0.5 }, context)).toMatchObject({ refusal: { code: 'input.invalid' } });
  });

  it('that is more than was meant, or a second one, or late, is taken and marked', () => {
    expect(decideHandover(gift, { ...context, givenFen: 50_000, times: 1, on: '2026-02-18' })).toEqual({ ok: true, value: { marks: ['beyondPlan', 'outsideDays', 'again'] } });
  });
});
