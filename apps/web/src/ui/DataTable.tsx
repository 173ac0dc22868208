// A list. On a wide screen a table with a quiet head, on a phone a card for each row; one markup for
// both, with its roles written out because display changes would take a table's meaning away.
import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import { usePreferences } from '../platform/preferences.ts';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** `lead` heads the card on a phone; `wide` takes its whole width. */
  readonly place?: 'lead' | 'wide';
  readonly end?: boolean;
  readonly nowrap?: boolean;
  readonly sortKey?: string;
}

interface Sorting {
  readonly by: string;
  readonly order: 'asc' | 'desc';
  readonly change: (by: string, order: 'asc' | 'desc') => void;
}

function Head<Row>({ column, sorting }: { readonly column: Column<Row>; readonly sorting: Sorting | undefined }) {
  const { t } = useTranslation();
  const { sortKey } = column;
  const className = column.end === true ? 'end' : undefined;
  if (sortKey === undefined || sorting === undefined)
    return (
      <th role="columnheader" scope="col" className={className}>
        {column.title}
      </th>
    );
  const active = sorting.by === sortKey;
  const ascending = sorting.order === 'asc';
  return (
    <th role="columnheader" scope="col" className={className} aria-sort={active ? (ascending ? 'ascending' : 'descending') : 'none'}>
      <button type="button" className="sort-button" onClick={() => sorting.change(sortKey, active && ascending ? 'desc' : 'asc')}>
        {column.title}
        <span className="sort-mark" aria-hidden="true">
          {active ? (ascending ? '▲' : '▼') : '↕'}
        </span>
        {active && <span className="hidden-text">{ascending ? t('sortAscending') : t('sortDescending')}</span>}
      </button>
    </th>
  );
}

export interface DataTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly sorting?: Sorting;
  /** A row of totals. */
  readonly foot?: Row;
  /** Shows the rows of before while others are on their way. */
  readonly stale?: boolean;
  /** False: scrolls in its own box on a phone instead of becoming cards. */
  readonly cards?: boolean;
}

export function DataTable<Row>({ label, columns, rows, rowKey, sorting, foot, stale = false, cards = true }: DataTableProps<Row>) {
  const { density } = usePreferences();
  const line = (row: Row, key: string) => (
    <tr role="row" key={key}>
      {columns.map((column) => {
        const content = column.cell(row);
        const blank = content === null || content === undefined || content === '';
        const names = [column.place, column.end === true && 'end', column.nowrap === true && 'nowrap', blank && 'blank'].filter(Boolean).join(' ');
        return (
          <td role="cell" key={column.key} className={names === '' ? undefined : names} data-label={column.title}>
            {content}
          </td>
        );
      })}
    </tr>
  );
  return (
    <div className={`table-box${cards ? ' cards' : ''}${stale ? ' stale' : ''}`} {...(cards ? {} : { tabIndex: 0, role: 'region', 'aria-label': label })}>
      <table role="table" aria-label={label} className={`data-table ${density}`}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <Head key={column.key} column={column} sorting={sorting} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">{rows.map((row) => line(row, rowKey(row)))}</tbody>
        {foot !== undefined && <tfoot role="rowgroup">{line(foot, 'foot')}</tfoot>}
      </table>
    </div>
  );
}
