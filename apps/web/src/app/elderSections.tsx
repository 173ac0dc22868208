// What stands on the file of an elder beside the ledger's own: one line for each module that has something to say.
import { AssessmentsTab } from '../modules/assessments/AssessmentsTab.tsx';
import type { FileSection } from '../modules/ledger/sections.ts';
import { PrintFormAction } from '../modules/papers/PrintFormAction.tsx';
import { reconciliationSections } from '../modules/reconciliation/fileSections.tsx';
import { RiskBar } from '../modules/risk/RiskBar.tsx';
import { RiskSide } from '../modules/risk/RiskSide.tsx';

export const elderSections: readonly FileSection[] = [
  ...reconciliationSections,
  { key: 'print', place: 'action', permission: 'papers.print', Content: PrintFormAction },
  { key: 'risk', place: 'bar', permission: 'assessments.read', Content: RiskBar },
  { key: 'risk', place: 'side', permission: 'assessments.read', Content: RiskSide },
  { key: 'assessments', place: 'tab', title: 'assessments:title', permission: 'assessments.read', Content: AssessmentsTab },
];
