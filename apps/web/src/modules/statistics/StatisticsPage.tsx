// 统计分析: the ledger counted by any dimension, crossed with another, narrowed by all others; as a table
// or on the map. The whole question stands in the address.
import { DownloadOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { App, Button, Segmented } from 'antd';
import { crossTable, crossWorkbook } from '@shouwang/contract/statistics';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, file } from '../../platform/api.ts';
import { formatDate } from '../../platform/i18n/format.ts';
import { saveFile } from '../../platform/save.ts';
import { useCan } from '../../platform/session.ts';
import { Page, Panel } from '../../ui/parts.tsx';
import { Empty, Loaded, useSentence } from '../../ui/states.tsx';
import { useWhere } from '../divisions/useDivisions.ts';
import { AgePyramid } from './AgePyramid.tsx';
import { CrossTable } from './CrossTable.tsx';
import { addressOfQuestion, askedOf, measures, questionOf, views, type Question } from './question.ts';
import { QuestionBar } from './QuestionBar.tsx';
import { ShareMap } from './ShareMap.tsx';
import { useDimensionWords } from './useDimensionWords.ts';
import './statistics.css';

export function StatisticsPage() {
  const { t } = useTranslation(['statistics', 'common']);
  const { message } = App.useApp();
  const sentence = useSentence();
  const words = useDimensionWords();
  const question = questionOf(useSearch({ from: '/statistics' }));
  const navigate = useNavigate();
  const can = useCan();
  const { asked, prefix } = useWhere();
  const [busy, setBusy] = useState(false);
  const query = { ...asked, ...askedOf(question) };
  const counted = useQuery({ queryKey: ['statistics', query], placeholderData: keepPreviousData, queryFn: ({ signal }) => call(crossTable, { query, signal }) });
  const ask = (next: Question): void => void navigate({ to: '/statistics', search: { ...asked, ...addressOfQuestion(next) } });
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      saveFile(await file(crossWorkbook, { query }));
    } catch (error) {
      void message.error(sentence(error));
    } finally {
      setBusy(false);
    }
  };
  const table = counted.data;
  const isAges = question.columns !== undefined && [question.rows, question.columns].toSorted().join() === 'age,sex';
  return (
    <Page
      title={t('statistics:title')}
      lead={table === undefined ? t('common:loading') : t('statistics:lead', { count: table.persons, date: formatDate(table.asOf) })}
      actions={
        can('reports.export') && (
          <Button icon={<DownloadOutlined />} loading={busy} onClick={() => void save()}>
            {t('common:export')}
          </Button>
        )
      }
    >
      <div className="stack">
        <QuestionBar question={question} place={prefix.length >= 9 ? 'village' : 'town'} since={table?.since ?? null} ask={ask} />
        <div className="view-line">
          <Segmented
            aria-label={t('statistics:view')}
            value={question.view}
            onChange={(view) => ask({ ...question, view })}
            options={views.map((view) => ({ value: view, label: t(`statistics:viewName.${view}`) }))}
          />
          {question.view === 'table' && question.columns !== undefined && (
            <Segmented
              aria-label={t('statistics:measure')}
              value={question.measure}
              onChange={(measure) => ask({ ...question, measure })}
              options={measures.map((measure) => ({ value: measure, label: t(`statistics:measureName.${measure}`) }))}
            />
          )}
        </div>
        {question.view === 'map' ? (
          <ShareMap question={question} ask={ask} />
        ) : (
          <Loaded query={counted} lines={12}>
            {(data) =>
              data.persons === 0 ? (
                <Panel bare>
                  <Empty title={t('statistics:nobody')} hint={data.since === null ? t('statistics:notYet') : t('statistics:nobodyHint')} />
                </Panel>
              ) : (
                <>
                  <div className={isAges ? 'with-pyramid' : undefined}>
                    <CrossTable table={data} question={question} stale={counted.isPlaceholderData} />
                    {isAges && !counted.isPlaceholderData && (
                      <Panel title={t('statistics:pyramid')}>
                        <AgePyramid table={data} ageInRows={question.rows === 'age'} />
                      </Panel>
                    )}
                  </div>
                  <p className="soft">
                    {t('statistics:totals', { persons: data.persons, mentions: data.rowMentions, by: words.name(question.rows) })}
                    {data.rowMentions > data.persons && ` ${t('statistics:mentionsHint')}`}
                  </p>
                </>
              )
            }
          </Loaded>
        )}
      </div>
    </Page>
  );
}
