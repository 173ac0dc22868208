// 三留守导出: the columns of the national record as the county wants them, each under its own heading and in
// its own order, and the workbook made of them.
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, DownloadOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Select } from 'antd';
import { groupLayoutGet, groupLayoutSet, groupWorkbook, type GroupLayoutView } from '@shouwang/contract/intake';
import { groupFields, groupHeadings, type GroupColumn, type GroupField } from '@shouwang/domain/intake';
import { categories, type Category } from '@shouwang/domain/ledger';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, file } from '../../platform/api.ts';
import { formatInstant } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { saveFile } from '../../platform/save.ts';
import { useCan } from '../../platform/session.ts';
import { Page, Panel } from '../../ui/parts.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { Loaded, useSentence } from '../../ui/states.tsx';
import { useWhere } from '../divisions/useDivisions.ts';
import './intake.css';

type Layout = Pick<GroupLayoutView, 'columns' | 'categories'>;

function moved(columns: readonly GroupColumn[], from: number, to: number): readonly GroupColumn[] {
  const next = [...columns];
  const [column] = next.splice(from, 1);
  if (column !== undefined) next.splice(to, 0, column);
  return next;
}

function Columns({
  columns,
  editable,
  change,
}: {
  readonly columns: readonly GroupColumn[];
  readonly editable: boolean;
  readonly change: (columns: readonly GroupColumn[]) => void;
}) {
  const { t } = useTranslation(['intake']);
  const word = useWord();
  const absent = groupFields.filter((field) => !columns.some((column) => column.field === field));
  return (
    <div className="stack">
      <ol className="group-columns">
        {columns.map((column, at) => (
          <li key={column.field}>
            <span className="group-no" aria-hidden="true">
              {at + 1}
            </span>
            <span className="group-item">{word('intake:group.item', column.field)}</span>
            {editable ? (
              <>
                <input
                  className="text-input"
                  maxLength={40}
                  aria-label={t('intake:group.headingOf', { item: word('intake:group.item', column.field) })}
                  value={column.heading}
                  onChange={(event) => change(columns.map((one) => (one === column ? { ...one, heading: event.target.value } : one)))}
                />
                <Button
                  size="small"
                  type="text"
                  icon={<ArrowUpOutlined />}
                  aria-label={t('intake:group.up')}
                  disabled={at === 0}
                  onClick={() => change(moved(columns, at, at - 1))}
                />
                <Button
                  size="small"
                  type="text"
                  icon={<ArrowDownOutlined />}
                  aria-label={t('intake:group.down')}
                  disabled={at === columns.length - 1}
                  onClick={() => change(moved(columns, at, at + 1))}
                />
                <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t('intake:group.remove')} onClick={() => change(columns.filter((one) => one !== column))} />
              </>
            ) : (
              <span>{column.heading}</span>
            )}
          </li>
        ))}
      </ol>
      {editable && absent.length > 0 && (
        <Select<GroupField | null>
          aria-label={t('intake:group.add')}
          placeholder={t('intake:group.add')}
          style={{ minWidth: 240 }}
          value={null}
          showSearch
          optionFilterProp="label"
          onChange={(field) => {
            if (field !== null) change([...columns, { field, heading: groupHeadings[field] }]);
          }}
          options={absent.map((field) => ({ value: field, label: word('intake:group.item', field) }))}
        />
      )}
    </div>
  );
}

function Editor({ view }: { readonly view: GroupLayoutView }) {
  const { t } = useTranslation(['intake', 'common', 'domain']);
  const sentence = useSentence();
  const allowed = useCan();
  const client = useQueryClient();
  const { asked } = useWhere();
  const [layout, setLayout] = useState<Layout>(view);
  const [reveal, setReveal] = useState(false);
  const [exporting, setExporting] = useState(false);
  const editable = allowed('policy.confirm');
  const save = useMutation({
    mutationFn: (next: Layout | null) => call(groupLayoutSet, { body: { layout: next === null ? null : { columns: [...next.columns], categories: [...next.categories] } } }),
    onSuccess: (next) => {
      client.setQueryData(['groupLayout'], next);
      setLayout(next);
    },
  });
  const columnsChanged = JSON.stringify(layout.columns) !== JSON.stringify(view.columns);
  const isChanged = columnsChanged || JSON.stringify(layout.categories) !== JSON.stringify(view.categories);
  const isWhole = layout.columns.length > 0 && layout.columns.every(({ heading }) => heading.trim() !== '');
  return (
    <div className="stack">
      <Panel title={t('intake:group.take')} note={t('intake:group.takeNote')}>
        <div className="stack">
          <div className="field">
            <label htmlFor="groups">{t('intake:group.whom')}</label>
            <Select<Category[]>
              id="groups"
              mode="multiple"
              placeholder={t('intake:group.everybody')}
              value={[...layout.categories]}
              onChange={(chosen) => setLayout({ ...layout, categories: chosen })}
              options={categories.map((category) => ({ value: category, label: t(`domain:category.${category}`) }))}
            />
          </div>
          {allowed('elders.reveal') && (
            <Checkbox checked={reveal} onChange={(event) => setReveal(event.target.checked)}>
              {t('intake:group.reveal')}
            </Checkbox>
          )}
          <div className="wrap-row">
            <Button type="primary" icon={<DownloadOutlined />} disabled={columnsChanged} onClick={() => setExporting(true)}>
              {t('common:export')}
            </Button>
            {columnsChanged && <span className="soft">{t('intake:group.saveFirst')}</span>}
          </div>
        </div>
      </Panel>
      <Panel
        title={t('intake:group.columns')}
        note={view.edited === null ? t('intake:group.national') : t('intake:group.own', { by: view.edited.by, date: formatInstant(view.edited.on) })}
        actions={
          editable ? (
            <>
              {view.edited !== null && (
                <Button loading={save.isPending} onClick={() => save.mutate(null)}>
                  {t('intake:group.backToNational')}
                </Button>
              )}
              <Button type="primary" disabled={!isChanged || !isWhole} loading={save.isPending} onClick={() => save.mutate(layout)}>
                {t('common:save')}
              </Button>
            </>
          ) : undefined
        }
      >
        {save.isError && (
          <p role="alert" className="problem">
            {sentence(save.error)}
          </p>
        )}
        <Columns columns={layout.columns} editable={editable} change={(columns) => setLayout({ ...layout, columns: [...columns] })} />
      </Panel>
      {exporting && (
        <ReasonDialog
          title={t('intake:group.exportTitle')}
          lead={reveal ? t('intake:group.exportRevealed') : t('intake:group.exportMasked')}
          confirmLabel={t('common:export')}
          onConfirm={async (reason) =>
            saveFile(await file(groupWorkbook, { query: { ...asked, category: layout.categories, everybody: layout.categories.length === 0, reveal, reason } }))
          }
          onClose={() => setExporting(false)}
        />
      )}
    </div>
  );
}

export function GroupsPage() {
  const { t } = useTranslation(['intake', 'shell']);
  const layout = useQuery({ queryKey: ['groupLayout'], queryFn: ({ signal }) => call(groupLayoutGet, { signal }) });
  return (
    <Page title={t('shell:nav.groups')} lead={t('intake:group.lead')}>
      <Loaded query={layout} lines={12}>
        {(view) => <Editor key={view.edited?.on ?? 'national'} view={view} />}
      </Loaded>
    </Page>
  );
}
