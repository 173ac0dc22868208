// On the first screen: some visits are asked about. One line, no alarm.
import type { FieldDoubt } from '@shouwang/contract/plausibility';
import { useTranslation } from 'react-i18next';
import { useSnapshot } from '../../../platform/device/app.tsx';
import { LinkButton } from '../../../ui/field/parts.tsx';
import { address } from '../../../ui/field/route.ts';
import { doubtViews, VISIT_DOUBT } from './doubts.ts';

export function DoubtNotice() {
  const { t } = useTranslation('field');
  const { feed, outbox } = useSnapshot();
  const count = doubtViews(feed.get(VISIT_DOUBT) as ReadonlyMap<string, FieldDoubt> | undefined, outbox).filter(({ state }) => state === 'asked').length;
  if (count === 0) return null;
  return (
    <LinkButton icon="pen" to={address('doubts')}>
      {t('doubts.notice', { count })}
    </LinkButton>
  );
}
