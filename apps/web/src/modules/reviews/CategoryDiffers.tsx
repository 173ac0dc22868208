// The line on a file whose category in the office's ledger is not what the rules give: both side by side.
import type { ElderFile } from '@shouwang/contract/ledger';
import type { Category } from '@shouwang/domain/ledger';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../ui/parts.tsx';

export function CategoryDiffers({ file }: { readonly file: ElderFile }) {
  const { t } = useTranslation(['reviews', 'domain', 'ledger']);
  if (!file.row.remarks.includes('category.differs')) return null;
  const words = (categories: readonly Category[]): string => categories.map((category) => t(`domain:category.${category}`)).join(t('ledger:listMark'));
  const stated = (file.facts.find((fact) => fact.key === 'statedCategories' && fact.effective)?.value ?? []) as readonly Category[];
  return (
    <div style={{ marginBlockStart: 12 }}>
      <Notice>
        <strong>{t('reviews:differs')}</strong>
        <div>{t('reviews:differsText', { stated: words(stated), given: file.row.categories.length === 0 ? t('reviews:noCategory') : words(file.row.categories) })}</div>
      </Notice>
    </div>
  );
}
