// What the composition root uses of campaigns.
export { campaignCommands } from './commands.ts';
export { campaignFeed } from './field.ts';
export { createCampaign } from './manage.ts';
export { campaignRoutes } from './routes.ts';
export { enterWarning } from './warnings.ts';
