// Warnings entered at a desk or sent by the county's weather service with its key, and the campaigns that
// they begin by themselves where the pack says so and the county has confirmed it (decisions.md: automatic
// results only after confirmation; until then a warning proposes).
import { createHash, randomBytes } from 'node:crypto';
import type { warningEnter, warningReceive, weatherKeys } from '@shouwang/contract/warnings';
import type { Body, Reply } from '@shouwang/contract/route';
import { occasionOf, startsItself } from '@shouwang/domain/campaigns';
import { covers, prefixOf } from '@shouwang/domain/divisions';
import type { PolicyPack } from '@shouwang/domain/policy';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { newId } from '../../platform/clock.ts';
import { sql, systemActor, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { divisionsOf } from '../divisions/public.ts';
import { getPackInForce } from '../policy/public.ts';
import { createCampaign } from './manage.ts';
import { mayLift } from './warningQueries.ts';

type Told = Omit<Body<typeof warningEnter>, 'id'>;
type Began = Reply<typeof warningEnter>['campaigns'];

const hash = (key: string): Buffer => createHash('sha256').update(key).digest();

export const startThemselves = (pack: PolicyPack): boolean => {
  const value = pack.values['campaigns.startThemselves'];
  return value !== undefined && value.value === true && value.status !== 'provisional';
};

/** Beginnings of codes within the actor's scope; all of it where none is named. Refuses warning.areaUnknown (areas). */
async function areasOf(tx: Tx, areas: readonly string[]): Promise<Result<readonly string[]>> {
  const { countyCode: county, scope } = tx.actor;
  if (areas.length === 0) return ok(scope.length > county.length ? [scope] : []);
  const known = (await divisionsOf(tx, county)).map((division) => division.code);
  const prefixes = areas.map((area) => (area.length === 12 ? prefixOf(area) : area));
  const unknown = prefixes.filter((prefix) => !covers(scope, prefix) || !known.some((code) => code.startsWith(prefix)));
  return unknown.length > 0 ? refuse('warning.areaUnknown', { areas: unknown }) : ok(prefixes.includes(county) ? [] : prefixes);
}

class Declined extends Error {}
/** Null, and nothing written, where it is refused: a warning of a place where nobody fits begins nothing, and one that came before has begun it already. */
async function orNothing<T>(tx: Tx, work: () => Promise<Result<T>>): Promise<T | null> {
  try {
    return await tx.savepoint(async () => {
      const done = await work();
      if (!done.ok) throw new Declined(done.refusal.code);
      return done.value;
    });
  } catch (error) {
    if (error instanceof Declined) return null;
    throw error;
  }
}

/** Campaigns of the pack that this warning begins; each occasion once. */
async function begin(services: Services, tx: Tx, id: string, told: Told, areas: readonly string[]): Promise<Began> {
  const { pack } = await getPackInForce(tx);
  if (!startThemselves(pack)) return [];
  const warning = { id, kind: told.kind, level: told.level, from: told.from, to: told.to };
  const began: Began = [];
  for (const template of pack.campaigns.filter((one) => startsItself(one, warning))) {
    const occasion = occasionOf(template, warning);
    // What comes late is no reason to begin what is over.
    if (occasion === null || occasion.endsOn < services.clock.today()) continue;
    const { audience } = template;
    const wanted = {
      id: newId(),
      template: template.code,
      divisions: [...areas],
      audience: { categories: [...audience.categories], tiers: [...audience.tiers], ...(audience.ageFrom === undefined ? {} : { ageFrom: audience.ageFrom }) },
      key: occasion.key,
      warningId: id,
      name: told.title,
      purpose: told.text.slice(0, 500),
      orderNo: '',
      startsOn: occasion.startsOn,
      endsOn: occasion.endsOn,
      gift: { goods: [], moneyFen: 0 },
    };
    const made = await orNothing(tx, () => createCampaign(services, { ...tx, actor: { ...tx.actor, accountId: null } }, wanted));
    if (made !== null) began.push({ id: made.id, name: wanted.name, people: made.people });
  }
  return began;
}

/** Takes a warning entered at a desk. Refuses campaign.daysImpossible, warning.areaUnknown, conflict.alreadyDone. */
export async function enterWarning(services: Services, tx: Tx, body: Body<typeof warningEnter>): Promise<Result<Reply<typeof warningEnter>>> {
  if (body.to < body.from) return refuse('campaign.daysImpossible');
  const areas = await areasOf(tx, body.areas);
  if (!areas.ok) return areas;
  const [made] = await tx.query(sql`insert into weather_warning (county_code, id, kind, level, title, text, from_on, to_on, areas, source, created_by)
    values (${tx.actor.countyCode}, ${body.id}, ${body.kind}, ${body.level}, ${body.title}, ${body.text}, ${body.from}, ${body.to}, ${[...areas.value]}::text[], 'entered', ${tx.actor.accountId}::uuid) on conflict do nothing returning id`);
  if (made === undefined) return refuse('conflict.alreadyDone');
  await audit(tx, { action: 'warning.enter', entity: 'warning', entityId: body.id, details: { kind: body.kind, level: body.level } });
  return ok({ id: body.id, campaigns: await begin(services, tx, body.id, body, areas.value) });
}

/** Takes a warning back. Refuses notFound where there is none in force, warning.notYours where it reaches beyond the own area. */
export async function liftWarning(services: Services, tx: Tx, id: string): Promise<Result<undefined>> {
  const [found] = await tx.query<{ areas: string[] }>(
    sql`select areas from weather_warning where county_code = ${tx.actor.countyCode} and id = ${id} and lifted_at is null for update`,
  );
  if (found === undefined) return refuse('notFound');
  if (!mayLift(tx, found.areas)) return refuse('warning.notYours');
  await tx.query(sql`update weather_warning set lifted_at = ${services.clock.now().toISOString()}::timestamptz where county_code = ${tx.actor.countyCode} and id = ${id}`);
  await audit(tx, { action: 'warning.lift', entity: 'warning', entityId: id });
  return ok(undefined);
}

/** A warning from outside. Refuses warning.tokenUnknown, campaign.daysImpossible, warning.areaUnknown. */
export async function receiveWarning(services: Services, key: string | null, body: Body<typeof warningReceive>): Promise<Result<Reply<typeof warningReceive>>> {
  // A key begins with its county, because every key of the database does.
  const county = /^(\d{6})\./.exec(key ?? '')?.[1];
  if (key === null || county === undefined) return refuse('warning.tokenUnknown');
  return services.db.tx(systemActor(county), async (tx) => {
    const now = services.clock.now().toISOString();
    const [known] = await tx.query<{ id: string }>(
      sql`update weather_key set last_used_at = ${now}::timestamptz where county_code = ${county} and key_hash = ${hash(key)} and withdrawn_at is null returning id`,
    );
    if (known === undefined) return refuse('warning.tokenUnknown');
    if (body.to < body.from) return refuse('campaign.daysImpossible');
    const areas = await areasOf(tx, body.areas);
    if (!areas.ok) return areas;
    const lifted = body.lifted ? now : null;
    // The same words once more (a line that sends twice) do not undo that it was taken back.
    const [row] = await tx.query<{
      id: string;
      lifted_at: string | null;
    }>(sql`insert into weather_warning as w (county_code, id, kind, level, title, text, from_on, to_on, areas, source, external_id, key_id, lifted_at)
      values (${county}, ${newId()}, ${body.kind}, ${body.level}, ${body.title}, ${body.text}, ${body.from}, ${body.to}, ${[...areas.value]}::text[], 'received', ${body.id}, ${known.id}, ${lifted}::timestamptz)
      on conflict (county_code, external_id) where external_id is not null do update set kind = excluded.kind, level = excluded.level, title = excluded.title, text = excluded.text,
        from_on = excluded.from_on, to_on = excluded.to_on, areas = excluded.areas,
        lifted_at = case when excluded.lifted_at is not null then coalesce(w.lifted_at, excluded.lifted_at)
          when (w.kind, w.level, w.title, w.text, w.from_on, w.to_on, w.areas) is distinct from (excluded.kind, excluded.level, excluded.title, excluded.text, excluded.from_on, excluded.to_on, excluded.areas) then null
          else w.lifted_at end
      returning id, lifted_at`);
    const id = row?.id ?? '';
    await audit(tx, { action: 'warning.receive', entity: 'warning', entityId: id, details: { kind: body.kind, level: body.level, lifted: body.lifted, keyId: known.id } });
    return ok({ id, campaigns: row?.lifted_at == null ? await begin(services, tx, id, body, areas.value) : [] });
  });
}

export async function listKeys(tx: Tx): Promise<Reply<typeof weatherKeys>> {
  const rows = await tx.query<{ id: string; name: string; created_at: string; last_used_at: string | null; withdrawn_at: string | null }>(
    sql`select id, name, created_at, last_used_at, withdrawn_at from weather_key where county_code = ${tx.actor.countyCode} order by withdrawn_at is not null, created_at desc`,
  );
  return { keys: rows.map((row) => ({ id: row.id, name: row.name, createdAt: row.created_at, lastUsedAt: row.last_used_at, withdrawnAt: row.withdrawn_at })) };
}

/** Makes a key, which is shown this once. */
export async function createKey(tx: Tx, name: string): Promise<Result<{ id: string; key: string }>> {
  const county = tx.actor.countyCode;
  const key = `${county}.${randomBytes(24).toString('base64url')}`;
  const id = newId();
  await tx.query(sql`insert into weather_key (county_code, id, name, key_hash, created_by) values (${county}, ${id}, ${name}, ${hash(key)}, ${tx.actor.accountId}::uuid)`);
  await audit(tx, { action: 'weatherKey.create', entity: 'weatherKey', entityId: id });
  return ok({ id, key });
}

export async function withdrawKey(services: Services, tx: Tx, id: string): Promise<Result<undefined>> {
  const [row] = await tx.query(
    sql`update weather_key set withdrawn_at = ${services.clock.now().toISOString()}::timestamptz where county_code = ${tx.actor.countyCode} and id = ${id} and withdrawn_at is null returning id`,
  );
  if (row === undefined) return refuse('notFound');
  await audit(tx, { action: 'weatherKey.withdraw', entity: 'weatherKey', entityId: id });
  return ok(undefined);
}
