// Rows a page at a time: bones while they come, a word where there are none, the table and its pager.
import type { UseQueryResult } from '@tanstack/react-query';
import type { ComponentProps } from 'react';
import { DataTable, type DataTableProps } from './DataTable.tsx';
import { Pager, Panel } from './parts.tsx';
import { Empty, Loaded } from './states.tsx';

export function PagedTable<Row>({
  query,
  page,
  size,
  go,
  empty = {},
  lines = 12,
  ...table
}: Omit<DataTableProps<Row>, 'rows' | 'stale'> & {
  readonly query: UseQueryResult<{ readonly count: number; readonly rows: readonly Row[] }>;
  /** 1-based. */
  readonly page: number;
  readonly size: number;
  readonly go: (page: number) => void;
  readonly empty?: ComponentProps<typeof Empty>;
  readonly lines?: number;
}) {
  return (
    <Loaded query={query} lines={lines}>
      {(data) =>
        data.rows.length === 0 ? (
          <Panel bare>
            <Empty {...empty} />
          </Panel>
        ) : (
          <>
            <DataTable {...table} rows={data.rows} stale={query.isPlaceholderData} />
            <Pager page={page} size={size} count={data.count} more={false} go={go} />
          </>
        )
      }
    </Loaded>
  );
}
