// Where modules meet: every endpoint, offline command, feed and job of the installation.
import type { Sessions } from '../platform/auth/session.ts';
import type { Endpoint } from '../platform/http/endpoint.ts';
import type { JobHandler } from '../platform/jobs/index.ts';
import type { Services } from '../platform/services.ts';
import type { FeedSource, SyncCommand } from '../platform/sync/command.ts';
import { accessRoutes } from '../modules/access/routes.ts';
import { assessmentRoutes } from '../modules/assessments/public.ts';
import { caseRoutes } from '../modules/cases/public.ts';
import { campaignCommands, campaignFeed, campaignRoutes } from '../modules/campaigns/public.ts';
import { classificationJobs } from '../modules/classification/public.ts';
import { divisionRoutes } from '../modules/divisions/routes.ts';
import { intakeJobs, intakeRoutes } from '../modules/intake/public.ts';
import { ledgerCommands } from '../modules/ledger/commands.ts';
import { ledgerJobs } from '../modules/ledger/public.ts';
import { ledgerRoutes } from '../modules/ledger/routes.ts';
import { listingJobs, listingRoutes } from '../modules/listing/public.ts';
import { networkRoutes, selfFeed } from '../modules/network/public.ts';
import { oversightJobs, oversightRoutes } from '../modules/oversight/public.ts';
import { paperJobs, paperRoutes } from '../modules/papers/public.ts';
import { plausibilityCommands, plausibilityJobs, plausibilityRoutes, visitDoubtFeed } from '../modules/plausibility/public.ts';
import { policyRoutes } from '../modules/policy/routes.ts';
import { riskJobs, riskRoutes } from '../modules/risk/public.ts';
import { elderCardFeed, policyFeed, visitCommands, visitDeskRoutes, visitJobs, visitRoutes } from '../modules/visits/public.ts';
import { mergeRoutes, reconciliationJobs, reconciliationRoutes } from '../modules/reconciliation/public.ts';
import { reviewRoutes } from '../modules/reviews/public.ts';
import { statisticsJobs, statisticsRoutes } from '../modules/statistics/public.ts';
import { surveyCommands, surveyJobs, surveyRoundFeed, surveyRoutes, surveySubjectFeed } from '../modules/surveys/public.ts';
import { syncRoutes } from './syncRoutes.ts';
import { systemRoutes } from './systemRoutes.ts';
import { visitorLists } from './visitorLists.ts';

export const version = '0.3.0';

export const commands: ReadonlyMap<string, SyncCommand> = new Map(
  [...ledgerCommands, ...visitCommands, ...plausibilityCommands, ...campaignCommands, ...surveyCommands].map((command) => [command.kind, command]),
);
export const feeds: readonly FeedSource[] = [policyFeed, selfFeed, elderCardFeed, visitDoubtFeed, campaignFeed, surveyRoundFeed, surveySubjectFeed];
export const jobHandlers: readonly JobHandler<Services>[] = [
  ...ledgerJobs,
  ...classificationJobs,
  ...riskJobs,
  ...intakeJobs(visitorLists),
  ...reconciliationJobs,
  ...visitJobs,
  ...plausibilityJobs,
  ...listingJobs,
  ...statisticsJobs,
  ...oversightJobs,
  ...paperJobs,
  ...surveyJobs,
];

export const endpoints = (sessions: Sessions): readonly Endpoint[] => [
  ...systemRoutes(version),
  ...accessRoutes(sessions),
  ...divisionRoutes,
  ...policyRoutes,
  ...ledgerRoutes,
  ...reviewRoutes,
  ...assessmentRoutes,
  ...riskRoutes,
  ...intakeRoutes(visitorLists),
  ...reconciliationRoutes,
  ...mergeRoutes,
  ...networkRoutes,
  ...visitRoutes,
  ...plausibilityRoutes,
  ...campaignRoutes,
  ...visitDeskRoutes,
  ...caseRoutes,
  ...listingRoutes,
  ...surveyRoutes,
  ...statisticsRoutes,
  ...oversightRoutes,
  ...paperRoutes,
  ...syncRoutes(commands, feeds),
];
