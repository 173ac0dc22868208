// Categories and tier as tags, in the words of the county's own policy pack where it has them.
import { useTranslation } from 'react-i18next';
import type { Category } from '@shouwang/domain/ledger';
import { Tag } from '../../ui/parts.tsx';
import { useTierName } from '../policy/usePack.ts';

export function CategoryTags({ categories }: { readonly categories: readonly Category[] }) {
  const { t } = useTranslation(['domain']);
  if (categories.length === 0) return null;
  return (
    <span className="tags">
      {categories.map((category) => (
        <Tag key={category} tone="pine">
          {t(`domain:category.${category}`)}
        </Tag>
      ))}
    </span>
  );
}

export function TierTag({ tier, provisional }: { readonly tier: string | null; readonly provisional?: boolean }) {
  const { t } = useTranslation(['common']);
  const tierName = useTierName();
  return (
    <span className="tags">
      {tier !== null && <Tag tone="outline">{tierName(tier)}</Tag>}
      {provisional === true && (
        <span className="tag tag-amber" title={t('provisionalHint')}>
          {t('provisional')}
        </span>
      )}
    </span>
  );
}
