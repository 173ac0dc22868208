// Several people on one occasion: tap who is here, say where, save once.
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDevice, useSnapshot, type FieldDevice } from '../../../platform/device/app.tsx';
import { takeFix } from '../../../platform/device/position.ts';
import { onceAtATime } from '../../../platform/onceAtATime.ts';
import { newEntry, unsent } from '../../../platform/outbox/outbox.ts';
import { add, put, remove } from '../../../platform/store/sealed-store.ts';
import { Icon } from '../../../ui/field/icons.tsx';
import { Button, Heading, LinkButton, Notice } from '../../../ui/field/parts.tsx';
import { address } from '../../../ui/field/route.ts';
import { Evidence } from './Evidence.tsx';
import { groupVisits, withElder, type GroupDraft } from './group.ts';
import { RECORD_VISIT } from './local-visits.ts';
import { useDay, type Day } from './useDay.ts';

const keyOf = (accountId: string): string => `${accountId}:#group`;

async function save(device: FieldDevice, draft: GroupDraft, day: Day, accountId: string): Promise<void> {
  // The first one's identifier was made with the occasion: where it is, another tab has saved all of them.
  if ((await device.store.get('outbox', draft.firstId)) !== undefined) return device.replica.commit([remove('drafts', keyOf(accountId))]);
  const at = new Date(device.now()).toISOString();
  const entries = groupVisits(draft, at, device.newId).map(({ commandId, payload }) =>
    add(
      'outbox',
      commandId,
      newEntry({ id: commandId, kind: RECORD_VISIT, occurredAt: draft.startedAt, recordedAt: at, base: {}, payload }, accountId, {
        id: payload.elderId,
        name: day.cards.get(payload.elderId)?.name ?? '',
      }),
    ),
  );
  await device.replica.commit([...entries, remove('drafts', keyOf(accountId))]);
  void device.triggers.kick();
}

export function GroupScreen() {
  const { t } = useTranslation(['visitField', 'field']);
  const device = useDevice();
  const { session, drafts, outbox } = useSnapshot();
  const day = useDay();
  const accountId = session?.principal.accountId ?? '';
  const [begun] = useState(() => ({ groupId: device.newId(), firstId: device.newId(), startedAt: new Date(device.now()).toISOString() }));
  const [saved, setSaved] = useState<number | null>(null);
  const [isFailed, setFailed] = useState(false);
  const [once] = useState(() => onceAtATime<void>());
  const kept = drafts.get(keyOf(accountId)) as GroupDraft | undefined;
  const { policy } = day;
  const draft: GroupDraft | null = kept ?? (policy === null ? null : { ...begun, form: policy.form, elderIds: [], fix: null, note: '', visitorKind: policy.visitorKind });
  const keep = (next: GroupDraft): void => {
    device.replica.commit([put('drafts', keyOf(accountId), next)]).catch(() => setFailed(true));
  };
  const isBegun = kept !== undefined;
  const noteFix = useEffectEvent((fix: GroupDraft['fix']) => {
    if (kept !== undefined && fix !== null) keep({ ...kept, fix });
  });
  useEffect(() => {
    if (!isBegun) return undefined;
    let here = true;
    void takeFix().then((fix) => (here ? noteFix(fix) : undefined));
    return () => {
      here = false;
    };
  }, [isBegun]);

  if (saved !== null) {
    return (
      <div className="f-hero">
        <div className="f-hero-mark">
          <Icon name="check" size={52} />
        </div>
        <h1>{t('group.saved', { count: saved })}</h1>
        <p role="status">{t(unsent(outbox) === 0 ? 'field:records.state.delivered' : 'field:done.waiting')}</p>
        <LinkButton to={address('today')}>{t('field:done.list')}</LinkButton>
      </div>
    );
  }
  if (draft === null) return <Notice tone="amber">{t('field:elder.noForm')}</Notice>;
  const finish = (): void => {
    const count = draft.elderIds.length;
    once(() => save(device, draft, day, accountId)).then(
      () => setSaved(count),
      () => setFailed(true),
    );
  };
  return (
    <>
      <Heading back={address('today')}>{t('group.title')}</Heading>
      <p>{t('group.lead')}</p>
      <div className="f-list">
        {day.items.map(({ card }) => {
          const isHere = draft.elderIds.includes(card.id);
          return (
            <button key={card.id} type="button" className="f-option f-tick" aria-pressed={isHere} onClick={() => keep(withElder(draft, card.id))}>
              <span className="f-tick-box" aria-hidden="true">
                {isHere ? <Icon name="check" size={20} /> : null}
              </span>
              <span>
                {card.name}
                {card.age === null ? null : <small>{t('field:elder.age', { count: card.age })}</small>}
              </span>
            </button>
          );
        })}
      </div>
      <label className="f-field">
        {t('group.where')}
        <textarea value={draft.note} maxLength={2000} onChange={(event) => keep({ ...draft, note: event.target.value })} />
      </label>
      {draft.elderIds.length === 0 ? null : <Evidence ownerId={draft.firstId} />}
      {isFailed ? <Notice tone="danger">{t('field:visit.notSaved')}</Notice> : null}
      <Button kind="primary" onPress={finish} disabled={draft.elderIds.length === 0}>
        {draft.elderIds.length === 0 ? t('group.none') : t('group.save', { count: draft.elderIds.length })}
      </Button>
    </>
  );
}
