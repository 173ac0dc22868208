// What the demonstration's visits found and heard, handed on as a running county would have it: cases of the
// last month, some dealt with, and calls of a village from which a changed household and needs wait for its word.
import { addDays } from '@shouwang/domain/shared';
import { closeCase, takeCase } from '../modules/cases/act.ts';
import { getPackInForce } from '../modules/policy/public.ts';
import { VISIT_FOUND, visitCommands } from '../modules/visits/public.ts';
import { newId } from '../platform/clock.ts';
import { sql, systemActor, type Actor } from '../platform/db/index.ts';
import { react, runReactions } from '../platform/reactions.ts';
import type { Services } from '../platform/services.ts';
import { pushCommands } from '../platform/sync/push.ts';
import { reactions } from './reactions.ts';

const DAYS = 30;
const heard = [
  { householdSize: 'fewer', householdChange: 1, householdWho: '儿媳外出务工，孙子随去' },
  { need: '想在床边装扶手' },
  { householdSize: 'more', householdChange: 1, need: '想有人隔天送一次午饭' },
] as const;

/** `village`: who calls three of his elders; `town`: who has begun to see to things. */
export async function findInDemonstration(services: Services, countyCode: string, asOf: string, village: Actor, town: Actor): Promise<void> {
  const system = systemActor(countyCode);
  await services.db.tx(system, async (tx) => {
    const found = await tx.query<{ id: string }>(
      sql`select id from visit where county_code = ${countyCode} and cardinality(findings) > 0 and occurred_on > ${addDays(asOf, -DAYS)}::date order by occurred_at, id`,
    );
    // Seeding takes what follows from its visits as done; under a key of its own this is told all the same.
    for (const { id } of found) react(tx, VISIT_FOUND, `${id}:1`, { visitId: id });
  });
  await services.db.tx(village, async (tx) => {
    const { visitForm } = (await getPackInForce(tx)).pack;
    const elders = await tx.query<{ id: string }>(
      sql`select id from elder where county_code = ${countyCode} and starts_with(division_code, ${village.scope}) and closed_on is null order by name_pinyin, id limit ${heard.length}`,
    );
    const startedAt = `${addDays(asOf, -2)}T02:10:00.000Z`;
    const calls = elders.map((elder, index) => ({
      id: newId(),
      kind: 'visits.record',
      occurredAt: startedAt,
      recordedAt: startedAt,
      base: {},
      payload: {
        elderId: elder.id,
        mode: 'phone',
        outcome: 'done',
        startedAt,
        endedAt: `${addDays(asOf, -2)}T02:16:00.000Z`,
        formId: visitForm.id,
        formVersion: visitForm.version,
        answers: { ...heard[index] },
        fix: null,
      },
    }));
    const commands = new Map(visitCommands.map((command) => [command.kind, command]));
    const answers = await pushCommands(tx, services, commands, calls, { deviceId: null, sentAt: null, receivedAt: services.clock.now().toISOString() });
    const refused = answers.find((answer) => answer.outcome !== 'applied');
    if (refused !== undefined) throw new Error(`a call of the demonstration was refused: ${JSON.stringify(refused)}`);
  });
  await runReactions(services, countyCode, reactions);
  await services.db.tx(town, async (tx) => {
    const open = await tx.query<{ id: string }>(
      sql`select id from visit_case where county_code = ${countyCode} and starts_with(division_code, ${town.scope}) order by found_on, id`,
    );
    for (const [index, { id }] of open.entries()) {
      if (index % 3 === 0) await closeCase(services, tx, id, { ending: 'settled', outcome: '已上门处理，并告知家人' });
      else if (index % 3 === 1) await takeCase(tx, id, services.clock.now().toISOString());
    }
  });
}
