// The county's towns and villages, each with its code and what stands above it: two places of one name are
// told apart by their codes. Resettlement sites are marked here (004 第12条).
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { divisionMarkSet, type DivisionView } from '@shouwang/contract/divisions';
import { prefixOf } from '@shouwang/domain/divisions';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { useCan } from '../../platform/session.ts';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { Page, Panel, Tag } from '../../ui/parts.tsx';
import { Bones, Empty, useSentence } from '../../ui/states.tsx';
import { useDivisions, useWhere } from './useDivisions.ts';

export function DivisionsPage() {
  const { t } = useTranslation(['shell', 'common']);
  const tree = useDivisions();
  const { prefix } = useWhere();
  const mayMark = useCan()('divisions.import');
  const client = useQueryClient();
  const sentence = useSentence();
  const mark = useMutation({
    mutationFn: (division: DivisionView) =>
      call(divisionMarkSet, { params: { code: division.code }, body: { mark: 'resettlement', set: !division.marks.includes('resettlement'), note: '' } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['divisions'] }),
  });
  if (tree === undefined) return <Bones lines={12} />;
  const rows = [...tree.byCode.values()].filter((division) => division.code.startsWith(prefix) && (division.level === 'town' || division.level === 'village'));
  const above = (division: DivisionView): string =>
    tree
      .path(prefixOf(division.code))
      .slice(0, -1)
      .map((one) => one.name)
      .join(' › ');
  const columns: readonly Column<DivisionView>[] = [
    {
      key: 'name',
      title: t('shell:divisions.name'),
      place: 'lead',
      nowrap: true,
      cell: (row) => (
        <Link to="/ledger" search={{ division: prefixOf(row.code) }}>
          {row.name}
        </Link>
      ),
    },
    { key: 'above', title: t('shell:divisions.above'), cell: (row) => <span className="soft">{above(row)}</span> },
    { key: 'code', title: t('shell:divisions.code'), nowrap: true, cell: (row) => <span className="number">{row.code}</span> },
    {
      key: 'place',
      title: t('shell:divisions.place'),
      nowrap: true,
      cell: (row) => (row.lng === null || row.lat === null ? <Tag tone="amber">{t('shell:divisions.noPlace')}</Tag> : `${row.lng.toFixed(4)}, ${row.lat.toFixed(4)}`),
    },
    {
      key: 'marks',
      title: t('shell:divisions.marks'),
      nowrap: true,
      cell: (row) => {
        const set = row.marks.includes('resettlement');
        return (
          <span className="wrap-row">
            {set && <Tag tone="pine">{t('shell:divisions.resettlement')}</Tag>}
            {mayMark && (
              <Button size="small" type="link" loading={mark.isPending && mark.variables.code === row.code} onClick={() => mark.mutate(row)}>
                {set ? t('shell:divisions.unmark') : t('shell:divisions.markResettlement')}
              </Button>
            )}
          </span>
        );
      },
    },
  ];
  return (
    <Page title={t('shell:nav.divisions')} lead={t('shell:divisions.lead', { count: rows.length })}>
      {mark.error !== null && <p role="alert">{sentence(mark.error)}</p>}
      {rows.length === 0 ? (
        <Panel bare>
          <Empty title={t('shell:divisions.nothing')} />
        </Panel>
      ) : (
        <DataTable label={t('shell:nav.divisions')} columns={columns} rows={rows} rowKey={(row) => row.code} />
      )}
    </Page>
  );
}
