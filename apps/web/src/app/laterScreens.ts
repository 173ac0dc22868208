// Screens of the field app that the first screen does not wait for (quality bar P9). They are fetched
// while the phone has nothing else to do, and the service worker keeps them: none needs a network later.
import { lazy } from 'react';

const load = {
  elder: async () => ({ default: (await import('../modules/visits/field/ElderScreen.tsx')).ElderScreen }),
  campaign: async () => ({ default: (await import('../modules/campaigns/field/CampaignScreen.tsx')).CampaignScreen }),
  campaignBring: async () => ({ default: (await import('../modules/campaigns/field/CampaignBring.tsx')).CampaignBring }),
  campaignSection: async () => ({ default: (await import('../modules/campaigns/field/CampaignSection.tsx')).CampaignSection }),
  doubts: async () => ({ default: (await import('../modules/plausibility/field/DoubtsScreen.tsx')).DoubtsScreen }),
  group: async () => ({ default: (await import('../modules/visits/field/GroupScreen.tsx')).GroupScreen }),
  lock: async () => ({ default: (await import('../modules/access/field/LockScreen.tsx')).LockScreen }),
  map: async () => ({ default: (await import('../modules/visits/field/MapScreen.tsx')).MapScreen }),
  me: async () => ({ default: (await import('../modules/access/field/MeScreen.tsx')).MeScreen }),
  newPerson: async () => ({ default: (await import('../modules/surveys/field/NewPersonScreen.tsx')).NewPersonScreen }),
  pin: async () => ({ default: (await import('../modules/access/field/PinScreen.tsx')).PinScreen }),
  record: async () => ({ default: (await import('../modules/visits/field/RecordScreen.tsx')).RecordScreen }),
  survey: async () => ({ default: (await import('../modules/surveys/field/SurveyScreen.tsx')).SurveyScreen }),
  surveys: async () => ({ default: (await import('../modules/surveys/field/SurveysScreen.tsx')).SurveysScreen }),
  visit: async () => ({ default: (await import('../modules/visits/field/VisitScreen.tsx')).VisitScreen }),
};
export const DoubtsScreen = lazy(load.doubts);
export const CampaignScreen = lazy(load.campaign);
export const CampaignBring = lazy(load.campaignBring);
export const CampaignSection = lazy(load.campaignSection);
export const ElderScreen = lazy(load.elder);
export const GroupScreen = lazy(load.group);
export const LockScreen = lazy(load.lock);
export const MapScreen = lazy(load.map);
export const MeScreen = lazy(load.me);
export const NewPersonScreen = lazy(load.newPerson);
export const PinScreen = lazy(load.pin);
export const RecordScreen = lazy(load.record);
export const SurveyScreen = lazy(load.survey);
export const SurveysScreen = lazy(load.surveys);
export const VisitScreen = lazy(load.visit);

const REST_MS = 1500;
let fetched = false;

/** Fetches them all after the first screen stood a moment; without a network a later start does it. */
export function fetchLater(): void {
  if (fetched) return;
  fetched = true;
  setTimeout(() => {
    for (const each of Object.values(load)) each().catch(() => undefined);
  }, REST_MS);
}
