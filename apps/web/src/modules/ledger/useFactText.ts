// A fact's value in the language in use, the village by its name.
import type { ElderFile } from '@shouwang/contract/ledger';
import type { FactKey } from '@shouwang/domain/ledger';
import { useTranslation } from 'react-i18next';
import { useWord } from '../../platform/i18n/useWords.ts';
import { useDivisions } from '../divisions/useDivisions.ts';
import { factText, type FactWords } from './factText.ts';

export function useFactWords(): FactWords {
  const { t } = useTranslation(['ledger', 'common']);
  const word = useWord();
  return { word, yes: t('common:yes'), no: t('common:no'), none: t('common:none'), listMark: t('ledger:listMark') };
}

export function useFactText(file: ElderFile): (key: FactKey, value: unknown) => string {
  const words = useFactWords();
  const tree = useDivisions();
  return (key, value) => {
    if (key !== 'division') return factText(key, value, words);
    const code = String(value);
    if (code === file.row.division) return [file.row.villageName, file.row.townName].filter((part) => part !== '').join(' · ');
    return tree?.name(code) ?? code;
  };
}
