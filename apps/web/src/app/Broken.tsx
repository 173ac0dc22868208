// What is shown when the phone does not let the app keep anything, instead of a white page.
import { useTranslation } from 'react-i18next';
import { Button, Heading, Notice } from '../ui/field/parts.tsx';

export function Broken({ why }: { readonly why: 'storage' | 'unexpected' }) {
  const { t } = useTranslation('field');
  return (
    <div className="f-app">
      <main className="f-main">
        <Heading>{t('broken.title')}</Heading>
        <Notice tone="danger" icon="alarm">
          {t(`broken.${why}`)}
        </Notice>
        <Button kind="primary" onPress={() => location.reload()}>
          {t('broken.reload')}
        </Button>
      </main>
    </div>
  );
}
