// The tree of divisions inside the scope, with what a map needs.
import { divisionLevels } from '@shouwang/domain/divisions';
import { z } from 'zod';
import { divisionCode, divisionPrefix, route } from './route.ts';

export const division = z.object({
  code: divisionCode,
  name: z.string(),
  level: z.enum(divisionLevels),
  parent: divisionCode.nullable(),
  lng: z.number().nullable(),
  lat: z.number().nullable(),
});
export const divisionList = route({
  method: 'GET',
  path: '/api/divisions',
  permission: 'divisions.read',
  summary: 'Divisions of the scope down to a level, in order of code',
  query: z.object({ under: divisionPrefix.optional(), level: z.enum(divisionLevels).optional() }),
  response: z.object({ divisions: z.array(division) }),
});
