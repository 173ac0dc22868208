// What a phone keeps between two starts. Everything goes through this adapter, so that no screen
// knows how it is stored or sealed, and tests run on memory. A box is a named set of records; a
// write is all or nothing, because a saved visit and its removed draft must never part.

/** Boxes that the platform itself uses; the boxes of the feed are named `feed:<entity>`. */
export type Box = 'device' | 'sync' | 'outbox' | 'attachments' | 'blobs' | 'ballast' | 'drafts' | 'notes' | `feed:${string}`;

/** Bytes kept for nothing but to be given up when the phone is full, so that what was recorded still finds room. */
export const BALLAST_BYTES = 3 * 1024 * 1024;

export interface Stored<T> {
  readonly key: string;
  readonly value: T;
}

export type Change =
  | { readonly op: 'put'; readonly box: Box; readonly key: string; readonly value: unknown }
  /** Only where there is none: what was recorded first stands, also against another tab. */
  | { readonly op: 'add'; readonly box: Box; readonly key: string; readonly value: unknown }
  /** Bytes as they are: read by `bytes`, never by `get` or `list`. */
  | { readonly op: 'putBytes'; readonly box: Box; readonly key: string; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly op: 'delete'; readonly box: Box; readonly key: string }
  | { readonly op: 'clear'; readonly box: Box };

export interface SealedStore {
  /** What is known of people lies behind a lock that is closed: reading finds nothing of it, writing it throws. */
  locked(): boolean;
  get<T>(box: Box, key: string): Promise<T | undefined>;
  bytes(box: Box, key: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Records of a box in the order of their keys, without those that are damaged. */
  list<T>(box: Box): Promise<readonly Stored<T>[]>;
  /** Names of the feed's boxes that hold anything. */
  feedBoxes(): Promise<readonly Box[]>;
  /** Records that lie here and cannot be opened any more; as far as lists have met them. */
  damaged(): number;
  /** All changes or none, in order. */
  write(changes: readonly Change[]): Promise<void>;
}

export const put = (box: Box, key: string, value: unknown): Change => ({ op: 'put', box, key, value });
export const add = (box: Box, key: string, value: unknown): Change => ({ op: 'add', box, key, value });
export const putBytes = (box: Box, key: string, bytes: Uint8Array<ArrayBuffer>): Change => ({ op: 'putBytes', box, key, bytes });
export const remove = (box: Box, key: string): Change => ({ op: 'delete', box, key });
export const clear = (box: Box): Change => ({ op: 'clear', box });
export const feedBox = (entity: string): Box => `feed:${entity}`;
