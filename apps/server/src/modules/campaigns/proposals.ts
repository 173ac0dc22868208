// Campaigns that calendar and warnings propose and that nobody of this office has begun; templates for
// those that an order asks for.
import type { campaignList, CampaignProposal } from '@shouwang/contract/campaigns';
import type { Reply } from '@shouwang/contract/route';
import { calendarOccasions, occasionOf, type Occasion } from '@shouwang/domain/campaigns';
import { getNumber } from '@shouwang/domain/policy';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { getPackInForce } from '../policy/public.ts';
import { rulesOf } from './manage.ts';
import { startThemselves } from './warnings.ts';
import { asWarning, recentWarnings } from './warningQueries.ts';

type Proposals = Omit<Reply<typeof campaignList>, 'campaigns'>;

const viewOf = (occasion: Occasion, warningId: string | null): CampaignProposal => ({
  template: occasion.template.code,
  key: occasion.key,
  startsOn: occasion.startsOn,
  endsOn: occasion.endsOn,
  festivalOn: occasion.festivalOn,
  warningId,
});

export async function proposals(services: Services, tx: Tx): Promise<Proposals> {
  const county = tx.actor.countyCode;
  // Whoever reads over counties begins nothing.
  if (county.length !== 6) return { templates: [], proposals: [], warnings: [], startThemselves: false };
  const { pack } = await getPackInForce(tx);
  const today = services.clock.today();
  const warnings = await recentWarnings(services, tx);
  const calendar = calendarOccasions(pack.campaigns, today, getNumber(pack, 'campaigns.proposeDaysAhead'));
  const warned = warnings
    .filter((warning) => warning.liftedAt === null && warning.to >= today)
    .flatMap((warning) => pack.campaigns.flatMap((template) => occasionOf(template, asWarning(warning)) ?? []));
  // An office above has it begun for all below it.
  const begun = await tx.query<{ mark: string }>(sql`select template_code || ':' || occasion_key as mark from campaign where county_code = ${county} and occasion_key is not null`);
  const marks = new Set(begun.map((row) => row.mark));
  const open = (occasion: Occasion): boolean => !marks.has(`${occasion.template.code}:${occasion.key}`);
  return {
    templates: pack.campaigns.map((template) => ({
      ...rulesOf(pack, template),
      code: template.code,
      provisional: template.status === 'provisional',
      audience: {
        categories: [...template.audience.categories],
        tiers: [...template.audience.tiers],
        ...(template.audience.ageFrom === undefined ? {} : { ageFrom: template.audience.ageFrom }),
      },
      days: template.occasion.kind === 'order' ? template.occasion.days : null,
    })),
    proposals: [...warned.filter(open).map((occasion) => viewOf(occasion, occasion.key)), ...calendar.filter(open).map((occasion) => viewOf(occasion, null))],
    warnings,
    startThemselves: startThemselves(pack),
  };
}
