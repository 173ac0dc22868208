// 责任人稳定: for how long each elder has had the same responsible person, by place and tier; figures open elders.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { steadiness, steadinessWorkbook, type SteadinessLine } from '@shouwang/contract/network';
import { prefixOf } from '@shouwang/domain/divisions';
import { useTranslation } from 'react-i18next';
import { given } from '../../platform/address.ts';
import { call, file } from '../../platform/api.ts';
import { formatNumber, formatRate } from '../../platform/i18n/format.ts';
import { useCan } from '../../platform/session.ts';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { ExportAction } from '../../ui/ExportAction.tsx';
import { Chip, Figure, Page, Panel } from '../../ui/parts.tsx';
import { Empty, Loaded } from '../../ui/states.tsx';
import { Place } from '../divisions/Place.tsx';
import { useWhere } from '../divisions/useDivisions.ts';
import { useTierName } from '../policy/usePack.ts';
import { NetworkTabs } from './NetworkTabs.tsx';

type Opened = 'year' | 'months' | 'new' | 'none' | 'changed';

export function SteadinessPage() {
  const { t } = useTranslation(['network', 'common']);
  const search = useSearch({ from: '/network/steadiness' });
  const navigate = useNavigate();
  const can = useCan();
  const tierName = useTierName();
  const { asked } = useWhere();
  const query = { ...asked, ...(search.tier === undefined ? {} : { tier: search.tier }) };
  const answer = useQuery({ queryKey: ['steadiness', query], placeholderData: keepPreviousData, queryFn: ({ signal }) => call(steadiness, { query, signal }) });
  const show = (tier: string | undefined): void => void navigate({ to: '/network/steadiness', search: given({ ...search, tier }) });
  const rowsOf = (division: string, band?: Opened) => ({ to: '/network/steadiness/elders', search: given({ division: prefixOf(division), tier: search.tier, band }) }) as const;
  const figure = (band: Opened, title: string, count: (line: SteadinessLine) => number): Column<SteadinessLine> => ({
    key: band,
    title,
    end: true,
    nowrap: true,
    cell: (line) => <Link {...rowsOf(line.division, band)}>{formatNumber(count(line))}</Link>,
  });
  const columns: readonly Column<SteadinessLine>[] = [
    { key: 'place', title: t('common:village'), place: 'lead', nowrap: true, cell: (line) => <Place village={line.name} town={line.townName} /> },
    { key: 'elders', title: t('network:steady.elders'), end: true, nowrap: true, cell: (line) => <Link {...rowsOf(line.division)}>{formatNumber(line.elders)}</Link> },
    figure('year', t('network:steady.year'), (line) => line.bands.year),
    figure('months', t('network:steady.months'), (line) => line.bands.months),
    figure('new', t('network:steady.new'), (line) => line.bands.new),
    figure('none', t('network:steady.none'), (line) => line.bands.none),
    { key: 'share', title: t('network:steady.share'), end: true, nowrap: true, cell: (line) => formatRate(line.share) },
    figure('changed', t('network:steady.changed'), (line) => line.changed),
  ];
  return (
    <Page
      title={t('network:steady.title')}
      lead={t('network:steady.lead')}
      actions={can('elders.export') && <ExportAction title={t('network:steady.exportTitle')} take={(reason) => file(steadinessWorkbook, { query: { ...query, reason } })} />}
    >
      <NetworkTabs at="steadiness" />
      <Loaded query={answer} lines={12}>
        {({ tiers, total, lines }) => (
          <div className="stack">
            <div className="chips" role="group" aria-label={t('network:steady.tier')}>
              <Chip pressed={search.tier === undefined} onClick={() => show(undefined)}>
                {t('network:steady.allTiers')}
              </Chip>
              {tiers.map(({ code, elders }) => (
                <Chip key={code} pressed={search.tier === code} count={elders} onClick={() => show(search.tier === code ? undefined : code)}>
                  {tierName(code)}
                </Chip>
              ))}
            </div>
            <div className="figures">
              <Figure label={t('network:steady.elders')} value={total.elders} unit={t('network:unit')} link={rowsOf(total.division)} />
              <Figure label={t('network:steady.share')} value={formatRate(total.share)} />
              <Figure label={t('network:steady.changed')} value={total.changed} unit={t('network:unit')} link={rowsOf(total.division, 'changed')} />
              <Figure
                label={t('network:steady.none')}
                value={total.bands.none}
                unit={t('network:unit')}
                tone={total.bands.none > 0 ? 'amber' : undefined}
                link={rowsOf(total.division, 'none')}
              />
            </div>
            {lines.length === 0 ? (
              <Panel bare>
                <Empty hint={t('network:steady.hint')} />
              </Panel>
            ) : (
              <DataTable label={t('network:steady.title')} columns={columns} rows={lines} rowKey={(line) => line.division} stale={answer.isPlaceholderData} />
            )}
          </div>
        )}
      </Loaded>
    </Page>
  );
}
