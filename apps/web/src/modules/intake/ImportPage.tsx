// One import: what was recognised, with mapping that can be corrected; progress with what is left and
// a stop; then the rows by outcome, each remark as a sentence.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { DownloadOutlined } from '@ant-design/icons';
import { Button, Progress } from 'antd';
import { importGet, importResult, importStart, importStop, type ImportView } from '@shouwang/contract/intake';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, file as fetchFile } from '../../platform/api.ts';
import { formatDate, formatInstant, formatNumber } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { saveFile } from '../../platform/save.ts';
import { useCan } from '../../platform/session.ts';
import { Figure, Notice, Page, Panel, Tag } from '../../ui/parts.tsx';
import { Loaded, useSentence } from '../../ui/states.tsx';
import { ImportRows } from './ImportRows.tsx';
import { ImportStateTag } from './ImportStateTag.tsx';
import { ImportTable } from './ImportTable.tsx';
import { remainingSeconds, type Seen } from './remaining.ts';
import './intake.css';

const finished = (state: ImportView['state']): boolean => state === 'done' || state === 'stopped' || state === 'failed';

/** `at`: when the progress was heard of, in milliseconds. */
function Running({ view, at, stop }: { readonly view: ImportView; readonly at: number; readonly stop: () => void }) {
  const { t } = useTranslation(['intake']);
  const word = useWord();
  const { done, total, phase } = view.progress;
  const [first] = useState<Seen>({ at, done });
  const left = remainingSeconds(first, { at, done }, total);
  return (
    <Panel
      title={view.state === 'reading' ? t('intake:reading') : t('intake:running')}
      actions={
        view.state === 'running' ? (
          <Button danger onClick={stop}>
            {t('intake:stop')}
          </Button>
        ) : undefined
      }
    >
      <Progress percent={total === 0 ? 0 : Math.floor((done / total) * 100)} status="active" aria-label={t('intake:running')} />
      <p className="soft">
        {[
          phase === '' ? '' : word('intake:phase', phase),
          t('intake:progress', { done: formatNumber(done), total: formatNumber(total) }),
          left === null ? '' : left < 60 ? t('intake:leftSeconds', { count: left }) : t('intake:leftMinutes', { count: Math.ceil(left / 60) }),
        ]
          .filter((part) => part !== '')
          .join(' · ')}
      </p>
    </Panel>
  );
}

/** The files brought, each with what became of its rows written beside them. */
function Results({ view }: { readonly view: ImportView }) {
  const { t, i18n } = useTranslation(['intake']);
  const sentence = useSentence();
  const fetching = useMutation({
    mutationFn: async (fileNo: number) => saveFile(await fetchFile(importResult, { params: { id: view.id, fileNo }, query: { language: i18n.language === 'en' ? 'en' : 'zh' } })),
  });
  const files = view.files.flatMap((one, fileNo) => (one.refusal === null ? [{ name: one.name, fileNo }] : []));
  if (view.contentsUntil === null)
    return (
      <Panel title={t('intake:results')}>
        <p className="soft">{t('intake:notKept')}</p>
      </Panel>
    );
  return (
    <Panel title={t('intake:results')} note={t('intake:keptUntil', { date: formatDate(view.contentsUntil) })}>
      <div className="wrap-row">
        {files.map(({ name, fileNo }) => (
          <Button key={fileNo} icon={<DownloadOutlined />} loading={fetching.isPending && fetching.variables === fileNo} onClick={() => fetching.mutate(fileNo)}>
            {name}
          </Button>
        ))}
      </div>
      {fetching.isError && (
        <p role="alert" className="problem">
          {sentence(fetching.error)}
        </p>
      )}
    </Panel>
  );
}

export function ImportPage() {
  const { t } = useTranslation(['intake', 'common', 'shell']);
  const sentence = useSentence();
  const word = useWord();
  const allowed = useCan();
  const client = useQueryClient();
  const { importId } = useParams({ from: '/imports/$importId' });
  const search = useSearch({ from: '/imports/$importId' });
  const key = ['import', importId];
  const view = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call(importGet, { params: { id: importId }, signal }),
    refetchInterval: (query) => (query.state.data === undefined || finished(query.state.data.state) || query.state.data.state === 'ready' ? false : 1000),
  });
  const put = (next: ImportView): void => {
    client.setQueryData(key, next);
    if (finished(next.state)) void client.invalidateQueries();
  };
  const start = useMutation({ mutationFn: () => call(importStart, { params: { id: importId } }), onSuccess: put });
  const stop = useMutation({ mutationFn: () => call(importStop, { params: { id: importId } }), onSuccess: put });
  return (
    <Page title={t('intake:oneImport')} lead={<Link to="/imports">‹ {t('shell:nav.imports')}</Link>}>
      <Loaded query={view} lines={10}>
        {(data) => {
          const usable = data.tables.filter((table) => table.kind !== null && table.missing.length === 0);
          const rows = usable.reduce((sum, table) => sum + table.rows, 0);
          return (
            <div className="stack">
              <p className="wrap-row soft">
                <ImportStateTag state={data.state} />{' '}
                {[formatInstant(data.createdAt), data.createdBy, t('common:asOf', { date: formatDate(data.asOf) })].filter((part) => part !== '').join(' · ')}
              </p>
              {data.refusal !== null && <Notice tone="danger">{word('errors:', data.refusal.code, { column: '', field: '', ...data.refusal.details })}</Notice>}
              {(start.isError || stop.isError) && <Notice tone="danger">{sentence(start.error ?? stop.error)}</Notice>}
              {data.files
                .filter((file) => file.refusal !== null)
                .map((file) => (
                  <Notice key={file.name} tone="danger">
                    <strong>{file.name}</strong> {word('errors:', file.refusal?.code ?? '', { column: '', field: '', ...file.refusal?.details })}
                  </Notice>
                ))}
              {(data.state === 'running' || data.state === 'reading') && <Running key={data.state} view={data} at={view.dataUpdatedAt} stop={() => stop.mutate()} />}
              {data.state === 'ready' && (
                <Panel>
                  <div className="ready">
                    <div>
                      <strong>{t('intake:readyTitle', { tables: usable.length, rows: formatNumber(rows) })}</strong>
                      <p className="soft">{usable.length < data.tables.length ? t('intake:readySome', { count: data.tables.length - usable.length }) : t('intake:readyAll')}</p>
                    </div>
                    {allowed('imports.run') && (
                      <Button type="primary" size="large" disabled={usable.length === 0} loading={start.isPending} onClick={() => start.mutate()}>
                        {t('intake:start')}
                      </Button>
                    )}
                  </div>
                </Panel>
              )}
              {finished(data.state) && (
                <div className="figures">
                  {(['accepted', 'remarked', 'rejected'] as const).map((outcome) => (
                    <Figure
                      key={outcome}
                      label={t(`intake:outcome.${outcome}`)}
                      value={data.totals[outcome]}
                      unit={t('intake:unitRows')}
                      tone={outcome === 'rejected' && data.totals.rejected > 0 ? 'danger' : outcome === 'remarked' && data.totals.remarked > 0 ? 'amber' : undefined}
                      link={{ to: '/imports/$importId', params: { importId }, search: { outcome } }}
                    />
                  ))}
                  <Figure label={t('intake:created')} value={data.totals.created} unit={t('intake:unitPeople')} link={{ to: '/ledger' }} />
                  <Figure label={t('intake:changed')} value={data.totals.changed} unit={t('intake:unitPeople')} />
                  <Figure label={t('intake:unchanged')} value={data.totals.unchanged} unit={t('intake:unitRows')} />
                  <Figure label={t('intake:assignments')} value={data.totals.assignments} unit={t('intake:unitPairs')} link={{ to: '/network' }} />
                  <Figure
                    label={t('intake:uncovered')}
                    value={data.totals.uncovered}
                    unit={t('intake:unitPeople')}
                    tone={data.totals.uncovered > 0 ? 'amber' : undefined}
                    link={{ to: '/ledger', search: { uncovered: '1' } }}
                  />
                </div>
              )}
              {finished(data.state) && allowed('imports.run') && <Results view={data} />}
              {finished(data.state) && (
                <ImportRows importId={importId} outcome={search.outcome} page={Number(search.page ?? '1')} editable={data.contentsUntil !== null && allowed('imports.run')} />
              )}
              <section className="import-tables">
                <h2 className="wrap-row">
                  {t('intake:tables')} <Tag>{data.tables.length}</Tag>
                </h2>
                {data.tables.map((table) => (
                  <ImportTable key={table.tableNo} importId={importId} table={table} editable={data.state === 'ready' && allowed('imports.run')} onChanged={put} />
                ))}
              </section>
            </div>
          );
        }}
      </Loaded>
    </Page>
  );
}
