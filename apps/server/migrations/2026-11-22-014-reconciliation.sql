-- Reconciliation 比对: each list received is a source with date and period, all its rows are kept
-- (sealed) with whom they were found to mean, and what does not agree is a finding that a person ends.

create table source_list (
  county_code text not null,
  id uuid not null,
  division_code text collate "C" not null,
  kind text not null,
  sender text not null default '',
  file text not null,
  sheet text not null default '',
  title text not null default '',
  listed_on date not null,
  row_count int not null default 0,
  import_id uuid not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (county_code, id),
  unique (county_code, import_id, file, sheet)
);
comment on table source_list is 'One list of another office: a sheet of a file, with its day. Rows stand in list_row, where the last list that names a person counts; counts are taken from there. division_code = scope that brought it.';
create index source_list_kind on source_list (county_code, kind, listed_on);

-- list_row kept only rows that nobody matched; now it keeps every row of a list of facts, and what it was
-- matched to. elder_id is null while nobody, or more than one, may be meant.
alter table list_row
  add column list_id uuid,
  add column elder_id uuid,
  add column match text not null default 'unmatched' check (match in ('matched', 'doubtful', 'unmatched')),
  add column score real not null default 0,
  add column number_index bytea,
  add column person_index bytea,
  add column decided_by uuid,
  add column decided_at timestamptz,
  add column decision_sealed bytea;
comment on table list_row is 'Rows of other offices'' lists, one per list kind and person named, the latest that was brought; sealed. number_index, person_index: blind indexes of the valid number and of name with birth, by which rows about one person are found. match doubtful: a person decides (decided_by), and why is sealed (decision_sealed). Filings wait here only while nobody matches. division_code = scope that brought them.';
create index list_row_elder on list_row (county_code, elder_id) where elder_id is not null;
create index list_row_list on list_row (county_code, list_id, match);
create index list_row_number on list_row (county_code, number_index) where number_index is not null;
create index list_row_person on list_row (county_code, person_index) where person_index is not null;
create index list_row_open on list_row (county_code, match, id) where match <> 'matched';

create table finding (
  county_code text not null,
  id uuid not null,
  division_code text collate "C" not null,
  kind text not null check (kind in ('missing', 'deadListed', 'movedListed', 'differs', 'duplicate', 'idProblem')),
  state text not null default 'open' check (state in ('open', 'confirmed', 'corrected', 'refuted')),
  elder_id uuid,
  other_elder_id uuid,
  source text not null,
  fact_key text not null default '',
  about bytea not null,
  subject bytea not null,
  digest bytea not null,
  name text collate "C" not null,
  categories text[] not null default '{}',
  score real not null,
  is_stale boolean not null default false,
  list_ids uuid[] not null default '{}',
  body_sealed bytea not null,
  due_on date not null,
  opened_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  closed_at timestamptz,
  closed_by uuid,
  close_reason_sealed bytea,
  primary key (county_code, id),
  unique (county_code, about)
);
comment on table finding is 'What lists and ledger, or two files, do not agree on: a task for a village with a due date. about = blind index of kind, subject, source and fact: it is the same finding whatever the values; digest = of the facts it rests on: a closed one comes back only with another digest. subject = blind index of the elder or, without a file, of the person. What both sides say is sealed.';
create index finding_open on finding (county_code, state, due_on, id);
create index finding_division on finding (county_code, division_code, state);
create index finding_elder on finding (county_code, elder_id) where elder_id is not null;
create index finding_other on finding (county_code, other_elder_id) where other_elder_id is not null;
create index finding_subject on finding (county_code, subject);

create table finding_step (
  county_code text not null,
  id uuid not null,
  finding_id uuid not null,
  step text not null check (step in ('opened', 'reopened', 'changed', 'confirmed', 'corrected', 'refuted', 'agreed')),
  at timestamptz not null default now(),
  by_account uuid,
  reason_sealed bytea,
  primary key (county_code, id)
);
comment on table finding_step is 'History of a finding, append only: opened, come back with other facts, ended by whom and why (sealed: a reason may speak of anybody), agreed by itself.';
create index finding_step_finding on finding_step (county_code, finding_id, at);

create table reconciliation_run (
  county_code text not null,
  id uuid not null,
  state text not null check (state in ('running', 'stopped', 'done')),
  done int not null default 0,
  total int not null default 0,
  stop_requested boolean not null default false,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (county_code, id)
);
comment on table reconciliation_run is 'Findings of a whole county worked out anew: progress, and whether somebody asked it to stop. Counts only, no row level security.';

alter table source_list enable row level security;
create policy source_list_scope on source_list for all to shouwang_app
  using (division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to')));
alter table finding enable row level security;
create policy finding_scope on finding for all to shouwang_app
  using (division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to')));
alter table finding_step enable row level security;
create policy finding_step_scope on finding_step for all to shouwang_app
  using (exists (select 1 from finding f where f.county_code = finding_step.county_code and f.id = finding_step.finding_id));

grant select, insert, update, delete on source_list, finding, finding_step, reconciliation_run to shouwang_app;
