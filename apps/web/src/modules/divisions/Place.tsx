// Village and town of a person in one line; somebody whose village is not settled is said to be so.
import { useTranslation } from 'react-i18next';

export function Place({ village, town }: { readonly village: string; readonly town: string }) {
  const { t } = useTranslation(['shell']);
  if (village === '' && town === '') return <span className="quiet">{t('shell:placeUnknown')}</span>;
  return (
    <>
      {village} <span className="quiet">{town}</span>
    </>
  );
}
