// Health and version of the installation.
import { z } from 'zod';
import { route } from './route.ts';
export const health = route({
  method: 'GET',
  path: '/api/health',
  permission: 'public',
  summary: 'Is the server up and the database reachable',
  response: z.object({ ok: z.boolean(), version: z.string(), database: z.enum(['up', 'away']) }),
});
