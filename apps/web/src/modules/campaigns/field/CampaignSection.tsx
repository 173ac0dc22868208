// Within a visit: what a campaign wants looked at, and what is handed over with its receipt. Kept at every
// tap; recorded as a command of its own, so that money and its receipt can never part.
import type { CampaignRecordPayload } from '@shouwang/contract/campaigns';
import { receivers, type Receiver, type ReceiptKind } from '@shouwang/domain/campaigns';
import { useEffect, useState, type ChangeEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useDevice, useSnapshot } from '../../../platform/device/app.tsx';
import { formatDay } from '../../../platform/i18n/format.ts';
import { inWords } from '../../../platform/i18n/useWords.ts';
import { newEntry } from '../../../platform/outbox/outbox.ts';
import { add, put } from '../../../platform/store/sealed-store.ts';
import { onceAtATime } from '../../../platform/onceAtATime.ts';
import { Icon } from '../../../ui/field/icons.tsx';
import { Button, Notice, Options } from '../../../ui/field/parts.tsx';
import { photoWithin } from '../../visits/field/photo.ts';
import { Pad } from '../../visits/field/Signature.tsx';
import { RECORD_CAMPAIGN, type CampaignTask } from './tasks.ts';
import { useTasks } from './useCampaigns.ts';

/** A receipt travels with its record and must stay small, bytes. */
const RECEIPT_BYTES = 32 * 1024;

interface Picture {
  readonly kind: Exclude<ReceiptKind, 'slip'>;
  readonly contentType: 'image/png' | 'image/jpeg';
  /** Base64. */
  readonly picture: string;
}
interface Begun {
  readonly checks: readonly string[];
  readonly gives: boolean;
  readonly goods: CampaignRecordPayload['goods'];
  readonly yuan: string;
  readonly receiver: Receiver;
  readonly receiverName: string;
  readonly receipt: Picture | null;
}
const fresh = (task: CampaignTask): Begun => ({
  checks: [],
  gives: false,
  goods: task.gift.goods,
  yuan: task.handover === 'goodsAndMoney' && task.gift.moneyFen > 0 ? String(task.gift.moneyFen / 100) : '',
  receiver: 'elder',
  receiverName: '',
  receipt: null,
});

async function base64Of(blob: Blob): Promise<string> {
  let text = '';
  for (const byte of new Uint8Array(await blob.arrayBuffer())) text += String.fromCharCode(byte);
  return btoa(text);
}

export interface SectionProps {
  readonly elderId: string;
  readonly elderName: string;
  readonly visitId: string;
  /** Tells the visit that something was begun here and is not written down yet, so that it is not forgotten. */
  readonly onOpen: (name: string, isOpen: boolean) => void;
}

export function CampaignSection({ elderId, elderName, visitId, onOpen }: SectionProps) {
  return useTasks(elderId)
    .filter((task) => !task.isComing && (task.checks.length > 0 || task.handover !== 'none'))
    .map((task) => <OneCampaign key={task.campaignId} task={task} elderName={elderName} visitId={visitId} onOpen={onOpen} />);
}

interface OneProps extends Omit<SectionProps, 'elderId'> {
  readonly task: CampaignTask;
}

function OneCampaign({ task, elderName, visitId, onOpen }: OneProps) {
  const { t } = useTranslation('campaignField');
  const { replica, triggers, newId, now } = useDevice();
  const { session, notes } = useSnapshot();
  const noteKey = `campaign:${session?.principal.accountId ?? ''}:${task.campaignId}:${task.elderId}`;
  const kept = notes.get(noteKey) as Begun | null | undefined;
  const [begun, setBegun] = useState<Begun>(() => kept ?? fresh(task));
  const [problem, setProblem] = useState<string | null>(null);
  const [isAgain, setAgain] = useState(false);
  // Money that was handed over once is not written down twice.
  const [once] = useState(() => onceAtATime<void>());
  const change = (over: Partial<Begun>): void => {
    const next = { ...begun, ...over };
    setBegun(next);
    setProblem(null);
    replica.commit([put('notes', noteKey, next)]).catch(() => setProblem(t('notKept')));
  };
  const isOpen = (begun.gives || begun.checks.length > 0) && (!task.recorded || isAgain);
  useEffect(() => onOpen(task.name, isOpen), [onOpen, task.name, isOpen]);
  if (task.recorded && !isAgain)
    return (
      <section className="f-panel" aria-label={task.name}>
        <h2>{task.name}</h2>
        <Notice tone="good" icon="check">
          {task.given ? t('recordedGiven') : t('recorded')}
        </Notice>
        <Button
          kind="quiet"
          onPress={() => {
            setBegun(fresh(task));
            setAgain(true);
          }}
        >
          {t('again')}
        </Button>
      </section>
    );
  const fen = /^\d{1,4}(\.\d{1,2})?$/.test(begun.yuan.trim()) ? Math.round(Number(begun.yuan) * 100) : 0;
  const save = async (): Promise<void> => {
    const { accountId } = session?.principal ?? {};
    if (accountId === undefined) return;
    const moneyFen = begun.gives && task.handover === 'goodsAndMoney' ? fen : 0;
    if (begun.yuan.trim() !== '' && begun.gives && fen === 0 && task.handover === 'goodsAndMoney') return setProblem(t('sumWrong'));
    if (moneyFen > 0 && begun.receipt === null) return setProblem(t('receiptMissing'));
    if (begun.gives && begun.receiver !== 'elder' && begun.receiverName.trim() === '') return setProblem(t('nameMissing'));
    const goods = begun.gives ? begun.goods : [];
    if (goods.length === 0 && moneyFen === 0 && begun.checks.length === 0) return setProblem(t('nothing'));
    const gives = goods.length > 0 || moneyFen > 0;
    const payload: CampaignRecordPayload = {
      campaignId: task.campaignId,
      elderId: task.elderId,
      visitId,
      checks: [...begun.checks],
      goods,
      moneyFen,
      receiver: gives ? begun.receiver : 'elder',
      receiverName: gives && begun.receiver !== 'elder' ? begun.receiverName.trim() : '',
      receipt: gives ? begun.receipt : null,
      note: '',
    };
    const at = new Date(now()).toISOString();
    const id = newId();
    try {
      await replica.commit([
        add('outbox', id, newEntry({ id, kind: RECORD_CAMPAIGN, occurredAt: at, recordedAt: at, base: {}, payload }, accountId, { id: task.elderId, name: elderName })),
        put('notes', noteKey, null),
      ]);
      setAgain(false);
      void triggers.kick();
    } catch {
      setProblem(t('notKept'));
    }
  };
  return (
    <section className="f-panel" aria-label={task.name}>
      <h2>{task.name}</h2>
      <p className="f-soft">{t('until', { date: formatDay(task.until) })}</p>
      {task.checks.length === 0 ? null : (
        <fieldset className="f-options">
          <legend>{t('checks')}</legend>
          <div className="f-stack">
            {task.checks.map((check) => {
              const isTicked = begun.checks.includes(check.code);
              return (
                <button
                  key={check.code}
                  type="button"
                  className="f-option"
                  aria-pressed={isTicked}
                  onClick={() => change({ checks: isTicked ? begun.checks.filter((code) => code !== check.code) : [...begun.checks, check.code] })}
                >
                  {isTicked ? <Icon name="check" size={20} /> : null}
                  <span>{inWords(check.label)}</span>
                </button>
              );
            })}
          </div>
        </fieldset>
      )}
      {task.handover === 'none' ? null : begun.gives ? (
        <Handover task={task} begun={begun} change={change} fen={fen} />
      ) : (
        <Button icon="pen" onPress={() => change({ gives: true })}>
          {task.given ? t('giveAgain') : t('give')}
        </Button>
      )}
      {problem === null ? null : <Notice tone="danger">{problem}</Notice>}
      <Button kind="primary" icon="check" onPress={() => void once(save)}>
        {t('save')}
      </Button>
      <p className="f-soft">{t('saveHint')}</p>
    </section>
  );
}

/** The goods line by line as a text field: what was planned stands in it, and can be put right. */
function Handover({ task, begun, change, fen }: { readonly task: CampaignTask; readonly begun: Begun; readonly change: (over: Partial<Begun>) => void; readonly fen: number }) {
  const { t } = useTranslation('campaignField');
  const [isSigning, setSigning] = useState(false);
  const [typed, setTyped] = useState(() => begun.goods.map((one) => `${one.what} ${one.count}`).join('\n'));
  const [problem, setProblem] = useState<string | null>(null);
  const keep = async (kind: Picture['kind'], blob: Blob | null, contentType: Picture['contentType']): Promise<void> => {
    setSigning(false);
    if (blob === null || blob.size > RECEIPT_BYTES) return setProblem(t('pictureWrong'));
    setProblem(null);
    change({ receipt: { kind, contentType, picture: await base64Of(blob) } });
  };
  const photo = (event: ChangeEvent<HTMLInputElement>): void => {
    const [file] = event.target.files ?? [];
    event.target.value = '';
    if (file !== undefined) void photoWithin(file, RECEIPT_BYTES).then((blob) => keep('photo', blob, 'image/jpeg'));
  };
  const list = (text: string): void => {
    setTyped(text);
    const goods = text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .slice(0, 10)
      .map((line) => {
        const found = /^(.+?)[\s×x*]+(\d{1,3})$/.exec(line);
        return { what: (found?.[1] ?? line).slice(0, 40), count: Math.max(1, Number(found?.[2] ?? '1')) };
      });
    change({ goods });
  };
  const hasMoney = task.handover === 'goodsAndMoney';
  return (
    <div className="f-stack">
      <label className="f-field">
        {t('goods')}
        <textarea rows={2} value={typed} placeholder={t('goodsHint')} onChange={(event) => list(event.target.value)} />
      </label>
      {hasMoney ? (
        <label className="f-field">
          {t('money')}
          <input inputMode="decimal" value={begun.yuan} onChange={(event) => change({ yuan: event.target.value })} />
        </label>
      ) : null}
      <Options
        label={t('receiver')}
        keep
        options={receivers.map((code) => ({ code, words: t(`receivers.${code}`) }))}
        value={begun.receiver}
        onChoose={(code) => change({ receiver: receivers.find((one) => one === code) ?? 'elder' })}
      />
      {begun.receiver === 'elder' ? null : (
        <label className="f-field">
          {t('receiverName')}
          <input value={begun.receiverName} maxLength={40} onChange={(event) => change({ receiverName: event.target.value })} />
        </label>
      )}
      <p>
        <strong>{fen > 0 && hasMoney ? t('receiptNeeded') : t('receipt')}</strong>
      </p>
      {isSigning ? (
        <Pad mayPress onKeep={(blob, isThumb) => void keep(isThumb ? 'thumb' : 'signature', blob, 'image/png')} onCancel={() => setSigning(false)} />
      ) : begun.receipt === null ? (
        <div className="f-modes-pair">
          <Button icon="pen" onPress={() => setSigning(true)}>
            {t('sign')}
          </Button>
          <label className="f-button f-plain">
            <Icon name="camera" />
            <span>{t('photo')}</span>
            <input className="hidden-text" type="file" accept="image/*" capture="environment" onChange={photo} />
          </label>
        </div>
      ) : (
        <>
          <img className="f-drawn" src={`data:${begun.receipt.contentType};base64,${begun.receipt.picture}`} alt={t(`receipts.${begun.receipt.kind}`)} />
          <Button kind="quiet" onPress={() => change({ receipt: null })}>
            {t('receiptAgain')}
          </Button>
        </>
      )}
      {problem === null ? null : <Notice tone="danger">{problem}</Notice>}
    </div>
  );
}
