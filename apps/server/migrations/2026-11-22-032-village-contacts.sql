-- Numbers to call in an emergency, as a village (or its town) names them; phones carry them (ADR 0032).
create table village_contact (
  county_code text not null,
  id uuid not null,
  division_code text collate "C" not null,
  position int not null,
  role text not null check (role in ('village', 'doctor', 'team', 'town', 'other')),
  content_sealed bytea not null,
  changed_at timestamptz not null default now(),
  changed_by uuid,
  primary key (county_code, id)
);
comment on table village_contact is 'Whom to call in a village or town, in order. content_sealed: name and number (AAD contact.person).';
create index village_contact_division on village_contact (county_code, division_code, position);
alter table village_contact enable row level security;
-- A visitor reads those of the villages of people who are his, of their towns and of his own village.
create policy village_contact_scope on village_contact for all to shouwang_app
  using ((division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to'))) or exists (
    select 1 from assignment a where a.county_code = village_contact.county_code and a.visitor_id = app_visitor() and a.from_date <= app_today() and (a.to_date is null or a.to_date >= app_today())
      and village_contact.division_code in (left(a.division_code, 12), left(a.division_code, 9) || '000')) or exists (
    select 1 from visitor v where v.county_code = village_contact.county_code and v.id = app_visitor() and village_contact.division_code in (left(v.division_code, 12), left(v.division_code, 9) || '000')))
  with check (in_scope(division_code));
grant select, insert, update, delete on village_contact to shouwang_app;
