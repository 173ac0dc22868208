// The record of a visit with what other modules put on it: printing, how plausible it is, what was found.
import { VisitOutcomePanel } from '../modules/cases/VisitOutcomePanel.tsx';
import { PrintVisitAction } from '../modules/papers/PrintVisitAction.tsx';
import { PlausibilityPanel } from '../modules/plausibility/PlausibilityPanel.tsx';
import { VisitPage } from '../modules/visits/VisitPage.tsx';

const Below = ({ visitId }: { readonly visitId: string }) => (
  <>
    <PlausibilityPanel visitId={visitId} />
    <VisitOutcomePanel visitId={visitId} />
  </>
);

export const VisitRoute = () => <VisitPage Action={PrintVisitAction} Below={Below} />;
