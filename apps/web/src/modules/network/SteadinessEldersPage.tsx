// The elders behind a figure of steadiness, those whose person changed most first.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { steadinessRows, steadyBands } from '@shouwang/contract/network';
import type { Reply } from '@shouwang/contract/route';
import { useTranslation } from 'react-i18next';
import { given } from '../../platform/address.ts';
import { call } from '../../platform/api.ts';
import { formatDate } from '../../platform/i18n/format.ts';
import type { Column } from '../../ui/DataTable.tsx';
import { PagedTable } from '../../ui/PagedTable.tsx';
import { Chip, Page, Tag } from '../../ui/parts.tsx';
import { useDivisions, useWhere } from '../divisions/useDivisions.ts';
import { elderColumn, villageColumn } from '../ledger/elderColumns.tsx';
import { useTierName } from '../policy/usePack.ts';

type Row = Reply<typeof steadinessRows>['rows'][number];
const SIZE = 50;
const bands = [...steadyBands, 'changed'] as const;

export function SteadinessEldersPage() {
  const { t } = useTranslation(['network', 'common', 'ledger']);
  const search = useSearch({ from: '/network/steadiness/elders' });
  const navigate = useNavigate();
  const tree = useDivisions();
  const tierName = useTierName();
  const { asked, prefix } = useWhere();
  const page = Number(search.page ?? '1');
  const query = { ...asked, ...given({ tier: search.tier, band: search.band }), limit: SIZE, offset: (page - 1) * SIZE };
  const rows = useQuery({ queryKey: ['steadiness', 'elders', query], placeholderData: keepPreviousData, queryFn: ({ signal }) => call(steadinessRows, { query, signal }) });
  const show = (change: { band?: (typeof bands)[number] | undefined; page?: string }): void => {
    void navigate({ to: '/network/steadiness/elders', search: given({ ...search, page: undefined, ...change }) });
  };
  const columns: readonly Column<Row>[] = [
    elderColumn(t('network:column.name')),
    villageColumn(t('common:village')),
    { key: 'tier', title: t('network:steady.tier'), nowrap: true, cell: (row) => tierName(row.tier) },
    { key: 'responsible', title: t('network:steady.responsible'), nowrap: true, cell: (row) => row.responsible ?? <Tag tone="amber">{t('ledger:uncovered')}</Tag> },
    { key: 'since', title: t('network:steady.since'), nowrap: true, cell: (row) => (row.since === null ? '—' : formatDate(row.since)) },
    {
      key: 'ended',
      title: t('network:steady.ended'),
      nowrap: true,
      cell: (row) => (row.ended === 0 ? <span className="quiet">{t('network:steady.never')}</span> : t('network:steady.times', { count: row.ended })),
    },
  ];
  return (
    <Page
      title={t('network:steady.rows')}
      lead={
        <>
          <Link to="/network/steadiness" search={given({ tier: search.tier })} className="underlined">
            ‹ {t('network:steady.title')}
          </Link>{' '}
          · {tree?.name(prefix) ?? ''}
          {search.tier !== undefined && ` · ${tierName(search.tier)}`}
          {rows.data !== undefined && ` · ${t('common:rows', { count: rows.data.count })}`}
        </>
      }
    >
      <div className="stack">
        <div className="chips">
          <Chip pressed={search.band === undefined} onClick={() => show({ band: undefined })}>
            {t('network:steady.any')}
          </Chip>
          {bands.map((band) => (
            <Chip key={band} pressed={search.band === band} onClick={() => show({ band: search.band === band ? undefined : band })}>
              {t(`network:steady.${band}`)}
            </Chip>
          ))}
        </div>
        <PagedTable
          query={rows}
          label={t('network:steady.rows')}
          columns={columns}
          rowKey={(row) => row.elderId}
          page={page}
          size={SIZE}
          go={(next) => show({ page: String(next) })}
        />
      </div>
    </Page>
  );
}
