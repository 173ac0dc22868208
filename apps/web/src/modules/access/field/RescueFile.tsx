// The last resort: what cannot be sent leaves as a sealed file, shared or saved, and stays on the phone.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDevice, useSnapshot } from '../../../platform/device/app.tsx';
import { letterOf, sealLetter } from '../../../platform/outbox/letter.ts';
import { unsent } from '../../../platform/outbox/outbox.ts';
import { saveFile } from '../../../platform/save.ts';
import { Button, Notice } from '../../../ui/field/parts.tsx';

export function RescueFile() {
  const { t } = useTranslation('phone');
  const { store, now } = useDevice();
  const { outbox, session } = useSnapshot();
  const [said, setSaid] = useState<'made' | 'noKey' | null>(null);
  if (session === null || unsent(outbox) === 0) return null;
  const make = async (): Promise<void> => {
    const key = await store.get<string>('sync', 'letterKey');
    if (key === undefined) return setSaid('noKey');
    const at = new Date(now()).toISOString();
    const text = await sealLetter(letterOf(outbox, session.deviceId, at), key);
    const name = `${t('rescue.file')}-${at.slice(0, 16).replaceAll(/[:T]/g, '-')}.shouwang`;
    const file = new File([text], name, { type: 'application/octet-stream' });
    if (navigator.canShare?.({ files: [file] }) === true) {
      // Whoever closes the share sheet has not been given a file.
      const shared = await navigator.share({ files: [file] }).then(
        () => true,
        () => false,
      );
      if (!shared) return;
    } else saveFile({ name, content: file });
    setSaid('made');
  };
  return (
    <section className="f-section" aria-label={t('rescue.title')}>
      <h2>{t('rescue.title')}</h2>
      <p className="f-soft">{t('rescue.lead')}</p>
      <Button onPress={() => void make()}>{t('rescue.make', { count: unsent(outbox) })}</Button>
      {said === null ? null : <Notice tone={said === 'made' ? 'good' : 'amber'}>{t(`rescue.${said}`)}</Notice>}
    </section>
  );
}
