// 区划: province, prefecture, county, town, village by the 12-digit statistical code, and the
// groups of a village. Source of the code's structure: domain-facts §3 (GB/T 2260, statistical
// division codes). A scope is the prefix of such a code.

export const divisionLevels = ['province', 'prefecture', 'county', 'town', 'village', 'group'] as const;
export type DivisionLevel = (typeof divisionLevels)[number];

/** 12 digits, right-padded with zeros; a group appends three digits to its village (15). */
export type DivisionCode = string;
/** Leading digits of a code: 2 province, 4 prefecture, 6 county, 9 town, 12 village. '' = nothing. */
export type DivisionPrefix = string;

const significant: Record<DivisionLevel, number> = { province: 2, prefecture: 4, county: 6, town: 9, village: 12, group: 15 };

/** Level by the digits that are not padding; null where the text is not a division code. */
export function levelOf(code: string): DivisionLevel | null {
  if (!/^\d{2,15}$/.test(code)) return null;
  if (code.length > 12) return code.length === 15 ? 'group' : null;
  const digits = code.padEnd(12, '0');
  if (digits.endsWith('0000000000')) return 'province';
  if (digits.endsWith('00000000')) return 'prefecture';
  if (digits.endsWith('000000')) return 'county';
  if (digits.endsWith('000')) return 'town';
  return 'village';
}

/** Pads what a list writes (`610926`, `610926107`) to the full code; null where it is none. */
export const fullCode = (code: string): DivisionCode | null => (levelOf(code) === null ? null : code.length > 12 ? code : code.padEnd(12, '0'));

export const prefixOf = (code: DivisionCode): DivisionPrefix => {
  const level = levelOf(code);
  return level === null ? '' : code.slice(0, significant[level]);
};
export const countyOf = (code: DivisionCode): string => code.slice(0, 6);
export const townOf = (code: DivisionCode): DivisionCode => `${code.slice(0, 9)}000`;
export const parentOf = (code: DivisionCode): DivisionCode | null => {
  const level = levelOf(code);
  if (level === null || level === 'province') return null;
  const above = divisionLevels[divisionLevels.indexOf(level) - 1] as DivisionLevel;
  return code.slice(0, significant[above]).padEnd(12, '0');
};
/** A scope covers what begins with it; the empty scope covers nothing. */
export const covers = (scope: DivisionPrefix, code: DivisionCode): boolean => scope !== '' && code.startsWith(scope);

/** What a place may be marked as; `resettlement` 易地搬迁安置点 (004). */
export const divisionMarks = ['resettlement'] as const;
export type DivisionMark = (typeof divisionMarks)[number];

export interface Division {
  readonly code: DivisionCode;
  readonly name: string;
  readonly level: DivisionLevel;
  readonly parent: DivisionCode | null;
  readonly lng: number | null;
  readonly lat: number | null;
}
