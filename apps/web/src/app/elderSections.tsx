// What stands on the file of an elder beside the ledger's own: one line for each module that has something to say.
import { AssessmentsTab } from '../modules/assessments/AssessmentsTab.tsx';
import type { FileSection } from '../modules/ledger/sections.ts';
import { listingSections } from '../modules/listing/fileSections.tsx';
import { PrintFormAction } from '../modules/papers/PrintFormAction.tsx';
import { reconciliationSections } from '../modules/reconciliation/fileSections.tsx';
import { ArchiveSide } from '../modules/reviews/ArchiveSide.tsx';
import { CategoryDiffers } from '../modules/reviews/CategoryDiffers.tsx';
import { ReviewBar } from '../modules/reviews/ReviewBar.tsx';
import { ReviewTab } from '../modules/reviews/ReviewTab.tsx';
import { RiskBar } from '../modules/risk/RiskBar.tsx';
import { RiskSide } from '../modules/risk/RiskSide.tsx';
import { surveySections } from '../modules/surveys/fileSections.tsx';

export const elderSections: readonly FileSection[] = [
  ...listingSections,
  { key: 'review', place: 'bar', permission: 'reviews.read', Content: ReviewBar },
  { key: 'differs', place: 'bar', permission: 'elders.read', Content: CategoryDiffers },
  { key: 'review', place: 'tab', title: 'reviews:tab', permission: 'reviews.read', Content: ReviewTab },
  { key: 'archive', place: 'side', permission: 'reviews.read', Content: ArchiveSide },
  ...reconciliationSections,
  ...surveySections,
  { key: 'print', place: 'action', permission: 'papers.print', Content: PrintFormAction },
  { key: 'risk', place: 'bar', permission: 'assessments.read', Content: RiskBar },
  { key: 'risk', place: 'side', permission: 'assessments.read', Content: RiskSide },
  { key: 'assessments', place: 'tab', title: 'assessments:title', permission: 'assessments.read', Content: AssessmentsTab },
];
