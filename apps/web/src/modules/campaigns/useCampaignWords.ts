// Words of campaigns that several screens say: why somebody is on a list, sums of money, goods.
import { useTranslation } from 'react-i18next';
import { useWord } from '../../platform/i18n/useWords.ts';
import { useTierName } from '../policy/usePack.ts';

/** Fen as yuan, with two decimals only where there are fen. */
export const yuan = (fen: number): string => (fen / 100).toLocaleString('en-US', fen % 100 === 0 ? {} : { minimumFractionDigits: 2 });

/** Yuan as somebody types them to fen; null where that is no sum. */
export function fenOf(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed === '') return 0;
  return /^\d{1,5}(\.\d{1,2})?$/.test(trimmed) ? Math.round(Number(trimmed) * 100) : null;
}

export type Goods = { what: string; count: number }[];

/** One thing a line with how many of it; the number of the line that cannot be read. */
export function readGoods(text: string): { readonly goods: Goods } | { readonly line: number } {
  const goods: Goods = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const found = /^(.+?)[\s×x*]+(\d{1,3})$/.exec(line.trim());
    const what = (found?.[1] ?? line).trim();
    const count = Number(found?.[2] ?? '1');
    if (what.length > 40 || count < 1 || goods.length >= 10) return { line: index + 1 };
    goods.push({ what, count });
  }
  return { goods };
}
export const goodsText = (goods: Goods): string => goods.map((one) => `${one.what} ${one.count}`).join('\n');

export function useCampaignWords() {
  const { t } = useTranslation(['campaigns']);
  const word = useWord();
  const tierName = useTierName();
  const mark = t('campaigns:listMark');
  const reason = (text: string): string => {
    const [kind = '', code = ''] = text.split(':');
    if (kind === 'category') return word('domain:category', code);
    if (kind === 'tier') return tierName(code);
    return kind === 'age' ? t('campaigns:reason.age', { age: code }) : word('campaigns:reason', kind);
  };
  return {
    reasons: (all: readonly string[]): string => all.map(reason).join(mark),
    modes: (all: readonly string[]): string => all.map((mode) => word('domain:mode', mode)).join(mark),
    goods: (goods: Goods): string => goods.map((one) => `${one.what}×${one.count}`).join(mark),
    list: (all: readonly string[]): string => all.filter((one) => one !== '').join(mark),
  };
}
