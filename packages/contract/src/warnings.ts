// Warnings of weather and fire: entered at a desk, or sent by the county's weather service with its key.
import { warningKinds, warningLevels } from '@shouwang/domain/policy';
import { z } from 'zod';
import { divisionPrefix, id, instant, isoDate, route } from './route.ts';

const warningKind = z.enum(warningKinds);
const warningLevel = z.enum(warningLevels);
export const weatherWarning = z.object({
  id,
  kind: warningKind,
  level: warningLevel,
  title: z.string(),
  text: z.string(),
  from: isoDate,
  to: isoDate,
  areas: z.array(z.object({ prefix: z.string(), name: z.string() })),
  source: z.enum(['entered', 'received']),
  at: instant,
  liftedAt: instant.nullable(),
  /** Whoever asks may lift it: all of it lies in his own area. */
  mayLift: z.boolean(),
});
export type WeatherWarning = z.output<typeof weatherWarning>;

const warningBody = {
  kind: warningKind,
  level: warningLevel,
  title: z.string().trim().min(2).max(80),
  text: z.string().trim().max(1000).default(''),
  from: isoDate,
  to: isoDate,
  /** Divisions or their beginnings; the whole county where none is named. */
  areas: z.array(divisionPrefix).max(500).default([]),
};
const began = z.object({ id, campaigns: z.array(z.object({ id, name: z.string(), people: z.number() })) });
export const warningEnter = route({
  method: 'POST',
  path: '/api/warnings',
  permission: 'campaigns.manage',
  summary: 'Enters a warning by hand; campaigns that it begins by itself are named',
  body: z.object({ id, ...warningBody }),
  response: began,
});
export const warningLift = route({
  method: 'POST',
  path: '/api/warnings/:id/lift',
  permission: 'campaigns.manage',
  summary: 'Takes a warning back; campaigns that it began go on until they are closed',
  params: z.object({ id }),
});
export const warningReceive = route({
  method: 'POST',
  path: '/api/weather/warnings',
  permission: 'public',
  summary: 'From the county’s weather service, with its key as bearer: a warning; sent again under its id it replaces what it said, `lifted` takes it back',
  body: z.object({ id: z.string().trim().min(1).max(80), ...warningBody, lifted: z.boolean().default(false) }),
  response: began,
});
const weatherKey = z.object({ id, name: z.string(), createdAt: instant, lastUsedAt: instant.nullable(), withdrawnAt: instant.nullable() });
export const weatherKeys = route({
  method: 'GET',
  path: '/api/weather/keys',
  permission: 'warnings.connect',
  summary: 'Keys by which weather services send warnings',
  response: z.object({ keys: z.array(weatherKey) }),
});
export const weatherKeyCreate = route({
  method: 'POST',
  path: '/api/weather/keys',
  permission: 'warnings.connect',
  summary: 'Makes a key; it is shown this once',
  body: z.object({ name: z.string().trim().min(2).max(60) }),
  response: z.object({ id, key: z.string() }),
});
export const weatherKeyWithdraw = route({
  method: 'POST',
  path: '/api/weather/keys/:id/withdraw',
  permission: 'warnings.connect',
  summary: 'Withdraws a key: what is sent with it is refused from now on',
  params: z.object({ id }),
});
