// State of an import in a word.
import { useTranslation } from 'react-i18next';
import type { ImportView } from '@shouwang/contract/intake';
import { Tag } from '../../ui/parts.tsx';

const tones = { reading: 'plain', ready: 'pine', running: 'pine', stopped: 'amber', done: 'good', failed: 'danger' } as const;

export function ImportStateTag({ state }: { readonly state: ImportView['state'] }) {
  const { t } = useTranslation(['intake']);
  return <Tag tone={tones[state]}>{t(`intake:state.${state}`)}</Tag>;
}
