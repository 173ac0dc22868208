// Test set-up shared by the tests of imports at the desk: the routes over HTTP for whoever is signed in,
// the divisions of the sample county, jobs kept until a test runs them as the worker would.
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ImportView } from '@shouwang/contract/intake';
import type { Principal, Role } from '@shouwang/domain/access';
import { ok, refuse } from '@shouwang/domain/shared';
import type { LightMyRequestResponse } from 'fastify';
import { intakeJobs, intakeRoutes, runImport } from '../modules/intake/public.ts';
import { newId } from '../platform/clock.ts';
import { systemActor } from '../platform/db/index.ts';
import { openHttp } from '../platform/http/server.ts';
import type { Services } from '../platform/services.ts';
import { visitorLists } from './visitorLists.ts';

export const folder = resolve(import.meta.dirname, '../../../../samples/pingli-2-towns');
export const county = '610926';

export interface ImportDesk {
  readonly services: Services;
  /** A token for somebody of this role and scope. */
  readonly signedIn: (role: Role, scope: string) => string;
  readonly ask: (token: string, method: 'GET' | 'POST', url: string, payload?: object) => Promise<LightMyRequestResponse>;
  readonly upload: (token: string, files: readonly { readonly name: string; readonly bytes: Uint8Array }[]) => Promise<ImportView>;
  /** Data of imports that wait for the worker. */
  readonly queued: Record<string, unknown>[];
  /** Runs what waits, as the worker does. */
  readonly work: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openImportDesk(given: Services): Promise<ImportDesk> {
  const principals = new Map<string, Principal>();
  const queued: Record<string, unknown>[] = [];
  const services: Services = { ...given, jobs: { send: async (_name, data) => void queued.push(data as Record<string, unknown>) } };
  const app = await openHttp({
    services,
    endpoints: intakeRoutes(visitorLists),
    webDir: null,
    behindTls: false,
    uploadLimitBytes: 20_000_000,
    authenticate: async (token: string) => {
      const found = principals.get(token);
      return found === undefined ? refuse('auth.required') : ok(found);
    },
  } as Parameters<typeof openHttp>[0]);
  const divisions = { name: '区划.csv', bytes: await readFile(join(folder, '区划.csv')) };
  await runImport(services, visitorLists, { files: [divisions], asOf: '2026-11-01', actor: systemActor(county) });
  return {
    services,
    queued,
    signedIn(role, scope) {
      const token = newId();
      principals.set(token, { accountId: newId(), countyCode: county, role, scope, visitorId: null, displayName: role });
      return token;
    },
    ask: async (token, method, url, payload) => app.inject({ method, url, headers: { authorization: `Bearer ${token}` }, ...(payload === undefined ? {} : { payload }) }),
    async upload(token, files) {
      const form = new FormData();
      form.set('asOf', '2026-11-01');
      for (const file of files) form.append('files', new Blob([new Uint8Array(file.bytes)]), file.name);
      const encoded = new Response(form);
      const reply = await app.inject({
        method: 'POST',
        url: '/api/imports',
        payload: Buffer.from(await encoded.arrayBuffer()),
        headers: { authorization: `Bearer ${token}`, 'content-type': encoded.headers.get('content-type') as string },
      });
      if (reply.statusCode !== 200) throw new Error(`upload answered ${reply.statusCode}: ${reply.body}`);
      return reply.json();
    },
    async work() {
      const job = intakeJobs(visitorLists).find(({ name }) => name === 'intake.run');
      for (const data of queued.splice(0)) await job?.run(services, data, new AbortController().signal);
    },
    async close() {
      await app.close();
      await services.db.close();
    },
  };
}
