export * from './problem.ts';
export * from './packFile.ts';
export * from './parse.ts';
export * from './resolve.ts';
export * from './check.ts';
export * from './load.ts';
