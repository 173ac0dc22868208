// The button that takes a list out as a file: asks why first, then hands the file to the browser.
import { DownloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { saveFile } from '../platform/save.ts';
import { ReasonDialog } from './ReasonDialog.tsx';

export function ExportAction({
  label,
  title,
  lead,
  take,
}: {
  /** Of the button, where it is more than "export". */
  readonly label?: string;
  /** Head of the dialog that asks for the reason. */
  readonly title: string;
  readonly lead?: string;
  readonly take: (reason: string) => Promise<Parameters<typeof saveFile>[0]>;
}) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button icon={<DownloadOutlined />} onClick={() => setAsking(true)}>
        {label ?? t('export')}
      </Button>
      {isAsking && (
        <ReasonDialog
          title={title}
          {...(lead === undefined ? {} : { lead })}
          confirmLabel={t('export')}
          onConfirm={async (reason) => saveFile(await take(reason))}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
