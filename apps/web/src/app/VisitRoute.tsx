// The record of a visit with what stands beside it.
import { PlausibilityPanel } from '../modules/plausibility/PlausibilityPanel.tsx';
import { VisitPage } from '../modules/visits/VisitPage.tsx';

export const VisitRoute = () => <VisitPage Beside={PlausibilityPanel} />;
