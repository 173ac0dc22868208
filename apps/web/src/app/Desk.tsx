// The desk's frame: data, theme and routes.
import { useTranslation } from 'react-i18next';
export function Desk() {
  const { t } = useTranslation();
  return <h1>{t('product')}</h1>;
}
