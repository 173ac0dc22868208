export * from './types.ts';
export * from './merge.ts';
