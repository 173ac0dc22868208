// Corrects a recorded visit: only what is changed is sent, with the version that was seen and a reason.
import { Input, InputNumber, Select } from 'antd';
import { visitCorrect } from '@shouwang/contract/visitRecords';
import type { visitGet } from '@shouwang/contract/visits';
import type { Body, Reply } from '@shouwang/contract/route';
import { visitModes, visitOutcomes } from '@shouwang/domain/visits';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../../platform/api.ts';
import { inWords } from '../../../platform/i18n/useWords.ts';
import { FormDialog } from '../../../ui/FormDialog.tsx';

type Visit = Reply<typeof visitGet>;
type Changes = Body<typeof visitCorrect>['changes'];
type Answer = string | number | readonly string[];
/** Clock time in the county (all of China keeps Beijing time), as an input of date and time takes it. */
const localOf = (instant: string): string => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16);
const instantOf = (local: string): string => new Date(`${local}:00+08:00`).toISOString();
type Item = NonNullable<Visit['form']>['sections'][number]['items'][number];

function AnswerField({ item, value, change }: { readonly item: Item; readonly value: Answer | undefined; readonly change: (value: Answer | null) => void }) {
  const { t } = useTranslation(['visitDesk']);
  const label = inWords(item.label);
  const options = (item.options ?? []).map((option) => ({ value: option.code, label: inWords(option.label) }));
  if (item.kind === 'signature') return null;
  return (
    <label className="correct-answer">
      <span>{label}</span>
      {item.kind === 'number' || item.kind === 'measure' ? (
        <InputNumber aria-label={label} value={typeof value === 'number' ? value : null} onChange={(next) => change(next)} />
      ) : options.length > 0 ? (
        <Select
          aria-label={label}
          allowClear
          placeholder={t('visitDesk:notAsked')}
          options={options}
          {...(item.kind === 'ticks' ? { mode: 'multiple' as const } : {})}
          value={(typeof value === 'number' ? String(value) : value) as string | undefined}
          onChange={(next: string | string[] | undefined) => change(next === undefined || next.length === 0 ? null : next)}
        />
      ) : (
        <Input
          aria-label={label}
          value={typeof value === 'string' ? value : ''}
          maxLength={2000}
          onChange={(event) => change(event.target.value === '' ? null : event.target.value)}
        />
      )}
    </label>
  );
}

export function CorrectDialog({ visit, onDone, onClose }: { readonly visit: Visit; readonly onDone: () => void; readonly onClose: () => void }) {
  const { t } = useTranslation(['visitDesk', 'visits', 'domain', 'common']);
  const { row } = visit;
  const [mode, setMode] = useState(row.mode);
  const [outcome, setOutcome] = useState(row.outcome);
  const [at, setAt] = useState(localOf(row.occurredAt));
  const [minutes, setMinutes] = useState(row.minutes);
  const [note, setNote] = useState(visit.note ?? '');
  const [answers, setAnswers] = useState<Record<string, Answer | null>>({});
  const [reason, setReason] = useState('');
  const begun = at === localOf(row.occurredAt) ? row.occurredAt : instantOf(at);
  const changes: Changes = {
    ...(mode === row.mode ? {} : { mode }),
    ...(outcome === row.outcome || outcome === 'cancelled' ? {} : { outcome }),
    ...(at === localOf(row.occurredAt) && minutes === row.minutes ? {} : { occurredAt: begun, endedAt: new Date(Date.parse(begun) + minutes * 60_000).toISOString() }),
    ...(note === (visit.note ?? '') ? {} : { note: note === '' ? null : note }),
    ...(Object.keys(answers).length === 0 ? {} : { answers: answers as NonNullable<Changes['answers']> }),
  };
  return (
    <FormDialog
      title={t('visitDesk:correct')}
      okText={t('visitDesk:correctOk')}
      width={720}
      check={() => (reason.trim().length < 2 ? t('common:reasonShort') : Object.keys(changes).length === 0 ? t('visitDesk:nothingChanged') : null)}
      onSave={async () => {
        await call(visitCorrect, { params: { id: row.id }, body: { base: row.version, changes, reason: reason.trim() } });
        onDone();
      }}
      onClose={onClose}
    >
      <p className="soft">{t('visitDesk:correctHint')}</p>
      <div className="correct-grid">
        <label className="correct-answer">
          <span>{t('visits:column.mode')}</span>
          <Select aria-label={t('visits:column.mode')} value={mode} onChange={setMode} options={visitModes.map((one) => ({ value: one, label: t(`domain:mode.${one}`) }))} />
        </label>
        <label className="correct-answer">
          <span>{t('visitDesk:outcome')}</span>
          <Select
            aria-label={t('visitDesk:outcome')}
            value={outcome}
            onChange={setOutcome}
            options={visitOutcomes.map((one) => ({ value: one, label: t(`domain:outcome.${one}`) }))}
          />
        </label>
        <label className="correct-answer">
          <span>{t('visits:occurred')}</span>
          <Input aria-label={t('visits:occurred')} type="datetime-local" value={at} onChange={(event) => event.target.value !== '' && setAt(event.target.value.slice(0, 16))} />
        </label>
        <label className="correct-answer">
          <span>{t('visits:column.minutes')}</span>
          <InputNumber aria-label={t('visits:column.minutes')} min={0} max={1440} value={minutes} onChange={(next) => setMinutes(next ?? 0)} />
        </label>
        {visit.form?.sections.flatMap((section) =>
          section.items.map((item) => {
            const given = item.key in answers ? (answers[item.key] ?? undefined) : visit.answers[item.key];
            return <AnswerField key={item.key} item={item} value={given} change={(value) => setAnswers({ ...answers, [item.key]: value })} />;
          }),
        )}
      </div>
      <div className="field">
        <label htmlFor="correct-note">{t('visits:note')}</label>
        <Input.TextArea id="correct-note" rows={2} maxLength={2000} value={note} onChange={(event) => setNote(event.target.value)} />
      </div>
      <div className="field">
        <label htmlFor="correct-reason">{t('common:reason')}</label>
        <Input.TextArea id="correct-reason" rows={2} maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
      </div>
    </FormDialog>
  );
}
