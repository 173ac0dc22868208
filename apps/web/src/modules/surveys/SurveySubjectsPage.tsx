// The rows behind the figures of a round: who is left, what came of everybody else.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { surveySubjects, surveyWorkbook, type SurveySubjectRow } from '@shouwang/contract/surveys';
import { surveyStates } from '@shouwang/domain/surveys';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { given } from '../../platform/address.ts';
import { call, file } from '../../platform/api.ts';
import { formatInstant, formatNumber } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { useCan } from '../../platform/session.ts';
import type { Column } from '../../ui/DataTable.tsx';
import { ExportAction } from '../../ui/ExportAction.tsx';
import { PagedTable } from '../../ui/PagedTable.tsx';
import { Chip, Page, Tag } from '../../ui/parts.tsx';
import { useDivisions, useWhere } from '../divisions/useDivisions.ts';
import { villageColumn } from '../ledger/elderColumns.tsx';
import { MarkDialog } from './dialogs.tsx';

const SIZE = 50;
export const surveyShows = ['left', ...surveyStates, 'found', 'toHandOver'] as const;
const tones = { open: 'outline', visited: 'good', none: 'plain', away: 'amber', refused: 'amber', moved: 'pine', died: 'pine' } as const;

export function SurveySubjectsPage() {
  const { t } = useTranslation(['surveys', 'common']);
  const word = useWord();
  const can = useCan();
  const { surveyId } = useParams({ from: '/surveys/$surveyId/subjects' });
  const search = useSearch({ from: '/surveys/$surveyId/subjects' });
  const navigate = useNavigate();
  const tree = useDivisions();
  const { asked, prefix } = useWhere();
  const [marking, setMarking] = useState<SurveySubjectRow | null>(null);
  const page = Number(search.page ?? '1');
  const { show, surveyor } = search;
  const selection = { ...asked, ...(show === undefined ? {} : { show }), ...(surveyor === undefined ? {} : { surveyor }) };
  const query = { ...selection, limit: SIZE, offset: (page - 1) * SIZE };
  const rows = useQuery({
    queryKey: ['surveys', 'rows', surveyId, query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => call(surveySubjects, { params: { id: surveyId }, query, signal }),
  });
  const go = (change: { show?: (typeof surveyShows)[number] | undefined; page?: string | undefined }): void => {
    void navigate({ to: '/surveys/$surveyId/subjects', params: { surveyId }, search: given({ ...search, page: undefined, ...change }) });
  };
  const showText = (one: (typeof surveyShows)[number]): string =>
    one === 'left' || one === 'found' || one === 'toHandOver' ? t(`surveys:show.${one}`) : t(`surveys:state.${one}`);
  const columns: readonly Column<SurveySubjectRow>[] = [
    {
      key: 'name',
      title: t('surveys:column.person'),
      place: 'lead',
      nowrap: true,
      cell: (row) => (
        <>
          {row.elderId === null ? (
            <strong>{row.name}</strong>
          ) : (
            <Link to="/ledger/$elderId" params={{ elderId: row.elderId }} className="person">
              {row.name}
            </Link>
          )}{' '}
          {row.found && <Tag>{t('surveys:foundTag')}</Tag>}
        </>
      ),
    },
    villageColumn(t('common:village')),
    { key: 'home', title: t('surveys:column.home'), cell: (row) => row.place },
    {
      key: 'state',
      title: t('surveys:column.state'),
      nowrap: true,
      cell: (row) => (
        <>
          <Tag tone={tones[row.state]}>{t(`surveys:state.${row.state}`)}</Tag> {row.tries > 0 && <span className="quiet">{t('surveys:times', { count: row.tries })}</span>}
        </>
      ),
    },
    { key: 'when', title: t('surveys:column.when'), nowrap: true, cell: (row) => (row.answeredAt === null ? '' : formatInstant(row.answeredAt)) },
    { key: 'by', title: t('surveys:column.by'), nowrap: true, cell: (row) => row.surveyor ?? '' },
    { key: 'confirmed', title: t('surveys:column.confirmed'), end: true, cell: (row) => (row.confirmed === 0 ? '' : formatNumber(row.confirmed)) },
    { key: 'changed', title: t('surveys:column.changed'), place: 'wide', cell: (row) => row.changed.map((key) => word('domain:fact', key)).join(t('surveys:listMark')) },
    {
      key: 'act',
      title: '',
      nowrap: true,
      cell: (row) =>
        can('surveys.answer') && (
          <Button size="small" onClick={() => setMarking(row)}>
            {t('surveys:mark')}
          </Button>
        ),
    },
  ];
  return (
    <Page
      title={t('surveys:rowsTitle')}
      lead={
        <>
          <Link to="/surveys/$surveyId" params={{ surveyId }} className="underlined">
            ‹ {t('surveys:back')}
          </Link>{' '}
          · {tree?.name(prefix) ?? ''}
          {rows.data !== undefined && ` · ${t('common:rows', { count: rows.data.count })}`}
        </>
      }
      actions={
        can('elders.export') && (
          <ExportAction
            label={t('surveys:export')}
            title={t('surveys:exportTitle')}
            take={(reason) => file(surveyWorkbook, { params: { id: surveyId }, query: { ...selection, reason } })}
          />
        )
      }
    >
      <div className="stack">
        <div className="chips">
          <Chip pressed={show === undefined} onClick={() => go({ show: undefined })}>
            {t('surveys:all')}
          </Chip>
          {surveyShows.map((one) => (
            <Chip key={one} pressed={show === one} onClick={() => go({ show: one })}>
              {showText(one)}
            </Chip>
          ))}
        </div>
        <PagedTable query={rows} label={t('surveys:rowsTitle')} columns={columns} rowKey={(row) => row.id} page={page} size={SIZE} go={(next) => go({ page: String(next) })} />
      </div>
      {marking !== null && <MarkDialog roundId={surveyId} row={marking} onClose={() => setMarking(null)} />}
    </Page>
  );
}
