// Numbers of a village for emergencies, entered on the desk in the order in which to call, and what a
// visitor's phone knows of its own visitor: where he lives, and those numbers for the villages of his people.
import type { FieldSelf } from '@shouwang/contract/sync';
import type { ContactRole } from '@shouwang/domain/network';
import { newId } from '../../platform/clock.ts';
import type { FieldCrypto } from '../../platform/crypto/index.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { FeedSource } from '../../platform/sync/command.ts';
import { feed } from '../../platform/sync/pull.ts';
import type { ReadRange } from '../divisions/public.ts';
import { visitorSeal } from './sealing.ts';

const PURPOSE = 'contact.person';
/** Entity of the feed under which changed contacts are noted. */
const CONTACTS = 'villageContacts';

interface Person {
  readonly name: string;
  readonly phone: string;
}
export interface VillageContact extends Person {
  readonly role: ContactRole;
}
interface ContactRow {
  county_code: string;
  division_code: string;
  role: ContactRole;
  content_sealed: Buffer;
}

const opened = (crypto: FieldCrypto, row: ContactRow): VillageContact & { readonly division: string } => ({
  division: row.division_code,
  role: row.role,
  ...(JSON.parse(crypto.open(row.county_code, PURPOSE, row.content_sealed)) as Person),
});

/** Contacts of the divisions of a range, in the order in which to call. */
export async function listContacts(tx: Tx, crypto: FieldCrypto, range: ReadRange): Promise<readonly (VillageContact & { readonly division: string })[]> {
  const rows = await tx.query<ContactRow>(sql`select county_code, division_code, role, content_sealed from village_contact
    where county_code >= ${range.county.from} and county_code < ${range.county.to} and division_code >= ${range.from} and division_code < ${range.to} order by county_code, division_code, position`);
  return rows.map((row) => opened(crypto, row));
}

/** Puts these in the place of what a village (or town) had named, and tells phones. */
export async function replaceContacts(tx: Tx, crypto: FieldCrypto, division: string, contacts: readonly VillageContact[]): Promise<void> {
  const county = tx.actor.countyCode;
  await tx.query(sql`delete from village_contact where county_code = ${county} and division_code = ${division}`);
  const ids = contacts.map(() => newId());
  const sealed = contacts.map(({ name, phone }) => crypto.seal(county, PURPOSE, JSON.stringify({ name, phone })));
  if (contacts.length > 0) {
    await tx.query(sql`insert into village_contact (county_code, id, division_code, position, role, content_sealed, changed_by)
      select ${county}, c.id, ${division}, c.position, c.role, c.content, ${tx.actor.accountId}::uuid
      from unnest(${ids}::uuid[], ${contacts.map((_, at) => at)}::int[], ${contacts.map(({ role }) => role)}::text[], ${sealed}::bytea[]) as c(id, position, role, content)`);
  }
  feed(tx, CONTACTS, [newId()]);
}

/** Something of the visitor may have changed: numbers of villages, or whose people are his. */
async function isTouched(tx: Tx, span: { readonly from: string; readonly to: string }): Promise<boolean> {
  const [found] = await tx.query(sql`select 1 from feed f where f.county_code = ${tx.actor.countyCode} and f.tx >= ${span.from}::xid8 and f.tx < ${span.to}::xid8
    and (f.entity = ${CONTACTS} or exists (select 1 from assignment a where a.county_code = f.county_code and a.elder_id = f.entity_id and a.visitor_id = ${tx.actor.visitorId}::uuid)) limit 1`);
  return found !== undefined;
}

export const selfFeed: FeedSource = {
  entity: 'self',
  async changed(tx, services, span) {
    const { countyCode, visitorId } = tx.actor;
    if (visitorId === null || (span !== 'all' && !(await isTouched(tx, span)))) return { upserts: [], removals: [] };
    const [visitor] = await tx.query<{ home_sealed: Buffer | null }>(sql`select home_sealed from visitor where county_code = ${countyCode} and id = ${visitorId}::uuid`);
    const home = visitor?.home_sealed ?? null;
    // Row level security leaves those of the visitor's villages.
    const rows = await tx.query<ContactRow>(
      sql`select county_code, division_code, role, content_sealed from village_contact where county_code = ${countyCode} order by division_code desc, position`,
    );
    const data: FieldSelf = {
      home: home === null ? null : visitorSeal(services.crypto, countyCode).openHome(home),
      villageContacts: rows.map((row) => {
        const { division, name, role, phone } = opened(services.crypto, row);
        return { village: division, name, role, phone };
      }),
    };
    return { upserts: [{ id: 'self', data }], removals: [] };
  },
};
