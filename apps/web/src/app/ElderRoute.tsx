// The file of an elder with what every module puts on it.
import { ElderPage } from '../modules/ledger/ElderPage.tsx';
import { elderSections } from './elderSections.tsx';

export const ElderRoute = () => <ElderPage sections={elderSections} />;
