// 专项探访: what calendar and warnings propose, the campaigns with how far they are, the warnings.
import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import { Button } from 'antd';
import { campaignList, type campaignShows, type CampaignProposal, type CampaignRow } from '@shouwang/contract/campaigns';
import type { Reply } from '@shouwang/contract/route';
import { warningLift } from '@shouwang/contract/warnings';
import { daysBetween } from '@shouwang/domain/shared';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { today } from '../../platform/clock.ts';
import { formatDate, formatDay, formatNumber } from '../../platform/i18n/format.ts';
import { inWords } from '../../platform/i18n/useWords.ts';
import { useCan } from '../../platform/session.ts';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { Notice, Page, Panel, Tag } from '../../ui/parts.tsx';
import { Empty, Loaded, useSentence } from '../../ui/states.tsx';
import { useWhere } from '../divisions/useDivisions.ts';
import { Days, Reached } from './Days.tsx';
import { NewCampaign, type Beginning } from './NewCampaign.tsx';
import { useCampaignWords, yuan } from './useCampaignWords.ts';
import { useRefresh } from './useRefresh.ts';
import { EnterWarning, WeatherKeys } from './warningDialogs.tsx';
import './campaigns.css';

const people = (row: CampaignRow, show: (typeof campaignShows)[number]): LinkProps =>
  ({ to: '/campaigns/$campaignId/people', params: { campaignId: row.id }, search: { show } }) as LinkProps;
const handedOver = (row: CampaignRow): LinkProps => ({ to: '/campaigns/$campaignId/records', params: { campaignId: row.id } }) as LinkProps;

type Listed = Reply<typeof campaignList>;
type Dialog = { readonly kind: 'new'; readonly beginning: Beginning } | { readonly kind: 'warning' | 'keys' };

export function CampaignsPage() {
  const { t } = useTranslation(['campaigns']);
  const { asked } = useWhere();
  const can = useCan();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [said, setSaid] = useState<string[]>([]);
  const campaigns = useQuery({ queryKey: ['campaigns', 'list', asked], queryFn: ({ signal }) => call(campaignList, { query: asked, signal }) });
  const mayManage = can('campaigns.manage');
  const columns: readonly Column<CampaignRow>[] = [
    {
      key: 'name',
      title: t('campaigns:column.name'),
      place: 'lead',
      cell: (row) => (
        <>
          <Link to="/campaigns/$campaignId" params={{ campaignId: row.id }} className="person">
            {row.name}
          </Link>{' '}
          <Tag tone="outline">{t(`campaigns:occasion.${row.occasion}`)}</Tag> {row.byItself && <Tag tone="amber">{t('campaigns:byItself')}</Tag>}
        </>
      ),
    },
    { key: 'unit', title: t('campaigns:column.unit'), nowrap: true, cell: (row) => row.unitName },
    {
      key: 'days',
      title: t('campaigns:column.days'),
      nowrap: true,
      cell: (row) => (
        <>
          {t('campaigns:from', { from: formatDay(row.startsOn), to: formatDate(row.endsOn) })} <Days campaign={row} />
        </>
      ),
    },
    { key: 'progress', title: t('campaigns:column.progress'), nowrap: true, cell: (row) => <Reached {...row} link={people(row, 'reached')} /> },
    {
      key: 'left',
      title: t('campaigns:column.left'),
      end: true,
      cell: (row) => <Link {...people(row, 'left')}>{formatNumber(row.left)}</Link>,
    },
    { key: 'given', title: t('campaigns:column.given'), end: true, cell: (row) => (row.given === 0 ? '0' : <Link {...people(row, 'given')}>{formatNumber(row.given)}</Link>) },
    { key: 'money', title: t('campaigns:column.money'), end: true, cell: (row) => (row.moneyFen === 0 ? '' : <Link {...handedOver(row)}>{yuan(row.moneyFen)}</Link>) },
  ];
  return (
    <Page
      title={t('campaigns:title')}
      lead={t('campaigns:lead')}
      actions={
        mayManage && (
          <>
            {can('warnings.connect') && <Button onClick={() => setDialog({ kind: 'keys' })}>{t('campaigns:keys.act')}</Button>}
            <Button onClick={() => setDialog({ kind: 'warning' })}>{t('campaigns:enter')}</Button>
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setDialog({ kind: 'new', beginning: { proposal: null } })} disabled={campaigns.data === undefined}>
              {t('campaigns:beginByOrder')}
            </Button>
          </>
        )
      }
    >
      <Loaded query={campaigns} lines={8}>
        {(data) => (
          <div className="stack">
            {said.map((text) => (
              <Notice key={text} tone="pine">
                {text}
              </Notice>
            ))}
            {mayManage && data.proposals.length > 0 && <Proposals data={data} onBegin={(proposal) => setDialog({ kind: 'new', beginning: { proposal } })} />}
            {data.campaigns.length === 0 ? (
              <Panel bare>
                <Empty title={t('campaigns:none')} hint={t('campaigns:noneHint')} />
              </Panel>
            ) : (
              <DataTable label={t('campaigns:title')} columns={columns} rows={data.campaigns} rowKey={(row) => row.id} />
            )}
            <Warnings data={data} mayManage={mayManage} />
          </div>
        )}
      </Loaded>
      {dialog?.kind === 'new' && campaigns.data !== undefined && (
        <NewCampaign templates={campaigns.data.templates} warnings={campaigns.data.warnings} beginning={dialog.beginning} onClose={() => setDialog(null)} />
      )}
      {dialog?.kind === 'warning' && <EnterWarning onClose={() => setDialog(null)} onEntered={setSaid} />}
      {dialog?.kind === 'keys' && <WeatherKeys onClose={() => setDialog(null)} />}
    </Page>
  );
}

function Proposals({ data, onBegin }: { readonly data: Listed; readonly onBegin: (proposal: CampaignProposal) => void }) {
  const { t } = useTranslation(['campaigns']);
  const words = useCampaignWords();
  return (
    <Panel title={t('campaigns:proposed')} note={t('campaigns:proposedNote')} bare>
      {data.proposals.map((proposal) => {
        const template = data.templates.find((one) => one.code === proposal.template);
        const warning = data.warnings.find((one) => one.id === proposal.warningId);
        const ahead = daysBetween(today(), proposal.startsOn);
        if (template === undefined) return null;
        return (
          <div key={`${proposal.template}${proposal.key}`} className="line-row">
            <span>
              <strong>{warning === undefined ? inWords(template.label) : warning.title}</strong>{' '}
              <Tag tone={ahead > 0 ? 'outline' : 'amber'}>{ahead > 0 ? t('campaigns:soon', { count: ahead }) : t('campaigns:running')}</Tag>{' '}
              {template.provisional && <Tag tone="amber">{t('campaigns:provisional')}</Tag>}
              <br />
              <span className="soft">
                {t('campaigns:from', { from: formatDay(proposal.startsOn), to: formatDate(proposal.endsOn) })}
                {proposal.festivalOn !== null && ` · ${t('campaigns:festival', { date: formatDay(proposal.festivalOn) })}`} ·{' '}
                {t('campaigns:rulesText', { visits: template.visits, modes: words.modes(template.modes) })} · {template.source.document} {template.source.clause}
              </span>
            </span>
            <Button onClick={() => onBegin(proposal)}>{t('campaigns:begin')}</Button>
          </div>
        );
      })}
    </Panel>
  );
}

const tones = { blue: 'plain', yellow: 'amber', orange: 'amber', red: 'danger' } as const;

function Warnings({ data, mayManage }: { readonly data: Listed; readonly mayManage: boolean }) {
  const { t } = useTranslation(['campaigns']);
  const refresh = useRefresh();
  const sentence = useSentence();
  const words = useCampaignWords();
  const [problem, setProblem] = useState<string | null>(null);
  const lift = async (id: string): Promise<void> => {
    try {
      await call(warningLift, { params: { id } });
      await refresh();
    } catch (error) {
      setProblem(sentence(error));
    }
  };
  return (
    <Panel title={t('campaigns:warnings')} note={t('campaigns:warningsNote')} bare>
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
      {data.warnings.length === 0 ? (
        <p className="line-row soft">{t('campaigns:noWarnings')}</p>
      ) : (
        data.warnings.map((warning) => (
          <div key={warning.id} className="line-row">
            <span>
              <Tag tone={warning.liftedAt === null ? tones[warning.level] : 'plain'}>
                {t(`campaigns:warningKind.${warning.kind}`)} {t(`campaigns:warningLevel.${warning.level}`)}
              </Tag>{' '}
              <strong>{warning.title}</strong>
              <br />
              <span className="soft">
                {t('campaigns:from', { from: formatDay(warning.from), to: formatDate(warning.to) })} ·{' '}
                {warning.areas.length === 0 ? t('campaigns:wholeCounty') : words.list(warning.areas.map((area) => area.name))} · {t(`campaigns:${warning.source}`)}
                {warning.text !== '' && ` · ${warning.text}`}
              </span>
            </span>
            {warning.liftedAt !== null ? (
              <Tag>{t('campaigns:lifted')}</Tag>
            ) : (
              mayManage &&
              warning.mayLift && (
                <Button size="small" onClick={() => void lift(warning.id)}>
                  {t('campaigns:lift')}
                </Button>
              )
            )}
          </div>
        ))
      )}
      <p className="line-row soft">{data.startThemselves ? t('campaigns:startsItselfYes') : t('campaigns:startsItselfNo')}</p>
    </Panel>
  );
}
