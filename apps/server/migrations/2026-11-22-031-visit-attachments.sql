-- Photos, voice notes and signatures of visits, sent by phones in parts after the visits themselves.
create table visit_attachment (
  county_code text not null,
  id uuid not null,
  visit_id uuid not null,
  account_id uuid,
  device_id uuid,
  kind text not null check (kind in ('photo','voice','visitorSignature','elderSignature','elderThumb')),
  content_type text not null,
  size_bytes int not null check (size_bytes between 1 and 204800),
  sha256 bytea not null,
  received_bytes int not null default 0,
  content_sealed bytea,
  begun_at timestamptz not null default now(),
  completed_at timestamptz,
  primary key (county_code, id)
);
comment on table visit_attachment is 'Photo, voice note, signature or thumb mark of a visit, sealed. id is made on the device: what is sent twice is one. content_sealed is null while parts are still missing.';
create index visit_attachment_visit on visit_attachment (county_code, visit_id, begun_at);
create index visit_attachment_incomplete on visit_attachment (county_code, begun_at) where completed_at is null;

create table visit_attachment_part (
  county_code text not null,
  attachment_id uuid not null,
  start_byte int not null,
  content_sealed bytea not null,
  primary key (county_code, attachment_id, start_byte)
);
comment on table visit_attachment_part is 'Parts of an attachment that is not complete yet, sealed; joined and removed when the last one has come.';

alter table visit_attachment enable row level security;
create policy visit_attachment_scope on visit_attachment for all to shouwang_app
  using (exists (select 1 from visit v where v.county_code = visit_attachment.county_code and v.id = visit_attachment.visit_id));
alter table visit_attachment_part enable row level security;
create policy visit_attachment_part_scope on visit_attachment_part for all to shouwang_app
  using (exists (select 1 from visit_attachment a where a.county_code = visit_attachment_part.county_code and a.id = visit_attachment_part.attachment_id));
grant select, insert, update, delete on visit_attachment to shouwang_app;
grant select, insert, update, delete on visit_attachment_part to shouwang_app;
