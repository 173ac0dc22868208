// Kinds of source, from which a pack ranks who is believed.

/**
 * Kinds of source, from which a pack ranks who is believed. `decision` is a person's decision and
 * stands above all; `ledger` is what the village clerk wrote.
 */
export const sourceKinds = [
  'decision',
  'deathRegister', // 公安
  'disabilityRegister', // 残联
  'assessmentRegister', // 能力评估
  'aidRegister', // 低保特困
  'familyPlanningRegister', // 计生
  'healthRegister', // 65+ 健康管理
  'locationList', // 住址坐标
  'pensionRegister', // 养老保险领取认证
  'residenceRegister', // 户籍迁移、人户核查
  'assessment', // assessed here: ability, self-care
  'visit',
  'survey',
  'ledger',
] as const;
export type SourceKind = (typeof sourceKinds)[number];
