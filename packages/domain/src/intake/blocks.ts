// Two people side by side on one line: a sheet that repeats its whole set of columns to the right. Each
// set is somebody of his own; nobody of the second one may be lost, nor his telephone go to the first.
import type { Field } from './fields.ts';
import type { TableMapping } from './types.ts';

interface Heading {
  readonly index: number;
  readonly header: string;
}
export interface Blocks {
  /** Columns of the first set. */
  readonly first: ReadonlySet<number>;
  /** How far to the right each further set stands. */
  readonly offsets: readonly number[];
}

/** What has to be in a set for it to be about a person of its own, not about a relative or a visitor. */
const telling: ReadonlySet<Field | null> = new Set<Field | null>(['idNo', 'birthDate', 'age']);

/** 男方姓名 and 女方姓名 ask the same of husband and wife, who both are on the list. */
const ofEither = (header: string): string => header.replace(/(^|\/)(?:男方|女方|夫方|妻方|丈夫|妻子)(?=.)/g, '$1').replace(/(?:男方|女方)(?=\/)/, '');

/** The sets of columns of a table; null where there is only one. `fieldOf`: what the heading of a column means. */
export function blocksOf(headings: readonly Heading[], fieldOf: (index: number) => Field | null): Blocks | null {
  const name = headings.find(({ index }) => fieldOf(index) === 'name');
  const again = name === undefined ? undefined : headings.find(({ index, header }) => index > name.index && ofEither(header) === ofEither(name.header));
  if (name === undefined || again === undefined) return null;
  const offset = again.index - name.index;
  const isCouple = again.header !== name.header;
  const headerAt = new Map(headings.map(({ index, header }) => [index, ofEither(header)]));
  const isSame = (index: number, by: number): boolean => headerAt.has(index) && headerAt.get(index) === headerAt.get(index + by);
  let start = name.index;
  while (isSame(start - 1, offset)) start -= 1;
  const columns = Array.from({ length: offset }, (_, at) => start + at).filter((index) => headerAt.has(index));
  const first = new Set(columns);
  if (columns.length < (isCouple ? 2 : 3) || !columns.every((index) => isSame(index, offset)) || !columns.some((index) => telling.has(fieldOf(index)))) return null;
  const offsets: number[] = [];
  for (let by = offset; columns.every((index) => isSame(index, by)); by += offset) offsets.push(by);
  return { first, offsets };
}

/** Columns of all sets but the first: they are read as further people, though none of them is mapped. */
export function columnsOfFurtherSets(mapping: Pick<TableMapping, 'columns'>): ReadonlySet<number> {
  const { columns } = mapping;
  const blocks = blocksOf(columns, (index) => (columns.find((column) => column.index === index)?.field ?? null) as Field | null);
  return new Set(blocks === null ? [] : blocks.offsets.flatMap((offset) => [...blocks.first].map((index) => index + offset)));
}

const byMapping = new WeakMap<TableMapping, Blocks | null>();
/** The sets of columns of a mapping, worked out once for all its rows. */
export function blocksOfMapping(mapping: TableMapping): Blocks | null {
  let blocks = byMapping.get(mapping);
  if (blocks === undefined) {
    const fieldAt = new Map(mapping.columns.map(({ index, field }) => [index, field]));
    blocks = blocksOf(mapping.columns, (index) => (fieldAt.get(index) ?? null) as Field | null);
    byMapping.set(mapping, blocks);
  }
  return blocks;
}
