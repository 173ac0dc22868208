// What offices have done in the demonstration county before anybody signs in: lists of other offices brought
// in, files on their way through review, people assessed, events and proposals, a survey round under way. By
// the same functions as the screens use, in the second town and a few villages of the first.
import type { Principal } from '@shouwang/domain/access';
import { abilityItems, selfCareIndicators } from '@shouwang/domain/assessments';
import { addDays, addMonths, monthOf, type Result } from '@shouwang/domain/shared';
import type { ReviewDeed } from '@shouwang/domain/reviews';
import { generateVillage, type GeneratedCounty, type GeneratedElder, type VillageBlock } from '@shouwang/testkit';
import { runImport } from '../modules/intake/public.ts';
import { recordStatements } from '../modules/ledger/public.ts';
import { recordAbilityAssessment, recordNeedsAssessment, recordSelfCareAssessment } from '../modules/assessments/record.ts';
import { proposeInclusion } from '../modules/listing/decisions.ts';
import { recordLifeEvent } from '../modules/listing/public.ts';
import { getPackInForce } from '../modules/policy/public.ts';
import { actOnFiles } from '../modules/reviews/act.ts';
import { loadSubjects } from '../modules/reviews/store.ts';
import { surveyCommands } from '../modules/surveys/public.ts';
import { createRound } from '../modules/surveys/rounds.ts';
import { newId } from '../platform/clock.ts';
import { sql, systemActor, type Actor, type Tx } from '../platform/db/index.ts';
import { runReactions } from '../platform/reactions.ts';
import type { Services } from '../platform/services.ts';
import { pushCommands } from '../platform/sync/push.ts';
import { findInDemonstration } from './demonstrationCases.ts';
import { officeLists } from './demonstrationLists.ts';
import { reactions } from './reactions.ts';
import type { SeededVisitor } from './seedCounty.ts';
import { visitorLists } from './visitorLists.ts';

export interface DemonstrationLife {
  readonly services: Services;
  readonly county: GeneratedCounty;
  /** Accounts of the offices, by sign-in name. */
  readonly offices: ReadonlyMap<string, Principal>;
  readonly visitors: readonly SeededVisitor[];
}

const actorOf = ({ accountId, countyCode, role, scope, visitorId }: Principal): Actor => ({ accountId, countyCode, role, scope, visitorId });

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`the demonstration was refused: ${JSON.stringify(result.refusal)}`);
  return result.value;
}

export async function liveDemonstration(life: DemonstrationLife): Promise<void> {
  const { services, county } = life;
  const blocks = [...county.blocks()];
  const towns = [...new Set(blocks.map((block) => block.village.townCode))];
  const [first = [], second = []] = towns.map((town) => blocks.filter((block) => block.village.townCode === town));
  await bringLists(life, second);
  await addDoubtfulFiles(life, second);
  await runReactions(services, county.code, reactions);
  // The first village keeps most of its files as they were brought in.
  await review(life, lastByName(first[0], 8), 'village-1', 'town-1');
  await review(life, (second[0]?.elders ?? []).slice(0, 14), 'village-2', 'town-2');
  await assess(life, [...(first[1]?.elders ?? []).slice(8, 11), ...(second[1]?.elders ?? []).slice(0, 5)]);
  await events(life, second[2]?.elders ?? []);
  await runReactions(services, county.code, reactions);
  await survey(life, second);
  await runReactions(services, county.code, reactions);
  await findInDemonstration(services, county.code, county.asOf, actorOf(life.offices.get('village-2') as Principal), actorOf(life.offices.get('town-2') as Principal));
}

function lastByName(block: VillageBlock | undefined, count: number): readonly GeneratedElder[] {
  return [...(block?.elders ?? [])].sort((a, b) => (a.facts.name < b.facts.name ? -1 : 1)).slice(-count);
}

async function bringLists({ services, county }: DemonstrationLife, blocks: readonly VillageBlock[]): Promise<void> {
  const known = blocks.slice(3).flatMap((block) => block.elders);
  // Of another seed and of these villages: nobody in the ledger bears their numbers.
  const strangers = generateVillage({ seed: `${county.seed} strangers`, asOf: county.asOf, count: 5 }).elders.map((elder, index) => ({
    ...elder,
    village: (blocks[index + 3] ?? (blocks[0] as VillageBlock)).village,
  }));
  const files = officeLists(known, strangers, county.asOf);
  const summary = await runImport(services, visitorLists, { files, asOf: addDays(county.asOf, -1), actor: systemActor(county.code) });
  const unread = summary.tables.filter((table) => table.kind === null);
  if (unread.length > 0) throw new Error(`lists of the demonstration that were not recognised: ${unread.map((table) => table.file).join(', ')}`);
}

/** People twice in the ledger, and one whose number is written wrong: as they come from years of copying lists. */
async function addDoubtfulFiles({ services, county }: DemonstrationLife, blocks: readonly VillageBlock[]): Promise<void> {
  const [one, two, three] = blocks.slice(4, 7).map((block) => block.elders[1]) as [GeneratedElder, GeneratedElder, GeneratedElder];
  const [wrong] = generateVillage({ seed: `${county.seed} wrong`, asOf: county.asOf, count: 1 }).elders as [GeneratedElder];
  const elsewhere = (blocks[8] as VillageBlock).village;
  const { facts } = wrong;
  const lastDigit = facts.idNo.endsWith('7') ? '8' : '7';
  const again = ({ facts: { name, sex, birthDate, idNo, phone, livesWith } }: GeneratedElder, withNumber: boolean) => ({
    name,
    sex,
    birthDate,
    ...(withNumber ? { idNo } : {}),
    ...(phone === undefined ? {} : { phone }),
    ...(livesWith === undefined ? {} : { livesWith }),
    division: elsewhere.code,
  });
  const entries = [again(one, true), again(two, false), again(three, true), { ...facts, idNo: `${facts.idNo.slice(0, 17)}${lastDigit}`, division: elsewhere.code, group: '1组' }];
  await services.db.tx(systemActor(county.code), (tx) =>
    recordStatements(
      services,
      tx,
      entries.map((entry, index) => ({
        elderId: null,
        facts: entry,
        source: 'ledger' as const,
        sourceDate: addDays(county.asOf, -20),
        sourceRef: `台账（补录） #${index + 1}`,
        recordedBy: null,
      })),
      { asOf: county.asOf },
    ),
  );
}

/** Files that the village has changed: each a step further than the one before, one in five returned. */
async function review({ services, county, offices }: DemonstrationLife, elders: readonly GeneratedElder[], villageName: string, townName: string): Promise<void> {
  const [village, town, office] = [villageName, townName, 'county'].map((name) => offices.get(name)) as [Principal, Principal, Principal];
  await services.db.tx(systemActor(county.code), (tx) =>
    recordStatements(
      services,
      tx,
      elders.map((elder, index) => ({
        elderId: elder.id,
        facts:
          index % 2 === 0
            ? { needNote: '家中台阶陡，想在门口装扶手' }
            : { difficulties: '取药不便，逢集日请人代取', ...(elder.facts.contacts === undefined ? { contacts: [] } : {}) },
        source: 'survey' as const,
        sourceDate: addDays(county.asOf, -9),
        sourceRef: `account:${village.accountId}`,
        recordedBy: village.accountId,
      })),
    ),
  );
  const act = (principal: Principal, action: ReviewDeed, some: readonly GeneratedElder[], note = ''): Promise<void> =>
    services.db.tx(actorOf(principal), async (tx) => {
      const ids = some.map((elder) => elder.id);
      const subjects = await loadSubjects(services, tx, county.code, ids);
      const { outcomes } = value(await actOnFiles(services, tx, principal, { action, note, items: subjects.map(({ id, digest }) => ({ elderId: id, digest })) }));
      const declined = outcomes.find((outcome) => outcome.refusal !== null);
      if (declined !== undefined) throw new Error(`a review of the demonstration was refused: ${JSON.stringify(declined)}`);
    });
  const from = (share: number): readonly GeneratedElder[] => elders.slice(Math.floor(elders.length * share));
  await act(village, 'submit', from(0.2));
  await act(town, 'return', from(0.2).slice(0, Math.ceil(elders.length * 0.2)), '与谁同住写得不清楚，请入户再核');
  await act(town, 'approve', from(0.55));
  await act(town, 'approve', from(0.7));
  await act(office, 'file', from(0.85));
}

async function assess({ services, county, offices }: DemonstrationLife, elders: readonly GeneratedElder[]): Promise<void> {
  const office = offices.get('county') as Principal;
  await services.db.tx(actorOf(office), async (tx) => {
    const { needsForm } = (await getPackInForce(tx)).pack;
    for (const [index, elder] of elders.entries()) {
      const occasion = {
        assessedOn: addDays(county.asOf, -3 - index * 4),
        assessors: ['周敏', '何建平'] as [string, string],
        informant: { kind: 'self', name: '' },
        note: '',
      };
      const worse = new Set(index % 3 === 0 ? ['bathing', 'walking', 'stairs', 'bedChair', 'toilet', 'lowerDressing', 'dailyAffairs', 'transport'] : ['stairs', 'bathing']);
      const answers = Object.fromEntries(abilityItems.map((item) => [item.key, item.options[worse.has(item.key) ? Math.min(2, item.options.length - 1) : 0]?.code ?? '']));
      value(
        await recordAbilityAssessment(services, tx, elder.id, newId(), {
          ...occasion,
          reason: 'first',
          height: 150 + index * 3,
          weight: 46 + index * 2,
          payers: ['residentInsurance'],
          riskEvents: {},
          diagnoses: index % 3 === 0 ? ['I10'] : [],
          otherDiagnosis: '',
          medications: index % 3 === 0 ? [{ name: '硝苯地平', dose: '10mg', frequency: '一日两次' }] : [],
          healthIssues: [],
          answers,
        }),
      );
      if (index % 3 === 0)
        value(
          await recordSelfCareAssessment(services, tx, elder.id, newId(), {
            ...occasion,
            reason: 'first',
            answers: Object.fromEntries(selfCareIndicators.map(({ key }, at) => [key, at > 1])),
          }),
        );
      if (index % 2 === 0)
        value(
          await recordNeedsAssessment(services, tx, elder.id, newId(), {
            ...occasion,
            reason: 'first',
            formId: needsForm.id,
            formVersion: needsForm.version,
            answers: Object.fromEntries(needsForm.items.map((item) => [item.key, item.options[index % item.options.length]?.code ?? ''])),
          }),
        );
    }
  });
}

/** In hospital, at a child's, moved away, died; two people proposed by hand and two new names proposed for the list. */
async function events({ services, county, offices }: DemonstrationLife, elders: readonly GeneratedElder[]): Promise<void> {
  const town = offices.get('town-2') as Principal;
  const [ill, away, moved, dead, weak, ageing] = elders as [GeneratedElder, GeneratedElder, GeneratedElder, GeneratedElder, GeneratedElder, GeneratedElder];
  const told = { sourceRef: `account:${town.accountId}` };
  await services.db.tx(actorOf(town), async (tx) => {
    value(await recordLifeEvent(services, tx, { ...told, elderId: ill.id, kind: 'hospital', on: addDays(county.asOf, -6), reason: '县医院住院，村干部探望得知' }));
    value(await recordLifeEvent(services, tx, { ...told, elderId: away.id, kind: 'away', on: addDays(county.asOf, -15), reason: '到儿子处过冬，开春返回' }));
    value(await recordLifeEvent(services, tx, { ...told, elderId: moved.id, kind: 'movedOut', on: addDays(county.asOf, -30), to: '外省女儿家', reason: '户口随女儿迁出' }));
    value(await recordLifeEvent(services, tx, { ...told, elderId: dead.id, kind: 'died', on: addDays(county.asOf, -8), reason: '家属报来，已核对注销证明' }));
    const to = `${addMonths(monthOf(county.asOf), 2)}-01`;
    value(await proposeInclusion(services, tx, { elderId: weak.id, category: 'careDependent', to, reason: '行动日渐不便，还没有评估' }));
    value(await proposeInclusion(services, tx, { elderId: ageing.id, category: 'livingAlone', to, reason: '老伴长期住院，实际一人居住' }));
    const found = generateVillage({ seed: `${county.seed} found`, asOf: county.asOf, count: 2 }).elders;
    await recordStatements(
      services,
      tx,
      found.map(({ facts }, index) => ({
        elderId: null,
        facts: { ...facts, division: (elders[0] as GeneratedElder).village.code, group: '1组' },
        source: 'survey' as const,
        sourceDate: addDays(county.asOf, -2),
        sourceRef: `account:${town.accountId}`,
        recordedBy: town.accountId,
        listState: 'proposed' as const,
        reason: index === 0 ? '邻居反映' : '入户走访发现',
      })),
      { asOf: county.asOf },
    );
  });
}

/** A round of the second town: the first villages nearly through, most of them begun, some not yet. */
async function survey({ services, county, offices, visitors }: DemonstrationLife, blocks: readonly VillageBlock[]): Promise<void> {
  const town = offices.get('town-2') as Principal;
  const roundId = newId();
  const startsOn = addDays(county.asOf, -10);
  await services.db.tx(actorOf(town), async (tx) =>
    value(
      await createRound(services, tx, {
        id: roundId,
        name: '冬季摸底走访',
        purpose: '核对与谁同住、健康状况、联系人，看住房和取暖是否安全',
        startsOn,
        deadline: addDays(county.asOf, 20),
        divisions: [],
        groups: ['family', 'health', 'contacts', 'living'],
        audience: { listed: true, categories: [], incomplete: false },
        households: [],
        appointRoster: true,
      }),
    ),
  );
  const commands = new Map(surveyCommands.map((command) => [command.kind, command]));
  for (const [index, { village }] of blocks.slice(0, 8).entries()) {
    const surveyor = visitors.find(({ visitor }) => visitor.village.code === village.code);
    if (surveyor === undefined) continue;
    const subjects = await subjectsOf(services, county.code, roundId, village.code);
    const reached = subjects.slice(0, Math.ceil((subjects.length * (8 - index)) / 8));
    const calls = reached.map((subject, at) => {
      const occurredAt = `${addDays(startsOn, 1 + (at % 8))}T0${1 + (at % 8)}:20:00.000Z`;
      const outcome = at % 11 === 7 ? 'away' : at % 13 === 9 ? 'refused' : 'visited';
      const seen = outcome === 'visited' ? { facts: { housingSafe: at % 9 !== 4, waterSafe: true, electricitySafe: true }, confirmed: ['livesWith', 'children'] } : {};
      return {
        id: newId(),
        kind: 'surveys.answer',
        occurredAt,
        recordedAt: occurredAt,
        base: {},
        payload: { roundId, division: village.code, subjectId: subject, outcome, ...seen },
      };
    });
    const actor: Actor = { accountId: surveyor.accountId, countyCode: county.code, role: 'visitor', scope: '', visitorId: surveyor.visitorId };
    const answers = await services.db.tx(actor, (tx) =>
      pushCommands(tx, services, commands, calls, { deviceId: null, sentAt: null, receivedAt: services.clock.now().toISOString() }),
    );
    const refused = answers.find((answer) => answer.outcome !== 'applied');
    if (refused !== undefined) throw new Error(`a survey of the demonstration was refused: ${JSON.stringify(refused)}`);
  }
}

const subjectsOf = (services: Services, countyCode: string, roundId: string, division: string): Promise<string[]> =>
  services.db.tx(systemActor(countyCode), async (tx: Tx) =>
    (
      await tx.query<{ id: string }>(
        sql`select id from survey_subject where county_code = ${countyCode} and round_id = ${roundId} and division_code = ${division} order by name, id`,
      )
    ).map((row) => row.id),
  );
