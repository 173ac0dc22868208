// A month of visits as a grid of days: done, due, missing. A day opens its visits, what is missing opens
// the duties. Of a division, of one visitor or of one elder.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { visitCalendar } from '@shouwang/contract/visitRecords';
import type { Reply } from '@shouwang/contract/route';
import { addDays, lastDayOfMonth, weekday } from '@shouwang/domain/shared';
import { useTranslation } from 'react-i18next';
import { given } from '../../../platform/address.ts';
import { call } from '../../../platform/api.ts';
import { thisMonth } from '../../../platform/clock.ts';
import { formatDate, formatNumber, formatWeekday } from '../../../platform/i18n/format.ts';
import { MonthStepper, Page } from '../../../ui/parts.tsx';
import { Loaded } from '../../../ui/states.tsx';
import { useWhere } from '../../divisions/useDivisions.ts';
import { VisitTabs } from '../VisitTabs.tsx';
import './desk.css';

type Day = Reply<typeof visitCalendar>['days'][number];

const shade = (share: number): number => (share >= 1 ? 4 : share >= 0.75 ? 3 : share >= 0.4 ? 2 : share > 0 ? 1 : 0);

export function CalendarPage() {
  const { t } = useTranslation(['visitDesk', 'visits', 'common']);
  const search = useSearch({ from: '/visits/calendar' });
  const { asked } = useWhere();
  const month = search.month ?? thisMonth();
  const query = { ...asked, month, ...(search.visitor === undefined ? {} : { visitorId: search.visitor }), ...(search.elder === undefined ? {} : { elderId: search.elder }) };
  const calendar = useQuery({ queryKey: ['calendar', query], placeholderData: keepPreviousData, queryFn: ({ signal }) => call(visitCalendar, { query, signal }) });
  const first = `${month}-01`;
  const start = addDays(first, 1 - weekday(first));
  const last = lastDayOfMonth(month);
  const weeks = Array.from({ length: 6 }, (_, week) => Array.from({ length: 7 }, (__, day) => addDays(start, week * 7 + day))).filter((week) => (week[0] ?? '') <= last);
  const kept = given({ division: search.division, visitor: search.visitor, elder: search.elder });
  const cell = (on: string, day: Day | undefined, today: string) => {
    const missing = day?.missing ?? 0;
    const late = missing > 0 && on < today;
    const most = Math.max(1, ...(calendar.data?.days ?? []).map((one) => one.done));
    return (
      <td
        key={on}
        className={['day', `shade-${shade((day?.done ?? 0) / most)}`, on === today ? 'is-today' : '', on.slice(0, 7) === month ? '' : 'outside'].join(' ')}
        aria-label={formatDate(on)}
      >
        <span className="day-number">{Number(on.slice(8))}</span>
        {day !== undefined && on.slice(0, 7) === month && (
          <>
            {day.done > 0 && (
              <Link to="/visits/records" search={{ ...kept, month, on }} className="day-line">
                {t('visitDesk:dayDone', { count: day.done })}
              </Link>
            )}
            {day.attempts > 0 && <span className="day-line soft">{t('visitDesk:dayAttempts', { count: day.attempts })}</span>}
            {missing > 0 && (
              <Link to="/visits" search={given({ ...kept, month, state: late ? ('overdue' as const) : undefined })} className={late ? 'day-line late' : 'day-line due'}>
                {late ? t('visitDesk:dayOverdue', { count: missing }) : t('visitDesk:dayDue', { count: missing })}
              </Link>
            )}
          </>
        )}
      </td>
    );
  };
  const of = calendar.data?.elderName ?? calendar.data?.visitorName;
  return (
    <Page
      title={t('visitDesk:calendar')}
      lead={
        of === undefined || of === null ? (
          t('visitDesk:calendarLead')
        ) : (
          <>
            {t('visitDesk:calendarOf', { name: of })}{' '}
            <Link to="/visits/calendar" search={given({ division: search.division, month: search.month })}>
              {t('visitDesk:everybody')}
            </Link>
          </>
        )
      }
      actions={<MonthStepper month={month} last={thisMonth()} link={(next) => ({ to: '/visits/calendar', search: { ...search, month: next } })} />}
    >
      <VisitTabs at="calendar" />
      <Loaded query={calendar} lines={10}>
        {({ days, today }) => {
          const byDay = new Map(days.map((day) => [day.on, day]));
          const sum = (count: (day: Day) => number): string => formatNumber(days.reduce((total, day) => total + count(day), 0));
          return (
            <div className="stack">
              <p className="soft">
                {t('visitDesk:monthSum', {
                  done: sum((day) => day.done),
                  due: sum((day) => (day.on >= today ? day.missing : 0)),
                  overdue: sum((day) => (day.on < today ? day.missing : 0)),
                })}
              </p>
              <div className="table-box">
                <table className="calendar">
                  <thead>
                    <tr>
                      {weeks[0]?.map((on) => (
                        <th key={on} scope="col">
                          {formatWeekday(on, 'short')}
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {weeks.map((week) => (
                      <tr key={week[0]}>{week.map((on) => cell(on, byDay.get(on), today))}</tr>
                    ))}
                  </tbody>
                </table>
              </div>
            </div>
          );
        }}
      </Loaded>
    </Page>
  );
}
