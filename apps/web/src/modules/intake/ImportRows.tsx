// Rows of an import by outcome, with file, sheet, row, column and a sentence for each remark; what was not
// taken, or not for certain, is corrected or taken as it is from here.
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { importRows, importRowsAccept, type ImportRow } from '@shouwang/contract/intake';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { formatInstant } from '../../platform/i18n/format.ts';
import type { Column } from '../../ui/DataTable.tsx';
import { PagedTable } from '../../ui/PagedTable.tsx';
import { Chip, Tag } from '../../ui/parts.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { CorrectRow } from './CorrectRow.tsx';
import { RemarkList } from './RemarkList.tsx';

type Row = ImportRow;
type Outcome = Row['outcome'];
const SIZE = 50;
const tones = { accepted: 'good', remarked: 'amber', rejected: 'danger' } as const;

/** Somebody was found or opened: a person may say that it is right as it is. */
const canAccept = (row: Row): boolean => row.outcome === 'remarked' && row.elderId !== null;

export function ImportRows({
  importId,
  outcome,
  page,
  editable,
}: {
  readonly importId: string;
  readonly outcome: Outcome | undefined;
  readonly page: number;
  /** The files are still kept, and whoever looks may correct. */
  readonly editable: boolean;
}) {
  const { t } = useTranslation(['intake', 'common']);
  const client = useQueryClient();
  const [correcting, setCorrecting] = useState<Row | null>(null);
  const [accepting, setAccepting] = useState<readonly Row[] | 'all' | null>(null);
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
    {
      key: 'outcome',
      title: t('intake:column.outcome'),
      cell: (row) => (
        <span className="wrap-row">
          <Tag tone={tones[row.outcome]}>{t(`intake:outcome.${row.outcome}`)}</Tag>
          {row.settled !== null && (
            <>
              <Tag>{t('intake:settled')}</Tag>
              <span className="panel-note">
                {[row.settled.reason, t('intake:settledBy', { name: row.settled.by, date: formatInstant(row.settled.on) })].filter((part) => part !== '').join(' · ')}
              </span>
            </>
          )}
        </span>
      ),
    },
    {
      key: 'remarks',
      title: t('intake:column.remarks'),
      place: 'wide',
      cell: (row) => (row.remarks.length === 0 ? '' : <RemarkList remarks={row.remarks} />),
    },
    ...(editable
      ? [
          {
            key: 'do',
            title: t('intake:column.do'),
            nowrap: true,
            cell: (row: Row) =>
              row.outcome === 'accepted' ? (
                ''
              ) : (
                <span className="wrap-row">
                  <Button size="small" onClick={() => setCorrecting(row)}>
                    {t('intake:correct')}
                  </Button>
                  {canAccept(row) && (
                    <Button size="small" type="text" onClick={() => setAccepting([row])}>
                      {t('intake:acceptOne')}
                    </Button>
                  )}
                </span>
              ),
          },
        ]
      : []),
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
        {editable && outcome === 'remarked' && rows.data?.rows.some(canAccept) === true && <Button onClick={() => setAccepting('all')}>{t('intake:acceptAll')}</Button>}
      </div>
      <PagedTable
        query={rows}
        lines={8}
        label={t('intake:rowsTitle')}
        columns={columns}
        rowKey={(row) => String(row.seq)}
        page={page}
        size={SIZE}
        go={(next) => show({ ...(outcome === undefined ? {} : { outcome }), page: String(next) })}
      />
      {correcting !== null && <CorrectRow key={correcting.seq} importId={importId} row={correcting} close={() => setCorrecting(null)} />}
      {accepting !== null && (
        <ReasonDialog
          title={t('intake:acceptTitle')}
          lead={accepting === 'all' ? t('intake:acceptAllLead') : t('intake:acceptLead', { name: accepting[0]?.name ?? '' })}
          confirmLabel={t('intake:acceptOne')}
          onConfirm={async (reason) => {
            await call(importRowsAccept, { params: { id: importId }, body: { reason, ...(accepting === 'all' ? {} : { seqs: accepting.map((row) => row.seq) }) } });
            await client.invalidateQueries({ queryKey: ['import', importId] });
          }}
          onClose={() => setAccepting(null)}
        />
      )}
    </section>
  );
}
