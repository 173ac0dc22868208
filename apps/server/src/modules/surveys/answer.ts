// What a surveyor brings from a door: how it ended, what of the file has changed, what was confirmed as it
// stood; and people whom no list had. Facts enter the ledger as statements of the survey, beside what
// registers say, and count by the pack's ranks.
import type { SurveyAddPersonPayload, SurveyAnswerPayload } from '@shouwang/contract/surveys';
import type { FactGroup, FactKey, FactValues } from '@shouwang/domain/ledger';
import { checkFactValue, uncoverFact, withFollowing } from '@shouwang/domain/ledger';
import { askedFacts, standingOf, type Attempt } from '@shouwang/domain/surveys';
import { ok, type Refusal, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { localDay } from '../../platform/clock.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import type { CommandAnswer, CommandItem } from '../../platform/sync/command.ts';
import { feed } from '../../platform/sync/pull.ts';
import { createElders, leadingFile, ledgerSeal, loadSaid, recordStatements } from '../ledger/public.ts';
import { inVillage, SURVEY_SUBJECT, surveyorOf, type Surveyor } from './village.ts';

const refused = (refusal: Refusal): CommandAnswer => ({ outcome: 'refused', refusal });
const PURPOSE = 'survey.details';

interface Call {
  readonly id: string;
  readonly roundId: string;
  readonly division: string;
  readonly subjectId: string;
  readonly outcome: SurveyAnswerPayload['outcome'];
  readonly at: string;
  readonly confirmed: readonly string[];
  readonly changed: readonly string[];
  readonly details: { readonly note: string; readonly fix: SurveyAnswerPayload['fix'] };
}

/** Writes one call down and works out anew how the household stands. */
async function noteCall(tx: Tx, services: Services, surveyor: Surveyor, call: Call): Promise<void> {
  const county = tx.actor.countyCode;
  const sealed = call.details.note === '' && call.details.fix === null ? null : services.crypto.seal(county, PURPOSE, JSON.stringify(call.details));
  await tx.query(sql`insert into survey_attempt (county_code, id, round_id, subject_id, division_code, outcome, occurred_at, account_id, surveyor_name, surveyor_key, confirmed, changed, details_sealed)
    values (${county}, ${call.id}, ${call.roundId}, ${call.subjectId}, ${call.division}, ${call.outcome}, ${call.at}::timestamptz, ${tx.actor.accountId}::uuid, ${surveyor.name}, ${surveyor.key},
      ${[...call.confirmed]}::text[], ${[...call.changed]}::text[], ${sealed}) on conflict do nothing`);
  const attempts = await tx.query<Attempt>(sql`select id, outcome, occurred_at as at from survey_attempt where county_code = ${county} and subject_id = ${call.subjectId}`);
  const standing = standingOf(attempts);
  await tx.query(sql`update survey_subject u set state = ${standing.state}, tries = ${standing.tries}, answered_at = a.occurred_at, surveyor_name = a.surveyor_name, surveyor_key = a.surveyor_key, confirmed = a.confirmed, changed = a.changed
    from survey_attempt a where u.county_code = ${county} and u.id = ${call.subjectId} and a.county_code = u.county_code and a.id = ${standing.decidedBy}::uuid`);
  feed(tx, SURVEY_SUBJECT, [call.subjectId]);
  await audit(tx, {
    action: 'survey.answer',
    entity: 'surveySubject',
    entityId: call.subjectId,
    division: call.division,
    details: { outcome: call.outcome, changed: [...call.changed], confirmed: call.confirmed.length },
  });
}

/** Each value in its shape, numbers that came back covered put in again. */
async function checked(tx: Tx, services: Services, elderId: string, given: Readonly<Record<string, unknown>>): Promise<Result<Partial<FactValues>>> {
  const stated = [...((await loadSaid(tx, tx.actor.countyCode, [elderId], ledgerSeal(services.crypto, tx.actor.countyCode))).get(elderId)?.current.values() ?? [])];
  const facts: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const known = stated.filter((fact) => fact.key === key).map((fact) => fact.value);
    const fits = checkFactValue(key, uncoverFact(key as FactKey, value, known), services.clock.today());
    if (!fits.ok) return fits;
    facts[fits.value.key] = fits.value.value;
  }
  return ok(withFollowing(facts));
}

/** Takes down what was said of somebody on a day; answers which facts the survey says anew. */
async function recordSaid(tx: Tx, services: Services, roundId: string, elderId: string, facts: Partial<FactValues>, on: string): Promise<Result<readonly FactKey[]>> {
  if (Object.keys(facts).length === 0) return ok([]);
  const [answer] = await recordStatements(services, tx, [{ elderId, facts, source: 'survey', sourceDate: on, sourceRef: `survey:${roundId}`, recordedBy: tx.actor.accountId }]);
  return answer?.refusal === undefined ? ok(answer?.changedKeys ?? []) : { ok: false, refusal: answer.refusal };
}

async function answerOne(tx: Tx, services: Services, item: CommandItem<SurveyAnswerPayload>, surveyor: Surveyor): Promise<CommandAnswer> {
  const { roundId, division, subjectId, outcome, confirmed, note, fix } = item.payload;
  const county = tx.actor.countyCode;
  const [subject] = await tx.query<{
    elder_id: string | null;
    groups: FactGroup[];
  }>(sql`select u.elder_id, r.groups from survey_subject u join survey_round r on r.county_code = u.county_code and r.id = u.round_id
    where u.county_code = ${county} and u.id = ${subjectId} and u.round_id = ${roundId} and u.division_code = ${division} for update of u`);
  if (subject === undefined) return refused({ code: 'survey.notYours' });
  const asked = askedFacts(subject.groups);
  const foreign = [...Object.keys(item.payload.facts), ...confirmed].find((key) => !asked.includes(key as FactKey));
  if (foreign !== undefined) return refused({ code: 'fact.unknownKey', details: { key: foreign } });
  const on = localDay(new Date(item.occurredAt));
  let changed: readonly FactKey[] = [];
  if (subject.elder_id !== null) {
    const elderId = await leadingFile(tx, county, subject.elder_id);
    const facts = await checked(tx, services, elderId, item.payload.facts);
    if (!facts.ok) return refused(facts.refusal);
    const said = await recordSaid(tx, services, roundId, elderId, facts.value, on);
    if (!said.ok) return refused(said.refusal);
    changed = said.value;
    // A file whose facts were confirmed is as fresh as one whose facts were changed (003-015).
    if (confirmed.length > 0) await tx.query(sql`update elder set facts_on = greatest(facts_on, ${on}::date) where county_code = ${county} and id = ${elderId}`);
  } else if (Object.keys(item.payload.facts).length > 0) return refused({ code: 'elder.notVisible' });
  await noteCall(tx, services, surveyor, { id: item.id, roundId, division, subjectId, outcome, at: item.occurredAt, confirmed, changed, details: { note, fix } });
  return { outcome: 'applied', detail: { changed } };
}

async function addOne(tx: Tx, services: Services, item: CommandItem<SurveyAddPersonPayload>, surveyor: Surveyor): Promise<CommandAnswer> {
  const { roundId, division, subjectId } = item.payload;
  const county = tx.actor.countyCode;
  const facts = { ...item.payload.facts, division };
  const [made] = await createElders(tx, services, [{ ...item, payload: { elderId: item.payload.elderId, facts, source: 'survey', reason: undefined } }]);
  let { elderId } = item.payload;
  let changed: readonly string[] = Object.keys(facts);
  if (made?.outcome !== 'applied') {
    const known = made?.refusal?.code === 'elder.known' ? made.refusal.details?.['elderId'] : undefined;
    if (typeof known !== 'string') return made ?? refused({ code: 'server.bug' });
    // The number has a file here: what was found is said of it, nobody gets a second one.
    elderId = known;
    const fits = await checked(tx, services, elderId, item.payload.facts);
    if (!fits.ok) return refused(fits.refusal);
    const said = await recordSaid(tx, services, roundId, elderId, fits.value, localDay(new Date(item.occurredAt)));
    if (!said.ok) return refused(said.refusal);
    changed = said.value;
  }
  const [row] = await tx.query<{ id: string }>(sql`with added as (
      insert into survey_subject (county_code, id, round_id, division_code, elder_id, name, place, found)
      select e.county_code, ${subjectId}::uuid, ${roundId}::uuid, ${division}, e.id, e.name, coalesce(e.group_name, ''), true from elder e where e.county_code = ${county} and e.id = ${elderId}
      on conflict do nothing returning id)
    select id from added union all select id from survey_subject where county_code = ${county} and round_id = ${roundId} and elder_id = ${elderId} limit 1`);
  if (row === undefined) return refused({ code: 'elder.notVisible' });
  await noteCall(tx, services, surveyor, {
    id: item.id,
    roundId,
    division,
    subjectId: row.id,
    outcome: 'visited',
    at: item.occurredAt,
    confirmed: [],
    changed,
    details: { note: '', fix: null },
  });
  return { outcome: 'applied', detail: { elderId, subjectId: row.id } };
}

type Work<P> = (tx: Tx, services: Services, item: CommandItem<P>, surveyor: Surveyor) => Promise<CommandAnswer>;

/** One after the other, each in its village. */
async function each<P extends { readonly roundId: string; readonly division: string }>(
  tx: Tx,
  services: Services,
  items: readonly CommandItem<P>[],
  work: Work<P>,
): Promise<readonly CommandAnswer[]> {
  const answers: CommandAnswer[] = [];
  for (const item of items) {
    const { roundId, division } = item.payload;
    const surveyor = await surveyorOf(tx, roundId);
    const done = await inVillage(tx, roundId, division, (inside) => work(inside, services, item, surveyor));
    answers.push(done.ok ? done.value : refused(done.refusal));
  }
  return answers;
}

export const answerSurvey = (tx: Tx, services: Services, items: readonly CommandItem<SurveyAnswerPayload>[]): Promise<readonly CommandAnswer[]> =>
  each(tx, services, items, answerOne);
export const addPeople = (tx: Tx, services: Services, items: readonly CommandItem<SurveyAddPersonPayload>[]): Promise<readonly CommandAnswer[]> =>
  each(tx, services, items, addOne);
