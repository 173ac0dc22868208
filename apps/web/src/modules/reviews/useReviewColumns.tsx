// Columns of the list of files in review.
import { Link } from '@tanstack/react-router';
import { Checkbox } from 'antd';
import type { ReviewRow } from '@shouwang/contract/reviews';
import { useTranslation } from 'react-i18next';
import { formatInstant } from '../../platform/i18n/format.ts';
import type { Column } from '../../ui/DataTable.tsx';
import { villageColumn } from '../ledger/elderColumns.tsx';
import { StateTag } from './StateTag.tsx';

export function useReviewColumns({
  selected,
  toggle,
  selectable,
}: {
  readonly selected: ReadonlySet<string>;
  readonly toggle: (elderId: string) => void;
  readonly selectable: boolean;
}): readonly Column<ReviewRow>[] {
  const { t } = useTranslation(['reviews', 'domain', 'ledger', 'common']);
  return [
    {
      key: 'name',
      title: t('reviews:column.name'),
      place: 'lead',
      nowrap: true,
      cell: (row) => (
        <span className="select-name">
          {selectable && <Checkbox checked={selected.has(row.elderId)} onChange={() => toggle(row.elderId)} aria-label={t('reviews:selectOne', { name: row.name })} />}
          <Link to="/ledger/$elderId" params={{ elderId: row.elderId }} search={{ tab: 'review' }} className="person">
            {row.name}
          </Link>
        </span>
      ),
    },
    villageColumn(t('common:village')),
    { key: 'state', title: t('reviews:column.state'), nowrap: true, cell: (row) => <StateTag state={row.state} /> },
    { key: 'since', title: t('reviews:column.since'), nowrap: true, cell: (row) => (row.since === '' ? '' : formatInstant(row.since)) },
    { key: 'submittedBy', title: t('reviews:column.submittedBy'), nowrap: true, cell: (row) => row.submittedBy ?? '' },
    {
      key: 'changed',
      title: t('reviews:column.changed'),
      place: 'wide',
      cell: (row) => row.changed.map((key) => t(`domain:fact.${key as 'name'}`)).join(t('ledger:listMark')),
    },
    {
      key: 'note',
      title: t('reviews:column.note'),
      place: 'wide',
      cell: (row) => (row.deeds.some((deed) => deed.action === 'approve' && deed.bar !== null) ? <span className="quiet">{t('reviews:ownRecord')}</span> : (row.note ?? '')),
    },
  ];
}
