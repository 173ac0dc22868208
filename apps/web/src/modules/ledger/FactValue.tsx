// A fact's value on the page: a list of people, medicines or subsidies as a small table, all else in words.
import type { ElderFile } from '@shouwang/contract/ledger';
import { factCatalogue, type FactKey } from '@shouwang/domain/ledger';
import { useTranslation } from 'react-i18next';
import { useWord } from '../../platform/i18n/useWords.ts';
import { valueText } from './factText.ts';
import { useFactText, useFactWords } from './useFactText.ts';

/** Lists that are called or asked in order. */
const numbered: readonly FactKey[] = ['contacts'];

export function FactValue({ file, factKey, value }: { readonly file: ElderFile; readonly factKey: FactKey; readonly value: unknown }) {
  const { t } = useTranslation(['ledger', 'domain']);
  const word = useWord();
  const words = useFactWords();
  const text = useFactText(file);
  const { shape } = factCatalogue[factKey];
  if (shape.kind !== 'records' || !Array.isArray(value) || value.length === 0) return <span className="fact-text">{text(factKey, value)}</span>;
  const rows = value as readonly Readonly<Record<string, unknown>>[];
  const fields = Object.entries(shape.fields).filter(([name]) => rows.some((row) => row[name] !== undefined));
  const isNumbered = numbered.includes(factKey);
  return (
    <div className="fact-table" role="region" tabIndex={0} aria-label={t(`domain:fact.${factKey}`)}>
      <table>
        <thead>
          <tr>
            {isNumbered && <th scope="col">{t('ledger:order')}</th>}
            {fields.map(([name]) => (
              <th key={name} scope="col">
                {word('domain:factField', name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {isNumbered && <td className="number">{index + 1}</td>}
              {fields.map(([name, field]) => (
                <td key={name}>{row[name] === undefined ? <span className="quiet">—</span> : valueText(field, row[name], words)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
