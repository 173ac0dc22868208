-- What a ledger told of the place of people whom the list of divisions could not place yet (ADR 0044).
create table elder_place (
  county_code text not null,
  elder_id uuid not null,
  division_code text collate "C" not null,
  told_sealed bytea not null,
  source_ref text not null,
  source_date date not null,
  recorded_by uuid,
  primary key (county_code, elder_id)
);
comment on table elder_place is 'People of a ledger whose village no list of divisions told: what their row told of the place, sealed (AAD intake.elderPlace). Looked up again when divisions are brought, then gone. division_code = scope that brought them.';
create index elder_place_scope_index on elder_place (county_code, division_code);
alter table elder_place enable row level security;
create policy elder_place_scope on elder_place for all to shouwang_app
  using (division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to')));
grant select, insert, update, delete on elder_place to shouwang_app;
