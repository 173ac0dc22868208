// The roster of visitors and who has nobody.
import { contactRoles, visitorKinds } from '@shouwang/domain/network';
import { z } from 'zod';
import { divisionCode, divisionPrefix, id, page, route } from './route.ts';

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
export const contactSave = route({
  method: 'POST',
  path: '/api/village-contacts/:division',
  permission: 'contacts.edit',
  summary: 'Name the contacts of one village or town anew; audited',
  params: z.object({ division: z.string().regex(/^\d{12}$/) }),
  body: z.object({ contacts: z.array(villageContact).max(12) }),
  response: z.object({ saved: z.number() }),
});
