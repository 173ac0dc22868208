// 合并记录: every merge of the scope, newest first, with its undoing.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { mergeList } from '@shouwang/contract/merging';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { Page, Pager, Panel } from '../../ui/parts.tsx';
import { Empty, Loaded } from '../../ui/states.tsx';
import { useWhere } from '../divisions/useDivisions.ts';
import { MergeRecord } from './MergeRecord.tsx';
import { ReconciliationTabs } from './parts.tsx';

const SIZE = 20;

export function MergesPage() {
  const { t } = useTranslation(['reconciliation']);
  const search = useSearch({ from: '/reconciliation/merges' });
  const navigate = useNavigate();
  const { asked } = useWhere();
  const page = Number(search.page ?? '1');
  const query = { ...asked, limit: SIZE, offset: (page - 1) * SIZE };
  const merges = useQuery({ queryKey: ['merges', query], placeholderData: keepPreviousData, queryFn: ({ signal }) => call(mergeList, { query, signal }) });
  return (
    <Page title={t('reconciliation:title')} lead={t('reconciliation:merge.lead')}>
      <ReconciliationTabs at="merges" />
      <Loaded query={merges} lines={8}>
        {(data) =>
          data.rows.length === 0 ? (
            <Panel bare>
              <Empty title={t('reconciliation:merge.nothing')} hint={t('reconciliation:merge.nothingHint')} />
            </Panel>
          ) : (
            <>
              <Panel bare>
                {data.rows.map((merge) => (
                  <MergeRecord key={merge.id} merge={merge} />
                ))}
              </Panel>
              <Pager
                page={page}
                size={SIZE}
                count={data.count}
                more={false}
                go={(next) => void navigate({ to: '/reconciliation/merges', search: next === 1 ? {} : { page: String(next) } })}
              />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}
