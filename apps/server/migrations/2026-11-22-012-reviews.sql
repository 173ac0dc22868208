-- Review of files (recorder → village → town → filed with the county) and the register of paper copies.
-- A file without a row in elder_review is in the state `imported`: an import of a hundred thousand files
-- writes nothing here.
create table elder_review (
  county_code text not null,
  elder_id uuid not null,
  division_code text collate "C" not null,
  state text not null check (state in ('draft','submitted','villageApproved','townApproved','filed','returned','changed')),
  round int not null default 0,
  since timestamptz not null default now(),
  submitted_by uuid,
  submitted_name text,
  approved_at timestamptz,
  approved_digest bytea,
  approved_facts_sealed bytea,
  note_sealed bytea,
  primary key (county_code, elder_id)
);
comment on table elder_review is 'Where a file stands in its review. approved_digest is a keyed digest of the effective facts as last approved, approved_facts_sealed those facts themselves (AAD review.facts), so that what changed since is shown fact by fact; note_sealed the last reason for a return (AAD review.note). division_code follows the elder.';
create index elder_review_state on elder_review (county_code, state, division_code, since);

create table review_step (
  county_code text not null,
  id uuid not null,
  elder_id uuid not null,
  division_code text collate "C" not null,
  round int not null,
  action text not null check (action in ('submit','approve','return','resubmit','withdraw','file','ask','change')),
  level text check (level in ('recorder','village','town','county')),
  from_state text not null,
  to_state text not null,
  actor uuid,
  actor_name text not null default '',
  actor_role text not null,
  note_sealed bytea,
  facts_digest bytea,
  facts_horizon timestamptz,
  at timestamptz not null default now(),
  primary key (county_code, id)
);
comment on table review_step is 'Append only: every step of the review of a file, who took it, and the facts it covers: facts_digest, and facts_horizon = when the last of the statements was recorded. level: the place of signature that the step fills.';
create index review_step_elder on review_step (county_code, elder_id, at);

create table paper_copy (
  county_code text not null,
  elder_id uuid not null,
  division_code text collate "C" not null,
  form text not null check (form in ('informationForm','enrolmentForm','abilityReport','visitForm')),
  holder text not null check (holder in ('county','town','village','elder')),
  copies int not null check (copies between 0 and 99),
  box text not null default '',
  folder text not null default '',
  printed_on date,
  received_by text not null default '',
  received_on date,
  scanned boolean not null default false,
  recorded_by uuid,
  recorded_at timestamptz not null default now(),
  primary key (county_code, elder_id, form, holder)
);
comment on table paper_copy is 'Archive register: how many paper copies of which form the county, the town, the village and the elder himself hold, in which box and folder, when printed, who received them and whether they were scanned. division_code follows the elder.';
create index paper_copy_division on paper_copy (county_code, form, division_code);

-- Both follow their elder when he moves within the county; steps are append only for everybody else.
create function reviews_follow_elder() returns trigger language plpgsql security definer set search_path = public as $$
begin
  update elder_review set division_code = new.division_code where county_code = new.county_code and elder_id = new.id;
  update review_step set division_code = new.division_code where county_code = new.county_code and elder_id = new.id;
  update paper_copy set division_code = new.division_code where county_code = new.county_code and elder_id = new.id;
  return null;
end $$;
create trigger reviews_follow_elder after update of division_code on elder for each row
  when (old.division_code is distinct from new.division_code) execute function reviews_follow_elder();

alter table elder_review enable row level security;
create policy elder_review_scope on elder_review for all to shouwang_app
  using (division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to'))) with check (in_scope(division_code));
alter table review_step enable row level security;
create policy review_step_scope on review_step for all to shouwang_app
  using (division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to'))) with check (in_scope(division_code));
alter table paper_copy enable row level security;
create policy paper_copy_scope on paper_copy for all to shouwang_app
  using (division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to'))) with check (in_scope(division_code));
grant select, insert, update, delete on elder_review to shouwang_app;
grant select, insert on review_step to shouwang_app;
grant select, insert, update, delete on paper_copy to shouwang_app;
