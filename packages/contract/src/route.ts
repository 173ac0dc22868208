// How a route is declared: method, path, permission, shapes. The server implements it
// (apps/server/src/platform/http), the web client calls it by the same constant, OpenAPI is made of it.
import type { Permission } from '@shouwang/domain/access';
import { isIsoDate } from '@shouwang/domain/shared';
import { z } from 'zod';

export interface Route<P extends z.ZodType = z.ZodType, Q extends z.ZodType = z.ZodType, B extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Fastify style: `/api/elders/:id`. */
  readonly path: string;
  readonly permission: Permission;
  readonly summary: string;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly response: R;
  /** `file`: answers with bytes; `upload`: takes multipart. JSON otherwise. */
  readonly carries?: 'file' | 'upload';
  /** Writes nothing, not even to the audit trail: its transaction is read only and its answer does not wait for the end of it. */
  readonly reads?: boolean;
  /** A phone that was revoked may still call it: what was recorded before is offered, nothing is told. */
  readonly lastWords?: true;
}

const none = z.object({});

export function route<P extends z.ZodType = typeof none, Q extends z.ZodType = typeof none, B extends z.ZodType = z.ZodUndefined, R extends z.ZodType = z.ZodUndefined>(spec: {
  method: Route['method'];
  path: string;
  permission: Permission;
  summary: string;
  params?: P;
  query?: Q;
  body?: B;
  response?: R;
  carries?: 'file' | 'upload';
  reads?: boolean;
  lastWords?: true;
}): Route<P, Q, B, R> {
  return {
    params: none as unknown as P,
    query: none as unknown as Q,
    body: z.undefined() as unknown as B,
    response: z.undefined() as unknown as R,
    ...spec,
  } as Route<P, Q, B, R>;
}

export type Params<T extends Route> = z.output<T['params']>;
export type Query<T extends Route> = z.output<T['query']>;
export type Body<T extends Route> = z.output<T['body']>;
export type Reply<T extends Route> = z.output<T['response']>;

// Shapes that many routes share.
/** A day that the calendar has. */
export const isoDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine(isIsoDate);
export const month = z.string().regex(/^(19|20)\d{2}-(0[1-9]|1[0-2])$/);
export const instant = z.iso.datetime();
export const id = z.uuid();
export const divisionCode = z.string().regex(/^\d{12}(\d{3})?$/);
/** Digits of a division or of its beginning: 610926, 610926107, 610926107001. */
export const divisionPrefix = z.string().regex(/^\d{2,15}$/);
export const words = z.object({ zh: z.string(), en: z.string() });
export const clause = z.object({ document: z.string(), clause: z.string(), summary: words.exactOptional() });
/** Why somebody does what is audited, in a sentence. */
export const reason = z.string().trim().min(2).max(200);
/** A truth in an address: `true` or `false`, and nothing else. */
export const flag = z.preprocess((v) => (v === 'true' ? true : v === 'false' ? false : v), z.boolean());
/** A list parameter: repeated or comma-separated. */
export const list = <T extends z.ZodType>(item: T) => z.preprocess((v) => (v === undefined || v === '' ? [] : Array.isArray(v) ? v : String(v).split(',')), z.array(item));
export const page = { limit: z.coerce.number().int().min(1).max(200).default(50), offset: z.coerce.number().int().min(0).max(1_000_000).default(0) };
/** Every refusal has this shape, whatever the route; `code` is of the domain's catalogue. */
export const refusal = z.object({ code: z.string(), details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])).optional() });
