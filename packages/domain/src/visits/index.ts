export * from './periods.ts';
export * from './visit.ts';
