-- Attempts: visits on which nobody was met, when somebody goes again, and what the village is asked to
-- confirm about it (in hospital, away, wants no visits). The visit itself stays the evidence.
create table visit_attempt (
  county_code text not null,
  visit_id uuid not null,
  elder_id uuid not null,
  division_code text collate "C" not null,
  visitor_id uuid,
  outcome text not null check (outcome in ('notAtHome', 'refused', 'inHospital', 'away')),
  reason text,
  occurred_on date not null,
  next_on date,
  proposal text check (proposal in ('hospital', 'away', 'refusal')),
  state text not null default 'none' check (state in ('none', 'open', 'confirmed', 'declined')),
  decision_sealed bytea,
  decided_by uuid,
  decided_at timestamptz,
  primary key (county_code, visit_id)
);
comment on table visit_attempt is 'What a visit without a meeting leaves to do: a new date, and a proposal that the village confirms or declines with a reason (sealed, AAD visit.attempt). reason is a code of the domain.';
create index visit_attempt_elder on visit_attempt (county_code, elder_id, occurred_on);
create index visit_attempt_open on visit_attempt (county_code, division_code, occurred_on) where state = 'open';
alter table visit_attempt enable row level security;
create policy visit_attempt_scope on visit_attempt for all to shouwang_app
  using ((division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to'))) or exists (
    select 1 from assignment a where a.county_code = visit_attempt.county_code and a.elder_id = visit_attempt.elder_id and a.visitor_id = app_visitor()))
  with check (in_scope(division_code) or visitor_id = app_visitor());
grant select, insert, update, delete on visit_attempt to shouwang_app;
