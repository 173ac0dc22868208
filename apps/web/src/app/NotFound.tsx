// An address that leads nowhere.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty } from '../ui/states.tsx';

export function NotFound() {
  const { t } = useTranslation(['shell']);
  return <Empty title={t('shell:notFound')} action={<Link to="/">{t('shell:nav.workbench')}</Link>} />;
}
