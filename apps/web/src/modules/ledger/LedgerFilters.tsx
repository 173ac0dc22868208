// What narrows the ledger: search, categories, tiers, age, remarks, nobody responsible, provisional.
// Each choice shows how many it would leave.
import { Button, InputNumber, Select } from 'antd';
import { SearchOutlined, FilterOutlined } from '@ant-design/icons';
import type { elderFacets } from '@shouwang/contract/ledger';
import type { Reply } from '@shouwang/contract/route';
import { categories } from '@shouwang/domain/ledger';
import { riskLevels } from '@shouwang/domain/policy';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWord } from '../../platform/i18n/useWords.ts';
import { formatNumber } from '../../platform/i18n/format.ts';
import { useNarrow, useRested } from '../../platform/useMedia.ts';
import { Chip } from '../../ui/parts.tsx';
import { useTierName } from '../policy/usePack.ts';
import { addressOfView, toggled, type LedgerView } from './filters.ts';

type Facets = Reply<typeof elderFacets>;

function NameSearch({ q, find }: { readonly q: string; readonly find: (q: string) => void }) {
  const { t } = useTranslation(['ledger']);
  const [text, setText] = useState(q);
  const rested = useRested(text, 300);
  const asked = useRef(q);
  useEffect(() => {
    if (rested === asked.current) return;
    asked.current = rested;
    find(rested.trim());
  });
  useEffect(() => {
    if (q !== asked.current.trim()) {
      asked.current = q;
      setText(q);
    }
  }, [q]);
  return (
    <label className="name-search">
      <SearchOutlined aria-hidden="true" />
      <span className="hidden-text">{t('ledger:find.hint')}</span>
      <input value={text} maxLength={60} placeholder={t('ledger:find.hint')} onChange={(event) => setText(event.target.value)} />
    </label>
  );
}

export function LedgerFilters({
  view,
  facets,
  show,
  clear,
}: {
  readonly view: LedgerView;
  readonly facets: Facets | undefined;
  readonly show: (change: Partial<LedgerView>) => void;
  readonly clear: () => void;
}) {
  const { t } = useTranslation(['ledger', 'domain']);
  const word = useWord();
  const tierName = useTierName();
  const narrow = useNarrow();
  const [unfolded, setUnfolded] = useState(false);
  const known = categories.filter((category) => view.category.includes(category) || (facets?.categories[category] ?? 0) > 0);
  const tiers = [...new Set([...view.tier, ...Object.keys(facets?.tiers ?? {})])].sort();
  const remarks = [...new Set([...view.remark, ...Object.keys(facets?.remarks ?? {})])];
  const { division: _division, sort: _sort, order: _order, page: _page, ...narrowing } = addressOfView(view);
  const active = Object.keys(narrowing).length;
  const age = (key: 'ageFrom' | 'ageTo', value: number | null): void => {
    const { [key]: _before, ...rest } = view;
    show(value === null ? ({ ...rest, [key]: undefined } as Partial<LedgerView>) : { [key]: value });
  };
  return (
    <section className="filters" aria-label={t('ledger:filters')}>
      <div className="filter-line">
        <NameSearch q={view.q} find={(q) => show({ q })} />
        {narrow && (
          <Button icon={<FilterOutlined />} aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
            {active === 0 ? t('ledger:filters') : t('ledger:filtersActive', { count: active })}
          </Button>
        )}
        {!narrow && (
          <>
            <span className="age-range">
              <span className="soft">{t('ledger:age')}</span>
              <InputNumber
                aria-label={t('ledger:ageFrom')}
                min={0}
                max={130}
                value={view.ageFrom ?? null}
                onChange={(value) => age('ageFrom', value)}
                controls={false}
                style={{ width: 62 }}
              />
              <span aria-hidden="true">–</span>
              <InputNumber
                aria-label={t('ledger:ageTo')}
                min={0}
                max={130}
                value={view.ageTo ?? null}
                onChange={(value) => age('ageTo', value)}
                controls={false}
                style={{ width: 62 }}
              />
            </span>
            <Select
              mode="multiple"
              allowClear
              maxTagCount={1}
              popupMatchSelectWidth={false}
              style={{ minWidth: 190 }}
              aria-label={t('ledger:remark')}
              placeholder={t('ledger:remark')}
              value={[...view.remark]}
              onChange={(remark: string[]) => show({ remark })}
              options={remarks.map((code) => ({
                value: code,
                label: `${word('remarks:label', code)}${facets === undefined ? '' : ` ${formatNumber(facets.remarks[code] ?? 0)}`}`,
              }))}
            />
          </>
        )}
        {active > 0 && (
          <Button type="text" onClick={clear}>
            {t('ledger:clear')}
          </Button>
        )}
      </div>
      {(!narrow || unfolded) && (
        <>
          <div className="chips" role="group" aria-label={t('ledger:column.categories')}>
            {known.map((category) => (
              <Chip
                key={category}
                pressed={view.category.includes(category)}
                count={facets?.categories[category] ?? 0}
                onClick={() => show({ category: toggled(view.category, category) })}
              >
                {t(`domain:category.${category}`)}
              </Chip>
            ))}
          </div>
          <div className="chips" role="group" aria-label={t('ledger:column.tier')}>
            {tiers.map((tier) => (
              <Chip key={tier} pressed={view.tier.includes(tier)} count={facets?.tiers[tier] ?? 0} onClick={() => show({ tier: toggled(view.tier, tier) })}>
                {tier === 'none' ? t('ledger:noTier') : tierName(tier)}
              </Chip>
            ))}
            <span className="chip-gap" aria-hidden="true" />
            <Chip pressed={view.uncovered} count={facets?.uncovered} onClick={() => show({ uncovered: !view.uncovered })}>
              {t('ledger:uncovered')}
            </Chip>
            <Chip pressed={view.provisional} count={facets?.provisional} onClick={() => show({ provisional: !view.provisional })}>
              {t('ledger:provisional')}
            </Chip>
            <Chip pressed={view.incomplete} onClick={() => show({ incomplete: !view.incomplete })}>
              {t('ledger:incomplete')}
            </Chip>
            {riskLevels.map((level) => (
              <Chip key={level} pressed={view.risk.includes(level)} onClick={() => show({ risk: toggled(view.risk, level) })}>
                <span className={`risk-mark risk-${level}`} aria-hidden="true" />
                {t(`ledger:riskChip.${level}`)}
              </Chip>
            ))}
            {narrow &&
              remarks.map((code) => (
                <Chip key={code} pressed={view.remark.includes(code)} count={facets?.remarks[code] ?? 0} onClick={() => show({ remark: toggled(view.remark, code) })}>
                  {word('remarks:label', code)}
                </Chip>
              ))}
          </div>
        </>
      )}
    </section>
  );
}
