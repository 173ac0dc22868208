-- Print jobs: the forms or the ledger of a division on paper, made in the background.
create table print_job (
  county_code text not null,
  id uuid not null,
  division_code text collate "C" not null,
  kind text not null check (kind in ('information','enrolment','ledger')),
  format text not null check (format in ('pdf','xlsx')),
  numbers text not null check (numbers in ('masked','full')),
  state text not null check (state in ('waiting','running','done','stopped','failed','expired')),
  created_by uuid,
  created_at timestamptz not null default now(),
  progress_done int not null default 0,
  progress_total int not null default 0,
  stop_requested boolean not null default false,
  file_name text,
  file_bytes int,
  content_sealed bytea,
  expires_at timestamptz,
  primary key (county_code, id)
);
comment on table print_job is 'One printing of a division''s forms or ledger, with its progress and, until expires_at, the sealed file (AAD papers.file), which only who asked for it may fetch. division_code = what is printed.';
create index print_job_own on print_job (county_code, created_by, created_at desc);
create index print_job_kept on print_job (county_code, expires_at) where content_sealed is not null;
alter table print_job enable row level security;
create policy print_job_scope on print_job for all to shouwang_app
  using (division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to'))) with check (in_scope(division_code));
grant select, insert, update, delete on print_job to shouwang_app;
