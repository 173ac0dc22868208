-- What is known of a place beside its name: a resettlement site (易地扶贫搬迁安置点, 004 第12条) has its care
-- planned together with the place that took the people in.
create table division_mark (
  county_code text not null,
  code text collate "C" not null,
  mark text not null check (mark in ('resettlement')),
  note text not null default '',
  marked_by uuid,
  marked_at timestamptz not null default now(),
  primary key (county_code, code, mark)
);
comment on table division_mark is 'Marks of towns and villages; public knowledge like the divisions themselves, no row level security.';
grant select, insert, update, delete on division_mark to shouwang_app;
