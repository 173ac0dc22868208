// Rows of an import by outcome, with file, sheet, row, column and a sentence for each remark.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { importRows, type importRow } from '@shouwang/contract/intake';
import type { z } from 'zod';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { Chip, Pager, Panel, Tag } from '../../ui/parts.tsx';
import { Empty, Loaded } from '../../ui/states.tsx';

type Row = z.output<typeof importRow>;
type Outcome = Row['outcome'];
const SIZE = 50;
const tones = { accepted: 'good', remarked: 'amber', rejected: 'danger' } as const;

export function ImportRows({ importId, outcome, page }: { readonly importId: string; readonly outcome: Outcome | undefined; readonly page: number }) {
  const { t } = useTranslation(['intake', 'common']);
  const word = useWord();
  const navigate = useNavigate();
  const query = { ...(outcome === undefined ? {} : { outcome }), limit: SIZE, offset: (page - 1) * SIZE };
  const rows = useQuery({
    queryKey: ['import', importId, 'rows', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => call(importRows, { params: { id: importId }, query, signal }),
  });
  const show = (next: { outcome?: Outcome; page?: string }): void => void navigate({ to: '/imports/$importId', params: { importId }, search: next, resetScroll: false });
  const columns: readonly Column<Row>[] = [
    {
      key: 'name',
      title: t('intake:column.name'),
      place: 'lead',
      nowrap: true,
      cell: (row) =>
        row.elderId === null ? (
          row.name || '—'
        ) : (
          <Link to="/ledger/$elderId" params={{ elderId: row.elderId }} className="person">
            {row.name}
          </Link>
        ),
    },
    {
      key: 'where',
      title: t('intake:column.where'),
      cell: (row) => (
        <>
          {row.file}
          {row.sheet !== '' && <span className="quiet"> · {row.sheet}</span>} · {t('intake:rowNo', { row: row.row })}
        </>
      ),
    },
    { key: 'outcome', title: t('intake:column.outcome'), cell: (row) => <Tag tone={tones[row.outcome]}>{t(`intake:outcome.${row.outcome}`)}</Tag> },
    {
      key: 'remarks',
      title: t('intake:column.remarks'),
      place: 'wide',
      cell: (row) =>
        row.remarks.length === 0 ? (
          ''
        ) : (
          <ul>
            {row.remarks.map((remark, index) => (
              <li key={`${remark.code}${index}`}>
                {remark.column !== '' && <span className="quiet">{t('intake:columnNamed', { column: remark.column })} </span>}
                {word('remarks:sentence', remark.code, remark.details ?? {})}
                {remark.found !== undefined && remark.found !== '' && <span className="quiet"> {t('intake:found', { found: remark.found })}</span>}
              </li>
            ))}
          </ul>
        ),
    },
  ];
  return (
    <section className="stack">
      <div className="chips" role="group" aria-label={t('intake:column.outcome')}>
        <Chip pressed={outcome === undefined} onClick={() => show({})}>
          {t('common:all')}
        </Chip>
        {(['rejected', 'remarked', 'accepted'] as const).map((value) => (
          <Chip key={value} pressed={outcome === value} onClick={() => show({ outcome: value })}>
            {t(`intake:outcome.${value}`)}
          </Chip>
        ))}
      </div>
      <Loaded query={rows} lines={8}>
        {(data) =>
          data.rows.length === 0 ? (
            <Panel bare>
              <Empty />
            </Panel>
          ) : (
            <>
              <DataTable label={t('intake:rowsTitle')} columns={columns} rows={data.rows} rowKey={(row) => `${row.file}|${row.sheet}|${row.row}`} stale={rows.isPlaceholderData} />
              <Pager page={page} size={SIZE} count={data.count} more={false} go={(next) => show({ ...(outcome === undefined ? {} : { outcome }), page: String(next) })} />
            </>
          )
        }
      </Loaded>
    </section>
  );
}
