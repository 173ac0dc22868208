// Small dialogs of a round: another deadline, surveyors of a village, households by hand, a result at the desk.
import { Input, Radio, Select } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { visitorList } from '@shouwang/contract/network';
import { syncPush } from '@shouwang/contract/sync';
import { surveyAppoint, surveyExtend, surveyHouseholds, type SurveySubjectRow, type SurveyVillageRow } from '@shouwang/contract/surveys';
import { prefixOf } from '@shouwang/domain/divisions';
import { surveyOutcomes, type SurveyOutcome } from '@shouwang/domain/surveys';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 } from 'uuid';
import { ApiRefusal, call } from '../../platform/api.ts';
import { today } from '../../platform/clock.ts';
import { useRested } from '../../platform/useMedia.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { readHouseholds } from './households.ts';
import { useRefresh } from './useRefresh.ts';

interface Closing {
  readonly onClose: () => void;
}

export function ExtendDialog({ roundId, deadline, onClose }: Closing & { readonly roundId: string; readonly deadline: string }) {
  const { t } = useTranslation(['surveys']);
  const refresh = useRefresh();
  const field = useId();
  const [next, setNext] = useState(deadline);
  const [reason, setReason] = useState('');
  const save = async (): Promise<void> => {
    await call(surveyExtend, { params: { id: roundId }, body: { deadline: next, reason: reason.trim() } });
    await refresh();
  };
  return (
    <FormDialog
      title={t('surveys:extendTitle')}
      okText={t('surveys:extend')}
      isComplete={next !== '' && next !== deadline && reason.trim().length >= 2}
      onSave={save}
      onClose={onClose}
    >
      <div className="field">
        <label htmlFor={`${field}day`}>{t('surveys:newDeadline')}</label>
        <input id={`${field}day`} className="text-input" type="date" value={next} onChange={(event) => setNext(event.target.value)} />
      </div>
      <div className="field">
        <label htmlFor={`${field}reason`}>{t('surveys:reason')}</label>
        <Input.TextArea id={`${field}reason`} rows={2} maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
      </div>
    </FormDialog>
  );
}

export function AppointDialog({ roundId, village, onClose }: Closing & { readonly roundId: string; readonly village: SurveyVillageRow }) {
  const { t } = useTranslation(['surveys', 'domain']);
  const refresh = useRefresh();
  const field = useId();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<string[]>([]);
  const [from, setFrom] = useState(today);
  const [to, setTo] = useState('');
  const q = useRested(typed.trim());
  // The village's own people are offered first; a name finds anybody of the scope.
  const visitors = useQuery({
    queryKey: ['visitors', 'survey', village.division, q],
    queryFn: ({ signal }) => call(visitorList, { query: { ...(q === '' ? { division: prefixOf(village.division) } : { q }), limit: 50 }, signal }),
  });
  const save = async (): Promise<void> => {
    await call(surveyAppoint, {
      params: { id: roundId },
      body: { entries: chosen.map((visitorId) => ({ division: village.division, visitorId })), fromRoster: false, from, ...(to === '' ? {} : { to }) },
    });
    await refresh();
  };
  return (
    <FormDialog
      title={t('surveys:appointTitle', { name: village.name })}
      okText={t('surveys:appoint')}
      isComplete={chosen.length > 0 && from !== ''}
      onSave={save}
      onClose={onClose}
    >
      <div className="field">
        <label htmlFor={`${field}who`}>{t('surveys:column.surveyors')}</label>
        <Select
          id={`${field}who`}
          mode="multiple"
          filterOption={false}
          placeholder={t('surveys:chooseVisitor')}
          value={chosen}
          onChange={setChosen}
          onSearch={setTyped}
          loading={visitors.isFetching}
          options={(visitors.data?.rows ?? []).map((visitor) => ({
            value: visitor.id,
            label: [visitor.name, t(`domain:visitorKind.${visitor.kind}`), visitor.villageName].filter((part) => part !== '').join(' · '),
          }))}
        />
      </div>
      <div className="form-grid">
        <div className="field">
          <label htmlFor={`${field}from`}>{t('surveys:from')}</label>
          <input id={`${field}from`} className="text-input" type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
        </div>
        <div className="field">
          <label htmlFor={`${field}to`}>{t('surveys:to')}</label>
          <input id={`${field}to`} className="text-input" type="date" value={to} onChange={(event) => setTo(event.target.value)} />
        </div>
      </div>
    </FormDialog>
  );
}

export function HouseholdsDialog({ roundId, villages, onClose }: Closing & { readonly roundId: string; readonly villages: readonly SurveyVillageRow[] }) {
  const { t } = useTranslation(['surveys']);
  const refresh = useRefresh();
  const field = useId();
  const [text, setText] = useState('');
  const [only] = villages.length === 1 ? [villages[0]?.division ?? null] : [null];
  const read = readHouseholds(
    text,
    villages.map((village) => ({ code: village.division, name: village.name })),
    only,
  );
  const save = async (): Promise<void> => {
    if ('line' in read) return;
    await call(surveyHouseholds, { params: { id: roundId }, body: { households: read.households } });
    await refresh();
  };
  return (
    <FormDialog title={t('surveys:addHouseholds')} okText={t('surveys:addHouseholds')} isComplete={!('line' in read) && read.households.length > 0} onSave={save} onClose={onClose}>
      <div className="field">
        <label htmlFor={`${field}lines`}>{t('surveys:form.byHandHint')}</label>
        <Input.TextArea id={`${field}lines`} rows={8} value={text} onChange={(event) => setText(event.target.value)} />
      </div>
      <p role="status" className="quiet">
        {'line' in read ? t('surveys:form.villageUnknown', { line: read.line, text: read.text }) : t('surveys:households', { count: read.households.length })}
      </p>
    </FormDialog>
  );
}

/** The desk sends a result the way phones do. */
export function MarkDialog({ roundId, row, onClose }: Closing & { readonly roundId: string; readonly row: SurveySubjectRow }) {
  const { t } = useTranslation(['surveys']);
  const refresh = useRefresh();
  const field = useId();
  const [commandId] = useState(() => v7());
  const [outcome, setOutcome] = useState<SurveyOutcome | null>(null);
  const [note, setNote] = useState('');
  const save = async (): Promise<void> => {
    const now = new Date().toISOString();
    const payload = { roundId, division: row.division, subjectId: row.id, outcome, note: note.trim() };
    const answer = await call(syncPush, {
      body: { deviceId: v7(), sentAt: now, commands: [{ id: commandId, kind: 'surveys.answer', occurredAt: now, recordedAt: now, base: {}, payload }] },
    });
    const [result] = answer.results;
    if (result?.outcome !== 'applied' && result?.outcome !== 'alreadyApplied')
      throw new ApiRefusal(result?.refusal?.code ?? 'server.unavailable', result?.refusal?.details ?? {}, 422);
    await refresh();
  };
  return (
    <FormDialog title={t('surveys:markTitle', { name: row.name })} okText={t('surveys:mark')} isComplete={outcome !== null} onSave={save} onClose={onClose}>
      <div className="field">
        <span className="field-label">{t('surveys:outcome')}</span>
        <Radio.Group value={outcome} onChange={(event) => setOutcome(event.target.value as SurveyOutcome)}>
          {surveyOutcomes.map((one) => (
            <Radio key={one} value={one}>
              {t(`surveys:state.${one}`)}
            </Radio>
          ))}
        </Radio.Group>
      </div>
      <div className="field">
        <label htmlFor={`${field}note`}>{t('surveys:note')}</label>
        <Input.TextArea id={`${field}note`} rows={2} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
      </div>
    </FormDialog>
  );
}
