// Fastify around the endpoints: parse by the contract's schemas, authenticate, check the declared
// permission, run in one transaction, answer. Nothing else in the server knows HTTP.
import { randomBytes } from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import fastifyStatic from '@fastify/static';
import { can, type Principal } from '@shouwang/domain/access';
import { ok, refuse, type Refusal, type Result } from '@shouwang/domain/shared';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { SESSION_COOKIE, type Authenticate, type SignedIn } from '../auth/session.ts';
import { isUnstorable, systemActor, type Actor } from '../db/index.ts';
import type { Services } from '../services.ts';
import type { Call, Endpoint, FileReply, UploadedFile } from './endpoint.ts';
import { statusOf } from './refusals.ts';
import { squeezed } from './squeeze.ts';

export interface HttpOptions {
  readonly services: Services;
  readonly endpoints: readonly Endpoint[];
  readonly authenticate: Authenticate;
  /** Folder of the built web app; null for tests of the API. */
  readonly webDir: string | null;
  readonly behindTls: boolean;
  readonly uploadLimitBytes: number;
}

const nobody: Principal = { accountId: '', countyCode: '', role: 'visitor', scope: '', visitorId: null, displayName: '' };
const nobodyActor: Actor = { ...systemActor(''), role: 'public' };

/** Errors that mean "the database cannot now", not "we have a bug". */
function isUnavailable(error: unknown): boolean {
  const code = (error as { code?: string } | null)?.code ?? '';
  const message = error instanceof Error ? error.message : '';
  return (
    code.startsWith('57P') ||
    code.startsWith('08') ||
    code.startsWith('53') ||
    // Two writers waited for each other and one had to give way: again in a moment.
    code === '40P01' ||
    code === 'ECONNREFUSED' ||
    code === 'ECONNRESET' ||
    /Connection terminated|timeout exceeded when trying to connect/.test(message)
  );
}

class RolledBack extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

const send = (reply: FastifyReply, refusal: Refusal): FastifyReply => reply.code(statusOf(refusal.code)).send(refusal);

export async function openHttp(options: HttpOptions): Promise<FastifyInstance> {
  const { services } = options;
  const app = Fastify({
    logger: false,
    bodyLimit: 4 * 1024 * 1024,
    trustProxy: options.behindTls,
    genReqId: () => randomBytes(8).toString('hex'),
    // An address that cannot be decoded never reaches the error handler.
    frameworkErrors: (_error, _request, reply) => void send(reply, { code: 'input.invalid', details: { field: 'url' } }),
  });
  await app.register(cookie);
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        workerSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        objectSrc: ["'none'"],
      },
    },
    strictTransportSecurity: options.behindTls ? { maxAge: 31_536_000 } : false,
    crossOriginEmbedderPolicy: false,
  });
  await app.register(multipart, { limits: { fileSize: options.uploadLimitBytes, files: 60, fieldSize: 10_000 } });

  app.setErrorHandler((error, request, reply) => {
    const { statusCode, code } = error as { statusCode?: number; code?: string };
    if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || code === 'FST_REQ_FILE_TOO_LARGE') return send(reply, { code: 'input.tooLarge' });
    if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return send(reply, { code: 'input.invalid', details: { field: 'body' } });
    if (isUnstorable(error)) return send(reply, { code: 'input.invalid', details: { field: 'text' } });
    if (isUnavailable(error)) return send(reply, { code: 'server.unavailable' });
    services.log.error({ requestId: request.id, route: request.routeOptions.url, error: error instanceof Error ? error.stack : String(error) }, 'request failed');
    return send(reply, { code: 'server.bug', details: { requestId: request.id } });
  });

  app.addHook('onSend', squeezed);

  for (const point of options.endpoints) register(app, point, options);

  if (options.webDir !== null) {
    await app.register(fastifyStatic, {
      root: options.webDir,
      index: ['index.html'],
      redirect: false,
      preCompressed: true,
      setHeaders: (response, path) => {
        // Hashed assets never change; pages and the service worker are asked for anew each time.
        void response.header('cache-control', /[\\/]assets[\\/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const [path = ''] = request.url.split('?');
    // A file that is not there must not look like a page: an old page would take it for its script.
    if (path.startsWith('/api/') || /\.\w+$/.test(path) || request.method !== 'GET' || options.webDir === null) return send(reply, { code: 'notFound' });
    return reply.header('cache-control', 'no-cache').sendFile(path.startsWith('/field') ? 'field/index.html' : 'index.html');
  });
  return app;
}

/** A cookie is sent by the browser whoever asked; so a write must come from our own pages. */
function isForeign(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = request.headers.origin;
  // A sandboxed page says `null`, which is no address and not ours.
  return origin !== undefined && !(URL.canParse(origin) && new URL(origin).host === request.headers.host);
}

function register(app: FastifyInstance, point: Endpoint, options: HttpOptions): void {
  const { route } = point;
  const { services } = options;
  const inputs = { params: route.params, query: route.query, body: route.body };

  app.route({
    method: route.method,
    url: route.path,
    handler: async (request, reply) => {
      const bearer = request.headers.authorization?.startsWith('Bearer ') === true ? request.headers.authorization.slice(7) : null;
      const sessionToken = bearer ?? request.cookies[SESSION_COOKIE] ?? null;
      let principal: SignedIn = nobody;
      if (route.permission !== 'public') {
        const found = sessionToken === null ? refuse('auth.required') : await options.authenticate(sessionToken, route.lastWords === true);
        if (!found.ok) return send(reply, found.refusal);
        principal = found.value;
        if (found.value.mustChangePassword === true && route.permission !== 'session.own') return send(reply, { code: 'auth.mustChangePassword' });
        if (!can(principal.role, route.permission)) return send(reply, { code: 'permission.denied' });
      }
      if (route.method !== 'GET' && bearer === null && isForeign(request)) return send(reply, { code: 'permission.denied' });

      const parsed: Record<string, unknown> = {};
      for (const [name, schema] of Object.entries(inputs)) {
        if (name === 'body' && (route.carries === 'upload' || route.method !== 'POST')) continue;
        const result = schema.safeParse(name === 'params' ? request.params : name === 'query' ? request.query : (request.body ?? undefined));
        if (!result.success) {
          const issue = result.error.issues[0];
          return send(reply, { code: 'input.invalid', details: { field: issue?.path.join('.') || name, problem: issue?.message ?? '' } });
        }
        parsed[name] = result.data;
      }
      const upload = route.carries === 'upload' ? await readUpload(request, options.uploadLimitBytes) : ok({ files: [], fields: {} });
      if (!upload.ok) return send(reply, upload.refusal);
      const { files, fields } = upload.value;

      const cookies: (string | null)[] = [];
      const call = {
        principal,
        services,
        files,
        fields,
        ...parsed,
        request: {
          ip: request.ip,
          sessionToken,
          deviceId: principal.deviceId ?? null,
          revokedAt: principal.revokedAt ?? null,
          setSessionCookie: (token: string | null) => void cookies.push(token),
        },
      };
      const actor: Actor = route.permission === 'public' ? nobodyActor : principal;
      try {
        const value = await services.db.tx(
          actor,
          async (tx) => {
            const result = await point.handle({ ...call, tx } as unknown as Call<Endpoint['route']>);
            if (!result.ok) throw new RolledBack(result.refusal);
            return result.value;
          },
          { reads: route.reads === true },
        );
        for (const token of cookies) {
          const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure: options.behindTls } as const;
          void (token === null ? reply.clearCookie(SESSION_COOKIE, attributes) : reply.setCookie(SESSION_COOKIE, token, attributes));
        }
        void reply.header('cache-control', 'no-store');
        if (route.carries === 'file') {
          const file = value as FileReply;
          return reply
            .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`)
            .type(file.contentType)
            .send(file.bytes);
        }
        return value === undefined ? reply.code(204).send() : reply.send(value);
      } catch (error) {
        if (error instanceof RolledBack) return send(reply, error.refusal);
        throw error;
      }
    },
  });
}

/** All files together keep to the limit: they are held in memory. */
async function readUpload(request: FastifyRequest, limitBytes: number): Promise<Result<{ files: UploadedFile[]; fields: Record<string, string> }>> {
  const files: UploadedFile[] = [];
  const fields: Record<string, string> = {};
  let bytesRead = 0;
  try {
    for await (const part of request.parts()) {
      if (part.type === 'file') {
        const bytes = await part.toBuffer();
        bytesRead += bytes.length;
        if (bytesRead > limitBytes) return refuse('input.tooLarge');
        files.push({ name: part.filename, bytes });
      } else fields[part.fieldname] = String(part.value);
    }
  } catch (error) {
    // Fastify's own refusals have a status; anything else is an upload that broke off or was never one.
    if ((error as { statusCode?: number }).statusCode !== undefined) throw error;
    return refuse('input.invalid', { field: 'files' });
  }
  return ok({ files, fields });
}
