-- The file in full (一人一档): how complete it is, why somebody set a fact, documents and photos.
alter table elder add column missing_facts text[] not null default '{}';
comment on column elder.missing_facts is 'Facts that the county''s pack requires and that nobody has stated yet; derived from the effective facts, for lists.';
create index elder_incomplete on elder (county_code, division_code) where missing_facts <> '{}';

alter table fact_statement add column reason_sealed bytea;
comment on column fact_statement.reason_sealed is 'Why a person set these facts, in his own words; sealed, because it may speak of anybody.';

create table elder_attachment (
  county_code text not null,
  id uuid not null,
  elder_id uuid not null,
  kind text not null check (kind in ('photo','idCard','disabilityCertificate','consent','form','other')),
  content_type text not null check (content_type in ('image/jpeg','image/png','image/webp','application/pdf')),
  size_bytes int not null,
  sha256 bytea not null,
  name_sealed bytea not null,
  content_sealed bytea not null,
  added_by uuid,
  added_at timestamptz not null default now(),
  removed_by uuid,
  removed_at timestamptz,
  removal_sealed bytea,
  primary key (county_code, id)
);
comment on table elder_attachment is 'Documents and photos of an elder. Name, bytes and the reason of a removal are sealed; what was removed is kept, and no longer shown.';
create index elder_attachment_elder on elder_attachment (county_code, elder_id, added_at);
create unique index elder_attachment_once on elder_attachment (county_code, elder_id, kind, sha256) where removed_at is null;

alter table elder_attachment enable row level security;
create policy elder_attachment_scope on elder_attachment for all to shouwang_app
  using (exists (select 1 from elder e where e.county_code = elder_attachment.county_code and e.id = elder_attachment.elder_id));
grant select, insert, update, delete on elder_attachment to shouwang_app;

-- Files that were there before have to be looked through once for what is missing in them.
insert into reaction (county_code, id, kind, key, payload)
  select county_code, gen_random_uuid(), 'policy.changed', 'migration-011', '{}' from county
  on conflict do nothing;
