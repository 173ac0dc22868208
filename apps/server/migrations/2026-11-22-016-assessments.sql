-- Assessments (GB/T 42195, six indicators, needs) and levels of risk.
create table assessment (
  county_code text not null,
  id uuid not null,
  elder_id uuid not null,
  kind text not null check (kind in ('ability','selfCare','needs')),
  assessed_on date not null,
  details_sealed bytea not null,
  pack_id text not null,
  pack_version text not null,
  recorded_by uuid,
  recorded_at timestamptz not null default now(),
  primary key (county_code, id)
);
comment on table assessment is 'Assessments made here, append only: what was ticked and what the server worked out of it, sealed (AAD assessment.details). The next one is due months later by the pack, reckoned when asked. id is made by the screen: sent twice is one.';
create index assessment_elder on assessment (county_code, elder_id, kind, assessed_on);
alter table assessment enable row level security;
create policy assessment_scope on assessment for all to shouwang_app
  using (exists (select 1 from elder e where e.county_code = assessment.county_code and e.id = assessment.elder_id));
grant select, insert on assessment to shouwang_app;
-- The register of assessments tells when somebody was assessed elsewhere: asked for the list of those due.
create index fact_statement_assessed on fact_statement (county_code, elder_id, source_date) where source = 'assessmentRegister';

create table risk_result (
  county_code text not null,
  id uuid not null,
  elder_id uuid not null,
  division_code text collate "C" not null,
  as_of date not null,
  level text not null check (level in ('red','orange','yellow','green')),
  level_since date not null,
  points int not null,
  provisional boolean not null,
  is_current boolean not null default true,
  digest bytea not null,
  reasons_sealed bytea not null,
  pack_id text not null,
  pack_version text not null,
  model text not null,
  computed_at timestamptz not null default now(),
  primary key (county_code, id)
);
comment on table risk_result is 'Levels of risk, derived from facts by the model of the pack and rebuildable from them; one row per elder is current, the others are its history. Reasons are sealed: they quote health facts. division_code is the elder''s.';
create unique index risk_result_current on risk_result (county_code, elder_id) where is_current;
create index risk_result_level on risk_result (county_code, level, division_code) where is_current;
create index risk_result_elder on risk_result (county_code, elder_id, computed_at);
alter table risk_result enable row level security;
create policy risk_result_scope on risk_result for all to shouwang_app
  using (division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to'))) with check (in_scope(division_code));
grant select, insert, update, delete on risk_result to shouwang_app;

create table risk_review (
  county_code text not null,
  id uuid not null,
  elder_id uuid not null,
  reviewed_on date not null,
  level text not null,
  family_urged boolean not null,
  note_sealed bytea,
  reviewed_by uuid,
  reviewed_at timestamptz not null default now(),
  primary key (county_code, id)
);
comment on table risk_review is 'A person looked at somebody''s risk: when, at which level, whether the family was urged (003), with a sealed note. Append only.';
create index risk_review_elder on risk_review (county_code, elder_id, reviewed_on);
alter table risk_review enable row level security;
create policy risk_review_scope on risk_review for all to shouwang_app
  using (exists (select 1 from elder e where e.county_code = risk_review.county_code and e.id = risk_review.elder_id));
grant select, insert on risk_review to shouwang_app;

-- Levels of risk of whoever is in the ledger already: worked out after the upgrade, as after a change of policy.
insert into reaction (county_code, id, kind, key, payload)
  select county_code, gen_random_uuid(), 'policy.changed', 'first levels of risk', '{"key": "risk.model"}' from county;
