// What a release must hold beside ledger and visits: files in review, findings settled, files merged,
// assessments, a survey round; and the figures of them that an upgrade must not change.
import { abilityItems } from '../../packages/domain/src/assessments/index.ts';
import type { Result } from '../../packages/domain/src/shared/index.ts';
import { recordAbilityAssessment } from '../../apps/server/src/modules/assessments/record.ts';
import { recordStatements } from '../../apps/server/src/modules/ledger/public.ts';
import { mergeFiles } from '../../apps/server/src/modules/reconciliation/merge.ts';
import { settle } from '../../apps/server/src/modules/reconciliation/settle.ts';
import { actOnFiles } from '../../apps/server/src/modules/reviews/act.ts';
import { loadSubjects } from '../../apps/server/src/modules/reviews/store.ts';
import { surveyCommands } from '../../apps/server/src/modules/surveys/public.ts';
import { createRound } from '../../apps/server/src/modules/surveys/rounds.ts';
import { newId } from '../../apps/server/src/platform/clock.ts';
import { sql, systemActor, type Tx } from '../../apps/server/src/platform/db/index.ts';
import type { Services } from '../../apps/server/src/platform/services.ts';
import { pushCommands } from '../../apps/server/src/platform/sync/push.ts';

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`the data of a release were refused: ${JSON.stringify(result.refusal)}`);
  return result.value;
}
const idsOf = async (tx: Tx, limit: number, offset: number): Promise<string[]> =>
  (
    await tx.query<{ id: string }>(
      sql`select id from elder where county_code = ${tx.actor.countyCode} and tier_code is not null and closed_on is null order by name, id limit ${limit} offset ${offset}`,
    )
  ).map((row) => row.id);

/** Fills what came after 0.1.0 into a county with ledger, lists and visits. */
export async function fillLife(services: Services, county: string): Promise<void> {
  const today = services.clock.today();
  const actor = { ...systemActor(county), scope: county };
  const principal = { accountId: newId(), countyCode: county, role: 'county' as const, scope: county, visitorId: null, displayName: '县民政局' };
  await services.db.tx(actor, async (tx) => {
    const reviewed = await idsOf(tx, 8, 0);
    await recordStatements(
      services,
      tx,
      reviewed.map((elderId) => ({ elderId, facts: { needNote: '门口要装扶手' }, source: 'survey' as const, sourceDate: today, sourceRef: 'release', recordedBy: null })),
    );
    const act = async (action: 'submit' | 'approve' | 'file' | 'return', ids: readonly string[]): Promise<void> => {
      const subjects = await loadSubjects(services, tx, county, ids);
      const { outcomes } = value(await actOnFiles(services, tx, principal, { action, note: '请再核对', items: subjects.map(({ id, digest }) => ({ elderId: id, digest })) }));
      const declined = outcomes.find((outcome) => outcome.refusal !== null);
      if (declined !== undefined) throw new Error(JSON.stringify(declined));
    };
    await act('submit', reviewed.slice(1));
    await act('return', reviewed.slice(1, 2));
    await act('approve', reviewed.slice(3));
    await act('approve', reviewed.slice(5));
    await act('file', reviewed.slice(7));

    const [told] = await tx.query<{ id: string }>(sql`select id from finding where county_code = ${county} and state = 'open' and kind = 'deadListed' order by id limit 1`);
    if (told === undefined) throw new Error('no finding to settle');
    value(await settle(services, tx, told.id, { outcome: 'refuted', reason: '已入户核对，本人健在' }));
    const [keptId = ''] = await idsOf(tx, 1, 40);
    const [twin] = await tx.query<{ name: string; birth_date: string; division_code: string }>(
      sql`select name, birth_date, division_code from elder where county_code = ${county} and id = ${keptId}`,
    );
    if (twin === undefined) throw new Error('nobody to merge');
    const [copied] = await recordStatements(services, tx, [
      {
        elderId: null,
        facts: { name: twin.name, birthDate: twin.birth_date, division: twin.division_code },
        source: 'ledger',
        sourceDate: today,
        sourceRef: 'release twin',
        recordedBy: null,
      },
    ]);
    value(await mergeFiles(services, tx, { keptId, otherId: copied?.elderId ?? '', choices: [], reason: '同一个人，两次登记' }));

    for (const [index, elderId] of (await idsOf(tx, 3, 20)).entries()) {
      const answers = Object.fromEntries(abilityItems.map((item) => [item.key, item.options[Math.min(index, item.options.length - 1)]?.code ?? '']));
      const occasion = { assessedOn: today, reason: 'first', assessors: ['周敏', '何建平'] as [string, string], informant: { kind: 'self', name: '' }, note: '' };
      const body = { height: null, weight: null, payers: [], riskEvents: {}, diagnoses: [], otherDiagnosis: '', medications: [], healthIssues: [] };
      value(await recordAbilityAssessment(services, tx, elderId, newId(), { ...occasion, ...body, answers }));
    }

    const roundId = newId();
    const audience = { listed: true, categories: [], incomplete: false };
    value(
      await createRound(services, tx, {
        id: roundId,
        name: '摸底走访',
        purpose: '',
        startsOn: today,
        deadline: `${today.slice(0, 4)}-12-31`,
        divisions: [],
        groups: ['living'],
        audience,
        households: [],
        appointRoster: true,
      }),
    );
    const subjects = await tx.query<{ id: string; division_code: string }>(
      sql`select id, division_code from survey_subject where county_code = ${county} and round_id = ${roundId} order by name desc, id limit 20`,
    );
    const at = services.clock.now().toISOString();
    const calls = subjects.map((subject, index) => ({
      id: newId(),
      kind: 'surveys.answer',
      occurredAt: at,
      recordedAt: at,
      base: {},
      payload: {
        roundId,
        division: subject.division_code,
        subjectId: subject.id,
        outcome: index % 5 === 4 ? 'away' : 'visited',
        ...(index % 5 === 4 ? {} : { facts: { housingSafe: true } }),
      },
    }));
    const answers = await pushCommands(tx, services, new Map(surveyCommands.map((command) => [command.kind, command])), calls, { deviceId: null, sentAt: null, receivedAt: at });
    const refused = answers.find((answer) => answer.outcome !== 'applied');
    if (refused !== undefined) throw new Error(`a survey was not taken: ${JSON.stringify(refused)}`);
  });
}

/** How many rows of a kind stand where: what an upgrade may neither lose nor move. */
export async function lifeFigures(services: Services, county: string): Promise<Record<string, Record<string, number>>> {
  return services.db.tx(systemActor(county), async (tx) => {
    const rows = await tx.query<{ of: string; key: string; count: number }>(sql`
      select 'statements' as of, source as key, count(*)::int as count from fact_statement where county_code = ${county} group by source
      union all select 'reviews', state, count(*)::int from elder_review where county_code = ${county} group by state
      union all select 'findings', kind || ' ' || state, count(*)::int from finding where county_code = ${county} group by kind, state
      union all select 'merges', case when undone_at is null then 'made' else 'undone' end, count(*)::int from elder_merge where county_code = ${county} group by 2
      union all select 'assessments', kind, count(*)::int from assessment where county_code = ${county} group by kind
      union all select 'surveys', state, count(*)::int from survey_subject where county_code = ${county} group by state
      union all select 'lists', kind || ' ' || match, count(*)::int from list_row where county_code = ${county} group by kind, match
      order by 1, 2`);
    const figures: Record<string, Record<string, number>> = {};
    for (const { of, key, count } of rows) figures[of] = { ...figures[of], [key]: count };
    return figures;
  });
}
