// 工作台: what has to be done today, most urgent first, each with its action in the row; then the
// role's few figures with last period beside them; then the villages.
import { ArrowRightOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import { workbench } from '@shouwang/contract/visits';
import type { Reply } from '@shouwang/contract/route';
import { prefixOf } from '@shouwang/domain/divisions';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { formatDate, formatDay, formatMonth, formatNumber, formatRate, formatWeekday } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { useCan } from '../../platform/session.ts';
import { Meter } from '../../ui/Meter.tsx';
import { Figure, Page, Panel, Tag } from '../../ui/parts.tsx';
import { Empty, Loaded } from '../../ui/states.tsx';
import { useWhere } from '../divisions/useDivisions.ts';
import { figureLinks, taskLinks, urgency } from './workbenchLinks.ts';
import { VillageMap } from './VillageMap.tsx';
import './visits.css';

type BoardReply = Reply<typeof workbench>;

function Tasks({ board }: { readonly board: BoardReply }) {
  const { t } = useTranslation(['visits']);
  const tasks = urgency(board.tasks, board.today);
  if (tasks.length === 0) return <Empty title={t('visits:nothingToDo')} hint={t('visits:nothingToDoHint')} />;
  return (
    <ul className="tasks">
      {tasks.map((task) => (
        <li key={task.kind} className={`task task-${task.level}`}>
          <span className="task-count">
            {formatNumber(task.count)} <small>{t(`visits:task.${task.kind}.unit`)}</small>
          </span>
          <span className="task-words">
            <strong>{t(`visits:task.${task.kind}.title`)}</strong>
            <span className="soft">{t(`visits:task.${task.kind}.hint`)}</span>
          </span>
          <span className="task-due">
            {task.dueOn !== null && (
              <Tag tone={task.level === 'overdue' ? 'danger' : task.level === 'today' ? 'amber' : 'plain'}>
                {task.level === 'overdue'
                  ? t('visits:overdueSince', { date: formatDay(task.dueOn) })
                  : task.dueOn === board.today
                    ? t('visits:dueToday')
                    : t('visits:dueOn', { date: formatDay(task.dueOn) })}
              </Tag>
            )}
          </span>
          <Link {...taskLinks[task.kind]} className="task-action">
            {t(`visits:task.${task.kind}.action`)} <ArrowRightOutlined aria-hidden="true" />
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Figures({ board }: { readonly board: BoardReply }) {
  const { t } = useTranslation(['visits', 'common']);
  const word = useWord();
  const shown = (value: number | null, unit: BoardReply['figures'][number]['unit']): string =>
    value === null ? '—' : unit === 'percent' ? `${value.toFixed(1)}%` : formatNumber(value);
  return (
    <div className="figures">
      {board.figures.map((figure) => {
        const link: LinkProps | undefined = figureLinks(board.month)[figure.key];
        return (
          <Figure
            key={figure.key}
            label={word('visits:figure', figure.key)}
            value={shown(figure.value, figure.unit)}
            unit={figure.unit === 'percent' ? '' : t(`visits:unit.${figure.unit}`)}
            tone={figure.key === 'uncovered' && (figure.value ?? 0) > 0 ? 'amber' : undefined}
            {...(figure.before === null ? {} : { before: t('visits:before', { value: shown(figure.before, figure.unit) }) })}
            {...(link === undefined ? {} : { link })}
          />
        );
      })}
    </div>
  );
}

function Lagging({ villages }: { readonly villages: BoardReply['villages'] }) {
  const { t } = useTranslation(['visits', 'common']);
  const lagging = villages
    .filter((village) => village.fulfilled < village.required)
    .sort((a, b) => a.fulfilled / a.required - b.fulfilled / b.required || b.required - a.required)
    .slice(0, 8);
  if (lagging.length === 0) return <p className="panel-body quiet">{t('visits:noneLagging')}</p>;
  return (
    <ol className="lagging">
      {lagging.map((village) => (
        <li key={village.code}>
          <Link to="/visits" search={{ division: prefixOf(village.code) }}>
            {village.name}
          </Link>
          <span className="soft">{t('visits:doneOf', { done: village.fulfilled, required: village.required })}</span>
          <Meter share={village.fulfilled / village.required} />
          <span className="number lagging-rate">{formatRate(village.fulfilled / village.required)}</span>
        </li>
      ))}
    </ol>
  );
}

function OnThePhone() {
  const { t } = useTranslation(['shell']);
  return <Empty title={t('shell:useField')} hint={t('shell:useFieldHint')} action={<a href="/field/">{t('shell:toField')}</a>} />;
}

/** Visitors have no desk: their work is on the phone. */
export function Workbench() {
  return useCan()('duties.read') ? <Board /> : <OnThePhone />;
}

function Board() {
  const { t } = useTranslation(['visits', 'shell']);
  const { asked } = useWhere();
  const board = useQuery({ queryKey: ['workbench', asked], queryFn: ({ signal }) => call(workbench, { query: asked, signal }) });
  return (
    <Page title={t('shell:nav.workbench')} lead={board.data === undefined ? undefined : `${formatDate(board.data.today)} ${formatWeekday(board.data.today)}`}>
      <Loaded query={board} lines={12}>
        {(data) => (
          <div className="stack">
            <Panel title={t('visits:todo')} bare>
              <Tasks board={data} />
            </Panel>
            <section aria-label={formatMonth(data.month)}>
              <div className="section-head">
                <h2>{formatMonth(data.month)}</h2>
                <span className="panel-note">{t('visits:figuresNote')}</span>
              </div>
              <Figures board={data} />
            </section>
            {data.villages.length > 1 && (
              <div className="board-grid">
                <Panel title={t('visits:map.title')} bare>
                  <VillageMap villages={data.villages} />
                </Panel>
                <Panel title={t('visits:lagging')} note={t('visits:laggingNote')} bare>
                  <Lagging villages={data.villages} />
                </Panel>
              </div>
            )}
          </div>
        )}
      </Loaded>
    </Page>
  );
}
