// One remark of a row as a sentence, with its column and what stood there.
import type { ImportRow } from '@shouwang/contract/intake';
import { useTranslation } from 'react-i18next';
import { useWord } from '../../platform/i18n/useWords.ts';

export function RemarkList({ remarks }: { readonly remarks: ImportRow['remarks'] }) {
  const { t } = useTranslation(['intake']);
  const word = useWord();
  return (
    <ul className="remark-list">
      {remarks.map((remark, index) => (
        <li key={`${remark.code}${index}`}>
          {remark.column !== '' && <span className="quiet">{t('intake:columnNamed', { column: remark.column })} </span>}
          {word('remarks:sentence', remark.code, remark.details ?? {})}
          {remark.found !== undefined && remark.found !== '' && <span className="quiet"> {t('intake:found', { found: remark.found })}</span>}
        </li>
      ))}
    </ul>
  );
}
