// Ages of men and women back to back. The table beside it says the same in figures.
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../platform/i18n/format.ts';
import type { Table } from './CrossTable.tsx';
import { useDimensionWords } from './useDimensionWords.ts';

/** Persons by age of one sex, whichever way round the table stands. */
function countOf(table: Table, ageInRows: boolean, age: string, sex: string): number {
  const [ages, sexes] = ageInRows ? [table.rows, table.columns] : [table.columns, table.rows];
  const [ageAt, sexAt] = [ages.findIndex((bucket) => bucket.code === age), sexes.findIndex((bucket) => bucket.code === sex)];
  return (ageInRows ? table.cells[ageAt]?.[sexAt] : table.cells[sexAt]?.[ageAt]) ?? 0;
}

export function AgePyramid({ table, ageInRows }: { readonly table: Table; readonly ageInRows: boolean }) {
  const { t } = useTranslation(['statistics', 'domain']);
  const words = useDimensionWords();
  const ages = (ageInRows ? table.rows : table.columns).map((bucket) => bucket.code).filter((code) => code !== 'unknown');
  const most = Math.max(1, ...ages.flatMap((age) => ['male', 'female'].map((sex) => countOf(table, ageInRows, age, sex))));
  const side = (age: string, sex: 'male' | 'female') => {
    const count = countOf(table, ageInRows, age, sex);
    return (
      <span className={`pyramid-side ${sex}`}>
        <span className="number">{formatNumber(count)}</span>
        <i style={{ width: `${(count / most) * 72}%` }} />
      </span>
    );
  };
  return (
    <div className="pyramid" role="img" aria-label={t('statistics:pyramid')}>
      <div className="pyramid-line pyramid-head">
        <span>{t('domain:sex.male')}</span>
        <span />
        <span>{t('domain:sex.female')}</span>
      </div>
      {ages.toReversed().map((age) => (
        <div className="pyramid-line" key={age}>
          {side(age, 'male')}
          <span className="pyramid-age">{words.code('age', age)}</span>
          {side(age, 'female')}
        </div>
      ))}
    </div>
  );
}
