export * from './pack.ts';
export * from './values.ts';
