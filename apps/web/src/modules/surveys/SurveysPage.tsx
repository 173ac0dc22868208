// 摸底排查: the rounds with how far they are.
import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { surveyList, type SurveyRow } from '@shouwang/contract/surveys';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { formatDate, formatNumber } from '../../platform/i18n/format.ts';
import { useCan } from '../../platform/session.ts';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { Page, Panel } from '../../ui/parts.tsx';
import { Empty, Loaded } from '../../ui/states.tsx';
import { useWhere } from '../divisions/useDivisions.ts';
import { Answered, Due } from './Due.tsx';
import { NewRound } from './NewRound.tsx';
import './surveys.css';

export function SurveysPage() {
  const { t } = useTranslation(['surveys']);
  const { asked } = useWhere();
  const mayManage = useCan()('surveys.manage');
  const [isNew, setNew] = useState(false);
  const rounds = useQuery({ queryKey: ['surveys', 'list', asked], queryFn: ({ signal }) => call(surveyList, { query: asked, signal }) });
  const columns: readonly Column<SurveyRow>[] = [
    {
      key: 'name',
      title: t('surveys:column.name'),
      place: 'lead',
      cell: (round) => (
        <Link to="/surveys/$surveyId" params={{ surveyId: round.id }} className="person">
          {round.name}
        </Link>
      ),
    },
    { key: 'unit', title: t('surveys:column.unit'), nowrap: true, cell: (round) => round.unitName },
    {
      key: 'deadline',
      title: t('surveys:column.deadline'),
      nowrap: true,
      cell: (round) => (
        <>
          {formatDate(round.deadline)} <Due round={round} />
        </>
      ),
    },
    { key: 'progress', title: t('surveys:column.progress'), nowrap: true, cell: (round) => <Answered {...round} /> },
    {
      key: 'left',
      title: t('surveys:column.left'),
      end: true,
      cell: (round) => (
        <Link to="/surveys/$surveyId/subjects" params={{ surveyId: round.id }} search={{ show: 'left' }}>
          {formatNumber(round.left)}
        </Link>
      ),
    },
    { key: 'villages', title: t('surveys:column.villages'), end: true, cell: (round) => `${formatNumber(round.villagesClosed)} / ${formatNumber(round.villages)}` },
  ];
  const begin = mayManage && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setNew(true)}>
      {t('surveys:new')}
    </Button>
  );
  return (
    <Page title={t('surveys:title')} lead={t('surveys:lead')} actions={begin}>
      <Loaded query={rounds} lines={8}>
        {(data) =>
          data.rounds.length === 0 ? (
            <Panel bare>
              <Empty title={t('surveys:none')} hint={t('surveys:noneHint')} />
            </Panel>
          ) : (
            <DataTable label={t('surveys:title')} columns={columns} rows={data.rounds} rowKey={(round) => round.id} />
          )
        }
      </Loaded>
      {isNew && <NewRound onClose={() => setNew(false)} />}
    </Page>
  );
}
