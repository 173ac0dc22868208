// Translation by codes that come from the server: a code without a word shows itself rather than
// nothing, so that a newer server never leaves a blank.
import { useTranslation } from 'react-i18next';
import { currentLanguage } from './setup.ts';

export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** Text of a policy pack in the language in use. */
export const inWords = (words: Bilingual): string => (currentLanguage() === 'en' ? words.en : words.zh);

/** `word('domain:category', 'livingAlone')`: the catalogue's word, else the code as it is. */
export function useWord(): (group: string, code: string, details?: Readonly<Record<string, unknown>>) => string {
  const { t } = useTranslation();
  const loose = t as unknown as (key: string, options: Record<string, unknown>) => string;
  return (group, code, details = {}) => loose(`${group}${group.endsWith(':') ? '' : '.'}${code}`, { ...details, defaultValue: code });
}
