// The only way to the server. A call names a route of the contract; its method, path and shapes come
// from there, so that the interface cannot ask for what the server does not offer. What the server
// declines comes out as an ApiRefusal with a code that the catalogue `errors` puts into words.
import type { Reply, Route } from '@shouwang/contract/route';
import type { z } from 'zod';

export type RefusalDetails = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export class ApiRefusal extends Error {
  readonly code: string;
  readonly details: RefusalDetails;
  /** HTTP status; 0 where no answer came at all. */
  readonly status: number;
  constructor(code: string, details: RefusalDetails, status: number) {
    super(code);
    this.name = 'ApiRefusal';
    this.code = code;
    this.details = details;
    this.status = status;
  }
}

/** What the schema takes as anything (a list, a number out of text) may be left out. */
type Loose<T> = { readonly [K in keyof T as unknown extends T[K] ? never : K]: T[K] } & { readonly [K in keyof T as unknown extends T[K] ? K : never]?: T[K] };
type Given<T extends z.ZodType, Key extends string> =
  undefined extends z.input<T>
    ? { readonly [K in Key]?: undefined }
    : Record<never, never> extends Loose<z.input<T>>
      ? { readonly [K in Key]?: Loose<z.input<T>> }
      : { readonly [K in Key]: Loose<z.input<T>> };
export type CallInput<T extends Route> = Given<T['params'], 'params'> & Given<T['query'], 'query'> & Given<T['body'], 'body'> & { readonly signal?: AbortSignal };

/** The address of a route with its parameters filled in; lists become comma-separated, empty values are left out. */
export function addressOf(route: Route, params: unknown, query: unknown): string {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String((params as Record<string, unknown>)[name])));
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries((query ?? {}) as Record<string, unknown>)) {
    if (value === undefined || value === null || value === '' || value === false) continue;
    if (Array.isArray(value)) {
      if (value.length > 0) search.set(key, value.join(','));
    } else search.set(key, String(value));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

async function refusalOf(answer: Response): Promise<ApiRefusal> {
  const body: unknown = await answer.json().catch(() => null);
  if (body !== null && typeof body === 'object' && 'code' in body && typeof body.code === 'string') {
    const details = 'details' in body && body.details !== null && typeof body.details === 'object' ? (body.details as RefusalDetails) : {};
    return new ApiRefusal(body.code, details, answer.status);
  }
  return new ApiRefusal(answer.status >= 500 ? 'server.unavailable' : 'server.bug', {}, answer.status);
}

export interface ApiClient {
  /** JSON in, JSON out. Throws ApiRefusal; a request that was aborted throws its own AbortError. */
  call<T extends Route>(route: T, input: CallInput<T>): Promise<Reply<T>>;
  /** Multipart upload; answers like `call`. */
  upload<T extends Route>(route: T, form: FormData): Promise<Reply<T>>;
  /** A file answered by the server, with the name that the server gives it. */
  file<T extends Route>(route: T, input: CallInput<T>): Promise<{ readonly name: string; readonly content: Blob }>;
}

/** `credential` is a field device's bearer token; the desk has a cookie instead and gives none. */
export function makeClient(settings: { readonly credential?: () => string | null; readonly fetch?: typeof fetch } = {}): ApiClient {
  const request = async (route: Route, input: CallInput<Route>, body?: BodyInit): Promise<Response> => {
    const given = input as { params?: unknown; query?: unknown; body?: unknown; signal?: AbortSignal };
    const headers = new Headers({ accept: 'application/json' });
    const credential = settings.credential?.() ?? null;
    if (credential !== null) headers.set('authorization', `Bearer ${credential}`);
    let content = body;
    if (content === undefined && given.body !== undefined) {
      headers.set('content-type', 'application/json');
      content = JSON.stringify(given.body);
    }
    let answer: Response;
    try {
      answer = await (settings.fetch ?? fetch)(addressOf(route, given.params, given.query), {
        method: route.method,
        headers,
        credentials: 'same-origin',
        ...(content === undefined ? {} : { body: content }),
        ...(given.signal === undefined ? {} : { signal: given.signal }),
      });
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') throw error;
      throw new ApiRefusal('server.unavailable', {}, 0);
    }
    if (!answer.ok) throw await refusalOf(answer);
    return answer;
  };
  const json = async <T extends Route>(answer: Response): Promise<Reply<T>> => (answer.status === 204 ? undefined : await answer.json().catch(() => undefined)) as Reply<T>;
  return {
    call: async (route, input) => json(await request(route, input as CallInput<Route>)),
    upload: async (route, form) => json(await request(route, {}, form)),
    file: async (route, input) => {
      const answer = await request(route, input as CallInput<Route>);
      const header = answer.headers.get('content-disposition') ?? '';
      const encoded = /filename\*=UTF-8''([^;]+)/i.exec(header)?.[1];
      const plain = /filename="?([^";]+)"?/i.exec(header)?.[1];
      return { name: encoded === undefined ? (plain ?? 'shouwang.xlsx') : decodeURIComponent(encoded), content: await answer.blob() };
    },
  };
}

/** The desk's client. */
export const { call, upload, file } = makeClient();

/**
 * One upload of the desk with its progress (0…1), which `fetch` does not tell. Throws like `call`.
 * `stop` breaks it off.
 */
export function sendFile<T extends Route>(route: T, params: unknown, form: FormData, onProgress: (share: number) => void): { readonly done: Promise<Reply<T>>; stop(): void } {
  const request = new XMLHttpRequest();
  const done = new Promise<Reply<T>>((resolve, reject) => {
    request.open(route.method, addressOf(route, params, {}));
    request.setRequestHeader('accept', 'application/json');
    request.upload.addEventListener('progress', (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0));
    request.addEventListener('error', () => reject(new ApiRefusal('server.unavailable', {}, 0)));
    request.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')));
    request.addEventListener('load', () => {
      if (request.status < 300) resolve((request.status === 204 ? undefined : JSON.parse(request.responseText)) as Reply<T>);
      else void refusalOf(new Response(request.responseText, { status: request.status })).then(reject);
    });
    request.send(form);
  });
  return { done, stop: () => request.abort() };
}
