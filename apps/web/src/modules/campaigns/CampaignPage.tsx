// One campaign: figures that open their rows, what it asks and on which clause, progress by village, what
// was handed over, its report.
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, type LinkProps } from '@tanstack/react-router';
import { Button } from 'antd';
import { campaignGet, campaignReopen, campaignReport, campaignWorkbook, type CampaignVillageRow } from '@shouwang/contract/campaigns';
import type { Reply } from '@shouwang/contract/route';
import { prefixOf } from '@shouwang/domain/divisions';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, file } from '../../platform/api.ts';
import { formatDate, formatInstant, formatNumber } from '../../platform/i18n/format.ts';
import { inWords } from '../../platform/i18n/useWords.ts';
import { useCan } from '../../platform/session.ts';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { ExportAction } from '../../ui/ExportAction.tsx';
import { Figure, Notice, Page, Panel, Tag } from '../../ui/parts.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Place } from '../divisions/Place.tsx';
import { useWhere } from '../divisions/useDivisions.ts';
import { Days, Reached } from './Days.tsx';
import { AddPeople, CloseCampaign, ExtendCampaign } from './dialogs.tsx';
import { useCampaignWords, yuan } from './useCampaignWords.ts';
import { useRefresh } from './useRefresh.ts';
import './campaigns.css';

type Opened = Reply<typeof campaignGet>;

export function CampaignPage() {
  const { campaignId } = useParams({ from: '/campaigns/$campaignId' });
  const { asked } = useWhere();
  const campaign = useQuery({
    queryKey: ['campaigns', 'one', campaignId, asked],
    queryFn: ({ signal }) => call(campaignGet, { params: { id: campaignId }, query: asked, signal }),
  });
  return (
    <Loaded query={campaign} lines={12}>
      {(data) => <Campaign opened={data} />}
    </Loaded>
  );
}

function Campaign({ opened }: { readonly opened: Opened }) {
  const { t } = useTranslation(['campaigns', 'common']);
  const can = useCan();
  const refresh = useRefresh();
  const [dialog, setDialog] = useState<'add' | 'extend' | 'close' | 'reopen' | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const { campaign, villages, closing, rules } = opened;
  const params = { id: campaign.id };
  const isOpen = campaign.closedAt === null;
  const mayManage = can('campaigns.manage');
  const isOurs = mayManage && opened.mayManage;
  const done = (): void => setDialog(null);
  const rows = (show?: string, division?: string): LinkProps =>
    ({
      to: '/campaigns/$campaignId/people',
      params: { campaignId: campaign.id },
      search: { ...(show === undefined ? {} : { show }), ...(division === undefined ? {} : { division: prefixOf(division) }) },
    }) as LinkProps;
  const handedOver = (division?: string): LinkProps =>
    ({ to: '/campaigns/$campaignId/records', params: { campaignId: campaign.id }, ...(division === undefined ? {} : { search: { division: prefixOf(division) } }) }) as LinkProps;
  const count = (key: 'people' | 'left' | 'excused' | 'gone' | 'given'): Column<CampaignVillageRow> => ({
    key,
    title: t(`campaigns:column.${key}`),
    end: true,
    cell: (village) => (village[key] === 0 ? '0' : <Link {...rows(key === 'people' ? undefined : key, village.division)}>{formatNumber(village[key])}</Link>),
  });
  const gives = rules.handover !== 'none';
  const columns: readonly Column<CampaignVillageRow>[] = [
    { key: 'place', title: t('common:village'), place: 'lead', nowrap: true, cell: (village) => <Place village={village.name} town={village.townName} /> },
    { key: 'progress', title: t('campaigns:column.progress'), nowrap: true, cell: (village) => <Reached {...village} link={rows('reached', village.division)} /> },
    count('left'),
    count('excused'),
    count('gone'),
    ...(gives
      ? ([
          count('given'),
          {
            key: 'goods',
            title: t('campaigns:column.goods'),
            end: true,
            cell: (village) => (village.goods === 0 ? '0' : <Link {...handedOver(village.division)}>{formatNumber(village.goods)}</Link>),
          },
          {
            key: 'money',
            title: t('campaigns:column.money'),
            end: true,
            cell: (village) => (village.moneyFen === 0 ? '0' : <Link {...handedOver(village.division)}>{yuan(village.moneyFen)}</Link>),
          },
        ] as const satisfies readonly Column<CampaignVillageRow>[])
      : []),
  ];
  return (
    <Page
      title={campaign.name}
      lead={
        <>
          <Link to="/campaigns" className="underlined">
            ‹ {t('campaigns:back')}
          </Link>{' '}
          · {campaign.unitName} · {t('campaigns:from', { from: formatDate(campaign.startsOn), to: formatDate(campaign.endsOn) })} <Days campaign={campaign} />
        </>
      }
      actions={
        <>
          {mayManage && isOpen && <Button onClick={() => setDialog('add')}>{t('campaigns:add')}</Button>}
          {can('elders.export') && (
            <ExportAction label={t('campaigns:export')} title={t('campaigns:exportTitle')} take={(reason) => file(campaignWorkbook, { params, query: { reason } })} />
          )}
          {can('reports.export') && (
            <ExportAction
              label={t('campaigns:reportXlsx')}
              title={t('campaigns:reportTitle')}
              take={(reason) => file(campaignReport, { params, query: { format: 'xlsx', reason } })}
            />
          )}
          {can('reports.export') && (
            <ExportAction
              label={t('campaigns:reportDocx')}
              title={t('campaigns:reportTitle')}
              take={(reason) => file(campaignReport, { params, query: { format: 'docx', reason } })}
            />
          )}
          {isOurs && isOpen && <Button onClick={() => setDialog('extend')}>{t('campaigns:extend')}</Button>}
          {isOurs &&
            (isOpen ? (
              <Button type="primary" onClick={() => setDialog('close')}>
                {t('campaigns:close')}
              </Button>
            ) : (
              <Button onClick={() => setDialog('reopen')}>{t('campaigns:reopen')}</Button>
            ))}
        </>
      }
    >
      <div className="stack">
        {said !== null && <Notice tone="pine">{said}</Notice>}
        <div className="figures">
          <Figure label={t('campaigns:column.people')} value={campaign.people} unit={t('campaigns:unitPeople')} link={rows()} />
          <Figure label={t('campaigns:column.reached')} value={campaign.reached} link={rows('reached')} />
          <Figure
            label={t('campaigns:column.left')}
            value={campaign.left}
            tone={campaign.left === 0 ? undefined : campaign.daysLeft < 0 ? 'danger' : 'amber'}
            link={rows('left')}
          />
          <Figure label={t('campaigns:column.excused')} value={campaign.excused} link={rows('excused')} />
          {gives && <Figure label={t('campaigns:column.given')} value={campaign.given} link={rows('given')} />}
          {gives && <Figure label={t('campaigns:column.money')} value={yuan(campaign.moneyFen)} link={handedOver()} />}
          {campaign.marked > 0 && <Figure label={t('campaigns:column.marked')} value={campaign.marked} tone="amber" link={rows('marked')} />}
        </div>
        {closing !== null && (
          <Panel title={t('campaigns:words')} note={formatInstant(closing.at)}>
            <p className="campaign-words">{closing.words}</p>
            <p className="soft">
              {t('campaigns:closingFigures')} {t('campaigns:column.people')} {formatNumber(closing.figures.people)} · {t('campaigns:column.reached')}{' '}
              {formatNumber(closing.figures.reached)} · {t('campaigns:column.left')} {formatNumber(closing.figures.left)} · {t('campaigns:column.excused')}{' '}
              {formatNumber(closing.figures.excused)}
            </p>
          </Panel>
        )}
        <h2>{t('campaigns:village')}</h2>
        <DataTable label={t('campaigns:village')} columns={columns} rows={villages} rowKey={(village) => village.division} />
        <Rules opened={opened} />
        <Panel title={t('campaigns:history')} bare>
          {opened.events.map((event) => (
            <div key={event.id} className="line-row">
              <span>
                {t(`campaigns:event.${event.kind}`)}
                {event.before !== null && event.after !== null && ` · ${t('campaigns:moved', { before: formatDate(event.before), after: formatDate(event.after) })}`}
                {event.reason !== '' && ` · ${event.reason}`}
              </span>
              <span className="soft">
                {formatInstant(event.at)} {event.by}
              </span>
            </div>
          ))}
        </Panel>
      </div>
      {dialog === 'add' && <AddPeople campaignId={campaign.id} onClose={done} onAdded={(added) => setSaid(t('campaigns:added', { count: added }))} />}
      {dialog === 'extend' && <ExtendCampaign campaign={campaign} onClose={done} />}
      {dialog === 'close' && <CloseCampaign campaign={campaign} onClose={done} />}
      {dialog === 'reopen' && (
        <ReasonDialog
          title={t('campaigns:reopenTitle')}
          hint={t('campaigns:reopenHint')}
          confirmLabel={t('campaigns:reopen')}
          onConfirm={async (reason) => {
            await call(campaignReopen, { params, body: { reason } });
            await refresh();
          }}
          onClose={done}
        />
      )}
    </Page>
  );
}

function Rules({ opened }: { readonly opened: Opened }) {
  const { t } = useTranslation(['campaigns']);
  const words = useCampaignWords();
  const { rules, audience, gift, warning } = opened;
  const asked = [
    ...audience.categories.map((one) => `category:${one}`),
    ...audience.tiers.map((one) => `tier:${one}`),
    ...(audience.ageFrom === undefined ? [] : [`age:${audience.ageFrom}`]),
  ];
  const lines: readonly (readonly [string, string])[] = [
    [
      t('campaigns:rules'),
      `${t('campaigns:rulesText', { visits: rules.visits, modes: words.modes(rules.modes) })} · ${rules.sharesVisits ? t('campaigns:shares') : t('campaigns:sharesNot')}`,
    ],
    [t('campaigns:who'), asked.length === 0 ? t('campaigns:everybody') : words.reasons(asked)],
    [t('campaigns:checks'), words.list(rules.checks.map((check) => inWords(check.label)))],
    [
      t('campaigns:gift'),
      `${t(`campaigns:handover.${rules.handover}`)} · ${words.list([words.goods(gift.goods), gift.moneyFen === 0 ? '' : `${yuan(gift.moneyFen)} ${t('campaigns:unitYuan')}`]) || t('campaigns:noGift')}`,
    ],
    [t('campaigns:purpose'), opened.purpose],
    [t('campaigns:order'), opened.orderNo],
    [t('campaigns:of'), warning === null ? '' : warning.title],
    [t('campaigns:basis'), `${rules.source.document} ${rules.source.clause}${rules.source.summary === null ? '' : ` · ${inWords(rules.source.summary)}`}`],
  ];
  return (
    <Panel
      title={t('campaigns:rules')}
      note={t('campaigns:pack', { id: opened.packId, version: opened.packVersion })}
      actions={opened.provisional ? <Tag tone="amber">{t('campaigns:provisional')}</Tag> : undefined}
    >
      <dl className="campaign-facts">
        {lines
          .filter(([, text]) => text !== '')
          .map(([label, text]) => (
            <div key={label} style={{ display: 'contents' }}>
              <dt>{label}</dt>
              <dd>{text}</dd>
            </div>
          ))}
      </dl>
    </Panel>
  );
}
