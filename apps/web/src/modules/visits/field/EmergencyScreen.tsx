// Three large choices that dial without any network: 120, the family in order, the village.
import type { ElderCard } from '@shouwang/contract/sync';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDevice, useSnapshot } from '../../../platform/device/app.tsx';
import { put } from '../../../platform/store/sealed-store.ts';
import { Button, Heading, LinkButton, Notice } from '../../../ui/field/parts.tsx';
import { address } from '../../../ui/field/route.ts';
import { contactsFor, isVillageNumber, NUMBERS, VILLAGE_NUMBER_KEY, type CallNote, type CallTarget } from './emergency.ts';
import { useDay } from './useDay.ts';
import { useFieldWords } from './wording.ts';

interface Callee {
  readonly words: string;
  readonly phone: string;
}

export function EmergencyScreen({ id }: { readonly id: string | null }) {
  const { t } = useTranslation(['field', 'fieldDay']);
  const { replica, newId, now } = useDevice();
  const { notes } = useSnapshot();
  const say = useFieldWords();
  const day = useDay();
  const [open, setOpen] = useState<CallNote | null>(null);
  const card = id === null ? undefined : day.cards.get(id);

  const keep = (note: CallNote): void => void replica.commit([put('notes', note.id, note)]);
  const dialled = (what: CallTarget): void => {
    const note: CallNote = { kind: 'call', id: newId(), at: new Date(now()).toISOString(), elderId: card?.id ?? null, elderName: card?.name ?? '', what, reached: 'open' };
    keep(note);
    setOpen(note);
  };
  const answer = (reached: 'yes' | 'no'): void => {
    if (open !== null) keep({ ...open, reached });
    setOpen(null);
  };

  const family = (card?.contacts ?? []).map((contact) => ({ words: t('emergency.who', { relation: contact.relation, name: contact.name }), phone: contact.phone }));
  const stored = notes.get(VILLAGE_NUMBER_KEY);
  const village = [
    ...contactsFor(day.self, card).map((each) => ({ words: each.role === 'village' ? each.name : `${t(`fieldDay:contactRole.${each.role}`)} ${each.name}`, phone: each.phone })),
    ...(isVillageNumber(stored) ? [{ words: t('emergency.villageNumber'), phone: stored.phone }] : []),
  ];
  return (
    <>
      <Heading back={card === undefined ? address('today') : address('elder', card.id)}>
        {card === undefined ? t('emergency.title') : t('emergency.for', { name: card.name })}
      </Heading>
      <p className="f-soft">{t('emergency.lead')}</p>
      {card === undefined ? null : (
        <Notice tone="danger" icon="place">
          {t('emergency.address', { address: say.where(card) })}
        </Notice>
      )}
      {open === null ? null : (
        <section className="f-panel" aria-live="polite">
          <p>
            <strong>{t('emergency.did')}</strong>
          </p>
          <div className="f-modes-pair">
            <Button onPress={() => answer('yes')}>{t('emergency.yes')}</Button>
            <Button onPress={() => answer('no')}>{t('emergency.no')}</Button>
          </div>
        </section>
      )}
      <Dial words={t('emergency.call120')} to={say.dial(NUMBERS.ambulance)} onDial={() => dialled('ambulance')} />
      {card === undefined ? null : <InOrder words={t('emergency.family')} callees={family} none={t('emergency.noFamily')} onDial={() => dialled('family')} />}
      <InOrder words={t('emergency.village')} callees={village} none={null} onDial={() => dialled('village')} />
      {village.length === 0 ? <VillageNumberField /> : null}
      <div className="f-modes-pair">
        <LinkButton icon="phone" to={say.dial(NUMBERS.police)} onPress={() => dialled('police')}>
          {t('emergency.call110')}
        </LinkButton>
        <LinkButton icon="phone" to={say.dial(NUMBERS.fire)} onPress={() => dialled('fire')}>
          {t('emergency.call119')}
        </LinkButton>
      </div>
      {card === undefined ? <Choose cards={day.items.map((item) => item.card)} /> : null}
    </>
  );
}

const Dial = ({ words, to, onDial }: { readonly words: string; readonly to: string; readonly onDial: () => void }) => (
  <a className="f-button f-danger f-sos-button" href={to} onClick={onDial}>
    {words}
  </a>
);

/** One after the other: after a call the button names the next in the list. */
function InOrder({ words, callees, none, onDial }: { readonly words: string; readonly callees: readonly Callee[]; readonly none: string | null; readonly onDial: () => void }) {
  const { t } = useTranslation('field');
  const say = useFieldWords();
  const [tried, setTried] = useState(0);
  const next = callees[tried % Math.max(1, callees.length)];
  if (next === undefined) return none === null ? null : <Notice tone="plain">{none}</Notice>;
  const dial = (): void => {
    setTried(tried + 1);
    onDial();
  };
  return <Dial words={tried === 0 ? `${words} · ${next.words}` : t('emergency.familyNext', { name: next.words })} to={say.dial(next.phone)} onDial={dial} />;
}

function VillageNumberField() {
  const { t } = useTranslation('field');
  const { replica } = useDevice();
  const [phone, setPhone] = useState('');
  const keep = (): void => void replica.commit([put('notes', VILLAGE_NUMBER_KEY, { kind: 'villageNumber', phone })]);
  return (
    <form
      className="f-panel"
      onSubmit={(event) => {
        event.preventDefault();
        if (phone.trim() !== '') keep();
      }}
    >
      <p>{t('emergency.noVillage')}</p>
      <label className="f-field">
        {t('emergency.villageNumber')}
        <input type="tel" value={phone} onChange={(event) => setPhone(event.target.value)} />
      </label>
      <Button submit>{t('emergency.keep')}</Button>
    </form>
  );
}

const Choose = ({ cards }: { readonly cards: readonly ElderCard[] }) => {
  const { t } = useTranslation('field');
  return cards.length === 0 ? null : (
    <section className="f-section" aria-label={t('emergency.noElder')}>
      <h2>{t('emergency.noElder')}</h2>
      {cards.map((card) => (
        <LinkButton key={card.id} to={address('emergency', card.id)}>
          {card.name}
        </LinkButton>
      ))}
    </section>
  );
};
