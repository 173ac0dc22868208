// Push of offline commands and pull of what the device should hold. Platform: knows no module;
// payloads are checked by the command that each kind names.
import { contactRoles } from '@shouwang/domain/network';
import { ATTACHMENT_BYTES, commandOutcomes, PART_BYTES } from '@shouwang/domain/sync';
import { z } from 'zod';
import { tier, visitForm } from './policy.ts';
import { id, instant, refusal, route, words } from './route.ts';

export const commandEnvelope = z.object({
  id,
  kind: z.string().max(60),
  occurredAt: instant,
  recordedAt: instant,
  base: z.record(z.string(), z.string().nullable()),
  payload: z.unknown(),
});
export const syncPush = route({
  method: 'POST',
  path: '/api/sync/push',
  permission: 'sync.own',
  summary: 'Carry out commands made offline; each is answered by itself, in order',
  lastWords: true,
  body: z.object({ deviceId: id, sentAt: instant, commands: z.array(commandEnvelope).min(1).max(200) }),
  response: z.object({
    receivedAt: instant,
    results: z.array(z.object({ id, outcome: z.enum(commandOutcomes), refusal: refusal.optional(), detail: z.record(z.string(), z.unknown()).optional() })),
  }),
});
export const syncPull = route({
  method: 'GET',
  path: '/api/sync/pull',
  permission: 'sync.own',
  summary: 'What changed in the device’s scope since the cursor; without one, everything',
  query: z.object({ cursor: z.string().max(80).optional() }),
  response: z.object({
    cursor: z.string(),
    full: z.boolean(),
    serverTime: instant,
    upserts: z.array(z.object({ entity: z.string(), id: z.string(), data: z.unknown() })),
    removals: z.array(z.object({ entity: z.string(), id: z.string() })),
    more: z.boolean(),
    /** Public key of this installation, for a file of what cannot be sent (P-256, uncompressed, base64). */
    letterKey: z.string().optional(),
  }),
});
/** What a phone's sealed file holds. */
export const queueLetter = z.object({
  deviceId: id,
  exportedAt: instant,
  entries: z.array(z.object({ accountId: id, subjectName: z.string().max(100), command: commandEnvelope })).max(5_000),
});
export const queueTakeIn = route({
  method: 'POST',
  path: '/api/sync/letters',
  permission: 'sync.takeIn',
  summary: 'Take in the file of a phone that cannot send; each record once, as its own account’s; audited',
  carries: 'upload',
  response: z.object({
    from: z.string(),
    exportedAt: instant,
    rows: z.array(z.object({ id, kind: z.string(), subjectName: z.string(), occurredAt: instant, outcome: z.enum(commandOutcomes), refusal: refusal.optional() })),
  }),
});
export type TakenIn = z.output<typeof queueTakeIn.response>;
/** A part of what belongs to a command that was sent before. Sent again, or from too early, it is taken once; the answer says from where to go on. */
export const attachmentPart = route({
  method: 'POST',
  path: '/api/sync/attachments/:id',
  permission: 'sync.own',
  summary: 'One part of a photo, voice note or signature of a command; resumed where the server says',
  lastWords: true,
  params: z.object({ id }),
  body: z.object({
    ownerId: id,
    kind: z.string().max(40),
    contentType: z.string().max(60),
    size: z.number().int().min(1).max(ATTACHMENT_BYTES),
    /** Of the whole, hexadecimal. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    offset: z.number().int().min(0),
    /** Base64; empty only asks how far it is. */
    data: z.base64().max(Math.ceil(PART_BYTES / 3) * 4),
  }),
  response: z.object({ received: z.number(), complete: z.boolean() }),
});
/**
 * Something new about an elder, as a code with its day and no value. `what`: of `fact` the key of the
 * fact, of `life` the kind of event (hospital, returned …), of `visit` its mode, of `finding` the
 * finding (`gas:unsafe`).
 */
export const cardNews = z.object({ code: z.enum(['fact', 'life', 'visit', 'finding']), on: z.string(), what: z.string() });
export type CardNews = z.output<typeof cardNews>;
/** Data of entity `elderCard` in the visitor's feed: what a phone may hold; no identity number. */
export const elderCard = z.object({
  id,
  name: z.string(),
  sex: z.string().nullable(),
  age: z.number().nullable(),
  categories: z.array(z.string()),
  tier: z.string().nullable(),
  villageName: z.string(),
  /** Code of the village, by which its emergency numbers are found. */
  village: z.string().default(''),
  group: z.string().nullable(),
  address: z.string().nullable(),
  phone: z.string().nullable(),
  location: z.object({ lng: z.number(), lat: z.number() }).nullable(),
  contacts: z.array(z.object({ name: z.string(), relation: z.string(), phone: z.string() })),
  duties: z.array(
    z.object({
      kind: z.enum(['week', 'month']),
      start: z.string(),
      end: z.string(),
      required: z.number(),
      done: z.number(),
      modes: z.array(z.string()),
      dueBy: z.string().nullable().default(null),
    }),
  ),
  lastVisit: z.object({ on: z.string(), mode: z.string(), answers: z.record(z.string(), z.unknown()) }).nullable(),
  /** The day on which somebody said after an attempt that he goes again; null once he was met. */
  nextAttemptOn: z.string().nullable().default(null),
  role: z.string(),
  /** What happened since this visitor was last there, newest first. */
  news: z.array(cardNews).default([]),
});
export type ElderCard = z.output<typeof elderCard>;
/** Data of entity `policy` (one, with the id `inForce`): what a phone needs of the pack in force to work without signal. */
export const fieldPolicy = z.object({
  packId: z.string(),
  packVersion: z.string(),
  form: visitForm,
  /** What the roster says this visitor is; fills the form's question about him. */
  visitorKind: z.string().nullable().default(null),
  terms: z.record(z.string(), words),
  tiers: z.array(tier.pick({ code: true, label: true })),
  timeZone: z.string().default('Asia/Shanghai'),
  /** Days after a visit within which whoever made it may correct it. */
  correctWithinDays: z.number().default(0),
  /** How people walk: path over straight line, metres a second. */
  walk: z.object({ detour: z.number(), metresPerSecond: z.number() }).default({ detour: 1.3, metresPerSecond: 1 }),
});
export type FieldPolicy = z.output<typeof fieldPolicy>;
/** Data of entity `self` (one, with the id `self`): what a phone knows of its visitor. */
export const fieldSelf = z.object({
  /** Where the visitor lives; the walk of a day begins and ends there. */
  home: z.object({ lng: z.number(), lat: z.number() }).nullable(),
  /** Numbers of village, doctor, team for emergencies, by village, in the order in which to call. */
  villageContacts: z.array(z.object({ village: z.string(), name: z.string(), role: z.enum(contactRoles), phone: z.string() })),
});
export type FieldSelf = z.output<typeof fieldSelf>;
