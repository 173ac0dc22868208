-- Visits on the desk (ADR 0035): versions of a record, a village's checks, and what a visit found handed
-- on as cases and proposals.

-- ---------------------------------------------------------------- versions
alter table visit add column version int not null default 1;
comment on column visit.version is 'Number of the version that stands; what each version said is in visit_version once there is more than one. outcome ''cancelled'': the record was wrong as a whole and counts nowhere.';

create table visit_version (
  county_code text not null,
  visit_id uuid not null,
  version int not null,
  kind text not null check (kind in ('recorded', 'corrected', 'cancelled', 'restored')),
  fields text[] not null default '{}',
  content_sealed bytea not null,
  reason_sealed bytea,
  made_by uuid,
  made_at timestamptz not null default now(),
  primary key (county_code, visit_id, version)
);
comment on table visit_version is 'Each version of a visit that was ever corrected, the first as it was recorded; never changed. content_sealed: what it said (AAD visit.version), fields: what differs from the one before.';
alter table visit_version enable row level security;
create policy visit_version_scope on visit_version for all to shouwang_app
  using (exists (select 1 from visit v where v.county_code = visit_version.county_code and v.id = visit_version.visit_id));
grant select, insert on visit_version to shouwang_app;

-- ---------------------------------------------------------------- checks
create table visit_check (
  county_code text not null,
  id uuid not null,
  visit_id uuid not null,
  verdict text not null check (verdict in ('fine', 'unclear', 'wrong')),
  note_sealed bytea,
  checked_by uuid,
  checked_at timestamptz not null default now(),
  primary key (county_code, id)
);
comment on table visit_check is 'A village or town looked at the record of a visit (000: supervise and sample): what it thinks of it, with a note.';
create index visit_check_visit on visit_check (county_code, visit_id, checked_at);
alter table visit_check enable row level security;
create policy visit_check_scope on visit_check for all to shouwang_app
  using (exists (select 1 from visit v where v.county_code = visit_check.county_code and v.id = visit_check.visit_id));
grant select, insert, update, delete on visit_check to shouwang_app;

-- ---------------------------------------------------------------- what a visit found
create table visit_case (
  county_code text not null,
  id uuid not null,
  elder_id uuid not null,
  division_code text collate "C" not null,
  visit_id uuid not null,
  finding text not null,
  kind text not null check (kind in ('emergency', 'health', 'hazard', 'living', 'need')),
  urgency text not null check (urgency in ('now', 'soon', 'ordinary')),
  found_on date not null,
  due_on date not null,
  state text not null default 'open' check (state in ('open', 'taken', 'closed')),
  ending text check (ending in ('settled', 'unfounded', 'withdrawn')),
  opened_at timestamptz not null default now(),
  taken_by uuid,
  taken_at timestamptz,
  closed_by uuid,
  closed_at timestamptz,
  outcome_sealed bytea,
  primary key (county_code, id)
);
comment on table visit_case is 'One finding of one visit, followed until it is closed; opened once, by a reaction keyed by the visit. outcome_sealed: what was done (AAD case.outcome).';
create unique index visit_case_once on visit_case (county_code, visit_id, finding);
create index visit_case_division on visit_case (county_code, state, division_code, due_on);
create index visit_case_elder on visit_case (county_code, elder_id);

create table visit_proposal (
  county_code text not null,
  id uuid not null,
  elder_id uuid not null,
  division_code text collate "C" not null,
  visit_id uuid not null,
  kind text not null check (kind in ('household', 'need')),
  content_sealed bytea not null,
  heard_on date not null,
  state text not null default 'open' check (state in ('open', 'confirmed', 'refused', 'withdrawn')),
  made_at timestamptz not null default now(),
  decided_by uuid,
  decided_at timestamptz,
  reason_sealed bytea,
  primary key (county_code, id)
);
comment on table visit_proposal is 'What a visit heard that belongs into the ledger (a changed household, a need), until the village confirms it as a fact or refuses it with a reason. content_sealed: what was heard (AAD case.proposal).';
create unique index visit_proposal_once on visit_proposal (county_code, visit_id, kind);
create index visit_proposal_division on visit_proposal (county_code, state, division_code);
create index visit_proposal_elder on visit_proposal (county_code, elder_id);

alter table visit_case enable row level security;
create policy visit_case_scope on visit_case for all to shouwang_app
  using (division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to'))) with check (in_scope(division_code));
alter table visit_proposal enable row level security;
create policy visit_proposal_scope on visit_proposal for all to shouwang_app
  using (division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to'))) with check (in_scope(division_code));
grant select, insert, update, delete on visit_case, visit_proposal to shouwang_app;

-- A visit that goes along with its person (a move, a merge and its undoing) takes what it found along.
create function findings_follow_visit() returns trigger language plpgsql security definer set search_path = public as $$
begin
  update visit_case set elder_id = new.elder_id, division_code = new.division_code where county_code = new.county_code and visit_id = new.id;
  update visit_proposal set elder_id = new.elder_id, division_code = new.division_code where county_code = new.county_code and visit_id = new.id;
  return null;
end $$;
create trigger findings_follow_visit after update of elder_id, division_code on visit for each row
  when (old.elder_id is distinct from new.elder_id or old.division_code is distinct from new.division_code) execute function findings_follow_visit();

-- ---------------------------------------------------------------- printing a month's visits
alter table print_job add column month text;
comment on column print_job.month is 'Month of visit forms and monthly sheets (YYYY-MM).';
alter table print_job drop constraint print_job_kind_check;
alter table print_job add constraint print_job_kind_check check (kind in ('information', 'enrolment', 'ledger', 'visitForms', 'monthSheets'));
