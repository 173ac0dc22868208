// A surveyor's last day passes without anybody writing anything: his phone is told the next morning.
import { sql, systemActor } from '../../platform/db/index.ts';
import type { JobHandler } from '../../platform/jobs/index.ts';
import type { Services } from '../../platform/services.ts';
import { feed } from '../../platform/sync/pull.ts';
import { countiesServed } from '../divisions/public.ts';
import { SURVEY_ROUND } from './village.ts';

export const surveyJobs: readonly JobHandler<Services>[] = [
  {
    name: 'surveys.days',
    cron: '10 0 * * *',
    async run(services, _data, signal) {
      for (const county of await countiesServed(services.db)) {
        if (signal.aborted) return;
        await services.db.tx(systemActor(county), async (tx) => {
          const today = services.clock.today();
          const rounds = await tx.query<{ round_id: string }>(
            sql`select distinct round_id from survey_surveyor where county_code = ${county} and (to_date = ${today}::date - 1 or from_date = ${today}::date)`,
          );
          feed(
            tx,
            SURVEY_ROUND,
            rounds.map((row) => row.round_id),
          );
        });
      }
    },
  },
];
