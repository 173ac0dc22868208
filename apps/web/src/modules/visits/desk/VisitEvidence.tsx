// Photos, recordings and signatures of a visit. Each is fetched by itself, because looking at it is
// written down; what has not come from the phone yet says so.
import { useQuery } from '@tanstack/react-query';
import { visitAttachmentGet, visitAttachmentList } from '@shouwang/contract/visits';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiRefusal, call, file } from '../../../platform/api.ts';
import { Panel } from '../../../ui/parts.tsx';

/** The content as an address that needs no giving back; null while it is fetched. */
function useContent(visitId: string, attachmentId: string, isWanted: boolean): { readonly url: string | null; readonly isMissing: boolean } {
  const content = useQuery({
    queryKey: ['visit', visitId, 'attachment', attachmentId],
    enabled: isWanted,
    retry: false,
    staleTime: Infinity,
    gcTime: 60_000,
    queryFn: async ({ signal }) => asAddress((await file(visitAttachmentGet, { params: { id: visitId, attachmentId }, signal })).content),
  });
  return { url: content.data ?? null, isMissing: content.isError };
}

const asAddress = (content: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(reader.result as string));
    reader.addEventListener('error', () => reject(new ApiRefusal('server.unavailable', {}, 0)));
    reader.readAsDataURL(content);
  });

export function VisitPicture({ visitId, attachmentId, label }: { readonly visitId: string; readonly attachmentId: string; readonly label: string }) {
  const { t } = useTranslation(['visits']);
  const { url, isMissing } = useContent(visitId, attachmentId, true);
  if (isMissing) return <span className="quiet">{t('visits:evidence.coming')}</span>;
  return url === null ? <span className="quiet">…</span> : <img className="visit-signature" src={url} alt={label} />;
}

export function VisitEvidence({ visitId }: { readonly visitId: string }) {
  const { t } = useTranslation(['visits']);
  const list = useQuery({ queryKey: ['visit', visitId, 'attachments'], queryFn: ({ signal }) => call(visitAttachmentList, { params: { id: visitId }, signal }) });
  const kept = (list.data?.attachments ?? []).filter((one) => one.kind === 'photo' || one.kind === 'voice');
  if (kept.length === 0) return null;
  return (
    <Panel title={t('visits:evidence.title')} note={t('visits:evidence.note')}>
      <ul className="visit-evidence">
        {kept.map((one) => (
          <li key={one.id}>
            <Shown
              visitId={visitId}
              attachmentId={one.id}
              isVoice={one.kind === 'voice'}
              isComplete={one.complete}
              label={t(`visits:evidence.${one.kind === 'voice' ? 'voice' : 'photo'}`, { number: kept.filter((other) => other.kind === one.kind).indexOf(one) + 1 })}
            />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

interface ShownOne {
  readonly visitId: string;
  readonly attachmentId: string;
  readonly isVoice: boolean;
  readonly isComplete: boolean;
  readonly label: string;
}

function Shown({ visitId, attachmentId, isVoice, isComplete, label }: ShownOne) {
  const { t } = useTranslation(['visits']);
  const [isWanted, setWanted] = useState(false);
  const { url, isMissing } = useContent(visitId, attachmentId, isWanted);
  if (!isComplete || isMissing) return <span className="quiet">{t('visits:evidence.comingOf', { what: label })}</span>;
  if (url === null)
    return (
      <Button loading={isWanted} onClick={() => setWanted(true)}>
        {label}
      </Button>
    );
  return (
    <figure>
      {isVoice ? <audio controls src={url} aria-label={label} /> : <img src={url} alt={label} />}
      <figcaption className="soft">{label}</figcaption>
    </figure>
  );
}
