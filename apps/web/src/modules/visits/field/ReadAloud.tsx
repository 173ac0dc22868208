// The button that reads what is on the screen. Where the phone has no voice there is no button.
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/field/parts.tsx';
import { useAloud } from './aloud.ts';

export function ReadAloud({ text }: { readonly text: string }) {
  const { t } = useTranslation('fieldDay');
  const { possible, reading, toggle } = useAloud(text);
  return possible ? (
    <Button icon={reading ? 'mute' : 'sound'} onPress={toggle}>
      {reading ? t('aloud.stop') : t('aloud.read')}
    </Button>
  ) : null;
}
