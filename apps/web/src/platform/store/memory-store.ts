// The sealed store on memory, for tests: what is written outlives the handle, as a database outlives
// a page. A handle that was cut belongs to a process that died: nothing it does has an effect any more.
import type { Box, Change, SealedStore, Stored } from './sealed-store.ts';

export type Shelf = Map<Box, Map<string, string>>;

export interface MemoryStore extends SealedStore {
  /** The process that holds this handle dies. */
  cut(): void;
}

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

export function memoryStore(shelf: Shelf = new Map()): MemoryStore {
  let alive = true;
  const boxOf = (box: Box): Map<string, string> => {
    const found = shelf.get(box) ?? new Map<string, string>();
    shelf.set(box, found);
    return found;
  };
  const apply = (change: Change): void => {
    if (change.op === 'putBytes') boxOf(change.box).set(change.key, Array.from(change.bytes, (byte) => String.fromCharCode(byte)).join(''));
    else if (change.op === 'put') boxOf(change.box).set(change.key, JSON.stringify(change.value));
    else if (change.op === 'add') {
      if (!boxOf(change.box).has(change.key)) boxOf(change.box).set(change.key, JSON.stringify(change.value));
    } else if (change.op === 'delete') boxOf(change.box).delete(change.key);
    else boxOf(change.box).clear();
  };
  return {
    locked: () => false,
    damaged: () => 0,
    get: async <T>(box: Box, key: string) => {
      if (!alive) return never<T>();
      const text = boxOf(box).get(key);
      return text === undefined ? undefined : (JSON.parse(text) as T);
    },
    bytes: async (box, key) => {
      if (!alive) return never<undefined>();
      const text = boxOf(box).get(key);
      return text === undefined ? undefined : Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    },
    list: async <T>(box: Box) => {
      if (!alive) return never<readonly Stored<T>[]>();
      return [...boxOf(box)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, text]) => ({ key, value: JSON.parse(text) as T }));
    },
    feedBoxes: async () => {
      if (!alive) return never<readonly Box[]>();
      return [...shelf].filter(([box, records]) => box.startsWith('feed:') && records.size > 0).map(([box]) => box);
    },
    write: async (changes) => {
      if (!alive) return never<void>();
      changes.forEach(apply);
    },
    cut: () => {
      alive = false;
    },
  };
}
