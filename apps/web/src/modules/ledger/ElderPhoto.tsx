// The face in the head of the file; where there is none, the place for it.
import { CameraOutlined, UserOutlined } from '@ant-design/icons';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ElderFile } from '@shouwang/contract/ledger';
import { useCan } from '../../platform/session.ts';
import { useAddAttachment, usePicture } from './Attachments.tsx';

export function ElderPhoto({ file }: { readonly file: ElderFile }) {
  const { t } = useTranslation(['entry']);
  const mayEdit = useCan()('elders.edit');
  const picture = usePicture(file.row.id, file.photoId);
  const { add, progress, problem } = useAddAttachment(file.row.id);
  const picker = useRef<HTMLInputElement>(null);
  const face = picture === null ? <UserOutlined aria-hidden="true" /> : <img src={picture} alt={t('entry:photoOf', { name: file.row.name })} />;
  if (!mayEdit) return <span className="elder-photo">{face}</span>;
  return (
    <span className="elder-photo-box">
      <button type="button" className="elder-photo" aria-label={file.photoId === null ? t('entry:addPhoto') : t('entry:newPhoto')} onClick={() => picker.current?.click()}>
        {face}
        <span className="elder-photo-hint no-print" aria-hidden="true">
          {progress === null ? <CameraOutlined /> : `${Math.round(progress.share * 100)}%`}
        </span>
      </button>
      <input
        ref={picker}
        type="file"
        hidden
        accept="image/*"
        aria-label={t('entry:addPhoto')}
        onChange={(event) => {
          void add([...(event.target.files ?? [])].slice(0, 1), 'photo');
          event.target.value = '';
        }}
      />
      {problem !== null && (
        <span role="alert" className="entry-problem">
          {problem}
        </span>
      )}
    </span>
  );
}
