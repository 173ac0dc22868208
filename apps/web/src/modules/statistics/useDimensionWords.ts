// Names of dimensions and of their codes, in the language in use.
import { dimensionGroups, dimensionKeys, findDimension, openDimensionGroup, UNKNOWN, type OpenDimension } from '@shouwang/domain/statistics';
import { useTranslation } from 'react-i18next';
import { useWord } from '../../platform/i18n/useWords.ts';
import { useDivisions } from '../divisions/useDivisions.ts';
import { usePackInForce, useTierName } from '../policy/usePack.ts';
import { conditionsOf } from './question.ts';

const groupOf = (key: string): string => findDimension(key)?.group ?? openDimensionGroup[key as OpenDimension];

export function useDimensionWords() {
  const { t } = useTranslation(['domain', 'statistics']);
  const word = useWord();
  const tierName = useTierName();
  const pack = usePackInForce().data;
  const tree = useDivisions();
  const name = (key: string): string => word('domain:dimension', key);
  const code = (key: string, of: string): string => {
    if (of === UNKNOWN) return key === 'tier' ? t('statistics:noTier') : t('domain:dimensionCode.unknown');
    if (key === 'tier') return tierName(of);
    if (key === 'town' || key === 'village') return tree?.name(of) ?? of;
    return word(`domain:${findDimension(key)?.word ?? key}`, of);
  };
  return {
    name,
    code,
    /** Dimensions to choose from, under their groups. */
    choices: (except: readonly string[] = []) =>
      dimensionGroups.map((group) => ({
        label: t(`domain:dimensionGroup.${group}`),
        options: dimensionKeys.filter((key) => groupOf(key) === group && !except.includes(key)).map((key) => ({ value: key, label: name(key) })),
      })),
    /** Codes to choose from; places are chosen by the switch of divisions. */
    codes: (key: string) =>
      [...(key === 'tier' ? (pack?.tiers.map((tier) => tier.code) ?? []) : (findDimension(key)?.codes ?? [])), UNKNOWN].map((value) => ({ value, label: code(key, value) })),
    /** Conditions in one line. */
    conditions: (where: readonly string[]): string =>
      [...conditionsOf(where)].map(([key, codes]) => `${name(key)} ${codes.map((one) => code(key, one)).join(t('statistics:listMark'))}`).join(t('statistics:sentenceMark')),
  };
}
