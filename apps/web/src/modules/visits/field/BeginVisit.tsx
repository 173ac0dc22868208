// The ways of visiting somebody, the one that the duty asks for first. Choosing begins the visit: its
// identifier and its form are fixed from here on.
import type { ElderCard } from '@shouwang/contract/sync';
import type { VisitMode } from '@shouwang/domain/policy';
import { useTranslation } from 'react-i18next';
import { useAttachments } from '../../../platform/attachments/useAttachments.ts';
import { useDevice, useSnapshot } from '../../../platform/device/app.tsx';
import { formatDay, formatInstant } from '../../../platform/i18n/format.ts';
import { Button, LinkButton, Notice } from '../../../ui/field/parts.tsx';
import { address, go } from '../../../ui/field/route.ts';
import { beginVisit } from './form.ts';
import { useDrafts, useTwoTaps, type Day } from './useDay.ts';

const icons = { home: 'home', phone: 'phone', video: 'video', outside: 'home', kin: 'phone', other: 'place' } as const;
type Way = keyof typeof icons;
const ALWAYS: readonly Way[] = ['home', 'phone', 'video', 'other'];
/** Offered where a duty allows them: the elder refuses visits, and somebody looks out for him all the same. */
const FALLBACKS: readonly Way[] = ['outside', 'kin'];

/** What is offered, what is asked for first; ways that the running duties do not count come last. */
export function waysOf(duties: ElderCard['duties'], today: string): readonly { readonly way: Way; readonly counts: boolean }[] {
  const modes = new Set(duties.filter((duty) => duty.start <= today && today <= duty.end).flatMap((duty) => duty.modes));
  const counts = (way: Way): boolean => modes.size === 0 || modes.has(way);
  const offered = [...ALWAYS, ...FALLBACKS.filter((way) => modes.has(way))];
  return offered.map((way) => ({ way, counts: counts(way) })).sort((a, b) => Number(b.counts) - Number(a.counts));
}

export function BeginVisit({ card, day }: { readonly card: ElderCard; readonly day: Day }) {
  const { t } = useTranslation(['field', 'visitField', 'domain']);
  const { newId, now } = useDevice();
  const { session } = useSnapshot();
  const drafts = useDrafts();
  const attachments = useAttachments();
  const draft = drafts.begun(card.id);
  const discard = async (commandId: string): Promise<void> => {
    await attachments.discardAll(commandId);
    await drafts.discard(card.id);
  };
  const discarding = useTwoTaps(() => void discard(draft?.commandId ?? ''));
  if (draft !== null) {
    return (
      <div className="f-stack">
        <LinkButton kind="primary" icon="pen" to={address('visit', card.id)}>
          {t('elder.resume')}
        </LinkButton>
        <p className="f-soft">{t('visitField:begun.since', { mode: t(`domain:mode.${draft.mode}`), when: formatInstant(draft.startedAt) })}</p>
        <Button kind="quiet" onPress={discarding.tap}>
          {discarding.asked ? t('elder.discardSure') : t('elder.discard')}
        </Button>
      </div>
    );
  }
  if (day.policy === null || session === null) return <Notice tone="amber">{t('elder.noForm')}</Notice>;
  const { form, visitorKind } = day.policy;
  const begin = async (mode: VisitMode): Promise<void> => {
    await drafts.keep(beginVisit({ card, form, mode, accountId: session.principal.accountId, commandId: newId(), now: new Date(now()).toISOString(), visitorKind }));
    go('visit', card.id);
  };
  const [first, ...others] = waysOf(card.duties, day.today);
  const words = (way: Way): string => (way === 'other' ? t('visitField:modes.other') : t(`elder.${way}`));
  return (
    <section className="f-modes" aria-label={t('elder.begin')}>
      {card.nextAttemptOn === null || card.nextAttemptOn === undefined ? null : <Notice tone="amber">{t('visitField:again', { date: formatDay(card.nextAttemptOn) })}</Notice>}
      {first === undefined ? null : (
        <Button kind="primary" icon={icons[first.way]} onPress={() => void begin(first.way)}>
          {words(first.way)}
        </Button>
      )}
      <div className="f-modes-pair">
        {others.map(({ way }) => (
          <Button key={way} icon={icons[way]} onPress={() => void begin(way)}>
            {words(way)}
          </Button>
        ))}
      </div>
      {others.some(({ counts }) => !counts) && first?.counts === true && first.way === 'home' ? <p className="f-soft">{t('visitField:notHome')}</p> : null}
    </section>
  );
}
