// Reviews in SQL: what stands stored of some files, with what a decision about them needs.
import { deriveEffective, type EffectiveFacts, type SourceRank } from '@shouwang/domain/ledger';
import { factsText, isByHand, personalSources, settledState, type ReviewAction, type ReviewLevel, type ReviewState } from '@shouwang/domain/reviews';
import { sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { FieldCrypto } from '../../platform/crypto/index.ts';
import type { Services } from '../../platform/services.ts';
import { ledgerSeal, loadSaid } from '../ledger/public.ts';
import { getPackInForce } from '../policy/public.ts';

const FACTS = 'review.facts';
const NOTE = 'review.note';

/** Tells facts from others without saying what they are: 64 hex digits, keyed by county. */
export const digestOf = (crypto: FieldCrypto, countyCode: string, effective: EffectiveFacts): string => crypto.blindIndex(countyCode, FACTS, factsText(effective)).toString('hex');
export const sealNote = (crypto: FieldCrypto, countyCode: string, note: string): Buffer | null => (note.trim() === '' ? null : crypto.seal(countyCode, NOTE, note.trim()));
export const openNote = (crypto: FieldCrypto, countyCode: string, sealed: Buffer | null): string | null => (sealed === null ? null : crypto.open(countyCode, NOTE, sealed));
export const sealFacts = (crypto: FieldCrypto, countyCode: string, effective: EffectiveFacts): Buffer => crypto.seal(countyCode, FACTS, JSON.stringify(effective));
export const openFacts = (crypto: FieldCrypto, countyCode: string, sealed: Buffer): EffectiveFacts => JSON.parse(crypto.open(countyCode, FACTS, sealed)) as EffectiveFacts;

/** A statement that a person made here; `s` is the statement. */
const byHand: Sql = sql`(s.source = any(${personalSources as string[]}::text[]) or starts_with(s.source_ref, 'account:'))`;

interface SubjectRow {
  id: string;
  name: string;
  division_code: string;
  closed_on: string | null;
  effective_sealed: Buffer;
  state: Exclude<ReviewState, 'imported'> | null;
  round: number | null;
  since: string | null;
  submitted_by: string | null;
  submitted_name: string | null;
  approved_digest: Buffer | null;
  approved_facts_sealed: Buffer | null;
  note_sealed: Buffer | null;
  opened_by_hand: boolean | null;
  changed_by_hand: boolean | null;
  recorders: string[] | null;
  horizon: string | null;
}

/** A file as its review sees it. */
export interface Subject {
  readonly id: string;
  readonly name: string;
  readonly division: string;
  /** Whose file is closed is reviewed no more. */
  readonly isClosed: boolean;
  readonly effective: EffectiveFacts;
  readonly digest: string;
  /** As it is now, whatever was stored last. */
  readonly state: ReviewState;
  readonly stored: ReviewState | null;
  readonly round: number;
  readonly since: string | null;
  readonly submittedBy: string | null;
  readonly submittedName: string | null;
  readonly recorders: readonly string[];
  readonly approvedSealed: Buffer | null;
  readonly note: string | null;
  /** When the last of the statements about it was recorded. */
  readonly horizon: string | null;
}

/** Files in sight by id, in the order asked for; `lock` holds them against whoever sets facts. */
export async function loadSubjects(services: Services, tx: Tx, countyCode: string, elderIds: readonly string[], lock = false): Promise<Subject[]> {
  if (elderIds.length === 0) return [];
  if (lock) await tx.query(sql`select 1 from elder where county_code = ${countyCode} and id = any(${elderIds}::uuid[]) order by id for no key update`);
  const rows = await tx.query<SubjectRow>(
    sql`select e.id, e.name, e.division_code, e.closed_on, e.effective_sealed, r.state, r.round, r.since, r.submitted_by, r.submitted_name, r.approved_digest, r.approved_facts_sealed, r.note_sealed, h.*
        from unnest(${elderIds}::uuid[]) with ordinality as u(id, at)
        join elder e on e.county_code = ${countyCode} and e.id = u.id and e.effective_sealed is not null
        left join elder_review r on r.county_code = e.county_code and r.elder_id = e.id
        left join lateral (
          select (array_agg(${byHand} order by s.recorded_at, s.id))[1] as opened_by_hand, bool_or(${byHand}) as changed_by_hand, max(s.recorded_at) as horizon,
            array_agg(distinct s.recorded_by) filter (where ${byHand} and s.recorded_by is not null and (r.approved_at is null or s.recorded_at > r.approved_at)) as recorders
          from fact_statement s where s.county_code = e.county_code and s.elder_id = e.id) h on true
        order by u.at`,
  );
  const seal = ledgerSeal(services.crypto, countyCode);
  return rows.map((row) => {
    const effective = seal.openEffective(row.effective_sealed);
    const digest = digestOf(services.crypto, countyCode, effective);
    return {
      id: row.id,
      name: row.name,
      division: row.division_code,
      isClosed: row.closed_on !== null,
      effective,
      digest,
      state: settledState(row.state, {
        sameFacts: row.approved_digest?.toString('hex') === digest,
        openedByHand: row.opened_by_hand === true,
        changedByHand: row.changed_by_hand === true,
      }),
      stored: row.state,
      round: row.round ?? 0,
      since: row.since,
      submittedBy: row.submitted_by,
      submittedName: row.submitted_name,
      recorders: [...new Set([...(row.recorders ?? []), ...(row.submitted_by === null ? [] : [row.submitted_by])])],
      approvedSealed: row.approved_facts_sealed,
      note: openNote(services.crypto, countyCode, row.note_sealed),
      horizon: row.horizon,
    };
  });
}

/**
 * Facts as they were last approved; of a file that was imported and never reviewed, what the files said.
 * Null where there is nothing that was ever taken as confirmed.
 */
export async function approvedFacts(services: Services, tx: Tx, countyCode: string, subject: Subject): Promise<EffectiveFacts | null> {
  if (subject.approvedSealed !== null) return openFacts(services.crypto, countyCode, subject.approvedSealed);
  const said = (await loadSaid(tx, countyCode, [subject.id], ledgerSeal(services.crypto, countyCode))).get(subject.id);
  const read = [...(said?.current.values() ?? [])].filter((fact) => !isByHand(fact));
  if (!read.some((fact) => fact.key === 'name')) return null;
  const rank: SourceRank = (await getPackInForce(tx, countyCode)).pack.sourceRank;
  return deriveEffective(read, rank);
}

/** A step to write, with what it makes of the file. */
export interface NewStep {
  readonly id: string;
  readonly subject: Subject;
  readonly action: ReviewAction;
  readonly level: ReviewLevel | null;
  readonly to: ReviewState;
  readonly note: string;
  readonly name: string;
}

/** Writes the steps and where the files stand after them. One statement for the files, one for the steps. */
export async function writeSteps(services: Services, tx: Tx, countyCode: string, steps: readonly NewStep[]): Promise<void> {
  if (steps.length === 0) return;
  const { crypto } = services;
  const { accountId, role } = tx.actor;
  const rows = steps.map(({ id, subject, action, level, to, note, name }) => {
    const submits = action === 'submit' || action === 'resubmit';
    const approves = action === 'approve' || action === 'file';
    const noteSealed = sealNote(crypto, countyCode, note);
    return {
      id,
      elder: subject.id,
      division: subject.division,
      round: subject.round + (submits ? 1 : 0),
      action,
      level,
      from: subject.state,
      to,
      name,
      note: noteSealed?.toString('hex') ?? null,
      digest: subject.digest,
      horizon: subject.horizon,
      submits,
      approves,
      facts: approves ? sealFacts(crypto, countyCode, subject.effective).toString('hex') : null,
    };
  });
  const source = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as u(id uuid, elder uuid, division text, round int, action text, level text, "from" text, "to" text, name text, note text, digest text, horizon timestamptz, submits boolean, approves boolean, facts text)`;
  await tx.query(
    sql`insert into elder_review as r (county_code, elder_id, division_code, state, round, since, submitted_by, submitted_name, approved_at, approved_digest, approved_facts_sealed, note_sealed)
        select ${countyCode}, u.elder, u.division, u."to", u.round, now(), case when u.submits then ${accountId}::uuid end, case when u.submits then u.name end,
          case when u.approves then now() end, case when u.approves then decode(u.digest, 'hex') end, decode(u.facts, 'hex'), decode(u.note, 'hex')
        from ${source}
        on conflict (county_code, elder_id) do update set state = excluded.state, division_code = excluded.division_code, round = excluded.round, since = excluded.since,
          submitted_by = coalesce(excluded.submitted_by, r.submitted_by), submitted_name = coalesce(excluded.submitted_name, r.submitted_name),
          approved_at = coalesce(excluded.approved_at, r.approved_at), approved_digest = coalesce(excluded.approved_digest, r.approved_digest),
          approved_facts_sealed = coalesce(excluded.approved_facts_sealed, r.approved_facts_sealed), note_sealed = excluded.note_sealed`,
  );
  await tx.query(
    sql`insert into review_step (county_code, id, elder_id, division_code, round, action, level, from_state, to_state, actor, actor_name, actor_role, note_sealed, facts_digest, facts_horizon)
        select ${countyCode}, u.id, u.elder, u.division, u.round, u.action, u.level, u."from", u."to", ${accountId}::uuid, u.name, ${role}, decode(u.note, 'hex'), decode(u.digest, 'hex'), u.horizon from ${source}`,
  );
}

/** Of these files those whose stored state changed facts may have made wrong; the others are left alone. */
export async function listUnsettled(tx: Tx, countyCode: string, elderIds: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    sql`select e.id from elder e left join elder_review r on r.county_code = e.county_code and r.elder_id = e.id
        where e.county_code = ${countyCode} and e.id = any(${elderIds}::uuid[])
          and (r.state in ('villageApproved', 'townApproved', 'filed')
            or (r.state is null and exists (select 1 from fact_statement s where s.county_code = e.county_code and s.elder_id = e.id and ${byHand})))`,
    { prepare: true },
  );
  return rows.map((row) => row.id);
}
