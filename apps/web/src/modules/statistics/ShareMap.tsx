// Villages as dots: as large as their people, the darker the higher the share of the chosen bucket. Each
// opens its people; the table beside it says the same without the map.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Select } from 'antd';
import { crossTable } from '@shouwang/contract/statistics';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { formatNumber, formatRate } from '../../platform/i18n/format.ts';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { Panel } from '../../ui/parts.tsx';
import { Empty, Loaded } from '../../ui/states.tsx';
import { useDivisions, useWhere } from '../divisions/useDivisions.ts';
import { placeVillages } from '../visits/villageMap.ts';
import '../visits/visits.css';
import type { Table } from './CrossTable.tsx';
import { addressOfQuestion, askedOf, type Question } from './question.ts';
import { boundsOf, shadeOf, sharesOf, type VillageShare } from './shares.ts';
import { useDimensionWords } from './useDimensionWords.ts';

const WIDTH = 640;
const HEIGHT = 420;

/** What the map counts: the rows' dimension, unless that is a place; then the columns', else categories. */
const countedBy = ({ rows, columns }: Question): string => [rows, columns].find((key) => key !== undefined && key !== 'town' && key !== 'village') ?? 'category';

export function ShareMap({ question, ask }: { readonly question: Question; readonly ask: (question: Question) => void }) {
  const { asked } = useWhere();
  const key = countedBy(question);
  const query = { ...asked, ...askedOf(question), rows: 'village', columns: key };
  const counted = useQuery({ queryKey: ['statistics', query], placeholderData: keepPreviousData, queryFn: ({ signal }) => call(crossTable, { query, signal }) });
  return (
    <Loaded query={counted} lines={10}>
      {(table) =>
        table.persons === 0 ? (
          <Panel bare>
            <Empty />
          </Panel>
        ) : (
          <Villages table={table} by={key} question={question} ask={ask} />
        )
      }
    </Loaded>
  );
}

function Villages({ table, by, question, ask }: { readonly table: Table; readonly by: string; readonly question: Question; readonly ask: (question: Question) => void }) {
  const { t } = useTranslation(['statistics', 'common']);
  const words = useDimensionWords();
  const tree = useDivisions();
  const [at, setAt] = useState<VillageShare | null>(null);
  const known = table.columns.find((column) => column.code === question.shade) ?? table.columns[0];
  const bucket = known?.code;
  const shares = sharesOf(table, bucket);
  const bounds = boundsOf(shares.filter((one) => one.count > 0));
  const placed = placeVillages(
    shares.map((one) => ({ ...one, name: tree?.name(one.code) ?? one.code, lng: tree?.byCode.get(one.code)?.lng ?? null, lat: tree?.byCode.get(one.code)?.lat ?? null })),
    WIDTH,
    HEIGHT,
  );
  const addressOf = (one: VillageShare) => ({
    ...addressOfQuestion({ rows: 'village', columns: by, where: question.where, ...(question.on === undefined ? {} : { on: question.on }), view: 'table', measure: 'persons' }),
    row: one.code,
    ...(bucket === undefined ? {} : { column: bucket }),
  });
  const label = bucket === undefined ? '' : words.code(by, bucket);
  const sentence = (one: VillageShare): string =>
    t('statistics:mapSentence', { village: tree?.name(one.code) ?? one.code, people: one.people, label, found: one.count, rate: formatRate(one.share) });
  const columns: readonly Column<VillageShare>[] = [
    { key: 'village', title: words.name('village'), place: 'lead', nowrap: true, cell: (one) => tree?.name(one.code) ?? one.code },
    {
      key: 'count',
      title: label,
      end: true,
      nowrap: true,
      cell: (one) =>
        one.count === 0 ? (
          <span className="quiet">0</span>
        ) : (
          <Link to="/statistics/rows" search={addressOf(one)} className="total-figure">
            {formatNumber(one.count)}
          </Link>
        ),
    },
    { key: 'people', title: t('statistics:persons'), end: true, nowrap: true, cell: (one) => formatNumber(one.people) },
    { key: 'share', title: t('statistics:share'), end: true, nowrap: true, cell: (one) => formatRate(one.share) },
  ];
  return (
    <div className="map-grid">
      <Panel
        title={t('statistics:mapTitle')}
        actions={
          <Select
            aria-label={t('statistics:mapOf')}
            popupMatchSelectWidth={false}
            style={{ minWidth: 160 }}
            value={bucket ?? null}
            onChange={(shade: string | null) => shade !== null && ask({ ...question, shade })}
            options={table.columns.map((column) => ({ value: column.code, label: `${words.code(by, column.code)} ${formatNumber(column.persons)}` }))}
          />
        }
      >
        {placed.length === 0 ? (
          <Empty title={t('statistics:noPlaces')} hint={t('statistics:noPlacesHint')} />
        ) : (
          <div className="village-map">
            <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-label={t('statistics:mapTitle')}>
              {placed.map(({ point, x, y, r, label: name }) => (
                <Link
                  key={point.code}
                  to="/statistics/rows"
                  search={addressOf(point)}
                  aria-label={sentence(point)}
                  className="village"
                  onMouseEnter={() => setAt(point)}
                  onMouseLeave={() => setAt(null)}
                  onFocus={() => setAt(point)}
                  onBlur={() => setAt(null)}
                >
                  <circle cx={x} cy={y} r={r} className={`village-dot shade-${shadeOf(point, bounds) ?? 'none'}`} />
                  {name !== null && (
                    <text x={name.x} y={name.y} textAnchor={name.anchor} className="village-name">
                      {point.name}
                    </text>
                  )}
                </Link>
              ))}
            </svg>
            <p className="village-said" aria-hidden="true">
              {at === null ? t('statistics:mapHint') : sentence(at)}
            </p>
            <ul className="legend">
              {(
                [
                  [0, t('statistics:below', { rate: formatRate(bounds[0]) })],
                  [1, t('statistics:between', { from: formatRate(bounds[0]), to: formatRate(bounds[1]) })],
                  [2, t('statistics:above', { rate: formatRate(bounds[1]) })],
                ] as const
              )
                .filter(([shade]) => shares.some((one) => shadeOf(one, bounds) === shade))
                .map(([shade, text]) => (
                  <li key={shade}>
                    <i className={`swatch shade-${shade}`} />
                    {text}
                  </li>
                ))}
            </ul>
          </div>
        )}
      </Panel>
      <div className="map-table">
        <DataTable label={t('statistics:mapTitle')} columns={columns} rows={shares} rowKey={(one) => one.code} cards={false} />
      </div>
    </div>
  );
}
