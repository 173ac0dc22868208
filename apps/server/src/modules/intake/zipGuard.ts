// What a zip says of itself in its central directory (APPNOTE 4.3.12), read before anything is
// unpacked: the names and how large all would be. A bomb is refused by its own word; the reader's own
// limits stand behind where it lies.

interface Entry {
  readonly name: string;
  readonly size: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;

/** Entries of the central directory; null where there is none. */
function entriesOf(bytes: Uint8Array): readonly Entry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  const lowest = Math.max(0, bytes.length - 22 - 65_535);
  while (end >= lowest && view.getUint32(end, true) !== END) end -= 1;
  if (end < lowest || end < 0) return null;
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries: Entry[] = [];
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL) return null;
    const nameLength = view.getUint16(at + 28, true);
    entries.push({ size: view.getUint32(at + 24, true), name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)) });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

export const zipEntryNames = (bytes: Uint8Array): readonly string[] | null => entriesOf(bytes)?.map((entry) => entry.name) ?? null;
/** Bytes that all entries together claim to hold (a size of 4 GiB or more counts as 4 GiB). */
export const uncompressedSize = (bytes: Uint8Array): number | null => entriesOf(bytes)?.reduce((sum, entry) => sum + entry.size, 0) ?? null;
