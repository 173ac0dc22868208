// Where a paper copy lies, in words.
import type { PaperCopy } from '@shouwang/contract/reviews';
import { useTranslation } from 'react-i18next';
import { formatDate } from '../../platform/i18n/format.ts';

export function useCopyText(): (copies: readonly PaperCopy[]) => string {
  const { t } = useTranslation(['reviews']);
  const of = ({ box, folder, printedOn, receivedBy, scanned }: PaperCopy): string =>
    [
      box !== '' && folder !== ''
        ? t('reviews:archive.where', { box, folder })
        : box !== ''
          ? t('reviews:archive.boxOnly', { box })
          : folder !== ''
            ? t('reviews:archive.folderOnly', { folder })
            : '',
      printedOn === null ? '' : t('reviews:archive.printedOn', { date: formatDate(printedOn) }),
      receivedBy === '' ? '' : t('reviews:archive.receivedBy', { name: receivedBy }),
      scanned ? t('reviews:archive.scanned') : '',
    ]
      .filter((part) => part !== '')
      .join(' · ');
  return (copies) => [...new Set(copies.map(of).filter((text) => text !== ''))].join('; ');
}
