// The one list of modules and the arrows allowed between them, read by dependency-cruiser
// (tools/dependency-cruiser.config.cjs), by the tests and by ARCHITECTURE.md.
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
  'classification', // facts × pack → categories, tier, reasons
  'intake', // files of offices → rows → facts
  'network', // who visits whom: roster, assignments
  'visits', // duties, visits, the field app's day
  'oversight', // the month's report
];
