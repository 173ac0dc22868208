// A row as it was read, cell by cell under the names of its columns, the wrong ones marked. Corrected, it
// is taken in by the same rules; what is still not clear is said at once and can be corrected further.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { importRowCorrect, importRowGet, type ImportRow, type ImportRowCells } from '@shouwang/contract/intake';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { Notice, Tag } from '../../ui/parts.tsx';
import { Loaded, useSentence } from '../../ui/states.tsx';
import { RemarkList } from './RemarkList.tsx';

type Cell = ImportRowCells['cells'][number];
const LONG = 30;

function CellField({ cell, text, change }: { readonly cell: Cell; readonly text: string; readonly change: (text: string) => void }) {
  const { t } = useTranslation(['intake']);
  const word = useWord();
  const id = `cell-${cell.index}`;
  const props = {
    id,
    value: text,
    maxLength: 4000,
    'aria-invalid': cell.isWrong,
    onChange: (event: { readonly target: { readonly value: string } }) => change(event.target.value),
  };
  return (
    <div className={cell.isWrong ? 'field cell-field wrong' : 'field cell-field'}>
      <label htmlFor={id}>
        {cell.header === '' ? t('intake:columnNo', { column: cell.index + 1 }) : cell.header}
        {cell.field !== null && <span className="quiet"> · {word('intake:field', cell.field)}</span>}
        {cell.isWrong && <Tag tone="danger">{t('intake:toCheck')}</Tag>}
      </label>
      {text.length > LONG || text.includes('\n') ? (
        <textarea className="text-input" rows={Math.min(6, Math.ceil(text.length / LONG))} {...props} />
      ) : (
        <input className="text-input" {...props} />
      )}
    </div>
  );
}

function Form({ importId, shown, close }: { readonly importId: string; readonly shown: ImportRowCells; readonly close: () => void }) {
  const { t } = useTranslation(['intake', 'common']);
  const sentence = useSentence();
  const client = useQueryClient();
  const [data, setData] = useState(shown);
  const [entered, setEntered] = useState<Readonly<Record<number, string>>>({});
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { row } = data;
  const save = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const cells = Object.entries(entered).map(([index, text]) => ({ index: Number(index), text }));
      const next = await call(importRowCorrect, { params: { id: importId, seq: row.seq }, body: { cells } });
      setData(next);
      setEntered({});
      await client.invalidateQueries({ queryKey: ['import', importId] });
      if (next.row.outcome === 'accepted') close();
    } catch (error) {
      setProblem(sentence(error));
    } finally {
      setBusy(false);
    }
  };
  // What is wrong comes first; columns that are not taken come last.
  const rank = (cell: Cell): number => (cell.isWrong ? 0 : cell.field === null ? 2 : 1);
  const cells = data.cells.toSorted((a, b) => rank(a) - rank(b));
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p className="soft">
        {row.file}
        {row.sheet !== '' && ` · ${row.sheet}`} · {t('intake:rowNo', { row: row.row })}
      </p>
      {row.remarks.length > 0 && (
        <Notice tone={row.outcome === 'rejected' ? 'danger' : 'amber'}>
          <strong>{t(`intake:outcome.${row.outcome}`)}</strong>
          <RemarkList remarks={row.remarks} />
        </Notice>
      )}
      {row.settled !== null && row.remarks.length === 0 && <Notice tone="pine">{t('intake:correctedNow')}</Notice>}
      <div className="cell-fields">
        {cells.map((cell) => (
          <CellField key={cell.index} cell={cell} text={entered[cell.index] ?? cell.text} change={(text) => setEntered({ ...entered, [cell.index]: text })} />
        ))}
      </div>
      {problem !== null && (
        <p role="alert" className="problem">
          {problem}
        </p>
      )}
      <div className="wrap-row">
        <Button type="primary" htmlType="submit" loading={busy} disabled={Object.keys(entered).length === 0}>
          {t('intake:takeCorrected')}
        </Button>
        <Button onClick={close}>{t('common:close')}</Button>
      </div>
    </form>
  );
}

export function CorrectRow({ importId, row, close }: { readonly importId: string; readonly row: ImportRow; readonly close: () => void }) {
  const { t } = useTranslation(['intake']);
  const cells = useQuery({
    queryKey: ['importRow', importId, row.seq],
    gcTime: 0,
    staleTime: 0,
    queryFn: ({ signal }) => call(importRowGet, { params: { id: importId, seq: row.seq }, signal }),
  });
  return (
    <Drawer open width={560} title={t('intake:correctTitle', { name: row.name === '' ? t('intake:rowNo', { row: row.row }) : row.name })} onClose={close}>
      <Loaded query={cells} lines={10}>
        {(data) => <Form importId={importId} shown={data} close={close} />}
      </Loaded>
    </Drawer>
  );
}
