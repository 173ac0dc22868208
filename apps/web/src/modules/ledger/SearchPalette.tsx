// Ctrl K: find anybody by name, pinyin or initials and open the file, without leaving the keyboard.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Modal } from 'antd';
import { elderList, type ElderRow } from '@shouwang/contract/ledger';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { useRested } from '../../platform/useMedia.ts';
import { useSentence } from '../../ui/states.tsx';
import { CategoryTags } from './CategoryTags.tsx';

export function SearchPalette({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['ledger', 'common', 'domain']);
  const sentence = useSentence();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const asked = useRested(text.trim(), 150);
  const found = useQuery({
    queryKey: ['search', asked],
    enabled: asked !== '',
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => call(elderList, { query: { q: asked, limit: 12 }, signal }),
  });
  const rows = asked === '' ? [] : (found.data?.rows ?? []);
  const open = (row: ElderRow | undefined): void => {
    if (row === undefined) return;
    onClose();
    void navigate({ to: '/ledger/$elderId', params: { elderId: row.id } });
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, rows.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) open(rows[at]);
    else return;
    event.preventDefault();
  };
  return (
    <Modal open onCancel={onClose} footer={null} closable={false} width={640} style={{ top: 72 }} aria-label={t('ledger:find.title')}>
      <input
        className="palette-input"
        role="combobox"
        aria-expanded={rows.length > 0}
        aria-controls="palette-list"
        aria-label={t('ledger:find.title')}
        {...(rows[at] === undefined ? {} : { 'aria-activedescendant': `found-${at}` })}
        autoFocus
        maxLength={60}
        placeholder={t('ledger:find.hint')}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKey}
      />
      <div id="palette-list" role="listbox" aria-label={t('ledger:find.title')} className="palette-list">
        {rows.map((row, index) => (
          <div key={row.id} id={`found-${index}`} role="option" aria-selected={index === at} className="palette-row" onMouseEnter={() => setAt(index)} onClick={() => open(row)}>
            <span>
              <strong>{row.name}</strong>{' '}
              <span className="quiet">
                {row.sex !== null && t(`domain:sex.${row.sex}`)} {row.age !== null && t('common:years', { count: row.age })} · {row.townName} {row.villageName}
              </span>
            </span>
            <CategoryTags categories={row.categories} />
          </div>
        ))}
      </div>
      {asked !== '' && found.data !== undefined && rows.length === 0 && <p className="quiet">{t('ledger:find.nobody')}</p>}
      {found.isError && (
        <p role="alert" className="problem">
          {sentence(found.error)}
        </p>
      )}
    </Modal>
  );
}
