-- Two files of one person become one, and can become two again (ADR 0017). Statements are append only and
-- stay with the file that they were recorded for; the kept file reads those of the other for as long as
-- the merge is in force. What else moves is written down with what it was before.
alter table elder add column merged_into uuid;
create index elder_merged_into on elder (county_code, merged_into) where merged_into is not null;

create table elder_merge (
  county_code text not null,
  id uuid not null,
  kept_id uuid not null,
  merged_id uuid not null,
  reads uuid[] not null,
  choices_id uuid,
  reason_sealed bytea not null,
  before jsonb not null,
  moved jsonb not null default '{}',
  made_at timestamptz not null default clock_timestamp(),
  made_by uuid,
  undone_at timestamptz,
  undone_by uuid,
  undo_reason_sealed bytea,
  stayed jsonb,
  primary key (county_code, id)
);
comment on table elder_merge is 'Merges of two files, in force until undone_at. reads: the files whose statements the kept file reads through this merge, the earlier merged first. choices_id: the statement of values chosen while merging; it counts only while the merge is in force. before, moved: columns, rows and identifiers as they were, for undoing; stayed: what came after the merge and stays with the kept file.';
create index elder_merge_kept on elder_merge (county_code, kept_id);
create index elder_merge_merged on elder_merge (county_code, merged_id);

alter table elder_merge enable row level security;
create policy elder_merge_scope on elder_merge for all to shouwang_app
  using (exists (select 1 from elder e where e.county_code = elder_merge.county_code and e.id = elder_merge.kept_id));
grant select, insert, update, delete on elder_merge to shouwang_app;

-- Who sees the kept file sees what was said in the merged one: it stands where the kept file stands.
create function elder_followed() returns trigger language plpgsql security definer set search_path = public as $$
begin
  update elder e set division_code = new.division_code where e.county_code = new.county_code and e.merged_into = new.id;
  return null;
end $$;
create trigger elder_followed after update of division_code on elder for each row
  when (old.division_code is distinct from new.division_code) execute function elder_followed();

-- To which file does a merged one lead? Asked also by phones that still hold the old one, whose visitor sees
-- neither it nor, maybe, the kept one; it answers nothing but the identifier.
create function leading_files(county text, ids uuid[]) returns table (id uuid, leads_to uuid)
  language sql stable security definer set search_path = public as $$
  with recursive chain as (
    select e.id, e.merged_into as at from elder e where e.county_code = county and e.id = any(ids) and e.merged_into is not null
    union all
    select c.id, e.merged_into from chain c join elder e on e.county_code = county and e.id = c.at where e.merged_into is not null
  )
  select c.id, c.at from chain c join elder e on e.county_code = county and e.id = c.at where e.merged_into is null
$$;
