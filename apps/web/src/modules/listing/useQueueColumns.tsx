// What each queue shows of a person: why the rules propose it, or what was decided and since when.
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ListingQueue, ListingRow } from '@shouwang/contract/listing';
import type { ListDecision } from '@shouwang/domain/listing';
import { useTranslation } from 'react-i18next';
import { formatDate } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import type { Column } from '../../ui/DataTable.tsx';
import { Tag } from '../../ui/parts.tsx';
import { CategoryTags, TierTag } from '../ledger/CategoryTags.tsx';
import { villageColumn } from '../ledger/elderColumns.tsx';
import { InclusionDecision } from './InclusionDecision.tsx';

interface Acting {
  readonly mayDecide: boolean;
  readonly decisions: readonly ListDecision[];
  readonly decide: (row: ListingRow, decision: ListDecision) => void;
}

/** Categories with the clauses of the rules that gave them. */
function Grounds({ row }: { readonly row: ListingRow }) {
  const { t } = useTranslation(['listing', 'common']);
  const clauses = [...new Set(row.reasons.filter((reason) => row.categories.some((category) => category === reason.result)).map((reason) => reason.source.clause))];
  return (
    <span className="grounds">
      <span className="tags">
        <CategoryTags categories={row.categories} />
        {row.tier !== null && <TierTag tier={row.tier} provisional={row.provisional} listed />}
      </span>
      {clauses.length > 0 && <span className="panel-note">{t('listing:rule', { clause: clauses.join(t('listing:listMark')) })}</span>}
    </span>
  );
}

export function useQueueColumns(queue: ListingQueue, { mayDecide, decisions, decide }: Acting): readonly Column<ListingRow>[] {
  const { t } = useTranslation(['listing', 'common', 'domain']);
  const word = useWord();
  const name: Column<ListingRow> = {
    key: 'name',
    title: t('listing:column.elder'),
    place: 'lead',
    nowrap: true,
    cell: (row) => (
      <>
        <Link to="/ledger/$elderId" params={{ elderId: row.elderId }} className="person">
          {row.elderName}
        </Link>{' '}
        <span className="quiet">
          {[row.sex === null ? '' : t(`domain:sex.${row.sex}`), row.age === null ? '' : t('common:years', { count: row.age })].filter((part) => part !== '').join(' · ')}
        </span>
      </>
    ),
  };
  const place: Column<ListingRow> = villageColumn(t('common:village'));
  const grounds: Column<ListingRow> = { key: 'grounds', title: t('listing:column.categories'), place: 'wide', cell: (row) => <Grounds row={row} /> };
  const formerly: Column<ListingRow> = {
    key: 'formerly',
    title: t('listing:column.formerly'),
    cell: (row) =>
      row.formerly === null ? (
        <span className="quiet">{t('listing:noneNow')}</span>
      ) : (
        <span className="grounds">
          <CategoryTags categories={row.formerly.categories} />
          <span className="panel-note">{t('listing:until', { date: formatDate(row.formerly.until) })}</span>
        </span>
      ),
  };
  const since: Column<ListingRow> = { key: 'since', title: t('listing:column.since'), nowrap: true, cell: (row) => (row.since === null ? '' : formatDate(row.since)) };
  const cause: Column<ListingRow> = {
    key: 'cause',
    title: t('listing:column.cause'),
    nowrap: true,
    cell: (row) => (row.cause === null ? '' : <Tag>{word('listing:cause', row.cause)}</Tag>),
  };
  const act: Column<ListingRow> = {
    key: 'act',
    title: t('listing:column.act'),
    place: 'wide',
    cell: (row) => (
      <span className="wrap-row">
        {decisions.map((decision) => (
          <Button key={decision} size="small" onClick={() => decide(row, decision)}>
            {t(`listing:decision.${decision}`)}
          </Button>
        ))}
      </span>
    ),
  };
  const acts = decisions.length > 0 ? [act] : [];
  switch (queue) {
    case 'include':
      return [name, place, grounds, ...acts];
    case 'leave':
      return [name, place, formerly, ...acts];
    case 'left':
      return [name, place, formerly, since, ...acts];
    case 'byHand':
      return [
        name,
        place,
        {
          key: 'inclusion',
          title: t('listing:column.inclusion'),
          cell: (row) =>
            row.inclusion !== null && (
              <span className="grounds">
                <CategoryTags categories={[row.inclusion.category]} />
                <span className="panel-note">{t('listing:until', { date: formatDate(row.inclusion.to) })}</span>
              </span>
            ),
        },
        { key: 'reason', title: t('listing:column.reason'), place: 'wide', cell: (row) => row.inclusion?.reason ?? '' },
        ...(mayDecide
          ? [
              {
                key: 'act',
                title: t('listing:column.act'),
                place: 'wide' as const,
                cell: (row: ListingRow) => row.inclusion !== null && <InclusionDecision inclusion={row.inclusion} state="proposed" />,
              },
            ]
          : []),
      ];
    case 'refused':
      return [name, place, grounds, since];
    case 'suspended':
      return [name, place, grounds, cause, since];
    case 'closed':
      return [
        name,
        place,
        cause,
        since,
        { key: 'retain', title: t('listing:column.retain'), nowrap: true, cell: (row) => (row.retainUntil === null ? '' : formatDate(row.retainUntil)) },
      ];
  }
}
