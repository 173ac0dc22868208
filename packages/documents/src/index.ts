// Official sheets: their words, their layout, their writers.
export * from './ledgerSheet.ts';
export * from './monthReportSheet.ts';
export * from './officeSheet.ts';
export * from './words.ts';
