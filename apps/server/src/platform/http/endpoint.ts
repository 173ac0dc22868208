// A route and what answers it. Handlers get a transaction of the signed-in principal; what they
// return as a refusal rolls it back and leaves through the one error exit (server.ts).
import type { Principal } from '@shouwang/domain/access';
import type { Result } from '@shouwang/domain/shared';
import type { Body, Params, Query, Reply, Route } from '@shouwang/contract/route';
import type { Tx } from '../db/index.ts';
import type { Services } from '../services.ts';

/** Bytes with a file name, for routes that carry a file. */
export interface FileReply {
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}
export interface UploadedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

export interface Call<T extends Route> {
  readonly tx: Tx;
  readonly principal: Principal;
  readonly services: Services;
  readonly params: Params<T>;
  readonly query: Query<T>;
  readonly body: Body<T>;
  /** Of routes that carry an upload. */
  readonly files: readonly UploadedFile[];
  readonly fields: Readonly<Record<string, string>>;
  readonly request: {
    readonly ip: string;
    readonly sessionToken: string | null;
    /** The registered phone that the session belongs to. */ readonly deviceId: string | null;
    /** The phone was revoked then; only routes with `lastWords` see one. */
    readonly revokedAt: string | null;
    setSessionCookie(token: string | null): void;
  };
}

export interface Endpoint {
  readonly route: Route;
  handle(call: Call<Route>): Promise<Result<unknown>>;
}

/** Ties a route of the contract to its handler; the types of both must agree. */
export function endpoint<T extends Route>(route: T, handle: (call: Call<T>) => Promise<Result<Reply<T>>>): Endpoint {
  return { route, handle: handle as unknown as Endpoint['handle'] };
}

/** The same for a route that carries a file. */
export function fileEndpoint<T extends Route>(route: T, handle: (call: Call<T>) => Promise<Result<FileReply>>): Endpoint {
  return { route, handle: handle as unknown as Endpoint['handle'] };
}
