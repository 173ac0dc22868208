// The people behind one figure, with what the figure counts in words; taken out with a reason.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { figureRows, figureWorkbook } from '@shouwang/contract/statistics';
import { useTranslation } from 'react-i18next';
import { call, file } from '../../platform/api.ts';
import { formatDate } from '../../platform/i18n/format.ts';
import { useCan } from '../../platform/session.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { ExportAction } from '../../ui/ExportAction.tsx';
import { Notice, Page, Pager, Panel } from '../../ui/parts.tsx';
import { Empty, Loaded } from '../../ui/states.tsx';
import { useDivisions, useWhere } from '../divisions/useDivisions.ts';
import { useLedgerColumns } from '../ledger/useLedgerColumns.tsx';
import { addressOfQuestion, askedOf, questionOf } from './question.ts';
import { useDimensionWords } from './useDimensionWords.ts';

const SIZE = 50;
const sorted = { idNo: true, phone: true, group: true } as const;

export function FigureRowsPage() {
  const { t } = useTranslation(['statistics', 'common']);
  const search = useSearch({ from: '/statistics/rows' });
  const navigate = useNavigate();
  const can = useCan();
  const words = useDimensionWords();
  const tree = useDivisions();
  const { asked, prefix } = useWhere();
  const ledgerColumns = useLedgerColumns();
  const question = questionOf(search);
  const { row, column } = search;
  const page = Number(search.page ?? '1');
  const figure = { ...asked, ...askedOf(question), ...(row === undefined ? {} : { row }), ...(column === undefined ? {} : { column }) };
  const query = { ...figure, limit: SIZE, offset: (page - 1) * SIZE };
  const people = useQuery({ queryKey: ['statistics', 'rows', query], placeholderData: keepPreviousData, queryFn: ({ signal }) => call(figureRows, { query, signal }) });
  const name = [
    ...(row === undefined ? [] : [`${words.name(question.rows)} ${words.code(question.rows, row)}`]),
    ...(column === undefined || question.columns === undefined ? [] : [`${words.name(question.columns)} ${words.code(question.columns, column)}`]),
    ...(question.where.length === 0 ? [] : [words.conditions(question.where)]),
  ].join(' · ');
  const columns = ledgerColumns.filter((one) => !(one.key in sorted));
  return (
    <Page
      title={t('statistics:rowsTitle')}
      lead={
        <>
          <Link to="/statistics" search={{ ...asked, ...addressOfQuestion(question) }} className="underlined">
            ‹ {t('statistics:title')}
          </Link>{' '}
          · {[tree?.name(prefix) ?? '', name === '' ? t('statistics:everybody') : name].filter((part) => part !== '').join(' · ')}
          {question.on !== undefined && ` · ${t('common:asOf', { date: formatDate(question.on) })}`}
          {people.data !== undefined && ` · ${t('common:people', { count: people.data.count })}`}
        </>
      }
      actions={
        can('elders.export') && (
          <ExportAction
            title={t('statistics:exportTitle')}
            lead={t('statistics:exportLead', { count: people.data?.visible ?? 0 })}
            take={(reason) => file(figureWorkbook, { query: { ...figure, reason } })}
          />
        )
      }
    >
      <Loaded query={people} lines={12}>
        {(data) => (
          <div className="stack">
            {data.visible < data.count && <Notice>{t('statistics:elsewhere', { count: data.count - data.visible })}</Notice>}
            {data.rows.length === 0 ? (
              <Panel bare>
                <Empty title={t('statistics:nobody')} />
              </Panel>
            ) : (
              <>
                <DataTable label={t('statistics:rowsTitle')} columns={columns} rows={data.rows} rowKey={(one) => one.id} stale={people.isPlaceholderData} />
                <Pager
                  page={page}
                  size={SIZE}
                  count={data.visible}
                  more={false}
                  go={(next) => void navigate({ to: '/statistics/rows', search: { ...search, page: String(next) } })}
                />
              </>
            )}
          </div>
        )}
      </Loaded>
    </Page>
  );
}
