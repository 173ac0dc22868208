// The tree of divisions inside the scope, with what a map needs.
import { divisionLevels, divisionMarks } from '@shouwang/domain/divisions';
import { z } from 'zod';
import { divisionCode, divisionPrefix, route } from './route.ts';

export const division = z.object({
  code: divisionCode,
  name: z.string(),
  level: z.enum(divisionLevels),
  parent: divisionCode.nullable(),
  lng: z.number().nullable(),
  lat: z.number().nullable(),
  marks: z.array(z.enum(divisionMarks)),
});
export type DivisionView = z.output<typeof division>;
export const divisionList = route({
  method: 'GET',
  path: '/api/divisions',
  permission: 'divisions.read',
  summary: 'Divisions of the scope down to a level, in order of code',
  query: z.object({ under: divisionPrefix.optional(), level: z.enum(divisionLevels).optional() }),
  response: z.object({ divisions: z.array(division) }),
});
export const divisionMarkSet = route({
  method: 'POST',
  path: '/api/divisions/:code/marks',
  permission: 'divisions.import',
  summary: 'Mark a town or village, or take the mark away; audited',
  params: z.object({ code: divisionCode }),
  body: z.object({ mark: z.enum(divisionMarks), set: z.boolean(), note: z.string().max(200).default('') }),
});
