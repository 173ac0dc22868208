// The photos and recordings of one record: how many have arrived, which wait, and what is stuck and why.
import { useTranslation } from 'react-i18next';
import type { Attachment } from '../../../platform/attachments/attachment.ts';
import { useAttachments } from '../../../platform/attachments/useAttachments.ts';
import { useDevice } from '../../../platform/device/app.tsx';
import { useWord } from '../../../platform/i18n/useWords.ts';
import { Button, Tag } from '../../../ui/field/parts.tsx';
import { useTwoTaps } from './useDay.ts';

export function EntryAttachments({ ownerId }: { readonly ownerId: string }) {
  const { t } = useTranslation('phone');
  const all = useAttachments().of(ownerId);
  if (all.length === 0) return null;
  const sent = all.filter(({ state }) => state === 'delivered').length;
  const stuck = all.filter(({ state }) => state === 'attention');
  return (
    <>
      <p className="f-line">{sent === all.length ? t('attachments.sent', { count: all.length }) : t('attachments.some', { sent, count: all.length })}</p>
      {stuck.map((one) => (
        <Stuck key={one.id} attachment={one} />
      ))}
    </>
  );
}

function Stuck({ attachment }: { readonly attachment: Attachment }) {
  const { t } = useTranslation('phone');
  const word = useWord();
  const { engine, triggers } = useDevice();
  const { discard } = useAttachments();
  const drop = useTwoTaps(() => void discard(attachment.id));
  const again = async (): Promise<void> => {
    await engine.retry(attachment.id);
    await triggers.kick(true);
  };
  return (
    <div className="f-stack">
      <p>
        <Tag tone="danger">{t('attachments.stuck', { reason: word('errors:', attachment.refusal?.code ?? 'server.bug', attachment.refusal?.details) })}</Tag>
      </p>
      <Button onPress={() => void again()}>{t('attachments.again')}</Button>
      <Button kind={drop.asked ? 'danger' : 'quiet'} onPress={drop.tap}>
        {drop.asked ? t('attachments.dropSure') : t('attachments.drop')}
      </Button>
    </div>
  );
}
