// What a surveyor's phone holds: his running rounds and the people of his villages with what is asked of
// them. It is taken off the phone when the round ends, the village closes or his days are over.
import type { FieldSubject, FieldSurvey } from '@shouwang/contract/surveys';
import { maskFact, maskText, type EffectiveFacts, type FactGroup } from '@shouwang/domain/ledger';
import { ageOn } from '@shouwang/domain/shared';
import { askedFacts, type SurveyState } from '@shouwang/domain/surveys';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import type { FeedSource } from '../../platform/sync/command.ts';
import { divisionNames } from '../divisions/public.ts';
import { ledgerSeal } from '../ledger/public.ts';
import { inVillage, SURVEY_ROUND, SURVEY_SUBJECT } from './village.ts';

type Span = { readonly from: string; readonly to: string };

interface HeldVillage {
  id: string;
  name: string;
  purpose: string;
  deadline: string;
  groups: FactGroup[];
  away_tries: number;
  division_code: string;
  to_date: string | null;
}

/** Villages that the transaction's account surveys today. */
const held = (tx: Tx, services: Services): Promise<HeldVillage[]> =>
  tx.query<HeldVillage>(sql`select distinct on (r.deadline, r.id, s.division_code) r.id, r.name, r.purpose, r.deadline, r.groups, r.away_tries, s.division_code, s.to_date
    from survey_surveyor s join survey_round r on r.county_code = s.county_code and r.id = s.round_id and r.closed_at is null
    join survey_village v on v.county_code = s.county_code and v.round_id = s.round_id and v.division_code = s.division_code and v.closed_at is null
    where s.county_code = ${tx.actor.countyCode} and (s.visitor_id = ${tx.actor.visitorId}::uuid or s.account_id = ${tx.actor.accountId}::uuid)
      and s.from_date <= ${services.clock.today()}::date and (s.to_date is null or s.to_date >= ${services.clock.today()}::date)
    order by r.deadline, r.id, s.division_code, s.to_date desc nulls first`);

const touchedBy = async (tx: Tx, entity: string, span: Span): Promise<string[]> =>
  (
    await tx.query<{ id: string }>(
      sql`select distinct entity_id as id from feed where county_code = ${tx.actor.countyCode} and tx >= ${span.from}::xid8 and tx < ${span.to}::xid8 and entity = ${entity}`,
    )
  ).map((row) => row.id);

export const surveyRoundFeed: FeedSource = {
  entity: SURVEY_ROUND,
  async changed(tx, services, span) {
    const touched = span === 'all' ? null : await touchedBy(tx, SURVEY_ROUND, span);
    if (touched?.length === 0) return { upserts: [], removals: [] };
    const names = await divisionNames(services, tx, tx.actor.countyCode);
    const rounds = new Map<string, FieldSurvey>();
    for (const row of await held(tx, services)) {
      if (touched !== null && !touched.includes(row.id)) continue;
      const village = { division: row.division_code, name: names.of(row.division_code), closed: false, to: row.to_date };
      const known = rounds.get(row.id);
      if (known !== undefined) known.villages.push(village);
      else rounds.set(row.id, { id: row.id, name: row.name, purpose: row.purpose, deadline: row.deadline, groups: row.groups, awayTries: row.away_tries, villages: [village] });
    }
    return { upserts: [...rounds.values()].map((data) => ({ id: data.id, data })), removals: (touched ?? []).filter((id) => !rounds.has(id)) };
  },
};

interface SubjectRow {
  id: string;
  division_code: string;
  elder_id: string | null;
  name: string;
  place: string;
  state: SurveyState;
  tries: number;
  answered_at: string | null;
  surveyor_name: string | null;
  sex: string | null;
  birth_date: string | null;
  effective_sealed: Buffer | null;
}

export const surveySubjectFeed: FeedSource = {
  entity: SURVEY_SUBJECT,
  async changed(tx, services, span) {
    const county = tx.actor.countyCode;
    const rounds = span === 'all' ? [] : await touchedBy(tx, SURVEY_ROUND, span);
    const villages = await held(tx, services);
    if (villages.length === 0 && rounds.length === 0) return { upserts: [], removals: [] };
    const seal = ledgerSeal(services.crypto, county);
    const today = services.clock.today();
    const upserts: { id: string; data: FieldSubject }[] = [];
    for (const round of villages) {
      const whole = span === 'all' || rounds.includes(round.id);
      const some =
        span === 'all'
          ? sql`true`
          : sql`exists (select 1 from feed f where f.county_code = u.county_code and f.tx >= ${span.from}::xid8 and f.tx < ${span.to}::xid8
              and ((f.entity = ${SURVEY_SUBJECT} and f.entity_id = u.id) or (f.entity = 'elder' and f.entity_id = u.elder_id)))`;
      const rows = await inVillage(tx, round.id, round.division_code, (inside) =>
        inside.query<SubjectRow>(sql`select u.id, u.division_code, u.elder_id, u.name, u.place, u.state, u.tries, u.answered_at, u.surveyor_name, e.sex, e.birth_date, e.effective_sealed
          from survey_subject u left join elder e on e.county_code = u.county_code and e.id = u.elder_id
          where u.county_code = ${county} and u.round_id = ${round.id} and u.division_code = ${round.division_code} and ${whole ? sql`true` : some}`),
      );
      if (!rows.ok) continue;
      const asked = askedFacts(round.groups);
      for (const row of rows.value) {
        const effective: EffectiveFacts = row.effective_sealed === null ? {} : seal.openEffective(row.effective_sealed);
        const facts: Record<string, unknown> = {};
        for (const key of asked) if (effective[key] !== undefined) facts[key] = maskFact(key, effective[key]);
        upserts.push({
          id: row.id,
          data: {
            id: row.id,
            roundId: round.id,
            division: row.division_code,
            elderId: row.elder_id,
            name: row.name,
            sex: row.sex,
            age: row.birth_date === null ? null : ageOn(row.birth_date, today),
            place: effective.address === undefined ? row.place : maskText(effective.address),
            facts,
            state: row.state,
            tries: row.tries,
            answeredAt: row.answered_at,
            surveyor: row.surveyor_name,
          },
        });
      }
    }
    if (rounds.length === 0) return { upserts, removals: [] };
    const kept = new Set(upserts.map((one) => one.id));
    const once = await tx.query<{ id: string }>(sql`select id from survey_subjects_once_held(${rounds}::uuid[])`);
    return { upserts, removals: once.map((row) => row.id).filter((id) => !kept.has(id)) };
  },
};
