// The state of a file's review as a tag.
import type { ReviewState } from '@shouwang/domain/reviews';
import { useTranslation } from 'react-i18next';
import { Tag, type Tone } from '../../ui/parts.tsx';

const tones: Readonly<Record<ReviewState, Tone>> = {
  imported: 'plain',
  draft: 'outline',
  submitted: 'pine',
  villageApproved: 'pine',
  townApproved: 'pine',
  filed: 'good',
  returned: 'danger',
  changed: 'amber',
};

export function StateTag({ state }: { readonly state: ReviewState }) {
  const { t } = useTranslation(['reviews']);
  return <Tag tone={tones[state]}>{t(`reviews:state.${state}`)}</Tag>;
}
