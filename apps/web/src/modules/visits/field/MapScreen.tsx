// The walk as a picture that needs no network and no base map: homes, straight lines between them, north
// and scale. The list below says the same in words and carries the targets.
import { metresBetween } from '@shouwang/domain/visits';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Heading, Notice, Tag } from '../../../ui/field/parts.tsx';
import { address } from '../../../ui/field/route.ts';
import { apart, project, scaleMetres, type Point } from './map.ts';
import { DEFAULT_WALK, isToSee, type Place, type TodayItem } from './today.ts';
import { useDay } from './useDay.ts';
import { Near } from './WalkPanel.tsx';
import { useFieldWords } from './wording.ts';

const SIZE = { width: 358, height: 400, margin: 42 };
const MARK = 15;

interface Home {
  readonly item: TodayItem;
  readonly place: Place;
  /** Its number in the walk; null where it is not on it. */
  readonly stop: number | null;
}

export function MapScreen() {
  const { t } = useTranslation('fieldDay');
  const say = useFieldWords();
  const [here, setHere] = useState<Place | null>(null);
  const day = useDay(here);
  const stops = new Map(day.walk.stops.map((item, at) => [item.card.id, at + 1]));
  const homes = day.items.flatMap((item): Home[] => (item.card.location === null ? [] : [{ item, place: item.card.location, stop: stops.get(item.card.id) ?? null }]));
  const without = day.items.filter(({ card, section }) => card.location === null && isToSee(section));
  const detour = (day.policy?.walk ?? DEFAULT_WALK).detour;
  const legTo = (at: number): string | null => {
    const from = at === 0 ? (here ?? day.self?.home ?? null) : (day.walk.stops[at - 1]?.card.location ?? null);
    const to = day.walk.stops[at]?.card.location ?? null;
    return from === null || to === null ? null : t('map.leg', { distance: say.walk(metresBetween(from, to) * detour) });
  };
  return (
    <>
      <Heading back={address('today')}>{t('map.title')}</Heading>
      {homes.length === 0 ? <Notice tone="plain">{t('map.none')}</Notice> : <Picture homes={homes} here={here} home={day.self?.home ?? null} />}
      <p className="f-soft">{t('map.hint')}</p>
      <Near onFound={setHere} words={t(here === null ? 'map.here' : 'map.again')} />
      {day.walk.stops.length === 0 ? null : (
        <section className="f-section" aria-label={t('map.list')}>
          <h2>{t('map.list')}</h2>
          <ol className="f-list">
            {day.walk.stops.map(({ card, section }, at) => (
              <li key={card.id}>
                <a className="f-card f-stop" href={address('elder', card.id)}>
                  <span className="f-stop-number">{at + 1}</span>
                  <span>
                    <span className="f-name">{card.name}</span>
                    <span className="f-line"> {legTo(at)}</span>
                  </span>
                  {section === 'overdue' ? <Tag tone="danger">{t('section.overdue')}</Tag> : null}
                </a>
              </li>
            ))}
          </ol>
        </section>
      )}
      {without.length === 0 ? null : (
        <section className="f-section" aria-label={t('map.noPlace')}>
          <h2>{t('map.noPlace')}</h2>
          <ul className="f-list">
            {without.map(({ card }) => (
              <li key={card.id}>
                <a className="f-card f-stop" href={address('elder', card.id)}>
                  <span className="f-name">{card.name}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Picture({ homes, here, home }: { readonly homes: readonly Home[]; readonly here: Place | null; readonly home: Place | null }) {
  const { t } = useTranslation('fieldDay');
  const say = useFieldWords();
  const own = [...(here === null ? [] : [here]), ...(home === null ? [] : [home])];
  const { at, scale } = project([...homes.map(({ place }) => place), ...own], SIZE);
  // Those on the walk first: they stay where they are, others give way.
  const inOrder = homes.toSorted((a, b) => (a.stop ?? 999) - (b.stop ?? 999));
  const points = apart(
    [...own, ...inOrder.map(({ place }) => place)].map((place) => at(place)),
    MARK * 2 + 4,
  ).slice(own.length);
  const walk = [...(here === null ? (home === null ? [] : [at(home)]) : [at(here)]), ...inOrder.flatMap(({ stop }, index) => (stop === null ? [] : [points[index] as Point]))];
  const metres = scaleMetres(120 / scale);
  return (
    <figure className="f-map">
      <svg viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} role="img" aria-label={t('map.picture', { people: homes.length })}>
        <polyline className="f-map-way" points={walk.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')} />
        {inOrder.map((each, index) => (
          <HomeMark key={each.item.card.id} home={each} point={points[index] as Point} />
        ))}
        {home === null ? null : <Own point={at(home)} words={t('map.home')} kind="home" />}
        {here === null ? null : <Own point={at(here)} words={t('map.you')} kind="here" />}
        <g className="f-map-frame">
          <path d={`M${SIZE.width - 24} 44V18m-6 8 6-9 6 9`} />
          <text x={SIZE.width - 24} y={62} textAnchor="middle">
            {t('map.north')}
          </text>
          <path d={`M16 ${SIZE.height - 22}v6h${(metres * scale).toFixed(1)}v-6`} />
          <text x={16 + metres * scale + 8} y={SIZE.height - 14}>
            {say.walk(metres)}
          </text>
        </g>
      </svg>
      <Legend sections={homes.map(({ item }) => item.section)} />
    </figure>
  );
}

type Look = 'overdue' | 'due' | 'open' | 'done';
const lookOf = ({ section }: TodayItem): Look => (isToSee(section) ? (section as 'overdue' | 'due' | 'open') : 'done');
/** A diamond, a full disc, a ring, a dot: told apart without colour. */
const Shape = ({ look, x, y }: Point & { readonly look: Look }) =>
  look === 'overdue' ? (
    <path className={`f-map-${look}`} d={`M${x} ${y - 20}l20 20-20 20-20-20z`} />
  ) : (
    <circle className={`f-map-${look}`} cx={x} cy={y} r={look === 'done' ? 7 : MARK} />
  );

function HomeMark({ home, point }: { readonly home: Home; readonly point: Point }) {
  return (
    <g>
      <Shape look={lookOf(home.item)} {...point} />
      {home.stop === null ? null : (
        <text className={`f-map-number f-map-on-${lookOf(home.item)}`} x={point.x} y={point.y + 6} textAnchor="middle">
          {home.stop}
        </text>
      )}
    </g>
  );
}

const Own = ({ point, words, kind }: { readonly point: Point; readonly words: string; readonly kind: 'here' | 'home' }) => (
  <g className="f-map-own">
    {kind === 'here' ? <circle cx={point.x} cy={point.y} r={9} /> : <path d={`M${point.x - 11} ${point.y + 1}l11-11 11 11m-19-2v11h16v-11`} />}
    <text x={point.x} y={point.y + 28} textAnchor="middle">
      {words}
    </text>
  </g>
);

function Legend({ sections }: { readonly sections: readonly TodayItem['section'][] }) {
  const { t } = useTranslation('fieldDay');
  const looks = (['overdue', 'due', 'open', 'done'] as const).filter((look) => sections.some((section) => (look === 'done' ? !isToSee(section) : section === look)));
  return (
    <figcaption className="f-map-legend">
      {looks.map((look) => (
        <span key={look}>
          <svg width="44" height="44" viewBox="-22 -22 44 44" aria-hidden="true">
            <Shape look={look} x={0} y={0} />
          </svg>
          {t(`map.colours.${look}`)}
        </span>
      ))}
    </figcaption>
  );
}
