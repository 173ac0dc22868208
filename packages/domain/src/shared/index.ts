// What every module of the domain speaks: refusals as values, plain dates, identifiers.
export * from './refusal.ts';
export * from './dates.ts';
