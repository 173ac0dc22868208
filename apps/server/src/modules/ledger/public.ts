// What other modules ask of the ledger.
export { ELDERS_CHANGED, ELDERS_SAID, recordStatements, type RecordOptions, type StatementAnswer, type StatementItem } from './record.ts';
export { createElders, takeTurnOf } from './entry.ts';
export { findBornAlike, findCandidates, findClosed, findKnownElsewhere, type Candidate, type CandidateKey } from './candidates.ts';
export { ledgerSeal, soundOf, type LedgerSeal } from './sealing.ts';
export { filterConditions } from './filter.ts';
export { ledgerJobs } from './jobs.ts';
export { rederiveAll, rederiveElders } from './rederive.ts';
export { withdrawStatements } from './withdraw.ts';
export { readPhoto } from './attachments.ts';
export { leadingFile, leadingFiles, statementsReadBy } from './merged.ts';
export { namesOfAccounts } from './fileQueries.ts';
export { elderRowsOf } from './list.ts';
export { effectiveOf, loadSaid } from './store.ts';
