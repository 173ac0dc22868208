// By what a table is known again: the texts of its headings, and its title without the places, numbers
// and days that change from sheet to sheet and from year to year.
import { headingText } from './headings.ts';
import { halfWidth } from './text.ts';
import type { TableMapping } from './types.ts';

export interface LayoutKeys {
  /** All headings in their order; '' where the table has none to be known by. */
  readonly headings: string;
  readonly title: string;
}

/** Titles differ by place, count and date; what stays is what the table is about. */
const titleKey = (title: string): string =>
  halfWidth(title)
    .replace(/[\d〇零一二三四五六七八九十]+(年|月|日|季度|号|期|批|组)?/g, '')
    .replace(/[^，,。\s]{1,6}?(省|市|县|区|镇|乡|街道|村|社区)/g, '')
    .replace(/[（()）\s:：、,.，。-]/g, '')
    .slice(0, 80);

export function layoutKeys(mapping: Pick<TableMapping, 'columns' | 'context' | 'headerRow'>): LayoutKeys {
  // Without headings there is nothing by which another table would be of this layout.
  if (mapping.headerRow < 0) return { headings: '', title: titleKey(mapping.context.title) };
  const headings = mapping.columns.filter(({ told }) => told === undefined).map(({ index, header }) => `${index}:${header.split('/').map(headingText).join('/')}`);
  return { headings: headings.length < 2 ? '' : headings.join('|'), title: titleKey(mapping.context.title) };
}
