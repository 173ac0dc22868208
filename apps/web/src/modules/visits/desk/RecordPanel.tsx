// What may be done with a recorded visit at the desk, what was done to it and why: corrections, cancelling,
// the village's word on it.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Radio } from 'antd';
import { visitCancel, visitCheck, visitHistory, visitRestore, type VisitVersion } from '@shouwang/contract/visitRecords';
import type { visitGet } from '@shouwang/contract/visits';
import type { Reply } from '@shouwang/contract/route';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../../platform/api.ts';
import { formatInstant } from '../../../platform/i18n/format.ts';
import { inWords } from '../../../platform/i18n/useWords.ts';
import { useCan } from '../../../platform/session.ts';
import { FormDialog } from '../../../ui/FormDialog.tsx';
import { Notice, Panel, Tag } from '../../../ui/parts.tsx';
import { ReasonDialog } from '../../../ui/ReasonDialog.tsx';
import { Loaded } from '../../../ui/states.tsx';
import { CorrectDialog } from './CorrectDialog.tsx';
import './desk.css';

type Visit = Reply<typeof visitGet>;
const verdicts = ['fine', 'unclear', 'wrong'] as const;
const verdictTone = { fine: 'good', unclear: 'amber', wrong: 'danger' } as const;

/** Item of a form and its answer in words. */
function useFieldWords(form: Visit['form']) {
  const { t } = useTranslation(['visitDesk', 'visits', 'domain', 'ledger']);
  const items = new Map((form?.sections ?? []).flatMap((section) => section.items).map((item) => [item.key, item] as const));
  const nameOf = (field: string): string => {
    const item = items.get(field.slice('answer.'.length));
    if (field.startsWith('answer.')) return item === undefined ? field.slice('answer.'.length) : inWords(item.label);
    return t(`visitDesk:field.${field as 'mode' | 'outcome' | 'occurredAt' | 'endedAt' | 'note'}`);
  };
  const textOf = (content: VisitVersion['content'], field: string): string => {
    if (field === 'mode') return t(`domain:mode.${content.mode}`);
    if (field === 'outcome') return t(`domain:outcome.${content.outcome}`);
    if (field === 'occurredAt' || field === 'endedAt') return formatInstant(content[field]);
    if (field === 'note') return content.note ?? t('visitDesk:empty');
    const key = field.slice('answer.'.length);
    const answer = content.answers[key];
    if (answer === undefined) return t('visitDesk:notAsked');
    const option = (code: string): string => {
      const found = items.get(key)?.options?.find((one) => one.code === code);
      return found === undefined ? code : inWords(found.label);
    };
    return typeof answer === 'object' ? answer.map(option).join(t('ledger:listMark')) : option(String(answer));
  };
  return { nameOf, textOf };
}

function Versions({ versions, form }: { readonly versions: readonly VisitVersion[]; readonly form: Visit['form'] }) {
  const { t } = useTranslation(['visitDesk']);
  const { nameOf, textOf } = useFieldWords(form);
  return (
    <ol className="versions">
      {versions
        .map((version, index) => ({ version, before: versions[index - 1] }))
        .toReversed()
        .map(({ version, before }) => (
          <li key={version.version}>
            <div className="wrap-row">
              <Tag tone={version.kind === 'cancelled' ? 'danger' : version.kind === 'recorded' ? 'plain' : 'pine'}>{t(`visitDesk:kind.${version.kind}`)}</Tag>
              <span className="soft">{t('visitDesk:versionBy', { version: version.version, by: version.by ?? t('visitDesk:nobody'), at: formatInstant(version.at) })}</span>
            </div>
            {version.reason !== null && <p>{t('visitDesk:because', { reason: version.reason })}</p>}
            {before !== undefined && version.fields.length > 0 && (
              <ul className="changes">
                {version.fields.map((field) => (
                  <li key={field}>
                    <span className="soft">{nameOf(field)}</span> <del>{textOf(before.content, field)}</del> <span aria-hidden="true">→</span>{' '}
                    <ins>{textOf(version.content, field)}</ins>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
    </ol>
  );
}

function CheckDialog({ id, onDone, onClose }: { readonly id: string; readonly onDone: () => void; readonly onClose: () => void }) {
  const { t } = useTranslation(['visitDesk', 'common']);
  const [verdict, setVerdict] = useState<(typeof verdicts)[number] | null>(null);
  const [note, setNote] = useState('');
  return (
    <FormDialog
      title={t('visitDesk:check')}
      okText={t('common:save')}
      check={() => (verdict === null ? t('visitDesk:verdictMissing') : verdict !== 'fine' && note.trim() === '' ? t('visitDesk:noteMissing') : null)}
      onSave={async () => {
        if (verdict !== null) await call(visitCheck, { params: { id }, body: { verdict, note: note.trim() } });
        onDone();
      }}
      onClose={onClose}
    >
      <Radio.Group
        value={verdict}
        onChange={(event) => setVerdict(event.target.value as (typeof verdicts)[number])}
        aria-label={t('visitDesk:check')}
        options={verdicts.map((one) => ({ value: one, label: t(`visitDesk:verdict.${one}`) }))}
      />
      <div className="field">
        <label htmlFor="check-note">{t('visitDesk:checkNote')}</label>
        <Input.TextArea id="check-note" rows={3} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
      </div>
    </FormDialog>
  );
}

export function RecordPanel({ visit }: { readonly visit: Visit }) {
  const { t } = useTranslation(['visitDesk', 'common']);
  const can = useCan();
  const client = useQueryClient();
  const [open, setOpen] = useState<'correct' | 'cancel' | 'restore' | 'check' | null>(null);
  const { row } = visit;
  const history = useQuery({ queryKey: ['visit', row.id, 'history', row.version], queryFn: ({ signal }) => call(visitHistory, { params: { id: row.id }, signal }) });
  const close = (): void => setOpen(null);
  const changed = (): void => {
    void client.invalidateQueries({ queryKey: ['visit', row.id] });
    for (const key of ['visits', 'duties', 'behind', 'calendar', 'cases']) void client.invalidateQueries({ queryKey: [key] });
  };
  const params = { id: row.id };
  const isCancelled = row.outcome === 'cancelled';
  return (
    <Panel
      title={t('visitDesk:record')}
      {...(row.version > 1 ? { note: t('visitDesk:version', { version: row.version }) } : {})}
      actions={
        can('visits.correct') && (
          <span className="wrap-row no-print">
            <Button onClick={() => setOpen('check')}>{t('visitDesk:check')}</Button>
            {isCancelled ? (
              <Button onClick={() => setOpen('restore')}>{t('visitDesk:restore')}</Button>
            ) : (
              <>
                <Button onClick={() => setOpen('correct')}>{t('visitDesk:correct')}</Button>
                <Button danger onClick={() => setOpen('cancel')}>
                  {t('visitDesk:cancel')}
                </Button>
              </>
            )}
          </span>
        )
      }
    >
      {isCancelled && <Notice tone="danger">{t('visitDesk:isCancelled')}</Notice>}
      <Loaded query={history} lines={3}>
        {({ versions, checks }) => (
          <div className="stack">
            {versions.length === 0 ? <p className="quiet">{t('visitDesk:neverCorrected')}</p> : <Versions versions={versions} form={visit.form} />}
            {checks.length > 0 && (
              <ul className="changes">
                {checks.map((check) => (
                  <li key={check.id} className="wrap-row">
                    <Tag tone={verdictTone[check.verdict]}>{t(`visitDesk:verdict.${check.verdict}`)}</Tag>
                    {check.note !== '' && <span>{check.note}</span>}
                    <span className="soft">
                      {check.by ?? t('visitDesk:nobody')} · {formatInstant(check.at)}
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </div>
        )}
      </Loaded>
      {open === 'correct' && <CorrectDialog visit={visit} onDone={changed} onClose={close} />}
      {open === 'check' && <CheckDialog id={row.id} onDone={changed} onClose={close} />}
      {open === 'cancel' && (
        <ReasonDialog
          title={t('visitDesk:cancel')}
          lead={t('visitDesk:cancelLead')}
          confirmLabel={t('visitDesk:cancel')}
          onConfirm={async (reason) => {
            await call(visitCancel, { params, body: { base: row.version, reason } });
            changed();
          }}
          onClose={close}
        />
      )}
      {open === 'restore' && (
        <ReasonDialog
          title={t('visitDesk:restore')}
          confirmLabel={t('visitDesk:restore')}
          onConfirm={async (reason) => {
            await call(visitRestore, { params, body: { reason } });
            changed();
          }}
          onClose={close}
        />
      )}
    </Panel>
  );
}
