// Health of the installation, for a proxy or a person.
import { health } from '@shouwang/contract/system';
import { ok } from '@shouwang/domain/shared';
import { sql } from '../platform/db/index.ts';
import { endpoint, type Endpoint } from '../platform/http/endpoint.ts';

export const systemRoutes = (version: string): readonly Endpoint[] => [
  endpoint(health, async ({ tx }) => {
    await tx.query(sql`select 1`);
    return ok({ ok: true, version, database: 'up' });
  }),
];
