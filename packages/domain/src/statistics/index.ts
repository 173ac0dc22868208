// Statistics: what people are counted by, and how counts are crossed.
export * from './cross.ts';
export * from './dimensions.ts';
