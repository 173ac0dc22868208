// Visits of the demonstration that somebody asks about: the busiest visitor wrote some down at home, others
// wait in the first village for its call, one has been settled; the running week's seed lies ready.
import type { Principal } from '@shouwang/domain/access';
import { addDays } from '@shouwang/domain/shared';
import type { DoubtAnswer } from '@shouwang/domain/visits';
import type { GeneratedCounty } from '@shouwang/testkit';
import { assessChanged, checkDoubt, doTheDaysDoubts, plausibilityCommands } from '../modules/plausibility/public.ts';
import { visitCommands, visitPolicyInForce } from '../modules/visits/public.ts';
import { newId } from '../platform/clock.ts';
import { sql, systemActor, type Actor } from '../platform/db/index.ts';
import type { Services } from '../platform/services.ts';
import { pushCommands } from '../platform/sync/push.ts';
import type { SeededVisitor } from './seedCounty.ts';

export interface DoubtsOfDemonstration {
  readonly services: Services;
  readonly county: GeneratedCounty;
  readonly offices: ReadonlyMap<string, Principal>;
  readonly visitors: readonly SeededVisitor[];
}

const commands = new Map([...visitCommands, ...plausibilityCommands].map((command) => [command.kind, command]));
const actorOf = ({ accountId, visitorId }: SeededVisitor, countyCode: string): Actor => ({ accountId, countyCode, role: 'visitor', scope: '', visitorId });

export async function liveDoubts(life: DoubtsOfDemonstration): Promise<void> {
  const { services, county, offices, visitors } = life;
  const village = offices.get('village-1');
  const [busiest] = [...visitors].sort((a, b) => b.elders - a.elders);
  const ofVillage = visitors.filter(({ visitor, elders }) => visitor.village.code === village?.scope && elders > 1);
  if (busiest === undefined || village === undefined) return;
  await writtenElsewhere(life, busiest, 3, 0);
  const asked = await Promise.all(ofVillage.slice(0, 3).map((visitor) => writtenElsewhere(life, visitor, 2, 0.025)));
  await assessChanged(services, county.code);
  const answers: readonly DoubtAnswer[] = ['writtenLater', 'metElsewhere', 'phoneFault'];
  const doubted = await services.db.tx(systemActor(county.code), (tx) => tx.query<{ id: string }>(sql`select visit_id as id from visit_doubt where county_code = ${county.code}`));
  for (const [index, made] of asked.entries()) {
    const visitIds = made.filter((id) => doubted.some((doubt) => doubt.id === id));
    const visitor = ofVillage[index] as SeededVisitor;
    if (visitIds.length > 0) await send(life, visitor, 'doubts.answer', { visitIds, answer: answers[index], words: index === 0 ? '那天手机没电，回家才补上的' : '' });
  }
  const settled = asked.at(-1)?.find((id) => doubted.some((doubt) => doubt.id === id));
  if (settled !== undefined)
    await services.db.tx({ accountId: village.accountId, countyCode: county.code, role: 'village', scope: village.scope, visitorId: null }, (tx) =>
      checkDoubt(services, tx, settled, { outcome: 'confirmed', words: '老人说那天下午来过，还帮着提了水' }),
    );
  await doTheDaysDoubts(services, county.code);
}

/** Home visits of one evening whose position is the visitor's own home, or `east` degrees from it; answers their ids. */
async function writtenElsewhere(life: DoubtsOfDemonstration, visitor: SeededVisitor, count: number, east: number): Promise<readonly string[]> {
  const { services, county } = life;
  const system = systemActor(county.code);
  const { elders, form } = await services.db.tx(system, async (tx) => ({
    elders: await tx.query<{ id: string }>(
      sql`select a.elder_id as id from assignment a join elder e on e.county_code = a.county_code and e.id = a.elder_id and e.closed_on is null
          where a.county_code = ${county.code} and a.visitor_id = ${visitor.visitorId}::uuid and a.to_date is null order by e.name_pinyin, e.id limit ${count}`,
    ),
    form: (await visitPolicyInForce(tx, services)).forms[0],
  }));
  const { home } = visitor.visitor;
  const ids: string[] = [];
  for (const [index, elder] of elders.entries()) {
    const startedAt = `${addDays(county.asOf, -2)}T10:${String(10 + index * 4).padStart(2, '0')}:00.000Z`;
    const endedAt = `${addDays(county.asOf, -2)}T10:${String(12 + index * 4).padStart(2, '0')}:30.000Z`;
    const fix = { lng: home.lng + east + index * 0.00004, lat: home.lat - index * 0.00003, accuracy: 12 + index };
    const first = form?.sections.flatMap((section) => section.items).find((item) => item.options !== undefined && item.when === undefined);
    const answers = first?.options?.[0] === undefined ? {} : { [first.key]: first.options[0].code };
    const payload = {
      elderId: elder.id,
      mode: 'home',
      outcome: 'done',
      startedAt,
      endedAt,
      formId: form?.id,
      formVersion: form?.version,
      answers,
      fix,
      note: '老人身体好，家中安全',
    };
    ids.push(await send(life, visitor, 'visits.record', payload, startedAt));
  }
  return ids;
}

async function send({ services, county }: DoubtsOfDemonstration, visitor: SeededVisitor, kind: string, payload: object, at = services.clock.now().toISOString()): Promise<string> {
  const id = newId();
  const now = services.clock.now().toISOString();
  const [answer] = await services.db.tx(actorOf(visitor, county.code), (tx) =>
    pushCommands(tx, services, commands, [{ id, kind, occurredAt: at, recordedAt: at, base: {}, payload }], { deviceId: null, sentAt: now, receivedAt: now }),
  );
  if (answer?.outcome !== 'applied') throw new Error(`the demonstration was refused: ${JSON.stringify(answer)}`);
  return id;
}
