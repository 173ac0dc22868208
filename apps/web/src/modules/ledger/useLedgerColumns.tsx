// Columns of the ledger's list.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ElderRow } from '@shouwang/contract/ledger';
import { formatDate } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import type { Column } from '../../ui/DataTable.tsx';
import { Tag } from '../../ui/parts.tsx';
import { Place } from '../divisions/Place.tsx';
import { CategoryTags, TierTag } from './CategoryTags.tsx';

export function useLedgerColumns(): readonly Column<ElderRow>[] {
  const { t } = useTranslation(['ledger', 'common', 'domain']);
  const word = useWord();
  return [
    {
      key: 'name',
      title: t('ledger:column.name'),
      place: 'lead',
      nowrap: true,
      sortKey: 'name',
      cell: (row) => (
        <Link to="/ledger/$elderId" params={{ elderId: row.id }} className="person">
          {row.name}
        </Link>
      ),
    },
    {
      key: 'age',
      title: t('ledger:column.age'),
      nowrap: true,
      sortKey: 'age',
      cell: (row) =>
        [row.sex === null ? null : t(`domain:sex.${row.sex}`), row.age === null ? null : t('common:years', { count: row.age })].filter((part) => part !== null).join(' · '),
    },
    { key: 'categories', title: t('ledger:column.categories'), cell: (row) => (row.categories.length === 0 ? '' : <CategoryTags categories={row.categories} />) },
    { key: 'tier', title: t('ledger:column.tier'), cell: (row) => (row.tier === null && !row.provisional ? '' : <TierTag tier={row.tier} provisional={row.provisional} listed />) },
    { key: 'village', title: t('common:village'), sortKey: 'division', nowrap: true, cell: (row) => <Place village={row.villageName} town={row.townName} /> },
    { key: 'group', title: t('ledger:column.group'), nowrap: true, cell: (row) => row.group ?? '' },
    { key: 'responsible', title: t('ledger:column.responsible'), nowrap: true, cell: (row) => row.responsible ?? <Tag tone="amber">{t('ledger:uncovered')}</Tag> },
    {
      key: 'lastVisit',
      title: t('ledger:column.lastVisit'),
      nowrap: true,
      sortKey: 'lastVisit',
      cell: (row) => (row.lastVisitOn === null ? <span className="quiet">{t('ledger:never')}</span> : formatDate(row.lastVisitOn)),
    },
    {
      key: 'remarks',
      title: t('ledger:column.remarks'),
      cell: (row) =>
        row.remarks.length === 0 ? (
          ''
        ) : (
          <span className="tags">
            {row.remarks.map((code) => (
              <Tag key={code} tone="amber">
                {word('remarks:label', code)}
              </Tag>
            ))}
          </span>
        ),
    },
    { key: 'idNo', title: t('ledger:column.idNo'), nowrap: true, cell: (row) => row.idNoMasked },
    { key: 'phone', title: t('ledger:column.phone'), nowrap: true, cell: (row) => row.phoneMasked },
  ];
}
