// List and label, the life of a file.
export * from './life.ts';
export * from './listing.ts';
export * from './wish.ts';
