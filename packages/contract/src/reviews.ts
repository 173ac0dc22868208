// Review of files: where a file stands, what changed since it was approved, lists of what waits, steps
// singly and in bulk; and the register of paper copies.
import { factKeys, sourceKinds } from '@shouwang/domain/ledger';
import { reviewLevels, reviewActions, reviewStates } from '@shouwang/domain/reviews';
import { z } from 'zod';
import { divisionCode, divisionPrefix, id, isoDate, page, reason, refusal, route } from './route.ts';

const state = z.enum(reviewStates);
const level = z.enum(reviewLevels);
const deed = z
  .enum(reviewActions.filter((action) => action !== 'change') as [string, ...string[]])
  .transform((action) => action as Exclude<(typeof reviewActions)[number], 'change'>);
const factKey = z.enum(factKeys as [string, ...string[]]);

/** Of the facts that were looked at; sent back with an approval. */
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const signOff = z.object({ level, name: z.string(), role: z.string(), at: z.string(), current: z.boolean() });
export type SignOff = z.output<typeof signOff>;

export const reviewView = z.object({
  state,
  /** Whose turn it is; null: nobody's. */
  turn: level.nullable(),
  since: z.string().nullable(),
  submittedBy: z.string().nullable(),
  /** What the asker may do now, and what only keeps him, himself, from it. */
  deeds: z.array(z.object({ action: deed, bar: z.enum(['review.ownRecord', 'review.notYours']).nullable() })),
  digest,
  /** Of the last return, while it stands. */
  returned: z.object({ note: z.string(), by: z.string(), at: z.string() }).nullable(),
  signOffs: z.array(signOff),
  /** Since the last approval (or the import); null where nothing was approved yet. Numbers masked. */
  changes: z
    .array(
      z.object({
        key: factKey,
        before: z.unknown(),
        after: z.unknown(),
        source: z.enum(sourceKinds).nullable(),
        by: z.string().nullable(),
        at: z.string().nullable(),
      }),
    )
    .nullable(),
  steps: z.array(
    z.object({ id, round: z.number(), action: z.enum(reviewActions), from: state, to: state, name: z.string(), role: z.string(), note: z.string().nullable(), at: z.string() }),
  ),
});
export type ReviewView = z.output<typeof reviewView>;
export const reviewGet = route({
  method: 'GET',
  path: '/api/elders/:id/review',
  permission: 'reviews.read',
  summary: 'Where a file stands in its review, and what changed since it was approved',
  params: z.object({ id }),
  response: reviewView,
});

/** `waiting`: for the asker's own level; `toSubmit`: drafts and changed files. */
export const reviewSelections = ['waiting', 'toSubmit', 'returned', 'submitted', 'villageApproved', 'townApproved', 'filed'] as const;
const reviewFilter = { division: divisionPrefix.optional(), show: z.enum(reviewSelections).default('waiting'), q: z.string().max(60).optional() };
export const reviewRow = z.object({
  elderId: id,
  name: z.string(),
  sex: z.enum(['male', 'female']).nullable(),
  age: z.number().nullable(),
  division: divisionCode,
  townName: z.string(),
  villageName: z.string(),
  state,
  since: z.string(),
  submittedBy: z.string().nullable(),
  note: z.string().nullable(),
  digest,
  deeds: z.array(z.object({ action: deed, bar: z.enum(['review.ownRecord', 'review.notYours']).nullable() })),
  /** Facts that changed since the last approval; empty where none was. */
  changed: z.array(factKey),
});
export type ReviewRow = z.output<typeof reviewRow>;
export const reviewList = route({
  method: 'GET',
  path: '/api/reviews',
  permission: 'reviews.read',
  summary: 'Files that wait for review, were returned, or stand at a level',
  query: z.object({ ...reviewFilter, ...page }),
  response: z.object({ rows: z.array(reviewRow), count: z.number() }),
});
export const reviewCounts = route({
  method: 'GET',
  path: '/api/reviews/counts',
  permission: 'reviews.read',
  summary: 'How many files stand where, in all and by village',
  query: z.object({ division: divisionPrefix.optional() }),
  response: z.object({
    states: z.record(z.string(), z.number()),
    villages: z.array(z.object({ division: divisionCode, townName: z.string(), villageName: z.string(), files: z.number(), states: z.record(z.string(), z.number()) })),
  }),
});
export const reviewAct = route({
  method: 'POST',
  path: '/api/reviews',
  permission: 'reviews.act',
  summary: 'One step for one file or many; each outcome is named',
  body: z.object({
    action: deed,
    note: z.string().max(500).default(''),
    items: z
      /** `state`: where the file stood when it was looked at. */
      .array(z.object({ elderId: id, digest: digest.optional(), state: state.optional() }))
      .min(1)
      .max(200),
  }),
  response: z.object({ outcomes: z.array(z.object({ elderId: id, name: z.string(), state: state.nullable(), refusal: refusal.nullable() })) }),
});
export const reviewAsk = route({
  method: 'POST',
  path: '/api/reviews/ask',
  permission: 'reviews.act',
  summary: 'A town or county asks a division to review all its files',
  body: z.object({ division: divisionPrefix, note: z.string().trim().min(2).max(500) }),
  response: z.object({ asked: z.number() }),
});
export const reviewWorkbook = route({
  method: 'GET',
  path: '/api/reviews.xlsx',
  permission: 'elders.export',
  summary: 'The list of files in review as a workbook; audited',
  query: z.object({ ...reviewFilter, reason }),
  carries: 'file',
});

export const archivedForms = ['informationForm', 'enrolmentForm', 'abilityReport', 'visitForm'] as const;
export const paperHolders = ['county', 'town', 'village', 'elder'] as const;
const paperForm = z.enum(archivedForms);
const paperHolder = z.enum(paperHolders);
const where = {
  box: z.string().trim().max(40).default(''),
  folder: z.string().trim().max(40).default(''),
  receivedBy: z.string().trim().max(40).default(''),
  scanned: z.boolean().default(false),
};
const paperCopy = z.object({
  form: paperForm,
  holder: paperHolder,
  copies: z.number(),
  box: z.string(),
  folder: z.string(),
  printedOn: isoDate.nullable(),
  receivedBy: z.string(),
  receivedOn: isoDate.nullable(),
  scanned: z.boolean(),
  recordedBy: z.string().nullable(),
  recordedAt: z.string(),
});
export type PaperCopy = z.output<typeof paperCopy>;
/** How many copies the pack asks each to hold; null where it says nothing of the form. */
const expected = z.object({ form: paperForm, county: z.number(), town: z.number(), village: z.number(), elder: z.number(), provisional: z.boolean() }).nullable();
export const archiveGet = route({
  method: 'GET',
  path: '/api/elders/:id/archive',
  permission: 'reviews.read',
  summary: 'Paper copies of one file',
  params: z.object({ id }),
  response: z.object({ copies: z.array(paperCopy), expected: z.array(expected.unwrap()) }),
});
const archiveFilter = { division: divisionPrefix.optional(), form: paperForm.default('informationForm'), show: z.enum(['missing', 'complete', 'all']).default('missing') };
export const archiveRow = z.object({
  elderId: id,
  name: z.string(),
  townName: z.string(),
  villageName: z.string(),
  copies: z.array(paperCopy),
});
export type ArchiveRow = z.output<typeof archiveRow>;
export const archiveList = route({
  method: 'GET',
  path: '/api/archive',
  permission: 'reviews.read',
  summary: 'Archive register of paper copies, file by file',
  query: z.object({ ...archiveFilter, ...page }),
  response: z.object({ rows: z.array(archiveRow), count: z.number(), all: z.number(), expected }),
});
export const archiveRegister = route({
  method: 'POST',
  path: '/api/archive',
  permission: 'archive.manage',
  summary: 'Registers paper copies of one file or many',
  body: z.object({
    elderIds: z.array(id).min(1).max(200),
    form: paperForm,
    copies: z
      .array(z.object({ holder: paperHolder, copies: z.number().int().min(0).max(99) }))
      .min(1)
      .max(4)
      .refine((copies) => new Set(copies.map((copy) => copy.holder)).size === copies.length),
    printedOn: isoDate.nullable().default(null),
    receivedOn: isoDate.nullable().default(null),
    ...where,
  }),
  response: z.object({ registered: z.number() }),
});
export const archiveWorkbook = route({
  method: 'GET',
  path: '/api/archive.xlsx',
  permission: 'elders.export',
  summary: 'The archive register as a workbook; audited',
  query: z.object({ ...archiveFilter, reason }),
  carries: 'file',
});
