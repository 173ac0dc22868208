// What a phone could not send, brought as a file: chosen here, each record with how it ended.
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { UploadOutlined } from '@ant-design/icons';
import { queueTakeIn, type TakenIn } from '@shouwang/contract/sync';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { upload } from '../../platform/api.ts';
import { formatInstant } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { Page, Panel, Tag } from '../../ui/parts.tsx';
import { useSentence } from '../../ui/states.tsx';
import { VisitTabs } from './VisitTabs.tsx';
import './visits.css';

type Row = TakenIn['rows'][number];

export function TakeInPage() {
  const { t } = useTranslation(['phoneDesk', 'visits', 'common']);
  const word = useWord();
  const sentence = useSentence();
  const client = useQueryClient();
  const picker = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [taken, setTaken] = useState<TakenIn | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (file: File): Promise<void> => {
    setBusy(true);
    setProblem(null);
    setTaken(null);
    try {
      const form = new FormData();
      form.append('file', file);
      setTaken(await upload(queueTakeIn, form));
      await client.invalidateQueries();
    } catch (error) {
      setProblem(sentence(error));
    }
    setBusy(false);
  };
  const count = (outcome: Row['outcome']): number => taken?.rows.filter((row) => row.outcome === outcome).length ?? 0;
  const columns: readonly Column<Row>[] = [
    { key: 'elder', title: t('phoneDesk:elder'), place: 'lead', cell: (row) => row.subjectName },
    { key: 'kind', title: t('phoneDesk:kind'), cell: (row) => (row.kind === 'visits.record' ? t('phoneDesk:kindVisit') : t('phoneDesk:kindOther')) },
    { key: 'when', title: t('phoneDesk:when'), nowrap: true, cell: (row) => formatInstant(row.occurredAt) },
    {
      key: 'outcome',
      title: t('phoneDesk:outcome'),
      cell: (row) =>
        row.outcome === 'applied' ? (
          <Tag tone="good">{t('phoneDesk:applied')}</Tag>
        ) : row.outcome === 'alreadyApplied' ? (
          <Tag>{t('phoneDesk:alreadyApplied')}</Tag>
        ) : (
          <Tag tone="amber">{t('phoneDesk:refused', { reason: word('errors:', row.refusal?.code ?? 'server.unavailable', row.refusal?.details) })}</Tag>
        ),
    },
  ];
  return (
    <Page title={t('visits:title')} lead={t('phoneDesk:takeIn')}>
      <VisitTabs at="fromPhone" />
      <Panel title={t('phoneDesk:takeIn')} note={t('phoneDesk:takeInLead')}>
        <input
          ref={picker}
          type="file"
          hidden
          aria-label={t('phoneDesk:choose')}
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file !== undefined) void take(file);
            event.target.value = '';
          }}
        />
        <Button type="primary" icon={<UploadOutlined />} disabled={busy} onClick={() => picker.current?.click()}>
          {busy ? t('phoneDesk:busy') : t('phoneDesk:choose')}
        </Button>
        {problem === null ? null : (
          <p role="alert" className="problem">
            {problem}
          </p>
        )}
      </Panel>
      {taken === null ? null : (
        <Panel
          title={`${t('phoneDesk:from')} ${taken.from} · ${t('phoneDesk:made')} ${formatInstant(taken.exportedAt)}`}
          note={t('phoneDesk:summary', {
            count: taken.rows.length,
            applied: count('applied'),
            known: count('alreadyApplied'),
            refused: taken.rows.length - count('applied') - count('alreadyApplied'),
          })}
        >
          <DataTable label={t('phoneDesk:takeIn')} columns={columns} rows={taken.rows} rowKey={(row) => row.id} />
        </Panel>
      )}
    </Page>
  );
}
