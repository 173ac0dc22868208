// How many files of each village stand where; each figure opens its files, and a town or county can ask
// a whole village for review.
import { useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { reviewAsk, type reviewCounts } from '@shouwang/contract/reviews';
import type { Reply } from '@shouwang/contract/route';
import { canReview, type ReviewState } from '@shouwang/domain/reviews';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { useCan, useSession } from '../../platform/session.ts';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { Notice, Panel } from '../../ui/parts.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { Empty, Loaded } from '../../ui/states.tsx';
import { Place } from '../divisions/Place.tsx';

type Village = Reply<typeof reviewCounts>['villages'][number];
const columnsOf = [
  ['toSubmit', ['draft', 'changed']],
  ['returned', ['returned']],
  ['submitted', ['submitted']],
  ['villageApproved', ['villageApproved']],
  ['townApproved', ['townApproved']],
  ['filed', ['filed']],
] as const satisfies readonly (readonly [string, readonly ReviewState[]])[];

export function VillageProgress({ counts }: { readonly counts: UseQueryResult<Reply<typeof reviewCounts>> }) {
  const { t } = useTranslation(['reviews', 'common']);
  const { role } = useSession();
  const mayAsk = useCan()('reviews.act') && canReview(role, 'imported', 'ask');
  const client = useQueryClient();
  const [asking, setAsking] = useState<Village | null>(null);
  const [asked, setAsked] = useState<number | null>(null);
  const sum = (row: Village, states: readonly ReviewState[]): number => states.reduce((total, state) => total + (row.states[state] ?? 0), 0);
  const columns: readonly Column<Village>[] = [
    { key: 'village', title: t('common:village'), place: 'lead', nowrap: true, cell: (row) => <Place village={row.villageName} town={row.townName} /> },
    { key: 'files', title: t('reviews:column.files'), end: true, cell: (row) => row.files },
    { key: 'imported', title: t('reviews:state.imported'), end: true, cell: (row) => row.states['imported'] ?? 0 },
    ...columnsOf.map(([show, states]): Column<Village> => ({
      key: show,
      title: t(`reviews:show.${show}`),
      end: true,
      cell: (row) =>
        sum(row, states) === 0 ? (
          <span className="quiet">0</span>
        ) : (
          <Link to="/reviews" search={{ division: row.division, show }}>
            {sum(row, states)}
          </Link>
        ),
    })),
    ...(mayAsk
      ? [
          {
            key: 'ask',
            title: t('reviews:column.actions'),
            nowrap: true,
            cell: (row: Village) =>
              sum(row, ['imported', 'townApproved', 'filed']) === 0 ? (
                ''
              ) : (
                <Button size="small" onClick={() => setAsking(row)}>
                  {t('reviews:ask')}
                </Button>
              ),
          },
        ]
      : []),
  ];
  return (
    <>
      {asked !== null && <Notice tone="pine">{t('reviews:askedCount', { count: asked })}</Notice>}
      <Loaded query={counts} lines={8}>
        {(data) =>
          data.villages.length === 0 ? (
            <Panel bare>
              <Empty />
            </Panel>
          ) : (
            <DataTable label={t('reviews:byVillage')} columns={columns} rows={data.villages} rowKey={(row) => row.division} />
          )
        }
      </Loaded>
      {asking !== null && (
        <ReasonDialog
          title={t('reviews:askTitle', { name: asking.villageName === '' ? asking.townName : asking.villageName })}
          lead={t('reviews:askLead')}
          hint={t('reviews:askHint')}
          confirmLabel={t('reviews:ask')}
          onConfirm={async (note) => {
            setAsked((await call(reviewAsk, { body: { division: asking.division, note } })).asked);
            await client.invalidateQueries({ queryKey: ['reviews'] });
          }}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  );
}
