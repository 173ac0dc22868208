// Villages as dots: as large as their people, the darker the more of the month's visits are done. A
// ring marks villages where somebody has nobody. Each dot opens the village's ledger.
import { Link } from '@tanstack/react-router';
import type { workbench } from '@shouwang/contract/visits';
import type { Reply } from '@shouwang/contract/route';
import { prefixOf } from '@shouwang/domain/divisions';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatRate } from '../../platform/i18n/format.ts';
import { placeVillages, shadeOf } from './villageMap.ts';

type Village = Reply<typeof workbench>['villages'][number];
const WIDTH = 640;
const HEIGHT = 400;

export function VillageMap({ villages }: { readonly villages: readonly Village[] }) {
  const { t } = useTranslation(['visits', 'common']);
  const [at, setAt] = useState<Village | null>(null);
  const placed = placeVillages(villages, WIDTH, HEIGHT);
  const sentence = (village: Village): string =>
    [
      village.name,
      t('common:people', { count: village.people }),
      t('visits:map.rate', { rate: formatRate(village.required === 0 ? null : village.fulfilled / village.required) }),
      village.uncovered > 0 ? t('visits:map.uncovered', { count: village.uncovered }) : '',
    ]
      .filter((part) => part !== '')
      .join(' · ');
  return (
    <div className="village-map">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-label={t('visits:map.title')}>
        {placed.map(({ point, x, y, r, label }) => {
          const shade = shadeOf(point.fulfilled, point.required);
          return (
            <Link
              key={point.code}
              to="/ledger"
              search={{ division: prefixOf(point.code) }}
              aria-label={sentence(point)}
              className="village"
              onMouseEnter={() => setAt(point)}
              onMouseLeave={() => setAt(null)}
              onFocus={() => setAt(point)}
              onBlur={() => setAt(null)}
            >
              {point.uncovered > 0 && <circle cx={x} cy={y} r={r + 3} className="village-ring" />}
              <circle cx={x} cy={y} r={r} className={`village-dot shade-${shade ?? 'none'}`} />
              {label !== null && (
                <text x={label.x} y={label.y} textAnchor={label.anchor} className="village-name">
                  {point.name}
                </text>
              )}
            </Link>
          );
        })}
      </svg>
      <p className="village-said" aria-hidden="true">
        {at === null ? t('visits:map.hint') : sentence(at)}
      </p>
      <ul className="legend">
        {([0, 1, 2] as const).map((shade) => (
          <li key={shade}>
            <i className={`swatch shade-${shade}`} />
            {t(`visits:map.shade.${shade}`)}
          </li>
        ))}
        <li>
          <i className="swatch ring" />
          {t('visits:map.ring')}
        </li>
      </ul>
    </div>
  );
}
