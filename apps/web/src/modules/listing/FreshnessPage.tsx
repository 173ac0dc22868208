// How up to date each village is; every figure opens its files.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { freshness, freshnessWorkbook, type FreshnessLine } from '@shouwang/contract/listing';
import { prefixOf } from '@shouwang/domain/divisions';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { call, file } from '../../platform/api.ts';
import { formatDate, formatInstant, formatNumber, formatRate } from '../../platform/i18n/format.ts';
import { useCan } from '../../platform/session.ts';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { ExportAction } from '../../ui/ExportAction.tsx';
import { Figure, Notice, Page, Panel } from '../../ui/parts.tsx';
import { Empty, Loaded } from '../../ui/states.tsx';
import { Place } from '../divisions/Place.tsx';
import { useWhere } from '../divisions/useDivisions.ts';
import { ListingTabs } from './ListingTabs.tsx';
import './listing.css';

export function FreshnessPage() {
  const { t } = useTranslation(['listing', 'common']);
  const can = useCan();
  const { asked } = useWhere();
  const lines = useQuery({ queryKey: ['freshness', asked], queryFn: ({ signal }) => call(freshness, { query: asked, signal }) });
  const opens = (line: FreshnessLine, text: ReactNode, stale = false) => (
    <Link to="/listing/freshness/files" search={{ division: prefixOf(line.division), ...(stale ? { stale: '1' } : {}) }}>
      {text}
    </Link>
  );
  const columns: readonly Column<FreshnessLine>[] = [
    { key: 'place', title: t('common:village'), place: 'lead', nowrap: true, cell: (line) => <Place village={line.name} town={line.townName} /> },
    { key: 'files', title: t('listing:freshColumn.files'), end: true, nowrap: true, cell: (line) => opens(line, formatNumber(line.files)) },
    { key: 'fresh', title: t('listing:freshColumn.fresh'), end: true, nowrap: true, cell: (line) => formatNumber(line.fresh) },
    { key: 'share', title: t('listing:freshColumn.share'), end: true, nowrap: true, cell: (line) => formatRate(line.share) },
    { key: 'stale', title: t('listing:freshColumn.stale'), end: true, nowrap: true, cell: (line) => opens(line, formatNumber(line.stale), true) },
    { key: 'lastChange', title: t('listing:freshColumn.lastChange'), nowrap: true, cell: (line) => (line.lastChange === null ? '—' : formatInstant(line.lastChange)) },
    { key: 'oldest', title: t('listing:freshColumn.oldest'), nowrap: true, cell: (line) => (line.oldest === null ? '—' : formatDate(line.oldest)) },
  ];
  const where = asked.division === undefined ? {} : { division: asked.division };
  return (
    <Page
      title={t('listing:freshTitle')}
      lead={lines.data === undefined ? t('common:loading') : t('listing:freshLead', { date: formatDate(lines.data.cutoff), months: lines.data.months })}
      actions={
        can('elders.export') && (
          <ExportAction
            label={t('listing:export')}
            title={t('listing:exportTitle', { what: t('listing:freshTitle') })}
            take={(reason) => file(freshnessWorkbook, { query: { ...asked, reason } })}
          />
        )
      }
    >
      <ListingTabs at="freshness" />
      <Loaded query={lines} lines={12}>
        {({ total, lines: villages, provisional }) => (
          <div className="stack">
            {provisional && <Notice>{t('listing:freshProvisional')}</Notice>}
            <div className="figures">
              <Figure label={t('listing:freshFigure.files')} value={total.files} unit={t('listing:unitFiles')} link={{ to: '/listing/freshness/files', search: where }} />
              <Figure label={t('listing:freshFigure.share')} value={formatRate(total.share)} />
              <Figure
                label={t('listing:freshFigure.stale')}
                value={total.stale}
                unit={t('listing:unitFiles')}
                tone={total.stale > 0 ? 'amber' : undefined}
                link={{ to: '/listing/freshness/files', search: { ...where, stale: '1' } }}
              />
              <Figure label={t('listing:freshFigure.oldest')} value={total.oldest === null ? '—' : formatDate(total.oldest)} />
            </div>
            {villages.length === 0 ? (
              <Panel bare>
                <Empty />
              </Panel>
            ) : (
              <DataTable label={t('listing:freshTitle')} columns={columns} rows={villages} rowKey={(line) => line.division} />
            )}
          </div>
        )}
      </Loaded>
    </Page>
  );
}
