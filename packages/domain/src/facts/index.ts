// The catalogue of facts: what may be known about an elder, of which shape, how sensitive. A module
// of its own, before the policy packs, because packs rank sources and rules name facts.
export * from './catalogue.ts';
export * from './codes.ts';
export * from './detail.ts';
export type * from './shapes.ts';
export * from './sources.ts';
export * from './values.ts';
