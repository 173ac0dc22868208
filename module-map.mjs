// The one list of modules and the arrows allowed between them, read by dependency-cruiser
// (tools/dependency-cruiser.config.mjs), by the tests and by ARCHITECTURE.md.
//
// Order is the law: a module may import a module that stands before it, never one after it.
// The same names are folders in packages/domain/src, files in packages/contract/src and folders
// in apps/server/src/modules and apps/web/src/modules. `sync` and `audit` are platform: they know
// no module. Modules of later issues are added here when they are built.
export const modules = [
  'divisions', // 区划: province to group
  'access', // accounts, roles, permissions, scopes
  'facts', // the catalogue of what may be known about an elder
  'policy', // policy packs: what the documents say, as data
  'ledger', // 台账: one file per elder, made of facts
  'reviews', // recorder → village → town → filed with the county; archive of paper
  'assessments', // ability (GB/T 42195), self-care, needs
  'classification', // facts × pack → categories, tier, reasons
  'network', // who visits whom: roster, assignments
  'visits', // duties, visits, the field app's day
  'cases', // 事项: what visits found, followed until it is closed
  'campaigns', // 专项探访: extra rounds at festivals, in dangerous seasons, after warnings, by order
  'plausibility', // whether a visit was made as it says: signals, the helper's answer, the village's call, lots
  'risk', // how likely somebody comes to harm: factors × pack → level, reasons
  'listing', // label and list: proposed, confirmed, left; the life of a file
  'intake', // files of offices → rows → facts
  'reconciliation', // 比对: other offices' lists against the ledger, findings, merging
  'surveys', // 摸底排查: rounds in which every household is asked
  'statistics', // the ledger counted and crossed, each figure with its rows
  'oversight', // the month's report
  'papers', // forms and ledgers on paper: PDF, DOCX, XLSX
];
