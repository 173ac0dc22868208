// The pure part of intake: tables recognised, cells read, rows made into facts, people matched.
export * from './types.ts';
export * from './headings.ts';
export * from './recognise.ts';
export * from './text.ts';
export * from './dates.ts';
export * from './cells.ts';
export * from './children.ts';
export * from './furtherCells.ts';
export * from './furtherFacts.ts';
export * from './together.ts';
export * from './places.ts';
export * from './joined.ts';
export * from './rows.ts';
export * from './rowCells.ts';
export * from './lists.ts';
export * from './matching.ts';
export * from './likeness.ts';
