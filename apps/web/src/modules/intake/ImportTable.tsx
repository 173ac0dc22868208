// One table of an import as it was understood: its kind, what each column means, its first rows. What
// was understood wrongly is set right here before anything is written.
import { useMutation } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { importForget, importMap, type ImportView } from '@shouwang/contract/intake';
import { fields, tableKinds, type TableKind } from '@shouwang/domain/intake';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { formatInstant, formatNumber } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { Tag } from '../../ui/parts.tsx';
import { useSentence } from '../../ui/states.tsx';

type Table = ImportView['tables'][number];

export function ImportTable({
  importId,
  table,
  editable,
  onChanged,
}: {
  readonly importId: string;
  readonly table: Table;
  readonly editable: boolean;
  readonly onChanged: (view: ImportView) => void;
}) {
  const { t } = useTranslation(['intake', 'domain', 'ledger']);
  const word = useWord();
  const sentence = useSentence();
  const [unfolded, setUnfolded] = useState(editable && (table.kind === null || table.missing.length > 0));
  const map = useMutation({
    mutationFn: (change: { kind: TableKind | null; columns: readonly { index: number; field: string | null }[] }) =>
      call(importMap, { params: { id: importId }, body: { tableNo: table.tableNo, kind: change.kind, columns: [...change.columns] } }),
    onSuccess: onChanged,
  });
  const forget = useMutation({ mutationFn: () => call(importForget, { params: { id: importId }, body: { tableNo: table.tableNo } }), onSuccess: onChanged });
  const columns = table.columns.map(({ index, field }) => ({ index, field }));
  const known = table.columns.filter((column) => column.field !== null && column.field !== 'other').length;
  return (
    <article className="panel">
      <div className="import-table-head">
        <button type="button" className="plain-button import-table-name" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
          <span aria-hidden="true">{unfolded ? '▾' : '▸'}</span> {table.file}
          {table.sheet !== '' && <span className="quiet"> · {table.sheet}</span>}
        </button>
        <span className="soft">{t('intake:tableSize', { rows: formatNumber(table.rows), known, columns: table.columns.length })}</span>
        {editable ? (
          <Select<TableKind | ''>
            aria-label={t('intake:kind')}
            style={{ minWidth: 190 }}
            value={table.kind ?? ''}
            loading={map.isPending}
            onChange={(kind) => map.mutate({ kind: kind === '' ? null : kind, columns })}
            options={[{ value: '', label: t('intake:notTaken') }, ...tableKinds.map((kind) => ({ value: kind, label: t(`domain:tableKind.${kind}`) }))]}
          />
        ) : (
          <Tag tone={table.kind === null ? 'plain' : 'pine'}>{table.kind === null ? t('intake:notTaken') : t(`domain:tableKind.${table.kind}`)}</Tag>
        )}
        {table.missing.length > 0 && (
          <Tag tone="danger">
            {t('intake:missing', {
              fields: table.missing
                .map((some) =>
                  some
                    .split('|')
                    .map((field) => word('intake:field', field))
                    .join(t('intake:orMark')),
                )
                .join(t('ledger:listMark')),
            })}
          </Tag>
        )}
      </div>
      {table.likeness !== null && (
        <p role="note" className="notice">
          {t(`intake:likeness.${table.likeness}`)}
        </p>
      )}
      {table.remembered !== null && (
        <p className="soft wrap-row remembered">
          {t('intake:rememberedFrom', { file: table.remembered.file, date: formatInstant(table.remembered.on), by: table.remembered.by })}
          {editable && (
            <Button size="small" type="text" loading={forget.isPending} onClick={() => forget.mutate()}>
              {t('intake:forget')}
            </Button>
          )}
        </p>
      )}
      {(map.isError || forget.isError) && (
        <p role="alert" className="problem">
          {sentence(map.error ?? forget.error)}
        </p>
      )}
      {unfolded && (
        <div className="table-box mapping" tabIndex={0} role="region" aria-label={t('intake:mappingOf', { name: table.sheet === '' ? table.file : table.sheet })}>
          <table className="data-table compact">
            <thead>
              <tr>
                {table.columns.map((column) => (
                  <th key={column.index} scope="col">
                    {column.header === '' ? '—' : column.header}
                  </th>
                ))}
              </tr>
              <tr>
                {table.columns.map((column) => (
                  <th key={column.index}>
                    {editable ? (
                      <Select<string>
                        size="small"
                        showSearch
                        optionFilterProp="label"
                        popupMatchSelectWidth={false}
                        style={{ width: 132 }}
                        aria-label={t('intake:meaningOf', { header: column.header })}
                        value={column.field ?? ''}
                        onChange={(field) =>
                          map.mutate({
                            kind: table.kind,
                            columns: columns.map((item) => (item.index === column.index ? { index: item.index, field: field === '' ? null : field } : item)),
                          })
                        }
                        options={[{ value: '', label: t('intake:notTaken') }, ...fields.map((field) => ({ value: field, label: word('intake:field', field) }))]}
                      />
                    ) : (
                      <Tag tone={column.field === null ? 'plain' : 'pine'}>{column.field === null ? t('intake:notTaken') : word('intake:field', column.field)}</Tag>
                    )}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.preview.map((row, index) => (
                <tr key={`${table.tableNo}-${index}`}>
                  {table.columns.map((column) => (
                    <td key={column.index} className="nowrap">
                      {String(row[column.index] ?? '')}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </article>
  );
}
