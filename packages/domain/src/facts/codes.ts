// The codes that facts are made of: what may be chosen, in the words of the glossary (product.md) and of the
// forms. Their names in Chinese and English are the interface's.

/** Category words of the glossary (product.md). A pack says which of them its county uses. */
export const categories = [
  'livingAlone', // 独居
  'emptyNest', // 空巢
  'leftBehind', // 留守
  'careDependent', // 失能
  'severeDisability', // 重残
  'familyPlanningSpecial', // 计生特殊家庭
  'destituteAtHome', // 散居特困
  'kinless', // 孤寡
  'cognitivelyImpaired', // 失智
  'advancedAge', // 高龄
] as const;
export type Category = (typeof categories)[number];

export type Sex = 'male' | 'female';
export const marriedStates = ['married', 'widowed', 'divorced', 'neverMarried'] as const;
export type MaritalStatus = (typeof marriedStates)[number];
export const livingCompanions = ['alone', 'spouse', 'child', 'grandchild', 'parent', 'sibling', 'otherKin', 'nonKin', 'institution'] as const;
export type LivingCompanion = (typeof livingCompanions)[number];
export const disabilityTypes = ['visual', 'hearing', 'speech', 'physical', 'intellectual', 'mental', 'multiple'] as const;
export type DisabilityType = (typeof disabilityTypes)[number];
/** 残疾: grade 1 (heaviest) to 4; a certificate that was cancelled is no certificate. */
export interface Disability {
  readonly type?: DisabilityType;
  readonly grade: 1 | 2 | 3 | 4;
  readonly certNo?: string;
  readonly valid: boolean;
}

/** Ability level 能力评估等级 by GB/T 42195: 0 intact … 4 complete loss. */
export type AbilityLevel = 0 | 1 | 2 | 3 | 4;

export const dailyCarers = ['self', 'spouse', 'child', 'kin', 'neighbour', 'community', 'paid', 'nobody'] as const;
export const educationLevels = ['none', 'primary', 'juniorSecondary', 'seniorSecondary', 'college'] as const;
export const residenceStates = ['present', 'hukouOnly', 'personOnly'] as const;
export const residencePatterns = ['fixed', 'seasonal', 'moving', 'withChildInTurn'] as const;
export const healthStates = ['good', 'fair', 'poor', 'bedridden'] as const;
export const selfCareLevels = ['full', 'partial', 'none'] as const;
export const medicalInsurances = ['resident', 'employee', 'other', 'none'] as const;
export const incomeSources = ['wages', 'farming', 'pension', 'children', 'relatives', 'publicAid', 'savings', 'other'] as const;
export const livelihoods = ['good', 'fair', 'poor'] as const;
export const povertyStates = ['none', 'lifted', 'monitored'] as const;
export const careNeeds = ['dailyCare', 'farmHelp', 'comfort', 'medical', 'legal', 'safety', 'culture', 'emergency', 'meals', 'cleaning', 'errands', 'homeAdaptation'] as const;

/** Groups of the file, in the order in which forms ask them (002: seven groups; 001 附件3). */
export const factGroups = ['identity', 'residence', 'family', 'care', 'health', 'income', 'living', 'needs', 'contacts', 'wish', 'life'] as const;
export type FactGroup = (typeof factGroups)[number];
