export * from '../facts/index.ts';
export * from './completeness.ts';
export * from './effective.ts';
export * from './forms.ts';
export * from './identity.ts';
export * from './masking.ts';
export * from './statements.ts';
export * from './values.ts';
