// Divisions of the account's scope, read once and kept: names for codes, children for the switch.
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { divisionList, type DivisionView } from '@shouwang/contract/divisions';
import { levelOf, parentOf, type DivisionPrefix } from '@shouwang/domain/divisions';
import { useMemo } from 'react';
import { call } from '../../platform/api.ts';
import { useSession } from '../../platform/session.ts';

export interface DivisionTree {
  readonly byCode: ReadonlyMap<string, DivisionView>;
  /** Those with nothing above them in the scope: several where the scope is wider than a county. */
  readonly roots: readonly DivisionView[];
  readonly children: (code: string) => readonly DivisionView[];
  readonly name: (prefix: DivisionPrefix) => string;
  /** The division and those above it inside the scope, from the widest. */
  readonly path: (prefix: DivisionPrefix) => readonly DivisionView[];
}

const full = (prefix: string): string => (prefix.length > 12 ? prefix : prefix.padEnd(12, '0'));

export function treeOf(divisions: readonly DivisionView[]): DivisionTree {
  const byCode = new Map(divisions.map((division) => [division.code, division]));
  const children = new Map<string, DivisionView[]>();
  for (const division of divisions) {
    const parent = division.parent ?? parentOf(division.code);
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), division]);
  }
  return {
    byCode,
    roots: divisions.filter((division) => !byCode.has(division.parent ?? parentOf(division.code) ?? '')),
    children: (code) => children.get(code) ?? [],
    name: (prefix) => byCode.get(full(prefix))?.name ?? prefix,
    path: (prefix) => {
      const found: DivisionView[] = [];
      for (let code: string | null = levelOf(prefix) === null ? null : full(prefix); code !== null; code = parentOf(code)) {
        const division = byCode.get(code);
        if (division !== undefined) found.unshift(division);
      }
      return found;
    },
  };
}

export function useDivisions(): DivisionTree | undefined {
  const { data } = useQuery({ queryKey: ['divisions'], staleTime: 10 * 60_000, queryFn: ({ signal }) => call(divisionList, { query: { level: 'village' }, signal }) });
  return useMemo(() => (data === undefined ? undefined : treeOf(data.divisions)), [data]);
}

/** Where I am: what the switch in the top bar says, else the whole scope. `asked` is for queries. */
export function useWhere(): { readonly prefix: DivisionPrefix; readonly asked: { readonly division?: DivisionPrefix } } {
  const { scope } = useSession();
  const { division } = useSearch({ strict: false });
  if (division !== undefined && division !== scope) return { prefix: division, asked: { division } };
  return { prefix: scope, asked: {} };
}
