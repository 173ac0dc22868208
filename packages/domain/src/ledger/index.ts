export * from './facts.ts';
export * from './effective.ts';
export * from './identity.ts';
