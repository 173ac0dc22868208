export * from './correction.ts';
export * from './counting.ts';
export * from './decideVisit.ts';
export * from './duties.ts';
export * from './form.ts';
export * from './periods.ts';
export * from './round.ts';
export * from './visit.ts';
