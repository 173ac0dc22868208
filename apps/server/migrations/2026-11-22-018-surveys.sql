-- 摸底排查: rounds in which every household of a list is asked. A surveyor who has no division of his own
-- enters a village by enter_survey_village alone: the database itself asks whether the round runs and the
-- village is his (ADR 0020). The policies of elder stay as they are.
create table survey_round (
  county_code text not null,
  id uuid not null,
  division_code text collate "C" not null,
  name text not null,
  purpose text not null default '',
  starts_on date not null,
  deadline date not null,
  audience jsonb not null,
  groups text[] not null,
  away_tries int not null check (away_tries between 1 and 9),
  closed_at timestamptz,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (county_code, id)
);
comment on table survey_round is 'A round: whom it asks (audience), what it asks (groups of facts), until when. division_code = the office that holds it. closed_at null: it runs.';
create table survey_village (
  county_code text not null,
  round_id uuid not null,
  division_code text collate "C" not null,
  closed_at timestamptz,
  primary key (county_code, round_id, division_code)
);
comment on table survey_village is 'Villages of a round; each is closed by itself once everybody in it is marked.';
create index survey_village_division on survey_village (county_code, division_code);
create table survey_surveyor (
  county_code text not null,
  id uuid not null,
  round_id uuid not null,
  division_code text collate "C" not null,
  visitor_id uuid,
  account_id uuid,
  name text not null,
  from_date date not null,
  to_date date,
  primary key (county_code, id),
  check (visitor_id is not null or account_id is not null)
);
comment on table survey_surveyor is 'Who asks in which village, for this round only; to_date null: until the round ends.';
create index survey_surveyor_round on survey_surveyor (county_code, round_id, division_code);
create index survey_surveyor_visitor on survey_surveyor (county_code, visitor_id);
create table survey_subject (
  county_code text not null,
  id uuid not null,
  round_id uuid not null,
  division_code text collate "C" not null,
  elder_id uuid,
  name text collate "C" not null,
  place text not null default '',
  found boolean not null default false,
  state text not null default 'open' check (state in ('open','visited','none','away','refused','moved','died')),
  tries int not null default 0,
  answered_at timestamptz,
  surveyor_name text,
  surveyor_key text,
  confirmed text[] not null default '{}',
  changed text[] not null default '{}',
  primary key (county_code, id)
);
comment on table survey_subject is 'Whom a round asks: an elder of the list as it was when the round began, a household named by hand (elder_id null), or somebody found on the way. state, tries, answered_* follow from survey_attempt. division_code = village.';
create index survey_subject_round on survey_subject (county_code, round_id, division_code, state);
create index survey_subject_elder on survey_subject (county_code, elder_id);
create unique index survey_subject_once on survey_subject (county_code, round_id, elder_id) where elder_id is not null;
create table survey_attempt (
  county_code text not null,
  id uuid not null,
  round_id uuid not null,
  subject_id uuid not null,
  division_code text collate "C" not null,
  outcome text not null check (outcome in ('visited','none','away','refused','moved','died')),
  occurred_at timestamptz not null,
  received_at timestamptz not null default now(),
  account_id uuid,
  surveyor_name text not null,
  surveyor_key text not null,
  confirmed text[] not null default '{}',
  changed text[] not null default '{}',
  details_sealed bytea,
  primary key (county_code, id)
);
comment on table survey_attempt is 'Every call at a door, append only; id is the command made on the phone. details_sealed: position and note (AAD survey.details). confirmed, changed: keys of facts, never values.';
create index survey_attempt_subject on survey_attempt (county_code, subject_id);
create table survey_event (
  county_code text not null,
  id uuid not null,
  round_id uuid not null,
  division_code text collate "C" not null,
  kind text not null check (kind in ('created','extended','closed','reopened','villageClosed','villageReopened')),
  reason text not null default '',
  details jsonb not null default '{}',
  account_id uuid,
  at timestamptz not null default now(),
  primary key (county_code, id)
);
comment on table survey_event is 'What happened to a round, with who and why. division_code = the round''s or the village''s.';
create index survey_event_round on survey_event (county_code, round_id, at);

alter table survey_surveyor enable row level security;
create policy survey_surveyor_scope on survey_surveyor for all to shouwang_app
  using ((division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to')))
    or visitor_id = (select app_visitor()) or account_id = (select nullif(app_setting('app.account'), '')::uuid))
  with check (in_scope(division_code));
alter table survey_village enable row level security;
create policy survey_village_scope on survey_village for all to shouwang_app
  using ((division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to'))) or exists (
    select 1 from survey_surveyor s where s.county_code = survey_village.county_code and s.round_id = survey_village.round_id and s.division_code = survey_village.division_code))
  with check (in_scope(division_code));
alter table survey_round enable row level security;
create policy survey_round_scope on survey_round for all to shouwang_app
  using ((division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to'))) or exists (
    select 1 from survey_village v where v.county_code = survey_round.county_code and v.round_id = survey_round.id))
  with check (in_scope(division_code));
alter table survey_subject enable row level security;
create policy survey_subject_scope on survey_subject for all to shouwang_app
  using (division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to'))) with check (in_scope(division_code));
alter table survey_attempt enable row level security;
create policy survey_attempt_scope on survey_attempt for all to shouwang_app
  using (division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to'))) with check (in_scope(division_code));
alter table survey_event enable row level security;
create policy survey_event_scope on survey_event for all to shouwang_app
  using ((division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to'))) or exists (
    select 1 from survey_village v where v.county_code = survey_event.county_code and v.round_id = survey_event.round_id and survey_event.kind not in ('villageClosed', 'villageReopened')))
  with check (in_scope(division_code));
grant select, insert, update on survey_round, survey_village, survey_surveyor, survey_subject to shouwang_app;
grant select, insert on survey_attempt, survey_event to shouwang_app;

-- Opens one village of one round to its surveyor for the rest of the transaction, or answers false. He is
-- surveyor there today, the round runs, the village is not closed.
create function enter_survey_village(round uuid, village text) returns boolean
  language plpgsql volatile security definer set search_path = public as $$
begin
  if not exists (
    select 1 from survey_surveyor s
    join survey_round r on r.county_code = s.county_code and r.id = s.round_id and r.closed_at is null
    join survey_village v on v.county_code = s.county_code and v.round_id = s.round_id and v.division_code = s.division_code and v.closed_at is null
    where s.county_code = app_setting('app.county') and s.round_id = round and s.division_code = village
      and (s.visitor_id = app_visitor() or s.account_id = nullif(app_setting('app.account'), '')::uuid)
      and s.from_date <= app_today() and (s.to_date is null or s.to_date >= app_today())) then
    return false;
  end if;
  perform set_config('app.scope_from', village, true), set_config('app.scope_to', village || ':', true);
  return true;
end $$;
-- Ids of those whom phones of the transaction's surveyor may hold of the rounds given, so that they can be
-- taken off again; ids alone, nothing about anybody.
create function survey_subjects_once_held(rounds uuid[]) returns table (id uuid)
  language sql stable security definer set search_path = public as $$
  select u.id from survey_subject u where u.county_code = app_setting('app.county') and u.round_id = any(rounds) and exists (
    select 1 from survey_surveyor s where s.county_code = u.county_code and s.round_id = u.round_id and s.division_code = u.division_code
      and (s.visitor_id = app_visitor() or s.account_id = nullif(app_setting('app.account'), '')::uuid))
$$;
