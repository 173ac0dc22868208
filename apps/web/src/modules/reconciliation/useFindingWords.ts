// Findings in words: a fact's value, and in one line what does not agree.
import type { FindingView } from '@shouwang/contract/reconciliation';
import type { FactKey } from '@shouwang/domain/ledger';
import { useTranslation } from 'react-i18next';
import { formatDate } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { useDivisions } from '../divisions/useDivisions.ts';
import { factText } from '../ledger/factText.ts';

/** Of 100, as people read a score. */
export const outOfHundred = (score: number): number => Math.round(score * 100);

export function useFactValue(): (key: string, value: unknown) => string {
  const { t } = useTranslation(['common', 'ledger']);
  const word = useWord();
  const divisions = useDivisions();
  const words = { word, yes: t('common:yes'), no: t('common:no'), none: t('common:none'), listMark: t('ledger:listMark') };
  return (key, value) => {
    if (key === 'division' && typeof value === 'string')
      return (
        divisions
          ?.path(value)
          .map((one) => one.name)
          .slice(-2)
          .join(' ') ?? value
      );
    return factText(key as FactKey, value, words);
  };
}

/** Where a row stood (`file/sheet/row`), as one would say it to somebody who opens the workbook; other references as they are. */
export function useRowRef(): (ref: string) => string {
  const { t } = useTranslation(['reconciliation']);
  return (ref) => {
    const parts = /^(.+)\/([^/]*)\/(\d+)$/.exec(ref);
    if (parts === null) return ref;
    const [, file = '', sheet = '', row = ''] = parts;
    return t('reconciliation:rowRef', { file: sheet === '' ? file : `${file} · ${sheet}`, row });
  };
}

/** A certificate's number says nothing in one line that grade and kind do not. */
function withoutCertificate(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('certNo' in value)) return value;
  const { certNo: _certNo, ...rest } = value;
  return rest;
}

export function useFindingText(): (finding: FindingView) => string {
  const { t } = useTranslation(['reconciliation', 'domain', 'ledger']);
  const word = useWord();
  const valueText = useFactValue();
  return (finding) => {
    const { kind, factKey, theirs, ours } = finding;
    const told = theirs[0]?.facts ?? {};
    switch (kind) {
      case 'missing':
        return t('reconciliation:whatMissing', { categories: finding.categories.map((category) => t(`domain:category.${category}`)).join(t('ledger:listMark')) });
      case 'deadListed':
        return typeof told['diedOn'] === 'string' ? t('reconciliation:whatDied', { date: formatDate(told['diedOn']) }) : t('reconciliation:whatDiedUndated');
      case 'movedListed': {
        const on = (told['movedOut'] as { readonly on?: string } | undefined)?.on;
        return on === undefined ? t('reconciliation:whatMovedUndated') : t('reconciliation:whatMoved', { date: formatDate(on) });
      }
      case 'differs': {
        const key = factKey ?? '';
        const said = (facts: Readonly<Record<string, unknown>> | undefined): string =>
          facts?.[key] === undefined ? t('reconciliation:nothingSaid') : valueText(key, withoutCertificate(facts[key]));
        return t('reconciliation:whatDiffers', { fact: word('domain:fact', key), theirs: said(told), ours: said(ours?.facts) });
      }
      case 'duplicate':
        return t('reconciliation:whatDuplicate', { score: outOfHundred(finding.score) });
      case 'idProblem': {
        const problem = word('reconciliation:problem', finding.problem ?? 'differs');
        return typeof told['idNo'] === 'string' ? t('reconciliation:whatNumberRight', { problem, theirs: told['idNo'] }) : t('reconciliation:whatNumber', { problem });
      }
    }
  };
}
