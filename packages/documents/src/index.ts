// Official sheets and forms: their words, their layout, their writers.
export * from './factText.ts';
export * from './careSheets.ts';
export * from './findingsSheet.ts';
export * from './groupSheet.ts';
export * from './ledgerSheet.ts';
export * from './listingSheets.ts';
export * from './monthReportSheet.ts';
export * from './officeSheet.ts';
export * from './paper/abilityReport.ts';
export * from './paper/docx.ts';
export * from './paper/elderForm.ts';
export * from './paper/paper.ts';
export * from './paper/pdf.ts';
export * from './paper/sheetPaper.ts';
export * from './reviewSheets.ts';
export * from './words.ts';
