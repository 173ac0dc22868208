// Files out of a drag, folders opened; what an office's folder holds besides tables is left out.

/** Tables only; locks and hidden files of office programs are not meant. */
export const readable = (file: { readonly name: string }): boolean => /\.(xlsx|csv|xls|txt)$/i.test(file.name) && !/^(~\$|\.)/.test(file.name);

const fileOf = (entry: FileSystemFileEntry): Promise<File> => new Promise((resolve, reject) => entry.file(resolve, reject));

/** The browser hands out a folder's entries in portions until one is empty. */
async function entriesOf(directory: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = directory.createReader();
  const found: FileSystemEntry[] = [];
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (portion.length === 0) return found;
    found.push(...portion);
  }
}

async function filesUnder(entry: FileSystemEntry): Promise<readonly File[]> {
  if (entry.isFile) return [await fileOf(entry as FileSystemFileEntry)];
  const inside = await Promise.all((await entriesOf(entry as FileSystemDirectoryEntry)).map(filesUnder));
  return inside.flat();
}

export async function filesOfDrop(transfer: DataTransfer): Promise<readonly File[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return [...transfer.files];
  return (await Promise.all(entries.map(filesUnder))).flat();
}
