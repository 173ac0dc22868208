// A name written with the finger, or a thumb pressed on the glass where somebody cannot write. Kept as a
// small picture beside the visit; the answer is the picture's identifier.
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAttachments, useAttachmentUrl } from '../../../platform/attachments/useAttachments.ts';
import type { Attachment } from '../../../platform/attachments/attachment.ts';
import { useWord } from '../../../platform/i18n/useWords.ts';
import { Button, Notice } from '../../../ui/field/parts.tsx';

interface Asked {
  readonly label: string;
  /** Key of the form's item: `visitorSignature` or `elderSignature`. */
  readonly kind: string;
  readonly ownerId: string;
  readonly value: string | undefined;
  readonly onChange: (id: string | undefined) => void;
}

export function Signature({ label, kind, ownerId, value, onChange }: Asked) {
  const { t } = useTranslation('visitField');
  const attachments = useAttachments();
  const word = useWord();
  const [isOpen, setOpen] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const kept = attachments.of(ownerId).find((one) => one.id === value);
  const keep = async (blob: Blob, isThumb: boolean): Promise<void> => {
    const done = await attachments.keep(ownerId, isThumb && kind === 'elderSignature' ? 'elderThumb' : kind, blob);
    if (!done.ok) return setTrouble(word('errors:', done.refusal.code, done.refusal.details));
    if (value !== undefined) await attachments.discard(value);
    onChange(done.value.id);
    setOpen(false);
  };
  return (
    <section className="f-field" aria-label={label}>
      <span>{label}</span>
      {isOpen ? (
        <Pad mayPress={kind === 'elderSignature'} onKeep={(blob, isThumb) => void keep(blob, isThumb)} onCancel={() => setOpen(false)} />
      ) : kept === undefined ? (
        <Button icon="pen" onPress={() => setOpen(true)}>
          {t('sign.begin')}
        </Button>
      ) : (
        <>
          <Drawn attachment={kept} label={`${label}：${t('sign.done')}`} />
          <Button kind="quiet" onPress={() => setOpen(true)}>
            {t('sign.redo')}
          </Button>
        </>
      )}
      {trouble === null ? null : <Notice tone="danger">{trouble}</Notice>}
    </section>
  );
}

function Drawn({ attachment, label }: { readonly attachment: Attachment; readonly label: string }) {
  const url = useAttachmentUrl(attachment);
  return url === null ? <p>{label}</p> : <img className="f-drawn" src={url} alt={label} />;
}

const WIDTH = 640;
const HEIGHT = 280;
const PAPER = 'white';
const INK = 'black';
const SEAL = 'firebrick';

/** A white sheet whatever the appearance: it will be printed on paper. */
export function Pad({ mayPress, onKeep, onCancel }: { readonly mayPress: boolean; readonly onKeep: (blob: Blob, isThumb: boolean) => void; readonly onCancel: () => void }) {
  const { t } = useTranslation('visitField');
  const sheet = useRef<HTMLCanvasElement>(null);
  const pen = useRef<{ x: number; y: number } | null>(null);
  const [isThumb, setThumb] = useState(false);
  const [isEmpty, setEmpty] = useState(true);
  const whiten = (): void => {
    const context = sheet.current?.getContext('2d');
    if (context === null || context === undefined) return;
    context.fillStyle = PAPER;
    context.fillRect(0, 0, WIDTH, HEIGHT);
  };
  useEffect(whiten, []);
  const clear = (): void => {
    whiten();
    setEmpty(true);
  };
  const turn = (): void => {
    clear();
    setThumb(!isThumb);
  };

  const at = (event: React.PointerEvent<HTMLCanvasElement>): { x: number; y: number } => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: ((event.clientX - box.left) / box.width) * WIDTH, y: ((event.clientY - box.top) / box.height) * HEIGHT };
  };
  const down = (event: React.PointerEvent<HTMLCanvasElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    const context = event.currentTarget.getContext('2d');
    const point = at(event);
    setEmpty(false);
    if (context === null) return;
    if (isThumb) {
      // As large as the finger's touch where the glass tells, else as a thumb is.
      const scale = WIDTH / event.currentTarget.getBoundingClientRect().width;
      context.fillStyle = SEAL;
      context.beginPath();
      context.ellipse(point.x, point.y, Math.max(34, (event.width / 2) * scale), Math.max(46, (event.height / 2) * scale), 0, 0, 2 * Math.PI);
      context.fill();
      return;
    }
    pen.current = point;
    context.fillStyle = INK;
    context.beginPath();
    context.arc(point.x, point.y, 3, 0, 2 * Math.PI);
    context.fill();
  };
  const move = (event: React.PointerEvent<HTMLCanvasElement>): void => {
    const context = event.currentTarget.getContext('2d');
    const from = pen.current;
    if (from === null || context === null) return;
    const to = at(event);
    context.strokeStyle = INK;
    context.lineWidth = 6;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
    pen.current = to;
  };
  const up = (): void => {
    pen.current = null;
  };
  const keep = (): void => sheet.current?.toBlob((blob) => (blob === null ? undefined : onKeep(blob, isThumb)), 'image/png');
  return (
    <div className="f-stack">
      <p>{t(isThumb ? 'sign.press' : 'sign.title')}</p>
      <canvas
        ref={sheet}
        className="f-pad"
        width={WIDTH}
        height={HEIGHT}
        aria-label={t(isThumb ? 'sign.press' : 'sign.title')}
        role="img"
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={up}
      />
      <div className="f-modes-pair">
        <Button kind="primary" icon="check" onPress={keep} disabled={isEmpty}>
          {isEmpty ? t('sign.empty') : t('sign.keep')}
        </Button>
        <Button onPress={clear}>{t('sign.clear')}</Button>
        {mayPress ? <Button onPress={turn}>{t(isThumb ? 'sign.write' : 'sign.thumb')}</Button> : null}
        <Button kind="quiet" onPress={onCancel}>
          {t('sign.cancel')}
        </Button>
      </div>
    </div>
  );
}
