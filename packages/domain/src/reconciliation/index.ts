export * from './types.ts';
export * from './merge.ts';
export * from './differences.ts';
export * from './missing.ts';
export * from './duplicates.ts';
export * from './standing.ts';
