-- Import completed: the bytes brought are kept (sealed) for a while, so that the same file can be given back
-- with what became of each row and rows can be corrected on the screen; column mappings are remembered by
-- layout; the county's own layout of the 三留守 export.

alter table import_run add column contents_until date;
comment on column import_run.contents_until is 'Last day on which the bytes brought are kept; null where none were. A nightly job drops them.';
comment on table import_file is 'Uploaded bytes, sealed, until import_run.contents_until.';
create index import_run_contents on import_run (county_code, contents_until) where contents_until is not null;

alter table import_row
  add column correction_sealed bytea,
  add column corrected_by uuid,
  add column corrected_at timestamptz,
  add column acceptance_sealed bytea;
comment on column import_row.acceptance_sealed is 'Why a person took the row as it is, sealed.';
comment on column import_row.correction_sealed is 'Cells that a person entered in place of those read, by column index, sealed; dropped with the bytes.';

create table import_layout (
  county_code text not null,
  id uuid not null,
  division_code text collate "C" not null,
  headings_key bytea not null,
  title_key text not null default '',
  kind text,
  columns jsonb not null,
  file text not null,
  sheet text not null default '',
  remembered_by uuid,
  remembered_at timestamptz not null default now(),
  primary key (county_code, id),
  unique (county_code, division_code, headings_key, title_key)
);
comment on table import_layout is 'What a person said that a table of this layout is: its kind, and the field of each column. headings_key = digest of the heading texts, title_key = title without places, numbers and dates. division_code = scope that remembers it.';
alter table import_layout enable row level security;
create policy import_layout_scope on import_layout for all to shouwang_app using (division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to')));
grant select, insert, update, delete on import_layout to shouwang_app;

create table group_layout (
  county_code text not null,
  columns jsonb not null,
  categories text[] not null default '{}',
  edited_by uuid,
  edited_at timestamptz not null default now(),
  primary key (county_code)
);
comment on table group_layout is 'The county''s own columns, in order and under its headings, of the 三留守 export (002); none: the national layout. Read by everybody of the county.';
alter table group_layout enable row level security;
create policy group_layout_county on group_layout for all to shouwang_app using (county_code = app_setting('app.county') and (select app_setting('app.scope_from')) <> '');
grant select, insert, update, delete on group_layout to shouwang_app;
