-- How plausible visits are, what is asked about them, and which are drawn by lot for a call (ADR 0033).
-- Nothing here changes what a visit counts: a record is corrected or cancelled by a person, with a reason.
create table visit_plausibility (
  county_code text not null,
  visit_id uuid not null,
  division_code text collate "C" not null,
  elder_id uuid not null,
  visitor_id uuid not null,
  occurred_on date not null,
  state text not null check (state in ('plausible', 'noted', 'doubted')),
  points int not null,
  odd text[] not null default '{}',
  signals_sealed bytea not null,
  digest bytea not null,
  pack_version text not null,
  computed_at timestamptz not null default now(),
  primary key (county_code, visit_id)
);
comment on table visit_plausibility is 'What was compared about a visit and what is odd, derived and worked out anew when evidence comes later. signals_sealed: each signal with figures and the visits compared (AAD plausibility.signals); odd: codes of the odd ones.';
create index visit_plausibility_division on visit_plausibility (county_code, state, division_code, occurred_on);

create table visit_doubt (
  county_code text not null,
  visit_id uuid not null,
  division_code text collate "C" not null,
  elder_id uuid not null,
  visitor_id uuid not null,
  origin text not null check (origin in ('signals', 'lot')),
  state text not null check (state in ('asked', 'toCheck', 'settled', 'withdrawn')),
  odd text[] not null default '{}',
  asked_at timestamptz not null default now(),
  due_on date not null,
  answer text,
  words_sealed bytea,
  answered_at timestamptz,
  outcome text check (outcome in ('confirmed', 'explained', 'notMade', 'unclear', 'notReached')),
  outcome_sealed bytea,
  checked_by uuid,
  checked_at timestamptz,
  tries int not null default 0,
  primary key (county_code, visit_id)
);
comment on table visit_doubt is 'A visit that somebody asks about: first the helper, then the village asks the elder by phone; or drawn by lot for that call. due_on: of the step it waits for. words_sealed, outcome_sealed: what was said (AAD doubt.words).';
create index visit_doubt_division on visit_doubt (county_code, state, division_code, due_on);
create index visit_doubt_visitor on visit_doubt (county_code, visitor_id, asked_at);

create table visit_doubt_event (
  county_code text not null,
  id uuid not null,
  visit_id uuid not null,
  kind text not null check (kind in ('asked', 'drawn', 'answered', 'passedOn', 'checked', 'withdrawn', 'askedAgain')),
  account_id uuid,
  at timestamptz not null default now(),
  details_sealed bytea not null,
  primary key (county_code, id)
);
comment on table visit_doubt_event is 'What was known, said and done about a doubt, and when; append only. details_sealed: signals as they stood, answers, words, outcome (AAD doubt.event).';
create index visit_doubt_event_visit on visit_doubt_event (county_code, visit_id, at);

create table visit_lot_week (
  county_code text not null,
  week_start date not null,
  seed bytea not null,
  seed_digest bytea not null,
  share double precision not null,
  sown_at timestamptz not null default now(),
  drawn_at timestamptz,
  primary key (county_code, week_start)
);
comment on table visit_lot_week is 'The seed of a week’s lots, made when the week begins and kept back until it is drawn; seed_digest (SHA-256) is shown from the beginning, so that nobody can draw again until he likes the result.';
create table visit_lot (
  county_code text not null,
  week_start date not null,
  division_code text collate "C" not null,
  population int not null,
  population_digest bytea not null,
  drawn uuid[] not null,
  primary key (county_code, week_start, division_code)
);
comment on table visit_lot is 'The draw of one village and week: how many home visits there were, a digest of their identifiers in order (SHA-256), which were drawn. Drawing again from seed and visits gives the same.';

create table visit_photo_hash (
  county_code text not null,
  attachment_id uuid not null,
  visit_id uuid not null,
  hash text,
  primary key (county_code, attachment_id)
);
comment on table visit_photo_hash is 'Perceptual hash (dHash, 64 bits in hexadecimal) of a photo of a visit; null where the picture could not be read. Derived.';
create index visit_photo_hash_visit on visit_photo_hash (county_code, visit_id);

create table plausibility_progress (
  county_code text not null,
  horizon text not null,
  updated_at timestamptz not null default now(),
  primary key (county_code)
);
comment on table plausibility_progress is 'Up to which transaction (pg_snapshot_xmin) new evidence has been judged.';

alter table visit_plausibility enable row level security;
create policy visit_plausibility_scope on visit_plausibility for all to shouwang_app
  using ((division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to'))) or visitor_id = (select app_visitor()))
  with check (in_scope(division_code));
alter table visit_doubt enable row level security;
create policy visit_doubt_scope on visit_doubt for all to shouwang_app
  using ((division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to'))) or visitor_id = (select app_visitor()))
  with check (in_scope(division_code) or visitor_id = app_visitor());
alter table visit_doubt_event enable row level security;
create policy visit_doubt_event_scope on visit_doubt_event for all to shouwang_app
  using (exists (select 1 from visit_doubt d where d.county_code = visit_doubt_event.county_code and d.visit_id = visit_doubt_event.visit_id));
-- A seed is read by the installation alone (its scope is the county) and by the county, who sees the draw.
alter table visit_lot_week enable row level security;
create policy visit_lot_week_scope on visit_lot_week for all to shouwang_app using (county_code = (select app_setting('app.county'))) with check (county_code = (select app_setting('app.county')));
alter table visit_lot enable row level security;
create policy visit_lot_scope on visit_lot for all to shouwang_app
  using (division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to'))) with check (in_scope(division_code));
alter table visit_photo_hash enable row level security;
create policy visit_photo_hash_scope on visit_photo_hash for all to shouwang_app
  using (exists (select 1 from visit v where v.county_code = visit_photo_hash.county_code and v.id = visit_photo_hash.visit_id));
alter table plausibility_progress enable row level security;
create policy plausibility_progress_scope on plausibility_progress for all to shouwang_app
  using (county_code = (select app_setting('app.scope_from'))) with check (county_code = (select app_setting('app.scope_from')));
grant select, insert, update, delete on visit_plausibility, visit_doubt, visit_lot_week, visit_lot, visit_photo_hash, plausibility_progress to shouwang_app;
grant select, insert on visit_doubt_event to shouwang_app;

-- A visit that goes along with its person (a move, a merge and its undoing) takes what is asked about it along.
create function doubts_follow_visit() returns trigger language plpgsql security definer set search_path = public as $$
begin
  update visit_plausibility set elder_id = new.elder_id, division_code = new.division_code where county_code = new.county_code and visit_id = new.id;
  update visit_doubt set elder_id = new.elder_id, division_code = new.division_code where county_code = new.county_code and visit_id = new.id;
  return null;
end $$;
create trigger doubts_follow_visit after update of elder_id, division_code on visit for each row
  when (old.elder_id is distinct from new.elder_id or old.division_code is distinct from new.division_code) execute function doubts_follow_visit();
-- New evidence is found by who made it; lots are drawn from a week's visits.
create index if not exists visit_visitor on visit (county_code, visitor_id, month);
