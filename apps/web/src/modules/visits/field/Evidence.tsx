// Photos and recordings of a visit, taken in the app, made small and kept sealed on the phone at once.
// Loaded when somebody opens it: most visits need neither.
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attachment } from '../../../platform/attachments/attachment.ts';
import { useAttachments, useAttachmentUrl } from '../../../platform/attachments/useAttachments.ts';
import { useWord } from '../../../platform/i18n/useWords.ts';
import { Icon } from '../../../ui/field/icons.tsx';
import { Button, Notice } from '../../../ui/field/parts.tsx';
import { photoWithin } from './photo.ts';
import { useRecorder } from './useRecorder.ts';

export function Evidence({ ownerId }: { readonly ownerId: string }) {
  const { t } = useTranslation('visitField');
  const word = useWord();
  const attachments = useAttachments();
  const camera = useRef<HTMLInputElement>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const keep = async (kind: 'photo' | 'voice', blob: Blob | null): Promise<void> => {
    if (blob === null) return setTrouble(t('photo.heavy'));
    const done = await attachments.keep(ownerId, kind, blob);
    setTrouble(done.ok ? null : word('errors:', done.refusal.code, done.refusal.details));
  };
  const recorder = useRecorder((blob) => void keep('voice', blob));
  const kept = attachments.of(ownerId).filter((one) => one.kind === 'photo' || one.kind === 'voice');
  const numbers = { photo: 0, voice: 0 };
  return (
    <div className="f-stack">
      {kept.map((one) => {
        const kind = one.kind === 'voice' ? 'voice' : 'photo';
        numbers[kind] += 1;
        return (
          <Kept key={one.id} attachment={one} label={t(`${kind}.kept`, { number: numbers[kind] })} remove={t(`${kind}.remove`)} onRemove={() => void attachments.discard(one.id)} />
        );
      })}
      <input
        ref={camera}
        hidden
        type="file"
        accept="image/*"
        capture="environment"
        aria-hidden="true"
        tabIndex={-1}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = '';
          if (file !== undefined) void photoWithin(file).then((blob) => keep('photo', blob));
        }}
      />
      <Button icon="camera" onPress={() => camera.current?.click()}>
        {t('photo.take')}
      </Button>
      <p className="f-soft">{t('photo.hint')}</p>
      {recorder.state === 'none' ? (
        <p className="f-soft">{t('voice.none')}</p>
      ) : recorder.state === 'recording' ? (
        <Button kind="danger" icon="voice" onPress={recorder.stop}>
          {t('voice.stop', { seconds: recorder.left })}
        </Button>
      ) : (
        <Button icon="voice" onPress={() => void recorder.start()}>
          {t('voice.start')}
        </Button>
      )}
      <p className="f-soft">{t('voice.hint')}</p>
      {recorder.state === 'denied' ? <Notice tone="amber">{t('voice.denied')}</Notice> : null}
      {trouble === null ? null : (
        <Notice tone="danger" icon="alarm">
          {trouble}
        </Notice>
      )}
    </div>
  );
}

function Kept({ attachment, label, remove, onRemove }: { readonly attachment: Attachment; readonly label: string; readonly remove: string; readonly onRemove: () => void }) {
  const { t } = useTranslation('visitField');
  const url = useAttachmentUrl(attachment);
  const [isAsked, setAsked] = useState(false);
  useEffect(() => {
    if (!isAsked) return undefined;
    const back = setTimeout(() => setAsked(false), 5000);
    return () => clearTimeout(back);
  }, [isAsked]);
  return (
    <figure className="f-evidence">
      {url === null ? null : attachment.kind === 'voice' ? <audio controls src={url} aria-label={label} /> : <img src={url} alt={label} />}
      <figcaption>
        <Icon name="check" size={20} /> {label} · {t(`evidence.state.${attachment.state}`)}
      </figcaption>
      <Button kind="quiet" onPress={() => (isAsked ? onRemove() : setAsked(true))}>
        {isAsked ? `${remove}?` : remove}
      </Button>
    </figure>
  );
}
