// Categories and tier as tags, in the words of the county's own policy pack where it has them.
import { useTranslation } from 'react-i18next';
import type { Category } from '@shouwang/domain/ledger';
import { Tag } from '../../ui/parts.tsx';
import { ProvisionalMark } from '../../ui/Provisional.tsx';
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

/** `listed`: in a list, above which it is said what the mark means. */
export function TierTag({ tier, provisional, listed }: { readonly tier: string | null; readonly provisional?: boolean; readonly listed?: true }) {
  const { t } = useTranslation(['common']);
  const tierName = useTierName();
  return (
    <span className="tags">
      {tier !== null && <Tag tone="outline">{tierName(tier)}</Tag>}
      {provisional === true && listed === true && <ProvisionalMark />}
      {provisional === true && listed !== true && (
        <span className="tag tag-amber" title={t('provisionalHint')}>
          {t('provisional')}
        </span>
      )}
    </span>
  );
}
