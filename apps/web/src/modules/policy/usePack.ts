// The pack in force, read once: its words for tiers, its form for reading visits.
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { packInForce, type PackView } from '@shouwang/contract/policy';
import { isFinding } from '@shouwang/domain/visits';
import { call } from '../../platform/api.ts';
import { inWords } from '../../platform/i18n/useWords.ts';

export const usePackInForce = (): UseQueryResult<PackView> =>
  useQuery({ queryKey: ['policy', 'inForce'], staleTime: 5 * 60_000, queryFn: ({ signal }) => call(packInForce, { signal }) });

/** The pack's name of a tier code; the code itself where the pack does not know it. */
export function useTierName(): (code: string) => string {
  const { data } = usePackInForce();
  return (code) => {
    const tier = data?.tiers.find((item) => item.code === code);
    return tier === undefined ? code : inWords(tier.label);
  };
}

type Answer = string | number | readonly string[];
export interface FormWords {
  readonly form: PackView['visitForm'] | undefined;
  readonly itemLabel: (key: string) => string;
  readonly answerText: (key: string, answer: Answer, listMark: string) => string;
  readonly isFinding: (key: string, answer: Answer) => boolean;
  /** The question of a finding `item:option`. */
  readonly findingLabel: (finding: string) => string;
}

/** Words of one form, for reading answers; keys of other forms show as they are. */
export function wordsOfForm(form: PackView['visitForm'] | undefined): FormWords {
  const items = new Map(form?.sections.flatMap((section) => section.items.map((item) => [item.key, item] as const)));
  const option = (key: string, code: string): string => {
    const found = items.get(key)?.options?.find((item) => item.code === code);
    return found === undefined ? code : inWords(found.label);
  };
  const itemLabel = (key: string): string => {
    const item = items.get(key);
    return item === undefined ? key : inWords(item.label);
  };
  return {
    form,
    itemLabel,
    findingLabel: (finding) => itemLabel(finding.split(':')[0] ?? finding),
    answerText: (key, answer, listMark) => {
      const unit = items.get(key)?.unit;
      if (typeof answer === 'number') return unit === undefined ? String(answer) : `${answer} ${inWords(unit)}`;
      return (typeof answer === 'object' ? answer : [answer]).map((code) => option(key, code)).join(listMark);
    },
    isFinding: (key, answer) => {
      const item = items.get(key);
      return item !== undefined && isFinding(item, answer);
    },
  };
}

/** Words of the visit form in force. */
export const useFormWords = (): FormWords => wordsOfForm(usePackInForce().data?.visitForm);
