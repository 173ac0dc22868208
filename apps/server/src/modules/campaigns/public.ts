// What the composition root uses of campaigns.
export { campaignCommands } from './commands.ts';
export { campaignFeed } from './field.ts';
export { campaignRoutes } from './routes.ts';
