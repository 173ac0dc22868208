// The roster of visitors and who has nobody.
import { visitorKinds } from '@shouwang/domain/network';
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
