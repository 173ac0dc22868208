// Printing for a division: the order, and the prints under way or finished with their files.
import { DownloadOutlined, StopOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Progress, Radio } from 'antd';
import { printFile, printKinds, printList, printStart, printStop, type PrintJobView } from '@shouwang/contract/papers';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, file } from '../../platform/api.ts';
import { thisMonth } from '../../platform/clock.ts';
import { formatDate, formatInstant, formatNumber } from '../../platform/i18n/format.ts';
import { saveFile } from '../../platform/save.ts';
import { useSession } from '../../platform/session.ts';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { Page, Panel, Tag } from '../../ui/parts.tsx';
import { Empty, Loaded, useSentence } from '../../ui/states.tsx';
import { useDivisions, useWhere } from '../divisions/useDivisions.ts';
import { PrintOptions, type PrintChoice } from './PrintOptions.tsx';
import './papers.css';

type Kind = PrintJobView['kind'];
const JOBS = ['papers', 'jobs'];
const tones = { waiting: 'plain', running: 'pine', done: 'good', stopped: 'amber', failed: 'danger', expired: 'plain' } as const;
const isMonthly = (kind: Kind): boolean => kind === 'visitForms' || kind === 'monthSheets';
const isUnderWay = (job: PrintJobView): boolean => job.state === 'waiting' || job.state === 'running';

/** `812 KB`, `3.4 MB`. */
const sizeText = (bytes: number): string => (bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`);

function Order() {
  const { t } = useTranslation(['papers', 'common']);
  const sentence = useSentence();
  const client = useQueryClient();
  const { prefix, asked } = useWhere();
  const tree = useDivisions();
  const { scope } = useSession();
  // Who has one village only has nothing to change to.
  const isWide = scope.length < 12;
  const [kind, setKind] = useState<Kind>('information');
  const [choice, setChoice] = useState<PrintChoice<'pdf' | 'xlsx'>>({ format: 'pdf', isFull: false, reason: '' });
  const [month, setMonth] = useState(thisMonth());
  const [problem, setProblem] = useState<string | null>(null);
  const start = useMutation({
    mutationFn: () =>
      call(printStart, {
        body: {
          kind,
          format: kind === 'ledger' ? choice.format : 'pdf',
          numbers: choice.isFull ? 'full' : 'masked',
          reason: choice.reason.trim(),
          ...(isMonthly(kind) ? { month } : {}),
          ...asked,
        },
      }),
    onSuccess: async () => {
      setChoice({ ...choice, isFull: false });
      await client.invalidateQueries({ queryKey: JOBS });
    },
    onError: (error) => setProblem(sentence(error)),
  });
  const submit = (): void => {
    const isShort = choice.reason.trim().length < 2;
    setProblem(isShort ? t('common:reasonShort') : null);
    if (!isShort) start.mutate();
  };
  return (
    <Panel>
      <form
        className="print-order"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className="field">
          <span id="print-kind">{t('papers:what')}</span>
          <Radio.Group aria-labelledby="print-kind" className="print-kinds" value={kind} onChange={(event) => setKind(event.target.value as Kind)}>
            {printKinds.map((one) => (
              <Radio key={one} value={one} className="print-kind">
                <strong>{t(`papers:kind.${one}`)}</strong>
                <span className="panel-note">{t(`papers:kindHint.${one}`)}</span>
              </Radio>
            ))}
          </Radio.Group>
        </div>
        <div className="stack">
          <div className="field">
            <span>{t('papers:where')}</span>
            <span>
              <strong>{tree?.name(prefix) ?? prefix}</strong> {isWide && <span className="panel-note">{t('papers:whereHint')}</span>}
            </span>
          </div>
          {isMonthly(kind) && (
            <div className="field">
              <label htmlFor="print-month">{t('papers:month')}</label>
              <Input id="print-month" type="month" max={thisMonth()} value={month} onChange={(event) => event.target.value !== '' && setMonth(event.target.value)} />
            </div>
          )}
          <PrintOptions formats={kind === 'ledger' ? ['pdf', 'xlsx'] : ['pdf']} choice={choice} change={setChoice} />
          {problem !== null && (
            <p role="alert" className="problem">
              {problem}
            </p>
          )}
          <div>
            <Button type="primary" htmlType="submit" loading={start.isPending}>
              {t('papers:start')}
            </Button>
          </div>
        </div>
      </form>
    </Panel>
  );
}

function JobFile({ job }: { readonly job: PrintJobView }) {
  const { t } = useTranslation(['papers']);
  const sentence = useSentence();
  const client = useQueryClient();
  const stop = useMutation({ mutationFn: () => call(printStop, { params: { id: job.id } }), onSuccess: () => client.invalidateQueries({ queryKey: JOBS }) });
  const fetched = useMutation({ mutationFn: async () => saveFile(await file(printFile, { params: { id: job.id } })) });
  if (isUnderWay(job))
    return (
      <Button size="small" danger icon={<StopOutlined />} loading={stop.isPending} onClick={() => stop.mutate()}>
        {t('papers:stop')}
      </Button>
    );
  if (job.state !== 'done') return null;
  return (
    <span className="stack">
      <span className="wrap-row">
        <Button
          size="small"
          icon={<DownloadOutlined />}
          loading={fetched.isPending}
          onClick={() => fetched.mutate()}
          aria-label={t('papers:downloadOf', { name: job.fileName ?? '' })}
        >
          {t('papers:download')}
        </Button>
        <span className="panel-note">{t('papers:size', { size: sizeText(job.bytes ?? 0), date: job.expiresAt === null ? '' : formatDate(job.expiresAt.slice(0, 10)) })}</span>
      </span>
      {fetched.isError && (
        <span role="alert" className="problem">
          {sentence(fetched.error)}
        </span>
      )}
    </span>
  );
}

export function PapersPage() {
  const { t } = useTranslation(['papers']);
  const jobs = useQuery({
    queryKey: JOBS,
    queryFn: ({ signal }) => call(printList, { signal }),
    refetchInterval: (query) => (query.state.data?.jobs.some(isUnderWay) === true ? 1000 : false),
  });
  const columns: readonly Column<PrintJobView>[] = [
    {
      key: 'what',
      title: t('papers:column.what'),
      place: 'lead',
      cell: (job) => (
        <span className="wrap-row">
          {t(`papers:kind.${job.kind}`)} <span className="soft">{t(`papers:formats.${job.format}`)}</span>
          {job.numbers === 'full' && <Tag tone="amber">{t('papers:numbersFull')}</Tag>}
        </span>
      ),
    },
    { key: 'where', title: t('papers:column.where'), cell: (job) => job.divisionName },
    { key: 'when', title: t('papers:column.when'), nowrap: true, cell: (job) => formatInstant(job.createdAt) },
    {
      key: 'state',
      title: t('papers:column.state'),
      cell: (job) => (
        <span className="print-state">
          <Tag tone={tones[job.state]}>{t(`papers:state.${job.state}`)}</Tag>
          {job.state === 'running' ? (
            <Progress
              size="small"
              percent={job.progress.total === 0 ? 0 : Math.floor((job.progress.done / job.progress.total) * 100)}
              aria-label={t('papers:progressOf', { what: t(`papers:kind.${job.kind}`) })}
            />
          ) : (
            <span className="soft">{t('papers:progress', { done: formatNumber(job.progress.done), total: formatNumber(job.progress.total) })}</span>
          )}
        </span>
      ),
    },
    { key: 'file', title: t('papers:column.file'), place: 'wide', cell: (job) => <JobFile job={job} /> },
  ];
  return (
    <Page title={t('papers:title')} lead={t('papers:lead')}>
      <div className="stack">
        <Order />
        <Loaded query={jobs}>
          {(data) =>
            data.jobs.length === 0 ? (
              <Panel bare>
                <Empty title={t('papers:none')} hint={t('papers:noneHint')} />
              </Panel>
            ) : (
              <DataTable label={t('papers:jobs')} columns={columns} rows={data.jobs} rowKey={(job) => job.id} />
            )
          }
        </Loaded>
      </div>
    </Page>
  );
}
