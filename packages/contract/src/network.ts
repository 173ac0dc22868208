// The roster of visitors and who has nobody.
import { contactRoles, visitorKinds } from '@shouwang/domain/network';
import { z } from 'zod';
import { divisionCode, divisionPrefix, id, isoDate, page, reason, route } from './route.ts';

export const visitorRow = z.object({
  id,
  name: z.string(),
  kind: z.enum(visitorKinds),
  division: divisionCode,
  villageName: z.string(),
  townName: z.string(),
  phoneMasked: z.string(),
  capacity: z.number().nullable(),
  assigned: z.number(),
  hasAccount: z.boolean(),
  dutiesDue: z.number(),
  dutiesDone: z.number(),
});
export const visitorList = route({
  method: 'GET',
  path: '/api/visitors',
  permission: 'visitors.read',
  summary: 'Roster of visitors with load',
  query: z.object({ division: divisionPrefix.optional(), q: z.string().max(60).optional(), ...page }),
  response: z.object({ count: z.number(), rows: z.array(visitorRow) }),
});
export const visitorWorkbook = route({
  method: 'GET',
  path: '/api/visitors.xlsx',
  permission: 'reports.export',
  summary: 'The roster as a workbook, numbers masked; audited',
  query: z.object({ division: divisionPrefix.optional(), q: z.string().max(60).optional(), reason }),
  carries: 'file',
});
/** A number as people write it: digits, blanks, +, - and an extension. */
export const contactPhone = z
  .string()
  .trim()
  .regex(/^\+?[\d][\d -]{2,24}$/);
export const villageContact = z.object({ role: z.enum(contactRoles), name: z.string().trim().min(1).max(40), phone: contactPhone });
export type VillageContact = z.output<typeof villageContact>;
export const contactList = route({
  method: 'GET',
  path: '/api/village-contacts',
  permission: 'contacts.edit',
  summary: 'Whom phones offer in an emergency, by village or town, in the order in which to call',
  query: z.object({ division: divisionPrefix.optional() }),
  response: z.object({ places: z.array(z.object({ division: divisionCode, townName: z.string(), villageName: z.string(), contacts: z.array(villageContact) })) }),
});
export const contactWorkbook = route({
  method: 'GET',
  path: '/api/village-contacts.xlsx',
  permission: 'contacts.edit',
  summary: 'The numbers for emergencies as a workbook, to hang up in the office; audited',
  query: z.object({ division: divisionPrefix.optional(), reason }),
  carries: 'file',
});
export const contactSave = route({
  method: 'POST',
  path: '/api/village-contacts/:division',
  permission: 'contacts.edit',
  summary: 'Name the contacts of one village or town anew; audited',
  params: z.object({ division: z.string().regex(/^\d{12}$/) }),
  body: z.object({ contacts: z.array(villageContact).max(12) }),
  response: z.object({ saved: z.number() }),
});

/** How long the responsible person has been the same: a year and more, less, under three months; or there is none. */
export const steadyBands = ['year', 'months', 'new', 'none'] as const;
export type SteadyBand = (typeof steadyBands)[number];
const steadyFilter = { division: divisionPrefix.optional(), tier: z.string().max(40).optional() };
const bandCounts = z.object({ year: z.number(), months: z.number(), new: z.number(), none: z.number() });
export const steadinessLine = z.object({
  division: divisionCode,
  townName: z.string(),
  name: z.string(),
  elders: z.number(),
  bands: bandCounts,
  /** Of those with somebody, the share with the same person for a year and more; null: nobody. */
  share: z.number().nullable(),
  /** Elders who were given another responsible person within the last year. */
  changed: z.number(),
});
export type SteadinessLine = z.output<typeof steadinessLine>;
export const steadiness = route({
  method: 'GET',
  path: '/api/steadiness',
  permission: 'visitors.read',
  summary: 'For how long elders have had the same responsible person, by place and tier',
  query: z.object(steadyFilter),
  response: z.object({ tiers: z.array(z.object({ code: z.string(), elders: z.number() })), total: steadinessLine, lines: z.array(steadinessLine) }),
});
export const steadinessRows = route({
  method: 'GET',
  path: '/api/steadiness/rows',
  permission: 'visitors.read',
  summary: 'The elders behind a figure, with how often the person changed',
  query: z.object({ ...steadyFilter, band: z.enum([...steadyBands, 'changed']).optional(), ...page }),
  response: z.object({
    count: z.number(),
    rows: z.array(
      z.object({
        elderId: id,
        elderName: z.string(),
        townName: z.string(),
        villageName: z.string(),
        tier: z.string(),
        responsible: z.string().nullable(),
        since: isoDate.nullable(),
        /** Responsible persons that ended within the last year. */
        ended: z.number(),
      }),
    ),
  }),
});
export const steadinessWorkbook = route({
  method: 'GET',
  path: '/api/steadiness.xlsx',
  permission: 'elders.export',
  summary: 'The steadiness of responsible persons as a workbook; audited',
  query: z.object({ ...steadyFilter, reason }),
  carries: 'file',
});
