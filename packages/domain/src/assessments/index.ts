// Assessments: ability by GB/T 42195, self-care of the destitute, needs.
export * from './abilityScale.ts';
export * from './basicInformation.ts';
export * from './decideAbility.ts';
export * from './due.ts';
export * from './needs.ts';
export * from './selfCare.ts';
export type { ScaleWords } from './words.ts';
