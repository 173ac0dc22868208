// What a list of 低保 or 特困 says of whoever stands on it. Often nobody writes it into the rows: the
// title says which aid it is, the column only 一类 or 集中.
import type { FactValues } from '../ledger/index.ts';
import { readAid, type Reading } from './cells.ts';
import type { RowCells } from './rowCells.ts';
import { cellText } from './text.ts';
import type { CellValue } from './types.ts';

type Aid = NonNullable<ReturnType<typeof readAid>['value']>;

const minimum = /低保(?!边缘)|最低生活保障/;
const destitute = /特困|五保|供养/;
/** Who is struck off, or only near it, does not have it. */
const withdrawn = /停保|停发|取消|退出|清退|注销|不予|边缘|申请|核查|公示/;
/** Grades within one kind of aid: 一类, B类, 重点保障. */
const grade = /^(农村|城市|城镇|农低|城低)?([一二三四甲乙丙A-D1-4][类档级]|[ABCD]|重点(保障)?(户|对象)?|一般(保障)?(户|对象)?|长期(保障)?|常补|全额|差额)$/i;

/** A cell of a column of aid, with what its heading or the title of the list says. */
export function aidInWords(cell: CellValue, told: string): Reading<Aid> {
  const text = cellText(cell).replace(/\s+/g, '');
  const reading = readAid(cell);
  if (reading.value !== undefined || text === '') return reading;
  if (grade.test(text) && minimum.test(told) && !destitute.test(told)) return { value: { minimumLiving: true } };
  if (text.startsWith('集中') && destitute.test(told)) return { value: { destitute: 'institution' } };
  if (/^(分散|散居)/.test(text) && destitute.test(told)) return { value: { destitute: 'atHome' } };
  return reading;
}

/** Minimum living and destitute support of one row. `title`: what stands over the list, its sheet and file. */
export function aidFacts(row: RowCells, title: string): Pick<Partial<FactValues>, 'minimumLiving' | 'destitute'> {
  const facts: { minimumLiving?: boolean; destitute?: 'atHome' | 'institution' | null } = {};
  const headings = row
    .all('aid')
    .map(({ header }) => header)
    .join(' ');
  for (const aid of row.readTicked('aid', (cell) => aidInWords(cell ?? null, `${headings} ${title}`))) {
    if (aid.minimumLiving !== undefined) facts.minimumLiving = aid.minimumLiving;
    if (aid.destitute !== undefined) facts.destitute = aid.destitute;
  }
  const isBlank = row.all('aid').every(({ cell }) => cellText(cell) === '');
  if (isBlank && minimum.test(title) && !destitute.test(title) && !withdrawn.test(title)) facts.minimumLiving = true;
  return facts;
}
