// 待确认 in lists: until a county has confirmed its values nearly every row rests on one of them, so it is
// said once above the rows, with how many, and each of them has a small mark.
import { useTranslation } from 'react-i18next';

/** The mark of one row. */
export function ProvisionalMark() {
  const { t } = useTranslation(['common']);
  return <span className="provisional-mark" role="img" aria-label={t('common:provisional')} title={t('common:provisionalHint')} />;
}

/** What the mark means and how many of these rows have it; nothing where none has. */
export function ProvisionalNote({ rows }: { readonly rows: readonly { readonly provisional: boolean }[] }) {
  const { t } = useTranslation(['common']);
  const count = rows.filter((row) => row.provisional).length;
  if (count === 0) return null;
  return (
    <p className="provisional-note">
      <span className="provisional-mark" aria-hidden="true" />
      {t('common:provisionalNote', { count })}
    </p>
  );
}
