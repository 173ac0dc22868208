export * from './decide.ts';
export * from './states.ts';
