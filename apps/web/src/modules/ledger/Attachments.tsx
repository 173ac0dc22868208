// Documents and photos of an elder: added by picking, dropping or the phone's camera, made small first;
// seen on the page, removed with a reason and then listed as removed.
import { DeleteOutlined, FilePdfOutlined, UploadOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Modal, Progress, Select } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { attachmentAdd, attachmentList, attachmentRead, attachmentRemove, type AttachmentView, type ElderFile } from '@shouwang/contract/ledger';
import { attachmentKinds, ATTACHMENT_LIMIT, type AttachmentKind } from '@shouwang/domain/ledger';
import { ApiRefusal, call, file as fetchFile, sendFile } from '../../platform/api.ts';
import { formatInstant, formatNumber } from '../../platform/i18n/format.ts';
import { reduced } from '../../platform/images.ts';
import { saveFile } from '../../platform/save.ts';
import { useCan } from '../../platform/session.ts';
import { Panel, Tag } from '../../ui/parts.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { Empty, Loaded, useSentence } from '../../ui/states.tsx';

const asAddress = (content: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(reader.result as string));
    reader.addEventListener('error', () => reject(new ApiRefusal('server.unavailable', {}, 0)));
    reader.readAsDataURL(content);
  });

/** The picture of an attachment as an address of this page; null until it is there. Held for a minute after it was last shown. */
export function usePicture(elderId: string, attachmentId: string | null): string | null {
  const { data } = useQuery({
    queryKey: ['attachment', elderId, attachmentId],
    enabled: attachmentId !== null,
    staleTime: Infinity,
    gcTime: 60_000,
    queryFn: async ({ signal }) => asAddress((await fetchFile(attachmentRead, { params: { id: elderId, attachmentId: attachmentId ?? '' }, signal })).content),
  });
  return attachmentId === null ? null : (data ?? null);
}

/** Sends documents one after the other, with progress and stop. */
export function useAddAttachment(elderId: string) {
  const client = useQueryClient();
  const sentence = useSentence();
  const [progress, setProgress] = useState<{ readonly name: string; readonly share: number } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const stop = useRef<(() => void) | null>(null);
  const add = async (files: readonly File[], kind: AttachmentKind): Promise<void> => {
    setProblem(null);
    try {
      for (const given of files) {
        setProgress({ name: given.name, share: 0 });
        const small = await reduced(given);
        if (small.size > ATTACHMENT_LIMIT) throw new ApiRefusal('attachment.tooLarge', {}, 413);
        const form = new FormData();
        form.append('kind', kind);
        form.append('file', small, small.name);
        const sending = sendFile(attachmentAdd, { id: elderId }, form, (share) => setProgress({ name: given.name, share }));
        stop.current = sending.stop;
        await sending.done;
      }
    } catch (error) {
      if (!(error instanceof DOMException)) setProblem(sentence(error));
    }
    setProgress(null);
    await client.invalidateQueries({ queryKey: ['elder', elderId] });
  };
  return { add, progress, problem, stop: () => stop.current?.() };
}

function Shown({ elderId, attachment, onClose }: { readonly elderId: string; readonly attachment: AttachmentView; readonly onClose: () => void }) {
  const { t } = useTranslation(['entry', 'common']);
  const picture = usePicture(elderId, attachment.id);
  return (
    <Modal open width={860} title={t(`entry:attachmentKind.${attachment.kind}`)} footer={null} onCancel={onClose}>
      {picture === null ? <p className="soft">{t('common:loading')}</p> : <img src={picture} alt={attachment.name} className="attachment-picture" />}
    </Modal>
  );
}

export function Attachments({ file }: { readonly file: ElderFile }) {
  const { t } = useTranslation(['entry', 'common']);
  const sentence = useSentence();
  const client = useQueryClient();
  const elderId = file.row.id;
  const mayEdit = useCan()('elders.edit');
  const list = useQuery({ queryKey: ['elder', elderId, 'attachments'], queryFn: ({ signal }) => call(attachmentList, { params: { id: elderId }, signal }) });
  const { add, progress, problem, stop } = useAddAttachment(elderId);
  const [kind, setKind] = useState<AttachmentKind>('photo');
  const [shown, setShown] = useState<AttachmentView | null>(null);
  const [removing, setRemoving] = useState<AttachmentView | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [over, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const open = async (attachment: AttachmentView): Promise<void> => {
    setFailure(null);
    if (attachment.contentType !== 'application/pdf') return setShown(attachment);
    try {
      saveFile(await fetchFile(attachmentRead, { params: { id: elderId, attachmentId: attachment.id } }));
    } catch (error) {
      setFailure(sentence(error));
    }
  };
  return (
    <Panel title={t('entry:attachments')} note={t('entry:attachmentsNote')}>
      {mayEdit && (
        <div
          className={over ? 'attachment-drop over' : 'attachment-drop'}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            void add([...event.dataTransfer.files], kind);
          }}
        >
          <Select<AttachmentKind>
            aria-label={t('entry:kindOfAttachment')}
            value={kind}
            onChange={setKind}
            options={attachmentKinds.map((one) => ({ value: one, label: t(`entry:attachmentKind.${one}`) }))}
            style={{ minWidth: 150 }}
          />
          <input
            ref={picker}
            type="file"
            hidden
            multiple
            aria-label={t('entry:pickAttachment')}
            accept={kind === 'photo' ? 'image/*' : 'image/*,application/pdf'}
            onChange={(event) => {
              void add([...(event.target.files ?? [])], kind);
              event.target.value = '';
            }}
          />
          <Button icon={<UploadOutlined />} onClick={() => picker.current?.click()} disabled={progress !== null}>
            {t('entry:pickAttachment')}
          </Button>
          <span className="quiet">{t('entry:attachmentLimits')}</span>
          {progress !== null && (
            <span className="attachment-progress" role="status">
              <span>{progress.name}</span>
              <Progress percent={Math.round(progress.share * 100)} size="small" />
              <Button size="small" onClick={stop}>
                {t('entry:stop')}
              </Button>
            </span>
          )}
        </div>
      )}
      {(problem ?? failure) !== null && (
        <p role="alert" className="entry-problem">
          {problem ?? failure}
        </p>
      )}
      <Loaded query={list} lines={3}>
        {({ attachments }) =>
          attachments.length === 0 ? (
            <Empty title={t('entry:noAttachments')} />
          ) : (
            <ul className="attachment-list">
              {attachments.map((attachment) => (
                <li key={attachment.id} className={attachment.removed === null ? 'attachment' : 'attachment removed'}>
                  <div className="wrap-row">
                    {attachment.contentType === 'application/pdf' && <FilePdfOutlined aria-hidden="true" />}
                    {attachment.removed === null ? (
                      <button type="button" className="plain-button" onClick={() => void open(attachment)}>
                        {attachment.name}
                      </button>
                    ) : (
                      <span>{attachment.name}</span>
                    )}
                    <Tag>{t(`entry:attachmentKind.${attachment.kind}`)}</Tag>
                    {attachment.removed !== null && <Tag tone="outline">{t('entry:removed')}</Tag>}
                  </div>
                  <span className="quiet">
                    {[t('entry:kilobytes', { value: formatNumber(Math.max(1, Math.round(attachment.size / 1024))) }), formatInstant(attachment.addedAt), attachment.addedBy ?? '']
                      .filter((part) => part !== '')
                      .join(' · ')}
                  </span>
                  {attachment.removed !== null && (
                    <span className="soft">
                      {t('entry:removedBecause', { by: attachment.removed.by ?? '', date: formatInstant(attachment.removed.at), reason: attachment.removed.reason })}
                    </span>
                  )}
                  {mayEdit && attachment.removed === null && (
                    <Button
                      type="text"
                      size="small"
                      icon={<DeleteOutlined />}
                      aria-label={t('entry:removeAttachment', { name: attachment.name })}
                      onClick={() => setRemoving(attachment)}
                    />
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {shown !== null && <Shown elderId={elderId} attachment={shown} onClose={() => setShown(null)} />}
      {removing !== null && (
        <ReasonDialog
          title={t('entry:removeAttachment', { name: removing.name })}
          lead={t('entry:removeLead')}
          confirmLabel={t('entry:remove')}
          onConfirm={async (reason) => {
            await call(attachmentRemove, { params: { id: elderId, attachmentId: removing.id }, body: { reason } });
            await client.invalidateQueries({ queryKey: ['elder', elderId] });
          }}
          onClose={() => setRemoving(null)}
        />
      )}
    </Panel>
  );
}
