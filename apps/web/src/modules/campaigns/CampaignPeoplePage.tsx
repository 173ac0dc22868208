// The rows behind the figures of a campaign: who was not reached and why, what was handed over to whom.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { campaignGet, campaignPeople, campaignShows, campaignWorkbook, type CampaignPerson } from '@shouwang/contract/campaigns';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { given } from '../../platform/address.ts';
import { call, file } from '../../platform/api.ts';
import { formatDate } from '../../platform/i18n/format.ts';
import { useCan } from '../../platform/session.ts';
import type { Column } from '../../ui/DataTable.tsx';
import { ExportAction } from '../../ui/ExportAction.tsx';
import { PagedTable } from '../../ui/PagedTable.tsx';
import { Chip, Page, Tag } from '../../ui/parts.tsx';
import { useDivisions, useWhere } from '../divisions/useDivisions.ts';
import { villageColumn } from '../ledger/elderColumns.tsx';
import { ExcuseDialog, HandOver } from './dialogs.tsx';
import { useCampaignWords, yuan } from './useCampaignWords.ts';
import './campaigns.css';

const SIZE = 50;
type Show = (typeof campaignShows)[number];
type Dialog = { readonly kind: 'excuse' | 'hand'; readonly person: CampaignPerson };
const stateOf = (person: CampaignPerson): 'reached' | 'excused' | 'gone' | 'left' =>
  person.done >= person.required ? 'reached' : person.excuse !== null ? 'excused' : person.fileClosed ? 'gone' : 'left';
const tones = { reached: 'good', excused: 'plain', gone: 'plain', left: 'amber' } as const;

export function CampaignPeoplePage() {
  const { t } = useTranslation(['campaigns', 'common']);
  const can = useCan();
  const words = useCampaignWords();
  const { campaignId } = useParams({ from: '/campaigns/$campaignId/people' });
  const search = useSearch({ from: '/campaigns/$campaignId/people' });
  const navigate = useNavigate();
  const tree = useDivisions();
  const { asked, prefix } = useWhere();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const page = Number(search.page ?? '1');
  const { show } = search;
  const selection = { ...asked, ...(show === undefined ? {} : { show }) };
  const query = { ...selection, limit: SIZE, offset: (page - 1) * SIZE };
  const params = { id: campaignId };
  const opened = useQuery({ queryKey: ['campaigns', 'one', campaignId, {}], queryFn: ({ signal }) => call(campaignGet, { params, query: {}, signal }) });
  const people = useQuery({
    queryKey: ['campaigns', 'people', campaignId, query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => call(campaignPeople, { params, query, signal }),
  });
  const go = (change: { show?: Show | undefined; page?: string | undefined }): void => {
    void navigate({ to: '/campaigns/$campaignId/people', params: { campaignId }, search: given({ ...search, page: undefined, ...change }) });
  };
  const isOpen = opened.data?.campaign.closedAt === null;
  const gives = opened.data !== undefined && opened.data.rules.handover !== 'none';
  const mayRecord = can('campaigns.record') && isOpen;
  const columns: readonly Column<CampaignPerson>[] = [
    {
      key: 'name',
      title: t('campaigns:column.person'),
      place: 'lead',
      nowrap: true,
      cell: (person) => (
        <>
          <Link to="/ledger/$elderId" params={{ elderId: person.elderId }} className="person">
            {person.name}
          </Link>{' '}
          {person.age !== null && <span className="quiet">{person.age}</span>}
        </>
      ),
    },
    villageColumn(t('common:village')),
    { key: 'reasons', title: t('campaigns:column.reasons'), cell: (person) => words.list([words.reasons(person.reasons), person.byHand ?? '']) },
    { key: 'responsible', title: t('campaigns:column.responsible'), nowrap: true, cell: (person) => person.responsible ?? '' },
    {
      key: 'state',
      title: t('campaigns:column.state'),
      cell: (person) => (
        <>
          <Tag tone={tones[stateOf(person)]}>{t(`campaigns:state.${stateOf(person)}`)}</Tag>{' '}
          <span className="quiet">
            {person.excuse !== null
              ? words.list([t(`campaigns:excuse.${person.excuse}`), person.excuseNote ?? ''])
              : person.required > 1
                ? t('campaigns:doneTimes', { done: person.done, required: person.required })
                : person.lastOn !== null && person.done > 0
                  ? formatDate(person.lastOn)
                  : ''}
          </span>
        </>
      ),
    },
    ...(gives
      ? ([
          {
            key: 'handed',
            title: t('campaigns:column.handed'),
            cell: (person) => (
              <>
                {words.list([words.goods(person.goods), person.moneyFen === 0 ? '' : `${yuan(person.moneyFen)} ${t('campaigns:unitYuan')}`])}{' '}
                {person.marks.map((mark) => (
                  <Tag key={mark} tone="amber">
                    {t(`campaigns:mark.${mark}`)}
                  </Tag>
                ))}
              </>
            ),
          },
        ] as const satisfies readonly Column<CampaignPerson>[])
      : []),
    {
      key: 'act',
      title: '',
      nowrap: true,
      cell: (person) =>
        mayRecord && (
          <>
            {gives && (
              <Button size="small" onClick={() => setDialog({ kind: 'hand', person })}>
                {t('campaigns:hand.act')}
              </Button>
            )}{' '}
            {person.done < person.required && (
              <Button size="small" onClick={() => setDialog({ kind: 'excuse', person })}>
                {t('campaigns:excuseAct')}
              </Button>
            )}
          </>
        ),
    },
  ];
  return (
    <Page
      title={t('campaigns:rowsTitle')}
      lead={
        <>
          <Link to="/campaigns/$campaignId" params={{ campaignId }} className="underlined">
            ‹ {opened.data?.campaign.name ?? t('campaigns:back')}
          </Link>{' '}
          · {tree?.name(prefix) ?? ''}
          {people.data !== undefined && ` · ${t('common:rows', { count: people.data.count })}`}
        </>
      }
      actions={
        can('elders.export') && (
          <ExportAction label={t('campaigns:export')} title={t('campaigns:exportTitle')} take={(reason) => file(campaignWorkbook, { params, query: { ...selection, reason } })} />
        )
      }
    >
      <div className="stack">
        <div className="chips">
          <Chip pressed={show === undefined} onClick={() => go({ show: undefined })}>
            {t('campaigns:all')}
          </Chip>
          {campaignShows
            .filter((one) => gives || (one !== 'given' && one !== 'notGiven' && one !== 'marked'))
            .map((one) => (
              <Chip key={one} pressed={show === one} onClick={() => go({ show: one })}>
                {t(`campaigns:show.${one}`)}
              </Chip>
            ))}
        </div>
        <PagedTable
          query={people}
          label={t('campaigns:rowsTitle')}
          columns={columns}
          rowKey={(person) => person.elderId}
          page={page}
          size={SIZE}
          go={(next) => go({ page: String(next) })}
        />
      </div>
      {dialog?.kind === 'excuse' && <ExcuseDialog campaignId={campaignId} person={dialog.person} onClose={() => setDialog(null)} />}
      {dialog?.kind === 'hand' && opened.data !== undefined && <HandOver opened={opened.data} person={dialog.person} onClose={() => setDialog(null)} />}
    </Page>
  );
}
