// An event of the timeline in words: known keys of its summary by the catalogue, others left out, so
// that nothing technical is shown.
import { formatDate } from '../../platform/i18n/format.ts';

type Word = (group: string, code: string, details?: Readonly<Record<string, unknown>>) => string;

const groups: Readonly<Record<string, string>> = {
  mode: 'domain:mode',
  outcome: 'domain:outcome',
  source: 'domain:sourceKind',
  key: 'domain:fact',
  role: 'domain:assignmentRole',
  category: 'domain:category',
  categories: 'domain:category',
};
const plain: readonly string[] = ['visitorName', 'visitor', 'file', 'sheet', 'row', 'reason', 'changed', 'withdrawn'];

/** `tierName` gives the pack's word for a tier code. */
export function eventText(summary: Readonly<Record<string, unknown>>, word: Word, tierName: (code: string) => string): string {
  const parts: string[] = [];
  for (const [key, value] of Object.entries(summary)) {
    if (value === null || value === undefined || value === '') continue;
    const group = groups[key];
    if (key === 'tier') parts.push(tierName(String(value)));
    else if (key === 'keys' && Array.isArray(value)) parts.push(word('ledger:eventPart', key, { value: value.length }));
    else if (group !== undefined) parts.push((Array.isArray(value) ? value : [value]).map((code) => word(group, String(code))).join(' '));
    else if (/^\d{4}-\d{2}-\d{2}$/.test(String(value))) parts.push(formatDate(String(value)));
    else if (plain.includes(key) && typeof value !== 'object') parts.push(word('ledger:eventPart', key, { value: String(value) }));
  }
  return parts.join(' · ');
}
