// 导入: bring files by drag, by choice or as a folder; they are read and recognised before anything
// is written. Below, the imports of before.
import { FolderOpenOutlined, InboxOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { importList, importUpload, type ImportView } from '@shouwang/contract/intake';
import { useRef, useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { call, upload } from '../../platform/api.ts';
import { today } from '../../platform/clock.ts';
import { formatDate, formatInstant, formatNumber } from '../../platform/i18n/format.ts';
import { useCan } from '../../platform/session.ts';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { Page, Panel } from '../../ui/parts.tsx';
import { Empty, Loaded, useSentence } from '../../ui/states.tsx';
import { filesOfDrop, readable } from './droppedFiles.ts';
import { ImportStateTag } from './ImportStateTag.tsx';
import './intake.css';

type Listed = Omit<ImportView, 'tables'>;

function Bring() {
  const { t } = useTranslation(['intake', 'common']);
  const sentence = useSentence();
  const navigate = useNavigate();
  const [asOf, setAsOf] = useState(today());
  const [over, setOver] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const choose = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const send = async (given: readonly File[]): Promise<void> => {
    const files = given.filter(readable);
    if (files.length === 0) {
      setProblem(t('intake:nothingReadable'));
      return;
    }
    setBusy(true);
    setProblem(null);
    const form = new FormData();
    form.set('asOf', asOf);
    for (const file of files) form.append('files', file, file.name);
    try {
      const made = await upload(importUpload, form);
      await navigate({ to: '/imports/$importId', params: { importId: made.id } });
    } catch (error) {
      setProblem(sentence(error));
      setBusy(false);
    }
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void filesOfDrop(event.dataTransfer).then(send);
  };
  return (
    <Panel title={t('intake:bring')} note={t('intake:bringNote')}>
      <div
        className={over ? 'drop over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <InboxOutlined style={{ fontSize: 32 }} aria-hidden="true" />
        <strong>{t('intake:drop')}</strong>
        <span className="soft">{t('intake:kinds')}</span>
        <div className="wrap-row">
          <Button type="primary" loading={busy} onClick={() => choose.current?.click()}>
            {t('intake:choose')}
          </Button>
          <Button icon={<FolderOpenOutlined />} disabled={busy} onClick={() => folder.current?.click()}>
            {t('intake:chooseFolder')}
          </Button>
        </div>
        <label className="wrap-row as-of">
          {t('intake:asOf')}{' '}
          <input type="date" className="text-input" value={asOf} max={today()} onChange={(event) => setAsOf(event.target.value === '' ? today() : event.target.value)} />
        </label>
        <input
          ref={choose}
          type="file"
          hidden
          multiple
          accept=".xlsx,.xlsm,.xlsb,.xls,.et,.ods,.csv,.txt,.tsv,.docx"
          aria-label={t('intake:choose')}
          onChange={(event) => void send([...(event.target.files ?? [])])}
        />
        <input
          ref={folder}
          type="file"
          hidden
          multiple
          {...{ webkitdirectory: '' }}
          aria-label={t('intake:chooseFolder')}
          onChange={(event) => void send([...(event.target.files ?? [])])}
        />
      </div>
      {problem !== null && (
        <p role="alert" className="problem">
          {problem}
        </p>
      )}
    </Panel>
  );
}

export function ImportsPage() {
  const { t } = useTranslation(['intake', 'common', 'shell']);
  const allowed = useCan();
  const imports = useQuery({
    queryKey: ['imports'],
    queryFn: ({ signal }) => call(importList, { signal }),
    refetchInterval: (query) => (query.state.data?.imports.some((item) => item.state === 'running' || item.state === 'reading') === true ? 2000 : false),
  });
  const columns: readonly Column<Listed>[] = [
    {
      key: 'when',
      title: t('intake:column.when'),
      place: 'lead',
      nowrap: true,
      cell: (row) => (
        <Link to="/imports/$importId" params={{ importId: row.id }}>
          {formatInstant(row.createdAt)}
        </Link>
      ),
    },
    {
      key: 'files',
      title: t('intake:column.files'),
      place: 'wide',
      cell: (row) =>
        row.files.length <= 2 ? row.files.map((file) => file.name).join(t('intake:listMark')) : t('intake:filesMore', { name: row.files[0]?.name ?? '', count: row.files.length }),
    },
    { key: 'state', title: t('intake:column.state'), cell: (row) => <ImportStateTag state={row.state} /> },
    { key: 'accepted', title: t('intake:outcome.accepted'), end: true, cell: (row) => formatNumber(row.totals.accepted) },
    { key: 'remarked', title: t('intake:outcome.remarked'), end: true, cell: (row) => formatNumber(row.totals.remarked) },
    { key: 'rejected', title: t('intake:outcome.rejected'), end: true, cell: (row) => formatNumber(row.totals.rejected) },
    { key: 'asOf', title: t('intake:asOf'), nowrap: true, cell: (row) => formatDate(row.asOf) },
    { key: 'by', title: t('intake:column.by'), cell: (row) => row.createdBy },
  ];
  return (
    <Page title={t('shell:nav.imports')} lead={t('intake:lead')}>
      <div className="stack">
        {allowed('imports.run') && <Bring />}
        <Loaded query={imports}>
          {(data) =>
            data.imports.length === 0 ? (
              <Panel bare>
                <Empty title={t('intake:noImports')} />
              </Panel>
            ) : (
              <DataTable label={t('intake:before')} columns={columns} rows={data.imports} rowKey={(row) => row.id} />
            )
          }
        </Loaded>
      </div>
    </Page>
  );
}
