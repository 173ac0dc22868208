// How far there is still to go today, the way to the map, and the distances from here for whoever wants
// them: the position is taken only when it is asked for and is not kept.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { takeFix } from '../../../platform/device/position.ts';
import { Button, LinkButton } from '../../../ui/field/parts.tsx';
import { address } from '../../../ui/field/route.ts';
import { DEFAULT_WALK, isToSee, type Place } from './today.ts';
import type { Day } from './useDay.ts';
import { useFieldWords } from './wording.ts';

/** How far the walk is, as a line above the list. */
export function WalkLine({ day, here }: { readonly day: Day; readonly here: Place | null }) {
  const { t } = useTranslation('fieldDay');
  const say = useFieldWords();
  const { stops, metres } = day.walk;
  const [first] = stops;
  if (first === undefined) return null;
  const asked = day.items.filter(({ section }) => (first.section === 'open' ? section === 'open' : isToSee(section) && section !== 'open'));
  const minutes = Math.max(1, Math.round(metres / (day.policy?.walk ?? DEFAULT_WALK).metresPerSecond / 60));
  return (
    <p>
      <strong>{t('walk.line', { people: stops.length, distance: say.walk(metres), minutes })}</strong>{' '}
      <span className="f-soft">
        {t(here === null ? 'walk.fromHome' : 'walk.fromHere')}
        {asked.length > stops.length ? ` · ${t('walk.missing', { count: asked.length - stops.length })}` : ''}
      </span>
    </p>
  );
}

/** Below whoever is to be seen: the map, and distances from here. */
export function WalkActions({ day, here, onFound }: { readonly day: Day; readonly here: Place | null; readonly onFound: (place: Place) => void }) {
  const { t } = useTranslation('fieldDay');
  return day.items.some(({ card }) => card.location !== null) ? (
    <section className="f-modes-pair" aria-label={t('walk.title')}>
      <LinkButton icon="map" to={address('map')}>
        {t('map.open')}
      </LinkButton>
      {here === null ? <Near onFound={onFound} /> : null}
    </section>
  ) : null;
}

export function Near({ onFound, words }: { readonly onFound: (place: Place) => void; readonly words?: string }) {
  const { t } = useTranslation('field');
  const [state, setState] = useState<'idle' | 'asking' | 'none'>('idle');
  const ask = async (): Promise<void> => {
    setState('asking');
    const fix = await takeFix();
    setState(fix === null ? 'none' : 'idle');
    if (fix !== null) onFound(fix);
  };
  return (
    <Button icon="place" onPress={() => void ask()} disabled={state === 'asking'}>
      {state === 'asking' ? t('today.locating') : state === 'none' ? t('today.noPosition') : (words ?? t('today.distance'))}
    </Button>
  );
}
