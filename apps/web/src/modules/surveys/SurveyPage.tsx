// One round: figures that open their rows, each village with its surveyors, who answered how many, what happened.
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, type LinkProps } from '@tanstack/react-router';
import { Button } from 'antd';
import {
  surveyAppoint,
  surveyClose,
  surveyGet,
  surveyorEnd,
  surveyReopen,
  surveyVillageClose,
  surveyVillageReopen,
  surveyWorkbook,
  type SurveyVillageRow,
} from '@shouwang/contract/surveys';
import type { Reply } from '@shouwang/contract/route';
import { prefixOf } from '@shouwang/domain/divisions';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, file } from '../../platform/api.ts';
import { formatDate, formatInstant, formatNumber } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { useCan } from '../../platform/session.ts';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { ExportAction } from '../../ui/ExportAction.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { Figure, Notice, Page, Panel, Tag } from '../../ui/parts.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { Loaded, useSentence } from '../../ui/states.tsx';
import { Place } from '../divisions/Place.tsx';
import { AppointDialog, ExtendDialog, HouseholdsDialog } from './dialogs.tsx';
import { Answered, Due } from './Due.tsx';
import { useRefresh } from './useRefresh.ts';
import './surveys.css';

type Opened = Reply<typeof surveyGet>;
type Dialog = { readonly kind: 'extend' | 'close' | 'reopen' | 'households' } | { readonly kind: 'appoint' | 'reopenVillage'; readonly village: SurveyVillageRow };

export function SurveyPage() {
  const { surveyId } = useParams({ from: '/surveys/$surveyId' });
  const round = useQuery({ queryKey: ['surveys', 'one', surveyId], queryFn: ({ signal }) => call(surveyGet, { params: { id: surveyId }, signal }) });
  return (
    <Loaded query={round} lines={12}>
      {(data) => <Round opened={data} key={data.round.id} />}
    </Loaded>
  );
}

function Round({ opened }: { readonly opened: Opened }) {
  const { t } = useTranslation(['surveys', 'common']);
  const word = useWord();
  const can = useCan();
  const refresh = useRefresh();
  const sentence = useSentence();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [said, setSaid] = useState<{ readonly tone: 'danger' | 'pine'; readonly text: string } | null>(null);
  const { round, villages } = opened;
  const params = { id: round.id };
  const isOpen = round.closedAt === null;
  const mayManage = can('surveys.manage');
  const done = (): void => setDialog(null);
  /** Runs what needs no dialog and says what the server declined. */
  const act = async (work: () => Promise<string | null>): Promise<void> => {
    try {
      const text = await work();
      setSaid(text === null ? null : { tone: 'pine', text });
      await refresh();
    } catch (error) {
      setSaid({ tone: 'danger', text: sentence(error) });
    }
  };
  const rows = (show?: string, division?: string): LinkProps =>
    ({
      to: '/surveys/$surveyId/subjects',
      params: { surveyId: round.id },
      search: { ...(show === undefined ? {} : { show }), ...(division === undefined ? {} : { division: prefixOf(division) }) },
    }) as LinkProps;
  const count = (key: 'subjects' | 'left' | 'visited' | 'none' | 'away' | 'refused' | 'moved' | 'died' | 'found'): Column<SurveyVillageRow> => ({
    key,
    title: t(`surveys:column.${key}`),
    end: true,
    cell: (village) => (village[key] === 0 ? '0' : <Link {...rows(key === 'subjects' ? undefined : key, village.division)}>{formatNumber(village[key])}</Link>),
  });
  const columns: readonly Column<SurveyVillageRow>[] = [
    { key: 'place', title: t('common:village'), place: 'lead', nowrap: true, cell: (village) => <Place village={village.name} town={village.townName} /> },
    { key: 'progress', title: t('surveys:column.progress'), nowrap: true, cell: (village) => <Answered {...village} /> },
    count('left'),
    count('visited'),
    count('none'),
    count('away'),
    count('refused'),
    count('moved'),
    count('died'),
    count('found'),
    {
      key: 'surveyors',
      title: t('surveys:column.surveyors'),
      place: 'wide',
      cell: (village) => (
        <Surveyors
          village={village}
          isOpen={isOpen && mayManage}
          onAppoint={() => setDialog({ kind: 'appoint', village })}
          onEnd={(id) => void act(async () => (await call(surveyorEnd, { params: { ...params, surveyorId: id } }), null))}
        />
      ),
    },
    {
      key: 'act',
      title: '',
      nowrap: true,
      cell: (village) =>
        !isOpen || !mayManage ? (
          village.closedAt !== null && <Tag tone="good">{t('surveys:closed')}</Tag>
        ) : village.closedAt === null ? (
          village.left === 0 && (
            <Button size="small" onClick={() => void act(async () => (await call(surveyVillageClose, { params: { ...params, division: village.division } }), null))}>
              {t('surveys:closeVillage')}
            </Button>
          )
        ) : (
          <>
            <Tag tone="good">{t('surveys:closed')}</Tag>{' '}
            <Button size="small" type="link" onClick={() => setDialog({ kind: 'reopenVillage', village })}>
              {t('surveys:reopenVillage')}
            </Button>
          </>
        ),
    },
  ];
  return (
    <Page
      title={round.name}
      lead={
        <>
          <Link to="/surveys" className="underlined">
            ‹ {t('surveys:back')}
          </Link>{' '}
          · {round.unitName} · {t('surveys:until', { from: formatDate(round.startsOn), to: formatDate(round.deadline) })} <Due round={round} />
        </>
      }
      actions={
        <>
          {mayManage && isOpen && <Button onClick={() => setDialog({ kind: 'households' })}>{t('surveys:addHouseholds')}</Button>}
          {mayManage && isOpen && (
            <Button
              onClick={() => void act(async () => t('surveys:appointed', { count: (await call(surveyAppoint, { params, body: { entries: [], fromRoster: true } })).appointed }))}
            >
              {t('surveys:appointRoster')}
            </Button>
          )}
          {can('elders.export') && (
            <ExportAction label={t('surveys:export')} title={t('surveys:exportTitle')} take={(reason) => file(surveyWorkbook, { params, query: { reason } })} />
          )}
          {opened.mayManage && mayManage && isOpen && <Button onClick={() => setDialog({ kind: 'extend' })}>{t('surveys:extend')}</Button>}
          {opened.mayManage &&
            mayManage &&
            (isOpen ? (
              <Button type="primary" disabled={round.left > 0} onClick={() => setDialog({ kind: 'close' })}>
                {t('surveys:close')}
              </Button>
            ) : (
              <Button onClick={() => setDialog({ kind: 'reopen' })}>{t('surveys:reopen')}</Button>
            ))}
        </>
      }
    >
      <div className="stack">
        {said !== null && <Notice tone={said.tone}>{said.text}</Notice>}
        {round.purpose !== '' && <p className="soft">{round.purpose}</p>}
        {opened.toHandOver > 0 && (
          <Notice>
            <strong>{t('surveys:handOver', { count: opened.toHandOver })}</strong>
            <div>
              {t('surveys:handOverLead')} <Link {...rows('toHandOver')}>{t('surveys:openRows')}</Link>
            </div>
          </Notice>
        )}
        <div className="figures">
          <Figure label={t('surveys:column.subjects')} value={round.subjects} unit={t('surveys:unitHouseholds')} link={rows()} />
          <Figure label={t('surveys:column.left')} value={round.left} tone={round.left === 0 ? undefined : round.overdue ? 'danger' : 'amber'} link={rows('left')} />
          <Figure label={t('surveys:column.visited')} value={round.visited} link={rows('visited')} />
          <Figure label={t('surveys:column.away')} value={round.away} link={rows('away')} />
          <Figure label={t('surveys:column.refused')} value={round.refused} link={rows('refused')} />
          <Figure label={t('surveys:column.found')} value={round.found} link={rows('found')} />
        </div>
        <h2>{t('surveys:villages')}</h2>
        <DataTable label={t('surveys:villages')} columns={columns} rows={villages} rowKey={(village) => village.division} />
        {opened.bySurveyor.length > 0 && (
          <Panel title={t('surveys:bySurveyor')} bare>
            {opened.bySurveyor.map((one) => (
              <div key={one.key} className="line-row">
                <Link to="/surveys/$surveyId/subjects" params={{ surveyId: round.id }} search={{ surveyor: one.key }}>
                  <strong>{one.name}</strong>
                </Link>{' '}
                <span className="soft">
                  {t('surveys:column.answered')} {formatNumber(one.answered)} · {t('surveys:column.visited')} {formatNumber(one.visited)}
                  {one.lastAt === null ? '' : ` · ${formatInstant(one.lastAt)}`}
                </span>
              </div>
            ))}
          </Panel>
        )}
        <Panel title={t('surveys:history')} note={opened.groups.map((group) => word('domain:factGroup', group)).join(t('surveys:listMark'))} bare>
          {opened.events.map((event) => (
            <div key={event.id} className="line-row">
              <span>
                {t(`surveys:event.${event.kind as 'created'}`, { village: event.villageName })}
                {event.before !== null && event.after !== null && ` · ${t('surveys:eventMoved', { before: formatDate(event.before), after: formatDate(event.after) })}`}
                {event.reason !== '' && ` · ${event.reason}`}
              </span>
              <span className="soft">
                {formatInstant(event.at)} {event.by}
              </span>
            </div>
          ))}
        </Panel>
      </div>
      {dialog?.kind === 'extend' && <ExtendDialog roundId={round.id} deadline={round.deadline} onClose={done} />}
      {dialog?.kind === 'households' && <HouseholdsDialog roundId={round.id} villages={villages} onClose={done} />}
      {dialog?.kind === 'appoint' && <AppointDialog roundId={round.id} village={dialog.village} onClose={done} />}
      {dialog?.kind === 'close' && (
        <FormDialog title={t('surveys:closeTitle')} okText={t('surveys:close')} isComplete onSave={async () => (await call(surveyClose, { params }), refresh())} onClose={done}>
          <p>{t('surveys:closeLead')}</p>
        </FormDialog>
      )}
      {dialog?.kind === 'reopen' && (
        <ReasonDialog
          title={t('surveys:reopenTitle')}
          confirmLabel={t('surveys:reopen')}
          onConfirm={async (reason) => (await call(surveyReopen, { params, body: { reason } }), refresh())}
          onClose={done}
        />
      )}
      {dialog?.kind === 'reopenVillage' && (
        <ReasonDialog
          title={t('surveys:reopenVillageTitle', { name: dialog.village.name })}
          confirmLabel={t('surveys:reopenVillage')}
          onConfirm={async (reason) => (await call(surveyVillageReopen, { params: { ...params, division: dialog.village.division }, body: { reason } }), refresh())}
          onClose={done}
        />
      )}
    </Page>
  );
}

function Surveyors({
  village,
  isOpen,
  onAppoint,
  onEnd,
}: {
  readonly village: SurveyVillageRow;
  readonly isOpen: boolean;
  readonly onAppoint: () => void;
  readonly onEnd: (id: string) => void;
}) {
  const { t } = useTranslation(['surveys']);
  const now = village.surveyors.filter((one) => !one.ended);
  return (
    <span className="survey-people">
      {now.length === 0 && village.closedAt === null && village.subjects > 0 && <Tag tone="amber">{t('surveys:noSurveyor')}</Tag>}
      {now.map((one) => (
        <span key={one.id}>
          {one.name}
          {isOpen && (
            <Button
              size="small"
              type="text"
              aria-label={t('surveys:endSurveyor', { name: one.name })}
              title={t('surveys:endSurveyor', { name: one.name })}
              onClick={() => onEnd(one.id)}
            >
              ×
            </Button>
          )}
        </span>
      ))}
      {isOpen && village.closedAt === null && (
        <Button size="small" type="link" onClick={onAppoint}>
          {t('surveys:appoint')}
        </Button>
      )}
    </span>
  );
}
