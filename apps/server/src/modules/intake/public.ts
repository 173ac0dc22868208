// What the composition roots use of intake. Intake does not know the network: what the network does
// with its lists is handed in as VisitorLists.
import { z } from 'zod';
import type { JobHandler } from '../../platform/jobs/index.ts';
import type { Services } from '../../platform/services.ts';
import type { VisitorLists } from './batch.ts';
import { systemActor } from '../../platform/db/index.ts';
import { countiesServed } from '../divisions/public.ts';
import { IMPORT_JOB, runImportJob } from './commands.ts';
import { dropOldContents } from './contents.ts';

export { countiesNamed, openFolder, runImport, type FolderImport, type ImportSummary } from './commands.ts';
export type { FiledPerson, FilingAnswer, VisitorLists } from './batch.ts';
export type { Progress, RowEnd, Totals } from './store.ts';
export { findRows, LISTS_READ, personIndexes, rowOrder, updateMatches, type OpenedRow, type Rematched } from './listRows.ts';
export { indexFor } from './match.ts';
export { intakeRoutes } from './routes.ts';
export { fieldWords } from './fieldWords.ts';
export { remarkWords } from './remarkWords.ts';

const jobData = z.object({ countyCode: z.string(), importId: z.string() });

export const intakeJobs = (lists: VisitorLists): readonly JobHandler<Services>[] => [
  { name: IMPORT_JOB, run: (services, data, signal) => runImportJob(services, lists, jobData.parse(data), signal) },
  {
    name: 'intake.dropContents',
    cron: '20 2 * * *',
    async run(services) {
      for (const county of await countiesServed(services.db)) await services.db.tx(systemActor(county), (tx) => dropOldContents(tx, services.clock.today()));
    },
  },
];
