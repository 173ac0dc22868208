-- Statistics: what each elder is counted by, as coded statistics, from a day to a day (ADR 0021).
create table elder_bucket (
  county_code text not null,
  elder_id uuid not null,
  from_on date not null,
  to_on date,
  division_code text collate "C" not null,
  tier_code text,
  masks int[] not null,
  primary key (county_code, elder_id, from_on)
);
comment on table elder_bucket is 'Coded statistics of whoever is on the list: masks[n] holds the codes of the n-th dimension (packages/domain/src/statistics) as bits, 0 where nobody knows. Derived and rebuildable for today; from_on (inclusive) to to_on (exclusive, null: still) is the history. No names, no numbers, no amounts.';
create index elder_bucket_division on elder_bucket (county_code, division_code, from_on);
create unique index elder_bucket_current on elder_bucket (county_code, elder_id) where to_on is null;
alter table elder_bucket enable row level security;
create policy elder_bucket_scope on elder_bucket for all to shouwang_app
  using (division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to'))) with check (in_scope(division_code));
grant select, insert, update, delete on elder_bucket to shouwang_app;

create table bucket_state (
  county_code text not null,
  horizon xid8 not null,
  followed_at timestamptz not null,
  primary key (county_code)
);
comment on table bucket_state is 'Up to which transaction the feed of changed elders has been followed into elder_bucket. Nobody''s data.';
alter table bucket_state enable row level security;
create policy bucket_state_scope on bucket_state for all to shouwang_app using (county_code = (select app_setting('app.county')));
grant select, insert, update, delete on bucket_state to shouwang_app;
