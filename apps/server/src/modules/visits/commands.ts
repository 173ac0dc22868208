// The phone's commands: its outbox comes as one batch.
import { correctOwnPayload, recordVisitPayload } from '@shouwang/contract/visits';
import { getNumber } from '@shouwang/domain/policy';
import { command } from '../../platform/sync/command.ts';
import { getPackInForce } from '../policy/public.ts';
import { correctOwnVisits } from './ownCorrections.ts';
import { visitPolicyInForce } from './policy.ts';
import { recordVisits } from './record.ts';

export const visitCommands = [
  command({
    kind: 'visits.record',
    permission: 'visits.record',
    payload: recordVisitPayload,
    apply: async (tx, services, items) => recordVisits(tx, services, await visitPolicyInForce(tx, services), items),
  }),
  command({
    kind: 'visits.correctOwn',
    permission: 'visits.record',
    payload: correctOwnPayload,
    apply: async (tx, services, items) =>
      correctOwnVisits(tx, services, await visitPolicyInForce(tx, services), getNumber((await getPackInForce(tx)).pack, 'duties.correctWithinDays'), items),
  }),
];
