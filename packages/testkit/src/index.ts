// What tests, the demonstration and the benchmarks take: the fictional county and small factories.
export * from './county.ts';
export * from './factories.ts';
export type { FakePattern } from './fieldworkParts.ts';
export { caughtAndDoubted, type CaughtAndDoubted, type Share } from './fieldworkCaught.ts';
export { drawFieldwork, type Fieldwork, type FieldworkVisit, type FieldworkVisitor } from './fieldwork.ts';
export { generateVillage, type GeneratedVillage } from './village.ts';
export { kilometres, type Point, type Village } from './places.ts';
export type { GeneratedElder, Rhythm, Statement } from './people.ts';
export { chance, type Chance } from './random.ts';
export type { GeneratedAssignment, GeneratedVisitor } from './visitors.ts';
export { answersFor, type GeneratedVisit } from './visits.ts';
export { writeLedgerWorkbook, type LedgerColumn, type LedgerWorkbookOptions } from './workbook.ts';
