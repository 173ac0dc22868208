-- What many helpers write in the same words is how one says it there, and is no copy (ADR 0033).
create table visit_note_writer (
  county_code text not null,
  digest bytea not null,
  visitor_id uuid not null,
  last_on date not null,
  primary key (county_code, digest, visitor_id)
);
comment on table visit_note_writer is 'Who wrote which note within the days compared. digest: keyed, of the letters and figures of the note (blind index visit.note), so that equal ones are counted and none is read; the digest of no text stands for having written any. Derived.';
create index visit_note_writer_age on visit_note_writer (county_code, last_on);
alter table visit_note_writer enable row level security;
create policy visit_note_writer_scope on visit_note_writer for all to shouwang_app
  using (county_code = (select app_setting('app.scope_from'))) with check (county_code = (select app_setting('app.scope_from')));
grant select, insert, update, delete on visit_note_writer to shouwang_app;
-- Notes that are here already are counted by judging everybody anew once.
delete from plausibility_progress;
