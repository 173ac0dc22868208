// What phones send of campaigns.
import { campaignRecordPayload, type CampaignRecordPayload } from '@shouwang/contract/campaigns';
import type { z } from 'zod';
import { command, type SyncCommand } from '../../platform/sync/command.ts';
import { recordFromPhones } from './record.ts';

export const campaignCommands: readonly SyncCommand[] = [
  command<CampaignRecordPayload>({
    kind: 'campaigns.record',
    permission: 'campaigns.record',
    payload: campaignRecordPayload as z.ZodType<CampaignRecordPayload>,
    apply: recordFromPhones,
  }),
];
