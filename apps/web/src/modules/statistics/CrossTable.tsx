// The table: each figure opens its people, the darker the more of them; totals of persons at its ends.
import { Link } from '@tanstack/react-router';
import type { crossTable } from '@shouwang/contract/statistics';
import type { Reply } from '@shouwang/contract/route';
import { useTranslation } from 'react-i18next';
import { formatNumber, formatRate } from '../../platform/i18n/format.ts';
import { inWords } from '../../platform/i18n/useWords.ts';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { addressOfQuestion, type Question } from './question.ts';
import { useDimensionWords } from './useDimensionWords.ts';

export type Table = Reply<typeof crossTable>;
interface Line {
  readonly code: string | null;
  readonly label: string;
  readonly cells: readonly number[];
  readonly persons: number;
}

export function useFigureAddress(question: Question) {
  return (row: string | null, column: string | null): Record<string, string> => ({
    ...addressOfQuestion({ ...question, view: 'table', measure: 'persons' }),
    ...(row === null ? {} : { row }),
    ...(column === null ? {} : { column }),
  });
}

export function CrossTable({ table, question, stale }: { readonly table: Table; readonly question: Question; readonly stale: boolean }) {
  const { t } = useTranslation(['statistics', 'domain']);
  const words = useDimensionWords();
  const addressOf = useFigureAddress(question);
  const { measure } = question;
  const crossed = question.columns !== undefined;
  const most = Math.max(1, ...table.cells.flat());
  const mostPersons = Math.max(1, ...table.rows.map((row) => row.persons));
  const labelOf = (key: string, bucket: Table['rows'][number]): string => (bucket.label === null ? words.code(key, bucket.code) : inWords(bucket.label));
  const cell = (line: Line, at: number) => {
    const count = line.cells[at] ?? 0;
    const column = table.columns[at];
    const whole = measure === 'ofRow' ? line.persons : measure === 'ofColumn' ? (line.code === null ? table.persons : (column?.persons ?? 0)) : null;
    const text = whole === null ? formatNumber(count) : formatRate(whole === 0 ? null : count / whole);
    if (count === 0) return <span className="quiet">{whole === null ? '0' : '—'}</span>;
    const weight = line.code === null ? 0 : whole === null ? count / most : whole === 0 ? 0 : count / whole;
    return (
      <Link
        to="/statistics/rows"
        search={addressOf(line.code, column?.code ?? null)}
        className="heat"
        title={t('statistics:cellTitle', { row: line.label, column: column === undefined ? '' : labelOf(question.columns ?? '', column), count })}
        style={{ backgroundColor: `color-mix(in srgb, var(--shade0) ${Math.round(weight * 100)}%, transparent)` }}
      >
        {text}
      </Link>
    );
  };
  const columns: readonly Column<Line>[] = [
    { key: 'row', title: words.name(question.rows), place: 'lead', nowrap: true, cell: (line) => line.label },
    ...(crossed
      ? table.columns.map((column, at) => ({ key: column.code, title: labelOf(question.columns ?? '', column), end: true, nowrap: true, cell: (line: Line) => cell(line, at) }))
      : []),
    {
      key: 'persons',
      title: t('statistics:persons'),
      end: true,
      nowrap: true,
      cell: (line) => (
        <Link to="/statistics/rows" search={addressOf(line.code, null)} className="total-figure">
          {formatNumber(line.persons)}
        </Link>
      ),
    },
    {
      key: 'share',
      title: t('statistics:share'),
      nowrap: true,
      cell: (line) => (
        <span className={crossed ? 'share' : 'share wide'}>
          {line.code !== null && (
            <span className="share-bar" aria-hidden="true">
              <i style={{ width: `${(line.persons / mostPersons) * 100}%` }} />
            </span>
          )}
          <span className="number">{formatRate(table.persons === 0 ? null : line.persons / table.persons)}</span>
        </span>
      ),
    },
  ];
  const lines = table.rows.map((row, at): Line => ({ code: row.code, label: labelOf(question.rows, row), cells: table.cells[at] ?? [], persons: row.persons }));
  const foot: Line = { code: null, label: t('statistics:total'), cells: table.columns.map((column) => column.persons), persons: table.persons };
  return (
    <DataTable
      label={`${words.name(question.rows)}${question.columns === undefined ? '' : ` × ${words.name(question.columns)}`}`}
      columns={columns}
      rows={lines}
      rowKey={(line) => line.code ?? ''}
      foot={foot}
      stale={stale}
      cards={false}
    />
  );
}
