// The phone's command: its outbox comes as one batch.
import { recordVisitPayload } from '@shouwang/contract/visits';
import { command } from '../../platform/sync/command.ts';
import { visitPolicyInForce } from './policy.ts';
import { recordVisits } from './record.ts';

export const visitCommands = [
  command({
    kind: 'visits.record',
    permission: 'visits.record',
    payload: recordVisitPayload,
    apply: async (tx, services, items) => recordVisits(tx, services, await visitPolicyInForce(tx, services), items),
  }),
];
