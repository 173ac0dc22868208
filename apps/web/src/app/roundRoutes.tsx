// Addresses of campaigns and of survey rounds.
import { campaignShows } from '@shouwang/contract/campaigns';
import { surveyStates } from '@shouwang/domain/surveys';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { given, oneOf, type Address } from '../platform/address.ts';
import { pageIn, root } from './rootRoute.tsx';

export const campaigns = createRoute({
  getParentRoute: () => root,
  path: '/campaigns',
  component: lazyRouteComponent(() => import('../modules/campaigns/CampaignsPage.tsx'), 'CampaignsPage'),
});
export const campaign = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/$campaignId',
  component: lazyRouteComponent(() => import('../modules/campaigns/CampaignPage.tsx'), 'CampaignPage'),
});
export const campaignRows = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/$campaignId/people',
  validateSearch: (address: Record<string, unknown>) => given({ show: oneOf((address as Address)['show'], campaignShows), page: pageIn(address as Address) }),
  component: lazyRouteComponent(() => import('../modules/campaigns/CampaignPeoplePage.tsx'), 'CampaignPeoplePage'),
});
export const campaignHandovers = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/$campaignId/records',
  validateSearch: (address: Record<string, unknown>) => given({ page: pageIn(address as Address) }),
  component: lazyRouteComponent(() => import('../modules/campaigns/CampaignRecordsPage.tsx'), 'CampaignRecordsPage'),
});
export const surveys = createRoute({
  getParentRoute: () => root,
  path: '/surveys',
  component: lazyRouteComponent(() => import('../modules/surveys/SurveysPage.tsx'), 'SurveysPage'),
});
export const survey = createRoute({
  getParentRoute: () => root,
  path: '/surveys/$surveyId',
  component: lazyRouteComponent(() => import('../modules/surveys/SurveyPage.tsx'), 'SurveyPage'),
});
export const surveyRows = createRoute({
  getParentRoute: () => root,
  path: '/surveys/$surveyId/subjects',
  validateSearch: (address: Record<string, unknown>) => {
    const { show, surveyor } = address as Address;
    return given({ show: oneOf(show, ['left', ...surveyStates, 'found', 'toHandOver'] as const), surveyor: surveyor?.slice(0, 80), page: pageIn(address as Address) });
  },
  component: lazyRouteComponent(() => import('../modules/surveys/SurveySubjectsPage.tsx'), 'SurveySubjectsPage'),
});
