-- The spine: divisions, accounts, ledger of facts, classification, network, duties, visits, roll-ups,
-- sync, reactions, audit. Rules that hold for every table:
--   * county_code leads every primary key and index (many counties in one database; Citus can
--     distribute by it), so no uniqueness crosses counties;
--   * whatever holds people's data has row level security: a division range or an assignment;
--   * the server works as shouwang_app, which owns nothing and cannot bypass row level security.
-- The server sets, for each transaction: app.county, app.scope_from/app.scope_to (half-open range of
-- division codes; both '' for nobody), app.visitor (uuid or ''), app.account, app.today.

create extension if not exists pg_trgm;

do $$ begin
  if not exists (select from pg_roles where rolname = 'shouwang_app') then
    create role shouwang_app nologin nobypassrls;
  end if;
end $$;
grant shouwang_app to current_user;

create function app_setting(name text) returns text language sql stable parallel safe
  return coalesce(current_setting(name, true), '');
create function app_visitor() returns uuid language sql stable parallel safe
  return nullif(coalesce(current_setting('app.visitor', true), ''), '')::uuid;
create function app_today() returns date language sql stable parallel safe
  return coalesce(nullif(current_setting('app.today', true), '')::date, (now() at time zone 'Asia/Shanghai')::date);
-- A division code lies in the scope of the transaction.
create function in_scope(division_code text) returns boolean language sql stable parallel safe
  return division_code collate "C" >= app_setting('app.scope_from') collate "C" and division_code collate "C" < app_setting('app.scope_to') collate "C";

-- ---------------------------------------------------------------- divisions
create table county (
  county_code text primary key,
  name text not null,
  time_zone text not null default 'Asia/Shanghai',
  pack_id text,
  is_demo boolean not null default false,
  created_at timestamptz not null default now()
);
comment on table county is 'Counties served here, with the policy pack in force.';

create table division (
  county_code text not null,
  code text collate "C" not null,
  name text not null,
  level text not null check (level in ('province','prefecture','county','town','village','group')),
  parent_code text collate "C",
  lng double precision,
  lat double precision,
  valid_from date not null default '1949-10-01',
  valid_to date,
  primary key (county_code, code)
);
comment on table division is '区划 by 12-digit code (groups 15); public knowledge, no row level security. county_code = first six digits.';
create index division_parent on division (county_code, parent_code);

-- ---------------------------------------------------------------- access
create table account (
  county_code text not null,
  id uuid not null,
  username text not null,
  display_name text not null,
  password_hash text not null,
  role text not null check (role in ('prefecture','county','town','village','visitor','system')),
  scope text collate "C" not null default '',
  visitor_id uuid,
  must_change_password boolean not null default false,
  failed_count int not null default 0,
  locked_until timestamptz,
  last_sign_in_at timestamptz,
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (county_code, id),
  unique (county_code, username)
);
comment on table account is 'Who may sign in; scope is a division prefix, empty for visitors, who see their assignments only.';
create index account_username on account (username);

create table device (
  county_code text not null,
  id uuid not null,
  account_id uuid not null,
  label text not null,
  registered_at timestamptz not null default now(),
  last_seen_at timestamptz,
  clock_offset_ms bigint,
  revoked_at timestamptz,
  primary key (county_code, id)
);
comment on table device is 'Registered field devices; a credential is revoked here.';

create table session (
  county_code text not null,
  token_hash bytea not null,
  account_id uuid not null,
  device_id uuid,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (county_code, token_hash)
);
comment on table session is 'Signed-in desks (cookie) and field devices (bearer token); only hashes of tokens are stored.';

-- ---------------------------------------------------------------- policy
create table policy_confirmation (
  county_code text not null,
  id uuid not null,
  pack_id text not null,
  value_key text not null,
  confirmed_value jsonb not null,
  reason text not null,
  confirmed_by uuid not null,
  confirmed_at timestamptz not null default now(),
  primary key (county_code, id)
);
comment on table policy_confirmation is 'Provisional values (待确认) that the county confirmed, with who and why.';

-- ---------------------------------------------------------------- ledger
create table elder (
  county_code text not null,
  id uuid not null,
  division_code text collate "C" not null,
  group_name text,
  name text collate "C" not null,
  name_pinyin text collate "C" not null default '',
  name_initials text collate "C" not null default '',
  sex text,
  birth_date date,
  birth_precision text not null default 'day' check (birth_precision in ('day','month')),
  id_no_sealed bytea,
  id_no_index bytea,
  phone_sealed bytea,
  effective_sealed bytea,
  id_no_problem text,
  remarks text[] not null default '{}',
  list_state text not null default 'confirmed' check (list_state in ('proposed','confirmed','left')),
  entered_on date not null,
  closed_on date,
  categories text[] not null default '{}',
  tier_code text,
  provisional boolean not null default false,
  classification_id uuid,
  classification_digest bytea,
  responsible_name text,
  last_visit_on date,
  revision bigint not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (county_code, id)
);
comment on table elder is '一人一档: one row per elder. Clear columns are what lists filter and sort by; numbers and the effective facts are sealed (AES-256-GCM). categories, tier_code, responsible_name, last_visit_on are derived and can be rebuilt; classification_digest tells, without opening anything, whether a new result differs from the current one.';
create index elder_division on elder (county_code, division_code, name_pinyin, id);
create index elder_pinyin on elder (county_code, name_pinyin, id);
create index elder_birth on elder (county_code, birth_date, id);
create index elder_last_visit on elder (county_code, last_visit_on, id);
create index elder_initials on elder (county_code, name_initials);
create index elder_name on elder (county_code, name);
create index elder_id_no on elder (county_code, id_no_index);

create table fact_statement (
  county_code text not null,
  id uuid not null,
  elder_id uuid not null,
  source text not null,
  source_date date not null,
  source_ref text not null,
  clear_values jsonb not null default '{}',
  sealed_values bytea,
  recorded_at timestamptz not null default now(),
  recorded_by uuid,
  primary key (county_code, id)
);
comment on table fact_statement is 'What one source said about one elder at one time: facts by key, the clear ones as JSON, the protected ones sealed. Append only; a later statement of the same source about the same key replaces the earlier one. The fact of key k has the id "<statement>:k".';
create index fact_statement_elder on fact_statement (county_code, elder_id, recorded_at);

-- ---------------------------------------------------------------- classification
create table classification (
  county_code text not null,
  id uuid not null,
  elder_id uuid not null,
  as_of date not null,
  categories text[] not null,
  tier_code text,
  tier_visits int,
  tier_period text,
  tier_modes text[],
  provisional boolean not null,
  reasons_sealed bytea not null,
  pack_id text not null,
  pack_version text not null,
  computed_at timestamptz not null default now(),
  primary key (county_code, id)
);
comment on table classification is 'History of results; elder.classification_id points at the current one. Reasons are sealed: they quote health facts.';
create index classification_elder on classification (county_code, elder_id, computed_at);

-- ---------------------------------------------------------------- intake
create table import_run (
  county_code text not null,
  id uuid not null,
  division_code text collate "C" not null,
  state text not null,
  as_of date not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  files jsonb not null default '[]',
  tables jsonb not null default '[]',
  preview_sealed bytea,
  progress jsonb not null default '{}',
  totals jsonb not null default '{}',
  refusal jsonb,
  stop_requested boolean not null default false,
  primary key (county_code, id)
);
comment on table import_run is 'One import of files with its mapping, progress and totals. division_code = scope it ran in.';
create table import_file (
  county_code text not null,
  import_id uuid not null,
  file_no int not null,
  name text not null,
  sha256 bytea not null,
  content_sealed bytea,
  primary key (county_code, import_id, file_no)
);
comment on table import_file is 'Uploaded bytes, sealed, until the run is done.';
create table import_row (
  county_code text not null,
  import_id uuid not null,
  seq int not null,
  file text not null,
  sheet text not null,
  row_no int not null,
  outcome text not null check (outcome in ('accepted','remarked','rejected')),
  name text not null default '',
  elder_id uuid,
  remarks_sealed bytea,
  primary key (county_code, import_id, seq)
);
comment on table import_row is 'How every row of an import ended. Remarks are sealed: they quote cells.';
create table list_row (
  county_code text not null,
  id uuid not null,
  division_code text collate "C" not null,
  kind text not null,
  identity_index bytea not null,
  source_ref text not null,
  source_date date not null,
  record_sealed bytea not null,
  recorded_by uuid,
  created_at timestamptz not null default now(),
  primary key (county_code, id),
  unique (county_code, division_code, kind, identity_index)
);
comment on table list_row is 'Rows of other offices'' lists that matched nobody in the ledger yet; tried again after each import. division_code = scope that brought them.';

-- ---------------------------------------------------------------- network
create table visitor (
  county_code text not null,
  id uuid not null,
  division_code text collate "C" not null,
  name text not null,
  name_pinyin text not null default '',
  kind text not null,
  kind_text text,
  phone_sealed bytea,
  phone_index bytea,
  id_no_sealed bytea,
  id_no_index bytea,
  home_sealed bytea,
  capacity int,
  active_from date not null default '2000-01-01',
  active_to date,
  created_at timestamptz not null default now(),
  primary key (county_code, id)
);
comment on table visitor is 'Roster of people who may visit (互助员, 网格员, 村干部 …).';
create index visitor_division on visitor (county_code, division_code);
create index visitor_phone on visitor (county_code, phone_index);
create index visitor_name on visitor (county_code, name);

create table assignment (
  county_code text not null,
  id uuid not null,
  elder_id uuid not null,
  visitor_id uuid not null,
  division_code text collate "C" not null,
  role text not null check (role in ('responsible','helper','backup','liaison')),
  from_date date not null,
  to_date date,
  source_ref text not null default '',
  created_at timestamptz not null default now(),
  primary key (county_code, id)
);
comment on table assignment is 'Who is responsible for or helps whom, from when to when; division_code is the elder''s.';
create index assignment_visitor on assignment (county_code, visitor_id, elder_id);
create index assignment_elder on assignment (county_code, elder_id);
create unique index assignment_one_responsible on assignment (county_code, elder_id) where role = 'responsible' and to_date is null;

-- ---------------------------------------------------------------- visits
create table visit_duty (
  county_code text not null,
  elder_id uuid not null,
  kind text not null check (kind in ('week','month')),
  start_date date not null,
  end_date date not null,
  month text collate "C" not null,
  division_code text collate "C" not null,
  tier_code text not null,
  modes text[] not null,
  required int not null,
  done int not null default 0,
  state text not null default 'active' check (state in ('active','suspended','cancelled')),
  primary key (county_code, elder_id, kind, start_date)
);
comment on table visit_duty is 'One duty per person and period: how many visits on different dates, how many are done.';
create index visit_duty_month on visit_duty (county_code, month, division_code);
create index visit_duty_open on visit_duty (county_code, end_date, division_code) where done < required and state = 'active';

create table visit (
  county_code text not null,
  id uuid not null,
  elder_id uuid not null,
  division_code text collate "C" not null,
  visitor_id uuid,
  account_id uuid,
  device_id uuid,
  mode text not null,
  outcome text not null,
  occurred_at timestamptz not null,
  occurred_on date not null,
  month text collate "C" not null,
  ended_at timestamptz not null,
  recorded_at timestamptz not null,
  received_at timestamptz not null default now(),
  form_id text not null,
  form_version int not null,
  details_sealed bytea,
  has_fix boolean not null default false,
  findings text[] not null default '{}',
  marks text[] not null default '{}',
  primary key (county_code, id)
);
comment on table visit is 'Evidence. occurred = by the server''s judgement of the device clock, recorded = on the device, received = here. details_sealed: answers, position, note. id is made on the device: a visit sent twice is one visit.';
create index visit_elder on visit (county_code, elder_id, occurred_on);
create index visit_division on visit (county_code, division_code, occurred_at);
create index visit_month on visit (county_code, month, division_code);

-- ---------------------------------------------------------------- oversight
create table month_rollup (
  county_code text not null,
  month text collate "C" not null,
  level text not null check (level in ('place','town','county')),
  division_code text collate "C" not null,
  listed int not null,
  by_category jsonb not null,
  by_tier jsonb not null,
  required int not null,
  fulfilled int not null,
  reached int not null,
  visits int not null,
  home_visits int not null,
  other_contacts int not null,
  attempts int not null,
  uncovered int not null,
  provisional int not null,
  computed_at timestamptz not null default now(),
  primary key (county_code, month, level, division_code)
);
comment on table month_rollup is 'Figures of one month, derived from duties and visits: `place` = the division that elders stand under (a village, or the town where the village is unknown), and the sums of towns and county. Worked out anew for places in rollup_dirty before a report is read.';
create table rollup_dirty (
  county_code text not null,
  id bigint generated always as identity,
  month text collate "C" not null,
  division_code text collate "C" not null,
  primary key (county_code, id)
);
comment on table rollup_dirty is 'Append-only marks: this village''s month has to be rolled up anew. Appending never waits for another writer.';

-- ---------------------------------------------------------------- platform: sync, reactions, audit
create table sync_command (
  county_code text not null,
  id uuid not null,
  kind text not null,
  account_id uuid,
  device_id uuid,
  outcome text not null,
  detail jsonb,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  received_at timestamptz not null default now(),
  primary key (county_code, id)
);
comment on table sync_command is 'Every offline command once, by the id made on the device, with its outcome.';

create table feed (
  county_code text not null,
  seq bigint generated always as identity,
  tx xid8 not null default pg_current_xact_id(),
  entity text not null,
  entity_id uuid not null,
  primary key (county_code, seq)
);
comment on table feed is 'What changed, for pulls. The cursor is (tx, seq); a pull reads only transactions older than the oldest one still running, so nothing that commits late is skipped.';
create index feed_cursor on feed (county_code, tx, seq);

create table reaction (
  county_code text not null,
  id uuid not null,
  kind text not null,
  key text not null,
  payload jsonb not null,
  created_at timestamptz not null default now(),
  done_at timestamptz,
  attempts int not null default 0,
  last_error text,
  primary key (county_code, id),
  unique (county_code, kind, key)
);
comment on table reaction is 'What follows from a fact, run after commit, at least once, recorded once by key.';
create index reaction_open on reaction (county_code, created_at) where done_at is null;

create table audit_event (
  county_code text not null,
  id uuid not null,
  at timestamptz not null default clock_timestamp(),
  actor uuid,
  actor_role text not null,
  action text not null,
  entity text,
  entity_id text,
  division_code text collate "C",
  details jsonb not null default '{}',
  primary key (county_code, id)
);
comment on table audit_event is 'Append only: who did what to whom. Written in the transaction, chained afterwards by the sealer into audit_seal.';
create table audit_seal (
  county_code text not null,
  seq bigint not null,
  event_id uuid not null,
  previous_hash bytea not null,
  hash bytea not null,
  sealed_at timestamptz not null default now(),
  primary key (county_code, seq),
  unique (county_code, event_id)
);
comment on table audit_seal is 'Hash chain per county over audit_event (SHA-256 of previous hash and canonical event).';

-- ---------------------------------------------------------------- row level security
-- Scopes are asked by scalar subqueries: those run once per statement, a function once per row, which
-- made counting a county six times as slow. in_scope() stays for checks of what is written.
alter table elder enable row level security;
create policy elder_scope on elder for all to shouwang_app
  using ((division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to'))) or exists (
    select 1 from assignment a where a.county_code = elder.county_code and a.elder_id = elder.id
      and a.visitor_id = app_visitor() and a.from_date <= app_today() and (a.to_date is null or a.to_date >= app_today())))
  with check (in_scope(division_code));

alter table assignment enable row level security;
create policy assignment_scope on assignment for all to shouwang_app
  using ((division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to'))) or visitor_id = app_visitor()) with check (in_scope(division_code));

alter table fact_statement enable row level security;
create policy fact_statement_scope on fact_statement for all to shouwang_app
  using (exists (select 1 from elder e where e.county_code = fact_statement.county_code and e.id = fact_statement.elder_id));

alter table classification enable row level security;
create policy classification_scope on classification for all to shouwang_app
  using (exists (select 1 from elder e where e.county_code = classification.county_code and e.id = classification.elder_id));

alter table visitor enable row level security;
create policy visitor_scope on visitor for all to shouwang_app
  using ((division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to'))) or id = app_visitor()) with check (in_scope(division_code));

-- A visitor reads and writes the visits that he made and the duties of people who are or were his.
alter table visit enable row level security;
create policy visit_scope on visit for all to shouwang_app
  using ((division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to'))) or exists (
    select 1 from assignment a where a.county_code = visit.county_code and a.elder_id = visit.elder_id and a.visitor_id = app_visitor()))
  with check (in_scope(division_code) or visitor_id = app_visitor());
alter table visit_duty enable row level security;
create policy visit_duty_scope on visit_duty for all to shouwang_app
  using ((division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to'))) or exists (
    select 1 from assignment a where a.county_code = visit_duty.county_code and a.elder_id = visit_duty.elder_id and a.visitor_id = app_visitor()));

alter table month_rollup enable row level security;
create policy month_rollup_scope on month_rollup for all to shouwang_app using (division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to')));
alter table import_run enable row level security;
create policy import_run_scope on import_run for all to shouwang_app using (division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to')));
alter table import_file enable row level security;
create policy import_file_scope on import_file for all to shouwang_app
  using (exists (select 1 from import_run r where r.county_code = import_file.county_code and r.id = import_file.import_id));
alter table import_row enable row level security;
create policy import_row_scope on import_row for all to shouwang_app
  using (exists (select 1 from import_run r where r.county_code = import_row.county_code and r.id = import_row.import_id));
alter table list_row enable row level security;
create policy list_row_scope on list_row for all to shouwang_app using (division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to')));
alter table sync_command enable row level security;
create policy sync_command_own on sync_command for all to shouwang_app
  using (county_code = app_setting('app.county'));
alter table audit_event enable row level security;
create policy audit_event_read on audit_event for select to shouwang_app
  using (county_code = app_setting('app.county') and app_setting('app.scope_from') <> '');
create policy audit_event_append on audit_event for insert to shouwang_app with check (true);

-- ---------------------------------------------------------------- visits: what a visitor may cause
-- A visitor sees no elder who is no longer his, yet a visit that he made before must be taken in. These
-- functions run as the owner and answer or change just what that needs, for people of the transaction's
-- scope or who are or were assigned to its visitor, and nobody else. They are in plpgsql with generic
-- plans, which are kept: recording a visit is the hottest write there is, and planning it (with the
-- policies of every table it touches) cost several times what doing it costs.
-- Locks the duties named, in order of key, so that two phones that visit one elder take turns; answers
-- what deciding about a visit needs: `spans` are the visitor's own assignments, [[from, to], …], `held`
-- the duties that exist and are now locked, as kind and first day.
create function lock_visit_subjects(elders uuid[], kinds text[], starts date[])
  returns table (elder_id uuid, division_code text, closed_on date, tiered boolean, visitor_left_on date, spans jsonb, held text[])
  language plpgsql volatile security definer set search_path = public set plan_cache_mode = force_generic_plan as $$
declare
  county text := app_setting('app.county');
  visitor_id_here uuid := app_visitor();
  k record;
  locked text[] := '{}';
begin
  for k in select u.elder, u.kind, u.start from unnest(elders, kinds, starts) as u(elder, kind, start) order by 1, 2, 3 loop
    perform 1 from visit_duty d where d.county_code = county and d.elder_id = k.elder and d.kind = k.kind and d.start_date = k.start for update;
    if found then locked := locked || (k.elder::text || k.kind || k.start::text); end if;
  end loop;
  return query
    select e.id, e.division_code, e.closed_on, e.tier_code is not null,
      (select v.active_to from visitor v where v.county_code = county and v.id = visitor_id_here),
      (select coalesce(jsonb_agg(jsonb_build_array(a.from_date, a.to_date)), '[]') from assignment a where a.county_code = county and a.elder_id = e.id and a.visitor_id = visitor_id_here),
      array(select substr(l, 37) from unnest(locked) l where starts_with(l, e.id::text))
    from elder e where e.county_code = county and e.id = any(elders) and (in_scope(e.division_code) or exists (select 1 from assignment a where a.county_code = e.county_code and a.elder_id = e.id and a.visitor_id = app_visitor()));
end $$;
-- Writes decided visits as one set: the visits, `done` of their duties counted anew from all visits, the
-- last day, the marks for roll-ups, feed and audit. Answers the ids that were new.
create function write_visits(items jsonb, role_of_actor text) returns setof uuid
  language plpgsql volatile security definer set search_path = public set plan_cache_mode = force_generic_plan as $$
declare
  county text := app_setting('app.county');
  account uuid := nullif(app_setting('app.account'), '')::uuid;
  k record;
  ids uuid[];
  elders uuid[];
  days date[];
  places text[];
  met uuid[];
  met_on date[];
begin
  with made as (
    insert into visit (county_code, id, elder_id, division_code, visitor_id, account_id, device_id, mode, outcome, occurred_at, occurred_on, month, ended_at, recorded_at, received_at, form_id, form_version, details_sealed, has_fix, findings, marks)
    select county, i.id, i.elder_id, e.division_code, app_visitor(), account, i.device_id, i.mode, i.outcome, i.occurred_at, i.occurred_on, to_char(i.occurred_on, 'YYYY-MM'), i.ended_at, i.recorded_at, i.received_at, i.form_id, i.form_version, decode(i.details, 'base64'), i.has_fix, i.findings, i.marks
    from jsonb_to_recordset(items) as i(id uuid, elder_id uuid, device_id uuid, mode text, outcome text, occurred_at timestamptz, occurred_on date, ended_at timestamptz, recorded_at timestamptz, received_at timestamptz, form_id text, form_version int, has_fix boolean, findings text[], marks text[], details text)
    cross join lateral (select e.division_code from elder e where e.county_code = county and e.id = i.elder_id and (in_scope(e.division_code) or exists (select 1 from assignment a where a.county_code = e.county_code and a.elder_id = e.id and a.visitor_id = app_visitor())) limit 1) e
    order by i.id on conflict (county_code, id) do nothing
    returning id, elder_id, division_code, outcome, occurred_on
  )
  select array_agg(m.id), array_agg(m.elder_id), array_agg(m.occurred_on), array_agg(m.division_code), array_agg(m.elder_id) filter (where m.outcome = 'done'), array_agg(m.occurred_on) filter (where m.outcome = 'done')
    into ids, elders, days, places, met, met_on from made m;
  if ids is null then return; end if;

  for k in
    select distinct u.elder, p.kind, p.start from unnest(elders, days) as u(elder, on_day)
    cross join lateral (values ('week', date_trunc('week', u.on_day)::date), ('month', date_trunc('month', u.on_day)::date)) as p(kind, start) order by 1, 2, 3
  loop
    update visit_duty d set done = (
        select count(distinct v.occurred_on) from visit v where v.county_code = county and v.elder_id = k.elder and v.occurred_on between d.start_date and d.end_date and v.outcome = 'done' and v.mode = any(d.modes))
      where d.county_code = county and d.elder_id = k.elder and d.kind = k.kind and d.start_date = k.start;
  end loop;
  for k in select u.elder, max(u.on_day) as on_day from unnest(met, met_on) as u(elder, on_day) group by u.elder order by u.elder loop
    update elder e set last_visit_on = k.on_day where e.county_code = county and e.id = k.elder and (e.last_visit_on is null or e.last_visit_on < k.on_day);
  end loop;
  insert into rollup_dirty (county_code, month, division_code)
    select distinct county, m.month, u.place from unnest(days, places) as u(on_day, place)
    cross join lateral (values (to_char(u.on_day, 'YYYY-MM')), (to_char(date_trunc('week', u.on_day) + interval '6 days', 'YYYY-MM'))) as m(month);
  insert into feed (county_code, entity, entity_id) select distinct county, 'elderCard', u.elder from unnest(elders) as u(elder);
  insert into audit_event (county_code, id, actor, actor_role, action, entity, entity_id, division_code, details)
    select county, i.event_id, account, role_of_actor, 'visit.record', 'visit', i.id::text, u.place, jsonb_build_object('mode', i.mode, 'outcome', i.outcome, 'marks', i.marks)
    from unnest(ids, places) as u(id, place) join jsonb_to_recordset(items) as i(id uuid, event_id uuid, mode text, outcome text, marks jsonb) on i.id = u.id;
  return query select unnest(ids);
end $$;
-- What working out duties needs: time on the list and the tier's history, [{from, code, visits, period, modes}, …].
create function listed_times(ids uuid[]) returns table (elder_id uuid, division_code text, entered_on date, closed_on date, tiers jsonb)
  language plpgsql stable security definer set search_path = public set plan_cache_mode = force_generic_plan as $$
begin
  return query
    select e.id, e.division_code, e.entered_on, e.closed_on,
      (select coalesce(jsonb_agg(jsonb_build_object('from', c.as_of, 'code', c.tier_code, 'visits', c.tier_visits, 'period', c.tier_period, 'modes', c.tier_modes) order by c.as_of, c.computed_at), '[]')
       from classification c where c.county_code = e.county_code and c.elder_id = e.id)
    from elder e where e.county_code = app_setting('app.county') and e.id = any(ids) and e.list_state <> 'proposed'
      and (in_scope(e.division_code) or exists (select 1 from assignment a where a.county_code = e.county_code and a.elder_id = e.id and a.visitor_id = app_visitor()));
end $$;

-- ---------------------------------------------------------------- oversight: what makes a roll-up stale
-- Visits, duties and classification mark their own villages as they write; what other hands change is
-- marked here, so that nobody has to think of it.
create function mark_rollups(county text, places text[]) returns void language sql volatile security definer set search_path = public as $$
  insert into rollup_dirty (county_code, month, division_code)
    select r.county_code, r.month, r.division_code from month_rollup r where r.county_code = county and r.level = 'place' and r.division_code = any(places)
$$;
-- Is a county's month rolled up, with nothing marked since? Asked before every report, by whoever reads it.
create function rollups_fresh(county text, month_of text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from month_rollup r where r.county_code = county and r.month = month_of and r.level = 'county')
    and not exists (select 1 from rollup_dirty d where d.county_code = county and d.month = month_of)
$$;
create function elder_moved() returns trigger language plpgsql as $$
begin
  perform mark_rollups(new.county_code, array[old.division_code, new.division_code]);
  return null;
end $$;
create trigger elder_moved after update of division_code, entered_on, closed_on, list_state on elder for each row
  when (old.division_code is distinct from new.division_code or old.entered_on is distinct from new.entered_on or old.closed_on is distinct from new.closed_on or old.list_state is distinct from new.list_state)
  execute function elder_moved();
create function assignments_changed() returns trigger language plpgsql as $$
begin
  perform mark_rollups(c.county_code, array_agg(distinct c.division_code)) from changed c group by c.county_code;
  return null;
end $$;
create trigger assignments_added after insert on assignment referencing new table as changed for each statement execute function assignments_changed();
create trigger assignments_changed after update on assignment referencing new table as changed for each statement execute function assignments_changed();
create trigger assignments_removed after delete on assignment referencing old table as changed for each statement execute function assignments_changed();

-- ---------------------------------------------------------------- ledger: what facets count
-- Coded columns of a whole county for the server's counting index, which holds every answer to the
-- asker's own range. Only for a county that the asker's scope touches; no name, no number.
create function elder_profiles(county text, after uuid, up_to int) returns table (id uuid, division_code text, birth_date date, categories text[], tier_code text, remarks text[], provisional boolean, uncovered boolean, listed boolean)
  language sql stable security definer set search_path = public as $$
  select e.id, e.division_code, e.birth_date, e.categories, e.tier_code, e.remarks, e.provisional, e.responsible_name is null, e.closed_on is null and e.list_state <> 'left'
  from elder e where e.county_code = county and e.id > after
    and app_setting('app.scope_from') <> '' and starts_with(county, left(app_setting('app.scope_from'), 6))
  order by e.id limit up_to
$$;
create function elder_profiles_of(county text, ids uuid[]) returns table (id uuid, division_code text, birth_date date, categories text[], tier_code text, remarks text[], provisional boolean, uncovered boolean, listed boolean)
  language sql stable security definer set search_path = public as $$
  select e.id, e.division_code, e.birth_date, e.categories, e.tier_code, e.remarks, e.provisional, e.responsible_name is null, e.closed_on is null and e.list_state <> 'left'
  from elder e where e.county_code = county and e.id = any(ids)
    and app_setting('app.scope_from') <> '' and starts_with(county, left(app_setting('app.scope_from'), 6))
$$;

-- ---------------------------------------------------------------- grants
grant usage on schema public to shouwang_app;
grant select, insert, update, delete on all tables in schema public to shouwang_app;
grant usage on all sequences in schema public to shouwang_app;
revoke update, delete on audit_event, audit_seal, fact_statement, classification from shouwang_app;
