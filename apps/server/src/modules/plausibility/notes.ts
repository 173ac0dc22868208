// Which notes are everybody's: who of the county wrote the same letters. Notes are sealed; what is counted is
// their keyed digest, kept for as long as visits are compared.
import { addDays } from '@shouwang/domain/shared';
import { plainNote, type PlausibilityKnown, type VisitEvidence } from '@shouwang/domain/visits';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';

type Written = Pick<VisitEvidence, 'note' | 'day'> & { readonly visitorId: string };

const digestOf = (services: Services, county: string, text: string): Buffer => services.crypto.blindIndex(county, 'visit.note', text);

/** Notes who wrote what, and that he wrote anything; what is known already is left as it is. */
export async function keepNotes(services: Services, tx: Tx, visits: readonly Written[]): Promise<void> {
  const county = tx.actor.countyCode;
  const rows = new Map<string, { readonly digest: Buffer; readonly visitorId: string; readonly on: string }>();
  for (const { note, visitorId, day } of visits) {
    const text = plainNote(note);
    if (text === '') continue;
    for (const part of ['', text]) {
      const digest = digestOf(services, county, part);
      const key = digest.toString('hex') + visitorId;
      const known = rows.get(key);
      if (known === undefined || known.on < day) rows.set(key, { digest, visitorId, on: day });
    }
  }
  if (rows.size === 0) return;
  const list = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  await tx.query(sql`insert into visit_note_writer (county_code, digest, visitor_id, last_on)
    select ${county}, n.digest, n.visitor_id, n.last_on
    from unnest(${list.map(({ digest }) => digest)}::bytea[], ${list.map(({ visitorId }) => visitorId)}::uuid[], ${list.map(({ on }) => on)}::date[]) as n(digest, visitor_id, last_on)
    on conflict (county_code, digest, visitor_id) do update set last_on = excluded.last_on where visit_note_writer.last_on < excluded.last_on`);
}

/** Forgets who wrote what before the days compared. */
export const forgetNotes = (services: Services, tx: Tx, daysCompared: number): Promise<unknown> =>
  tx.query(sql`delete from visit_note_writer where county_code = ${tx.actor.countyCode} and last_on < ${addDays(services.clock.today(), -daysCompared)}::date`);

/** What others write, for each visitor of these visits. */
export async function notesBeside(services: Services, tx: Tx, visits: readonly Written[]): Promise<(visitorId: string) => PlausibilityKnown['notesOfOthers']> {
  const county = tx.actor.countyCode;
  const digests = new Map(['', ...visits.map(({ note }) => plainNote(note))].map((text) => [text, digestOf(services, county, text)]));
  const rows = await tx.query<{ digest: Buffer; writers: number; own: string[] }>(sql`
    select digest, count(*)::int as writers, array_agg(visitor_id) filter (where visitor_id = any(${[...new Set(visits.map(({ visitorId }) => visitorId))]}::uuid[])) as own
    from visit_note_writer where county_code = ${county} and digest = any(${[...digests.values()]}::bytea[]) group by digest`);
  const found = new Map(rows.map((row) => [row.digest.toString('hex'), row]));
  return (visitorId) => {
    const others = (text: string): number => {
      const row = found.get((digests.get(text) ?? digestOf(services, county, text)).toString('hex'));
      return row === undefined ? 0 : row.writers - (row.own?.includes(visitorId) === true ? 1 : 0);
    };
    return { writers: others(''), having: others };
  };
}
