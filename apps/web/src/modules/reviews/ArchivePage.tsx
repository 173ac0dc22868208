// The archive register of a division: whose paper copies are missing, where the others lie; many
// registered at once, as a town does when it files a box.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Checkbox, Select } from 'antd';
import { archiveList, archiveWorkbook, archivedForms, paperHolders, type ArchiveRow } from '@shouwang/contract/reviews';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { given } from '../../platform/address.ts';
import { call, file } from '../../platform/api.ts';
import { useCan } from '../../platform/session.ts';
import type { Column } from '../../ui/DataTable.tsx';
import { ExportAction } from '../../ui/ExportAction.tsx';
import { PagedTable } from '../../ui/PagedTable.tsx';
import { Chip, Page, Tag } from '../../ui/parts.tsx';
import { useWhere } from '../divisions/useDivisions.ts';
import { villageColumn } from '../ledger/elderColumns.tsx';
import { CopyForm } from './CopyForm.tsx';
import { useCopyText } from './useCopyText.ts';
import './reviews.css';

const SIZE = 50;
const shows = ['missing', 'complete', 'all'] as const;
type Form = (typeof archivedForms)[number];

export function ArchivePage() {
  const { t } = useTranslation(['reviews', 'common']);
  const search = useSearch({ from: '/archive' });
  const navigate = useNavigate();
  const { asked } = useWhere();
  const can = useCan();
  const textOf = useCopyText();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [isRegistering, setRegistering] = useState(false);
  const form: Form = search.form ?? 'informationForm';
  const show: (typeof shows)[number] = search.show ?? 'missing';
  const page = Number(search.page ?? '1');
  const query = { ...asked, form, show, limit: SIZE, offset: (page - 1) * SIZE };
  const archive = useQuery({ queryKey: ['archive', query], placeholderData: keepPreviousData, queryFn: ({ signal }) => call(archiveList, { query, signal }) });
  const go = (change: { form?: Form | undefined; show?: 'complete' | 'all' | undefined; page?: string }): void => {
    setSelected(new Set());
    void navigate({ to: '/archive', search: given({ ...search, page: undefined, ...change }) });
  };
  const mayRegister = can('archive.manage');
  const expected = archive.data?.expected ?? null;
  const rows = archive.data?.rows ?? [];
  const holders = paperHolders.filter(
    (holder) => expected === null || expected[holder] > 0 || rows.some((row) => row.copies.some((copy) => copy.holder === holder && copy.copies > 0)),
  );
  const toggle = (elderId: string): void => setSelected((before) => new Set(before.has(elderId) ? [...before].filter((id) => id !== elderId) : [...before, elderId]));
  const columns: readonly Column<ArchiveRow>[] = [
    {
      key: 'name',
      title: t('reviews:column.name'),
      place: 'lead',
      nowrap: true,
      cell: (row) => (
        <span className="select-name">
          {mayRegister && <Checkbox checked={selected.has(row.elderId)} onChange={() => toggle(row.elderId)} aria-label={t('reviews:selectOne', { name: row.name })} />}
          <Link to="/ledger/$elderId" params={{ elderId: row.elderId }} className="person">
            {row.name}
          </Link>
        </span>
      ),
    },
    villageColumn(t('common:village')),
    ...holders.map((holder): Column<ArchiveRow> => ({
      key: holder,
      title: t(`reviews:archive.holder.${holder}`),
      nowrap: true,
      cell: (row) => {
        const held = row.copies.find((copy) => copy.holder === holder)?.copies ?? 0;
        if (held > 0) return t('reviews:archive.held', { copies: held });
        return (expected?.[holder] ?? 0) > 0 ? <Tag tone="amber">{t('reviews:archive.missing')}</Tag> : '';
      },
    })),
    { key: 'where', title: t('reviews:archive.columnWhere'), place: 'wide', cell: (row) => textOf(row.copies) },
  ];
  const rule =
    expected === null
      ? t('reviews:archive.noExpected')
      : t('reviews:archive.expected', {
          parts: paperHolders
            .filter((holder) => expected[holder] > 0)
            .map((holder) => t('reviews:archive.part', { holder: t(`reviews:archive.holder.${holder}`), count: expected[holder] }))
            .join(' · '),
        });
  return (
    <Page
      title={t('reviews:archive.title')}
      lead={archive.data === undefined ? t('common:loading') : `${t('reviews:archive.count', { count: archive.data.count, all: archive.data.all })} · ${rule}`}
      actions={
        can('elders.export') && <ExportAction title={t('reviews:archive.exportTitle')} take={(reason) => file(archiveWorkbook, { query: { ...asked, form, show, reason } })} />
      }
    >
      <div className="stack">
        <div className="bulk-bar no-print">
          <Select<Form>
            value={form}
            onChange={(value) => go({ form: value === 'informationForm' ? undefined : value })}
            options={archivedForms.map((one) => ({ value: one, label: t(`reviews:archive.form.${one}`) }))}
            aria-label={t('reviews:archive.title')}
            style={{ minWidth: 150 }}
          />
          <span className="chips">
            {shows.map((one) => (
              <Chip key={one} pressed={show === one} onClick={() => go({ show: one === 'missing' ? undefined : one })}>
                {t(`reviews:archive.show.${one}`)}
              </Chip>
            ))}
          </span>
          {mayRegister && rows.length > 0 && (
            <Button size="small" onClick={() => setSelected(selected.size > 0 ? new Set() : new Set(rows.map((row) => row.elderId)))}>
              {selected.size > 0 ? t('reviews:selectNone') : t('reviews:selectAll')}
            </Button>
          )}
          {selected.size > 0 && (
            <Button size="small" type="primary" onClick={() => setRegistering(true)}>
              {t('reviews:archive.registerMany', { count: selected.size })}
            </Button>
          )}
        </div>
        <PagedTable
          query={archive}
          lines={10}
          label={t('reviews:archive.title')}
          columns={columns}
          rowKey={(row) => row.elderId}
          page={page}
          size={SIZE}
          go={(next) => go({ page: String(next) })}
          empty={{ title: show === 'missing' ? t('reviews:archive.nothing') : t('common:empty') }}
        />
      </div>
      {isRegistering && (
        <CopyForm
          elderIds={[...selected]}
          form={form}
          expected={expected}
          known={[]}
          close={() => {
            setRegistering(false);
            setSelected(new Set());
          }}
        />
      )}
    </Page>
  );
}
