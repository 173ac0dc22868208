// What a zip says of itself in its central directory (APPNOTE 4.3.12), read before anything is
// unpacked: the names and how large all would be. A bomb is refused by its own word; entries are then
// unpacked as streams, so that no entry stands in memory whole.
import { createInflateRaw } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  /** Bytes that it claims to hold (4 GiB and more counts as 4 GiB). */
  readonly size: number;
  readonly method: number;
  readonly packedSize: number;
  /** Where its local header begins. */
  readonly offset: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const STORED = 0;

/** Entries of the central directory; null where there is none. */
export function zipEntries(bytes: Uint8Array): readonly ZipEntry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  const lowest = Math.max(0, bytes.length - 22 - 65_535);
  while (end >= lowest && view.getUint32(end, true) !== END) end -= 1;
  if (end < lowest || end < 0) return null;
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries: ZipEntry[] = [];
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL) return null;
    const nameLength = view.getUint16(at + 28, true);
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
      size: view.getUint32(at + 24, true),
      packedSize: view.getUint32(at + 20, true),
      method: view.getUint16(at + 10, true),
      offset: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** Text of an entry, piece by piece. Throws where the zip is damaged. */
export async function* entryText(bytes: Uint8Array, entry: ZipEntry): AsyncGenerator<string> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (entry.offset + 30 > bytes.length || view.getUint32(entry.offset, true) !== LOCAL) throw new Error('damaged zip');
  const begin = entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  const packed = bytes.subarray(begin, begin + entry.packedSize);
  const decoder = new TextDecoder();
  if (entry.method === STORED) {
    yield decoder.decode(packed);
    return;
  }
  const inflate = createInflateRaw({ chunkSize: 128 * 1024 });
  inflate.end(packed);
  try {
    for await (const piece of inflate) yield decoder.decode(piece as Buffer, { stream: true });
    yield decoder.decode();
  } finally {
    inflate.destroy();
  }
}
