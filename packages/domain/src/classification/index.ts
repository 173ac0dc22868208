export * from './types.ts';
export * from './namedFacts.ts';
export * from './expression.ts';
export * from './compile.ts';
export * from './differing.ts';
