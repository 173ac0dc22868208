// The pack in force, read once: its words for tiers, its form for reading visits.
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { packInForce, type PackView } from '@shouwang/contract/policy';
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

interface FormWords {
  readonly form: PackView['visitForm'] | undefined;
  readonly itemLabel: (key: string) => string;
  readonly answerText: (key: string, answer: string | number | readonly string[], listMark: string) => string;
  readonly isFinding: (key: string, answer: string | number | readonly string[]) => boolean;
}

/** Words of the visit form in force, for reading answers; keys of older forms show as they are. */
export function useFormWords(): FormWords {
  const form = usePackInForce().data?.visitForm;
  const items = new Map(form?.sections.flatMap((section) => section.items.map((item) => [item.key, item] as const)));
  const option = (key: string, code: string): string => {
    const found = items.get(key)?.options?.find((item) => item.code === code);
    return found === undefined ? code : inWords(found.label);
  };
  const codes = (answer: string | number | readonly string[]): readonly string[] => (typeof answer === 'object' ? answer : [String(answer)]);
  return {
    form,
    itemLabel: (key) => {
      const item = items.get(key);
      return item === undefined ? key : inWords(item.label);
    },
    answerText: (key, answer, listMark) =>
      codes(answer)
        .map((code) => option(key, code))
        .join(listMark),
    isFinding: (key, answer) => codes(answer).some((code) => items.get(key)?.finding?.includes(code) === true),
  };
}
