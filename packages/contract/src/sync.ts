// Push of offline commands and pull of what the device should hold. Platform: knows no module;
// payloads are checked by the command that each kind names.
import { commandOutcomes } from '@shouwang/domain/sync';
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
  }),
});
/** Data of entity `elderCard` in the visitor's feed: what a phone may hold; no identity number. */
export const elderCard = z.object({
  id,
  name: z.string(),
  sex: z.string().nullable(),
  age: z.number().nullable(),
  categories: z.array(z.string()),
  tier: z.string().nullable(),
  villageName: z.string(),
  group: z.string().nullable(),
  address: z.string().nullable(),
  phone: z.string().nullable(),
  location: z.object({ lng: z.number(), lat: z.number() }).nullable(),
  contacts: z.array(z.object({ name: z.string(), relation: z.string(), phone: z.string() })),
  duties: z.array(z.object({ kind: z.enum(['week', 'month']), start: z.string(), end: z.string(), required: z.number(), done: z.number(), modes: z.array(z.string()) })),
  lastVisit: z.object({ on: z.string(), mode: z.string(), answers: z.record(z.string(), z.unknown()) }).nullable(),
  role: z.string(),
});
export type ElderCard = z.output<typeof elderCard>;
/** Data of entity `policy` (one, with the id `inForce`): what a phone needs of the pack in force to work without signal. */
export const fieldPolicy = z.object({
  packId: z.string(),
  packVersion: z.string(),
  form: visitForm,
  terms: z.record(z.string(), words),
  tiers: z.array(tier.pick({ code: true, label: true })),
  timeZone: z.string().default('Asia/Shanghai'),
  /** Numbers of village, doctor, team for emergencies, in the order in which to call. */
  villageContacts: z.array(z.object({ name: z.string(), role: z.string(), phone: z.string() })).default([]),
});
export type FieldPolicy = z.output<typeof fieldPolicy>;
