// Corrects one fact in place. It goes the way of every command: with the revision that was seen, so
// that two people who change the same thing are told, and nothing is overwritten in silence.
import { useQueryClient } from '@tanstack/react-query';
import { Input, Modal, Select } from 'antd';
import { syncPush } from '@shouwang/contract/sync';
import type { FactKey } from '@shouwang/domain/ledger';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 } from 'uuid';
import { ApiRefusal, call } from '../../platform/api.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { useSentence } from '../../ui/states.tsx';
import { entered, meant, type Entry } from './editable.ts';

/** A desk is not a registered device; the server is told apart by an id for this page. */
const desk = v7();

export function EditFact({
  elderId,
  factKey,
  entry,
  value,
  seen,
  onClose,
}: {
  readonly elderId: string;
  readonly factKey: FactKey;
  readonly entry: Entry;
  readonly value: unknown;
  readonly seen: string | null;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['ledger', 'common', 'domain']);
  const word = useWord();
  const sentence = useSentence();
  const client = useQueryClient();
  const [form, setForm] = useState(entered(entry, value));
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [command] = useState(() => v7());
  const chosen = meant(entry, form);
  const label = t(`domain:fact.${factKey}`);
  const save = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const now = new Date().toISOString();
      const answer = await call(syncPush, {
        body: {
          deviceId: desk,
          sentAt: now,
          commands: [
            {
              id: command,
              kind: 'elders.setFact',
              occurredAt: now,
              recordedAt: now,
              base: { [factKey]: seen },
              payload: { elderId, key: factKey, value: chosen, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) },
            },
          ],
        },
      });
      const result = answer.results[0];
      if (result?.outcome === 'conflict') throw new ApiRefusal('conflict.revision', {}, 409);
      if (result?.outcome !== 'applied' && result?.outcome !== 'alreadyApplied')
        throw new ApiRefusal(result?.refusal?.code ?? 'server.unavailable', result?.refusal?.details ?? {}, 422);
      await client.invalidateQueries();
      onClose();
    } catch (error) {
      setProblem(sentence(error));
      setBusy(false);
    }
  };
  const options =
    entry.kind === 'choice' || entry.kind === 'choices'
      ? entry.codes.map((code) => ({ value: code, label: word(entry.group, code) }))
      : [
          { value: 'true', label: t('common:yes') },
          { value: 'false', label: t('common:no') },
        ];
  return (
    <Modal
      open
      title={t('ledger:editTitle', { label })}
      okText={t('common:save')}
      cancelText={t('common:cancel')}
      okButtonProps={{ disabled: chosen === undefined, loading: busy }}
      onOk={() => void save()}
      onCancel={onClose}
    >
      <div className="stack">
        <p className="soft">{t('ledger:editLead')}</p>
        <div className="field">
          <label htmlFor="fact-value">{label}</label>
          {entry.kind === 'text' && <Input id="fact-value" maxLength={200} value={String(form)} onChange={(event) => setForm(event.target.value)} />}
          {entry.kind === 'date' && <input id="fact-value" type="date" className="text-input" value={String(form)} onChange={(event) => setForm(event.target.value)} />}
          {(entry.kind === 'choice' || entry.kind === 'truth') && <Select<string> id="fact-value" value={form === '' ? null : String(form)} onChange={setForm} options={options} />}
          {entry.kind === 'choices' && <Select<string[]> id="fact-value" mode="multiple" value={[...form]} onChange={setForm} options={options} />}
        </div>
        <div className="field">
          <label htmlFor="fact-reason">{t('ledger:editReason')}</label>
          <Input id="fact-reason" maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
        </div>
        {problem !== null && (
          <p role="alert" style={{ color: 'var(--danger)' }}>
            {problem}
          </p>
        )}
      </div>
    </Modal>
  );
}
