// Papers as PDF by Typst, fully offline. A county that has the licensed faces of official documents lays
// them into a folder; without them Noto Serif SC sets everything.
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { photosOn, type Paper, type PaperFoot, type PhotoOf } from './paper.ts';
import { template } from './typst.ts';

export interface PdfOptions {
  readonly title: string;
  /** Day on which it is printed, `YYYY-MM-DD`. */
  readonly on: string;
  readonly foot: PaperFoot;
  /** Folder with the county's own faces (simfang.ttf, …); null or empty: none. */
  readonly facesFolder: string | null;
  /** Without it places of photos stay empty. */
  readonly photoOf?: PhotoOf;
}

const OWN_FACE = 'Noto Serif SC';
/** Names under which the faces of official documents call themselves. */
const officialFaces = ['FangSong_GB2312', 'FangSong', '仿宋_GB2312', '仿宋', 'STFangsong', 'FandolFang R'];

interface Setter {
  readonly compiler: NodeCompiler;
  readonly hasOwn: boolean;
  /** Root of the addresses that the template may read. */
  readonly root: string;
}
const setters = new Map<string, Promise<Setter>>();

function facesIn(folder: string | null): boolean {
  if (folder === null) return false;
  try {
    return readdirSync(folder).some((name) => /\.(ttf|otf|ttc)$/i.test(name));
  } catch {
    return false;
  }
}

async function openSetter(folder: string | null): Promise<Setter> {
  const hasOwn = facesIn(folder);
  const key = hasOwn && folder !== null ? folder : '';
  let setter = setters.get(key);
  if (setter === undefined) {
    setter = import('@myriaddreamin/typst-ts-node-compiler').then(({ NodeCompiler: Compiler }) => {
      const require = createRequire(import.meta.url);
      const serif = dirname(require.resolve('@expo-google-fonts/noto-serif-sc/package.json'));
      const fontPaths = [join(serif, '400Regular'), join(serif, '700Bold'), ...(key === '' ? [] : [key])];
      return { compiler: Compiler.create({ workspace: serif, fontArgs: [{ fontPaths }] }), hasOwn, root: serif };
    });
    setters.set(key, setter);
  }
  return setter;
}

/** Set and joined this many at a time: Typst keeps everything of a document in memory until it is done. */
const CHUNK = 10;

async function photosFor(papers: readonly Paper[], options: PdfOptions): Promise<ReadonlyMap<string, Uint8Array>> {
  const photos = new Map<string, Uint8Array>();
  for (const of of new Set(papers.flatMap(photosOn))) {
    const bytes = (await options.photoOf?.(of)) ?? null;
    if (bytes !== null) photos.set(of, bytes);
  }
  return photos;
}

/** One chunk with its photos; a form is worth more than a picture that cannot be read. */
async function setChunk(setter: Setter, papers: readonly Paper[], options: PdfOptions): Promise<Buffer> {
  const photos = await photosFor(papers, options);
  if (photos.size === 0) return setPapers(setter, papers, options, photos);
  try {
    return setPapers(setter, papers, options, photos);
  } catch {
    return setPapers(setter, papers, options, new Map());
  }
}

/** PDF/A-2b. Synchronous inside for as long as it sets. */
function setPapers({ compiler, hasOwn, root }: Setter, papers: readonly Paper[], options: PdfOptions, pictures: ReadonlyMap<string, Uint8Array>): Buffer {
  const faces = [...(hasOwn ? officialFaces : []), OWN_FACE];
  try {
    const photos: Record<string, string> = {};
    for (const [of, bytes] of pictures) {
      const name = `photo-${Object.keys(photos).length}`;
      compiler.mapShadow(join(root, name), Buffer.from(bytes));
      photos[of] = `/${name}`;
    }
    const data = JSON.stringify({ title: options.title, on: options.on.split('-').map(Number), foot: options.foot, faces, papers, photos });
    // Set and written in one call: a document held by JavaScript would stay in memory until some later collection.
    return Buffer.from(compiler.pdf({ mainFileContent: template, inputs: { data } }, { pdfStandard: 'a-2b', pdfTags: false }));
  } finally {
    // Nothing of one person's form is kept for the next.
    compiler.resetShadow();
    compiler.evictCache(0);
  }
}

/**
 * All papers with all their copies in one PDF (PDF/A-2b where it is a single chunk), about 10 ms a page.
 * `onChunk` hears after each chunk how many papers are set; it answers false to stop, and null comes out.
 */
export async function papersPdf(papers: readonly Paper[], options: PdfOptions, onChunk: (done: number) => Promise<boolean> = async () => true): Promise<Buffer | null> {
  const setter = await openSetter(options.facesFolder);
  if (papers.length <= CHUNK) return setChunk(setter, papers, options);
  const { PDFDocument } = await import('@cantoo/pdf-lib');
  const whole = await PDFDocument.create();
  whole.setTitle(options.title);
  for (let at = 0; at < papers.length; at += CHUNK) {
    const part = await PDFDocument.load(await setChunk(setter, papers.slice(at, at + CHUNK), options));
    for (const page of await whole.copyPages(part, part.getPageIndices())) whole.addPage(page);
    if (!(await onChunk(Math.min(at + CHUNK, papers.length)))) return null;
  }
  return Buffer.from(await whole.save());
}
