// 督导: the month's report of where I am. Every figure opens its rows; the page prints on A4.
import { DownloadOutlined, FilePdfOutlined, PrinterOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { monthReport, monthReportPaper, monthReportWorkbook, type ReportLine } from '@shouwang/contract/oversight';
import { levelOf, prefixOf } from '@shouwang/domain/divisions';
import type { ReportFigure } from '@shouwang/domain/oversight';
import { categories } from '@shouwang/domain/ledger';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { call, file } from '../../platform/api.ts';
import { thisMonth } from '../../platform/clock.ts';
import { formatDate, formatInstant, formatMonth, formatNumber, formatRate } from '../../platform/i18n/format.ts';
import { saveFile } from '../../platform/save.ts';
import { useCan } from '../../platform/session.ts';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { Figure, MonthStepper, Notice, Page, Panel } from '../../ui/parts.tsx';
import { Loaded, useSentence } from '../../ui/states.tsx';
import { useWhere } from '../divisions/useDivisions.ts';
import { useTierName } from '../policy/usePack.ts';
import './report.css';

export function ReportPage() {
  const { t } = useTranslation(['oversight', 'common', 'domain', 'shell']);
  const { message } = App.useApp();
  const sentence = useSentence();
  const allowed = useCan();
  const tierName = useTierName();
  const search = useSearch({ from: '/report' });
  const { asked } = useWhere();
  const month = search.month ?? thisMonth();
  const query = { ...asked, month };
  const report = useQuery({ queryKey: ['report', query], placeholderData: keepPreviousData, queryFn: ({ signal }) => call(monthReport, { query, signal }) });
  const exportSheet = async (route: typeof monthReportWorkbook | typeof monthReportPaper): Promise<void> => {
    try {
      saveFile(await file(route, { query }));
    } catch (error) {
      void message.error(sentence(error));
    }
  };
  const opens = (line: ReportLine, figure: ReportFigure, text: ReactNode, category?: string) => (
    <Link to="/report/rows/$figure" params={{ figure }} search={{ month, division: prefixOf(line.division), ...(category === undefined ? {} : { category }) }}>
      {text}
    </Link>
  );
  const number = (key: string, figure: ReportFigure, title: string): Column<ReportLine> => ({
    key,
    title,
    end: true,
    nowrap: true,
    cell: (line) => opens(line, figure, formatNumber(line[figure as 'listed'])),
  });
  const columns: readonly Column<ReportLine>[] = [
    {
      key: 'name',
      title: t('oversight:column.division'),
      place: 'lead',
      nowrap: true,
      cell: (line) =>
        levelOf(line.division) === 'village' ? (
          line.name
        ) : (
          <Link to="/report" search={{ month, division: prefixOf(line.division) }}>
            {line.name}
          </Link>
        ),
    },
    number('listed', 'listed', t('oversight:figure.listed')),
    number('required', 'required', t('oversight:figure.required')),
    number('fulfilled', 'fulfilled', t('oversight:figure.fulfilled')),
    { key: 'rate', title: t('oversight:homeVisitRate'), end: true, nowrap: true, cell: (line) => opens(line, 'missed', formatRate(line.homeVisitRate)) },
    { key: 'reach', title: t('oversight:reachRate'), end: true, nowrap: true, cell: (line) => opens(line, 'notReached', formatRate(line.reachRate)) },
    number('homeVisits', 'homeVisits', t('oversight:figure.homeVisits')),
    number('otherContacts', 'otherContacts', t('oversight:figure.otherContacts')),
    number('attempts', 'attempts', t('oversight:figure.attempts')),
    number('uncovered', 'uncovered', t('oversight:figure.uncovered')),
    number('refused', 'refused', t('oversight:figure.refused')),
    number('suspended', 'suspended', t('oversight:figure.suspended')),
  ];
  return (
    <Page
      title={report.data === undefined ? t('oversight:title') : t('oversight:titleOf', { division: report.data.total.name, month: formatMonth(report.data.month) })}
      lead={report.data === undefined ? undefined : t('oversight:lead', { asOf: formatInstant(report.data.asOf), due: formatDate(report.data.dueOn) })}
      actions={
        <>
          <MonthStepper month={month} last={thisMonth()} link={(next) => ({ to: '/report', search: { ...search, month: next } })} />
          <Button icon={<PrinterOutlined />} onClick={() => print()}>
            {t('common:print')}
          </Button>
          {allowed('reports.export') && (
            <>
              <Button icon={<FilePdfOutlined />} onClick={() => void exportSheet(monthReportPaper)}>
                {t('oversight:paper')}
              </Button>
              <Button icon={<DownloadOutlined />} onClick={() => void exportSheet(monthReportWorkbook)}>
                {t('common:export')}
              </Button>
            </>
          )}
        </>
      }
    >
      <Loaded query={report} lines={12}>
        {({ total, lines, provisional, packId }) => {
          const rows = (figure: ReportFigure, category?: string) => ({
            to: '/report/rows/$figure' as const,
            params: { figure },
            search: { month, ...(search.division === undefined ? {} : { division: search.division }), ...(category === undefined ? {} : { category }) },
          });
          return (
            <div className={report.isPlaceholderData ? 'stack table-box-stale' : 'stack'}>
              {provisional && <Notice>{t('oversight:provisional', { count: total.provisional, pack: packId })}</Notice>}
              <div className="figures report-figures">
                <Figure label={t('oversight:figure.listed')} value={total.listed} unit={t('oversight:unitPeople')} link={rows('listed')} />
                <Figure label={t('oversight:figure.required')} value={total.required} unit={t('oversight:unitVisits')} link={rows('required')} />
                <Figure label={t('oversight:figure.fulfilled')} value={total.fulfilled} unit={t('oversight:unitVisits')} link={rows('fulfilled')} />
                <Figure label={t('oversight:homeVisitRate')} value={formatRate(total.homeVisitRate)} before={t('oversight:homeVisitRateHint')} link={rows('missed')} />
                <Figure label={t('oversight:reachRate')} value={formatRate(total.reachRate)} before={t('oversight:reachRateHint')} link={rows('notReached')} />
                <Figure
                  label={t('oversight:figure.uncovered')}
                  value={total.uncovered}
                  unit={t('oversight:unitPeople')}
                  tone={total.uncovered > 0 ? 'amber' : undefined}
                  link={rows('uncovered')}
                />
                <Figure label={t('oversight:figure.refused')} value={total.refused} unit={t('oversight:unitPeople')} before={t('oversight:besideHint')} link={rows('refused')} />
                <Figure
                  label={t('oversight:figure.suspended')}
                  value={total.suspended}
                  unit={t('oversight:unitPeople')}
                  before={t('oversight:besideHint')}
                  link={rows('suspended')}
                />
              </div>
              <div className="report-grid">
                <Panel title={t('oversight:byCategory')} note={t('oversight:byCategoryNote')}>
                  <ul className="bars">
                    {categories
                      .filter((category) => (total.byCategory[category] ?? 0) > 0)
                      .map((category) => {
                        const count = total.byCategory[category] ?? 0;
                        return (
                          <li key={category}>
                            <Link {...rows('byCategory', category)}>{t(`domain:category.${category}`)}</Link>
                            <span className="bar" aria-hidden="true">
                              <i style={{ width: `${(count / Math.max(1, ...Object.values(total.byCategory))) * 100}%` }} />
                            </span>
                            <span className="number">{formatNumber(count)}</span>
                          </li>
                        );
                      })}
                  </ul>
                </Panel>
                <Panel title={t('oversight:byTier')}>
                  <ul className="bars">
                    {Object.entries(total.byTier).map(([tier, count]) => (
                      <li key={tier}>
                        <Link to="/ledger" search={{ tier, ...(search.division === undefined ? {} : { division: search.division }) }}>
                          {tier === 'none' ? t('oversight:noTier') : tierName(tier)}
                        </Link>
                        <span className="bar" aria-hidden="true">
                          <i style={{ width: `${(count / Math.max(1, ...Object.values(total.byTier))) * 100}%` }} />
                        </span>
                        <span className="number">{formatNumber(count)}</span>
                      </li>
                    ))}
                  </ul>
                </Panel>
              </div>
              {lines.length > 0 && (
                <Panel title={t('oversight:lines')} bare>
                  <DataTable label={t('oversight:lines')} columns={columns} rows={lines} rowKey={(line) => line.division} foot={total} cards={false} />
                </Panel>
              )}
              <p className="report-sign print-only">{t('oversight:sign')}</p>
            </div>
          );
        }}
      </Loaded>
    </Page>
  );
}
