// 专项探访: proposals, campaigns with their lists and how far they are, what was handed over; the
// phone's command and what it holds.
import { handoverMarks, receiptKinds, receivers } from '@shouwang/domain/campaigns';
import { visitModes } from '@shouwang/domain/visits';
import { z } from 'zod';
import { category } from './ledger.ts';
import { divisionCode, divisionPrefix, id, instant, isoDate, page, reason, route, words } from './route.ts';
import { weatherWarning } from './warnings.ts';

const occasionKind = z.enum(['festival', 'season', 'warning', 'order']);
export const campaignAudience = z.object({
  categories: z.array(category).default([]),
  tiers: z.array(z.string().max(60)).default([]),
  ageFrom: z.number().int().min(0).max(120).optional(),
});
export type CampaignAudience = z.output<typeof campaignAudience>;
const goods = z.array(z.object({ what: z.string().trim().min(1).max(40), count: z.number().int().min(1).max(999) })).max(10);
/** What is meant for each person; `moneyFen` in fen. */
export const campaignGift = z.object({ goods: goods.default([]), moneyFen: z.number().int().min(0).max(1_000_000).default(0) });
export type CampaignGift = z.output<typeof campaignGift>;
const check = z.object({ code: z.string(), label: words });
/** What a campaign asks, as the pack's template says it. */
export const campaignRules = z.object({
  label: words,
  occasion: occasionKind,
  visits: z.number(),
  modes: z.array(z.enum(visitModes)),
  sharesVisits: z.boolean(),
  handover: z.enum(['none', 'goods', 'goodsAndMoney']),
  checks: z.array(check),
  source: z.object({ document: z.string(), clause: z.string(), summary: words.nullable() }),
});
export type CampaignRulesView = z.output<typeof campaignRules>;

export const campaignTemplate = campaignRules.extend({ code: z.string(), provisional: z.boolean(), audience: campaignAudience, days: z.number().nullable() });
export type CampaignTemplateView = z.output<typeof campaignTemplate>;
export const campaignProposal = z.object({
  template: z.string(),
  key: z.string(),
  startsOn: isoDate,
  endsOn: isoDate,
  festivalOn: isoDate.nullable(),
  warningId: id.nullable(),
});
export type CampaignProposal = z.output<typeof campaignProposal>;
const progress = {
  people: z.number(),
  reached: z.number(),
  /** Still to be reached: not visited, not excused, file open. */
  left: z.number(),
  excused: z.number(),
  /** File closed since the list was taken down. */
  gone: z.number(),
  given: z.number(),
  moneyFen: z.number(),
  goods: z.number(),
  marked: z.number(),
};
export const campaignRow = z.object({
  id,
  name: z.string(),
  template: z.string(),
  occasion: occasionKind,
  division: divisionCode,
  unitName: z.string(),
  startsOn: isoDate,
  endsOn: isoDate,
  closedAt: instant.nullable(),
  /** Days until it ends; negative when that is past. */
  daysLeft: z.number(),
  /** A warning began it by itself. */
  byItself: z.boolean(),
  ...progress,
});
export type CampaignRow = z.output<typeof campaignRow>;
export const campaignVillageRow = z.object({ division: divisionCode, name: z.string(), townName: z.string(), ...progress });
export type CampaignVillageRow = z.output<typeof campaignVillageRow>;

export const campaignList = route({
  method: 'GET',
  path: '/api/campaigns',
  permission: 'campaigns.read',
  summary: 'Campaigns with how far they are, and those that calendar and warnings propose',
  query: z.object({ division: divisionPrefix.optional() }),
  response: z.object({
    campaigns: z.array(campaignRow),
    templates: z.array(campaignTemplate),
    proposals: z.array(campaignProposal),
    warnings: z.array(weatherWarning),
    /** Warnings begin campaigns by themselves: the pack says so and the county has confirmed it. */
    startThemselves: z.boolean(),
  }),
});
const wanted = {
  template: z.string().max(60),
  /** Towns or villages below the own division; all of it where none is named. */
  divisions: z.array(divisionPrefix).max(500).default([]),
  audience: campaignAudience,
};
export const campaignPreview = route({
  method: 'POST',
  path: '/api/campaigns/preview',
  permission: 'campaigns.manage',
  summary: 'Whom a campaign would be for, before it begins',
  body: z.object(wanted),
  response: z.object({ people: z.number(), villages: z.number(), reasons: z.array(z.object({ reason: z.string(), people: z.number() })) }),
});
export const campaignCreate = route({
  method: 'POST',
  path: '/api/campaigns',
  permission: 'campaigns.manage',
  summary: 'Begins a campaign: its list is taken down as the ledger stands now',
  body: z.object({
    id,
    ...wanted,
    key: z.string().max(60).nullable().default(null),
    warningId: id.nullable().default(null),
    name: z.string().trim().min(2).max(60),
    purpose: z.string().trim().max(500).default(''),
    orderNo: z.string().trim().max(60).default(''),
    startsOn: isoDate,
    endsOn: isoDate,
    gift: campaignGift,
  }),
  response: z.object({ id, people: z.number(), villages: z.number() }),
});
const ofCampaign = z.object({ id });
const figures = z.object({ ...progress, villages: z.number() });
export type CampaignFigures = z.output<typeof figures>;
export const campaignGet = route({
  method: 'GET',
  path: '/api/campaigns/:id',
  permission: 'campaigns.read',
  summary: 'A campaign by village, what it asks and why, what happened to it',
  params: ofCampaign,
  query: z.object({ division: divisionPrefix.optional() }),
  response: z.object({
    campaign: campaignRow,
    mayManage: z.boolean(),
    purpose: z.string(),
    orderNo: z.string(),
    provisional: z.boolean(),
    rules: campaignRules,
    audience: campaignAudience,
    gift: campaignGift,
    packId: z.string(),
    packVersion: z.string(),
    warning: weatherWarning.nullable(),
    villages: z.array(campaignVillageRow),
    /** Words and figures as it was closed. */
    closing: z.object({ words: z.string(), figures, at: instant }).nullable(),
    events: z.array(
      z.object({
        id,
        kind: z.enum(['created', 'extended', 'added', 'closed', 'reopened']),
        at: instant,
        by: z.string().nullable(),
        reason: z.string(),
        before: z.string().nullable(),
        after: z.string().nullable(),
      }),
    ),
  }),
});
export const excuses = ['hospital', 'away', 'institution', 'refused', 'moved', 'died', 'other'] as const;
export const campaignShows = ['left', 'reached', 'excused', 'gone', 'given', 'notGiven', 'marked'] as const;
export const campaignPerson = z.object({
  elderId: id,
  name: z.string(),
  age: z.number().nullable(),
  division: divisionCode,
  villageName: z.string(),
  townName: z.string(),
  responsible: z.string().nullable(),
  reasons: z.array(z.string()),
  byHand: z.string().nullable(),
  required: z.number(),
  done: z.number(),
  lastOn: isoDate.nullable(),
  excuse: z.enum(excuses).nullable(),
  excuseNote: z.string().nullable(),
  fileClosed: z.boolean(),
  times: z.number(),
  moneyFen: z.number(),
  goods: goods,
  marks: z.array(z.enum(handoverMarks)),
});
export type CampaignPerson = z.output<typeof campaignPerson>;
const shown = { division: divisionPrefix.optional(), show: z.enum(campaignShows).optional() };
export const campaignPeople = route({
  method: 'GET',
  path: '/api/campaigns/:id/people',
  permission: 'campaigns.read',
  summary: 'The rows behind the figures of a campaign',
  params: ofCampaign,
  query: z.object({ ...shown, ...page }),
  response: z.object({ count: z.number(), rows: z.array(campaignPerson) }),
});
export const campaignWorkbook = route({
  method: 'GET',
  path: '/api/campaigns/:id/people.xlsx',
  permission: 'elders.export',
  summary: 'The list of a campaign as a workbook; audited',
  params: ofCampaign,
  query: z.object({ ...shown, reason }),
  carries: 'file',
});
export const campaignReport = route({
  method: 'GET',
  path: '/api/campaigns/:id/report',
  permission: 'reports.export',
  summary: 'The report of a campaign: figures computed, words written; audited',
  params: ofCampaign,
  query: z.object({ format: z.enum(['xlsx', 'docx']), reason }),
  carries: 'file',
});
export const campaignAdd = route({
  method: 'POST',
  path: '/api/campaigns/:id/people',
  permission: 'campaigns.manage',
  summary: 'Puts people on the list by hand, with the reason',
  params: ofCampaign,
  body: z.object({ elderIds: z.array(id).min(1).max(200), reason }),
  response: z.object({ added: z.number() }),
});
export const campaignExcuse = route({
  method: 'POST',
  path: '/api/campaigns/:id/people/:elderId/excuse',
  permission: 'campaigns.record',
  summary: 'Says why somebody cannot be reached; null takes it back',
  params: z.object({ id, elderId: id }),
  body: z.object({ excuse: z.enum(excuses).nullable(), note: z.string().trim().max(200).default('') }),
});
export const campaignExtend = route({
  method: 'POST',
  path: '/api/campaigns/:id/extend',
  permission: 'campaigns.manage',
  summary: 'Moves the last day, with the reason',
  params: ofCampaign,
  body: z.object({ endsOn: isoDate, reason }),
});
export const campaignClose = route({
  method: 'POST',
  path: '/api/campaigns/:id/close',
  permission: 'campaigns.manage',
  summary: 'Closes a campaign: figures are kept as they stand, words say what they cannot',
  params: ofCampaign,
  body: z.object({ words: z.string().trim().max(4000) }),
});
export const campaignReopen = route({
  method: 'POST',
  path: '/api/campaigns/:id/reopen',
  permission: 'campaigns.manage',
  summary: 'Lets a closed campaign run again',
  params: ofCampaign,
  body: z.object({ reason }),
});

/** Picture of a receipt: small, since it travels with its record. Base64. */
const picture = z.base64().max(44_000);
/** Payload of `campaigns.record`: what was looked at, and what was handed over to whom with which receipt. */
export const campaignRecordPayload = z.object({
  campaignId: id,
  elderId: id,
  visitId: id.nullable().default(null),
  checks: z.array(z.string().max(40)).max(30).default([]),
  goods: goods.default([]),
  moneyFen: z.number().int().min(0).max(1_000_000).default(0),
  receiver: z.enum(receivers).default('elder'),
  receiverName: z.string().trim().max(40).default(''),
  receipt: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.enum(['signature', 'thumb', 'photo']), picture, contentType: z.enum(['image/png', 'image/jpeg', 'image/webp']) }),
      z.object({ kind: z.literal('slip'), number: z.string().trim().min(1).max(40) }),
    ])
    .nullable()
    .default(null),
  note: z.string().trim().max(300).default(''),
});
export type CampaignRecordPayload = z.output<typeof campaignRecordPayload>;
export const campaignRecordView = z.object({
  id,
  elderId: id,
  name: z.string(),
  villageName: z.string(),
  on: isoDate,
  handedBy: z.string(),
  checks: z.array(z.string()),
  goods,
  moneyFen: z.number(),
  receiver: z.enum(receivers).nullable(),
  receiverName: z.string(),
  receipt: z.enum(receiptKinds).nullable(),
  /** Number of the paper slip. */
  slip: z.string().nullable(),
  note: z.string(),
  marks: z.array(z.enum(handoverMarks)),
  voided: z.object({ at: instant, reason: z.string() }).nullable(),
});
export type CampaignRecordView = z.output<typeof campaignRecordView>;
export const campaignRecords = route({
  method: 'GET',
  path: '/api/campaigns/:id/records',
  permission: 'campaigns.read',
  summary: 'What was handed over in a campaign, newest first',
  params: ofCampaign,
  query: z.object({ division: divisionPrefix.optional(), elderId: id.optional(), ...page }),
  response: z.object({ count: z.number(), rows: z.array(campaignRecordView) }),
});
export const campaignRecord = route({
  method: 'POST',
  path: '/api/campaigns/:id/records',
  permission: 'campaigns.record',
  summary: 'Takes down at the desk what was handed over (same command as the phone’s)',
  params: ofCampaign,
  body: z.object({ recordId: id, on: isoDate, payload: campaignRecordPayload }),
  response: z.object({ marks: z.array(z.enum(handoverMarks)) }),
});
export const campaignRecordVoid = route({
  method: 'POST',
  path: '/api/campaigns/:id/records/:recordId/void',
  permission: 'campaigns.manage',
  summary: 'Voids a wrong record with the reason; it stays to be seen',
  params: z.object({ id, recordId: id }),
  body: z.object({ reason }),
});
export const campaignReceipt = route({
  method: 'GET',
  path: '/api/campaigns/:id/records/:recordId/receipt',
  permission: 'campaigns.read',
  summary: 'The picture of a receipt; audited',
  params: z.object({ id, recordId: id }),
  carries: 'file',
});

/** Data of entity `campaignTasks` (by elder): what campaigns ask of a visitor for one of his. */
export const fieldCampaignTask = z.object({
  campaignId: id,
  name: z.string(),
  from: isoDate,
  until: isoDate,
  required: z.number(),
  done: z.number(),
  modes: z.array(z.string()),
  /** One visit counts for the campaign and for an ordinary duty; so it is where nothing is said. */
  sharesVisits: z.boolean().optional(),
  handover: z.enum(['none', 'goods', 'goodsAndMoney']),
  gift: campaignGift,
  /** Something was handed over to him already. */
  given: z.boolean(),
  checks: z.array(check),
});
export type FieldCampaignTask = z.output<typeof fieldCampaignTask>;
export const fieldCampaignTasks = z.object({ elderId: id, tasks: z.array(fieldCampaignTask) });
export type FieldCampaignTasks = z.output<typeof fieldCampaignTasks>;
