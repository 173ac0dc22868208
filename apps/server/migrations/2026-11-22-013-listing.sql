-- List and label, and the life of a file (ADR 0015): who is on the list since when, what happened to a
-- person and what followed, what bears on one person's duties, inclusion by hand.

-- ---------------------------------------------------------------- the file
alter table elder
  add column left_on date,
  add column closed_reason text check (closed_reason in ('died', 'movedOut', 'merged', 'mistake')),
  add column retain_until date,
  add column declined_digest bytea,
  add column needs text[] not null default '{}',
  add column facts_on date;
comment on column elder.left_on is 'Day on which the elder left the list; null while on it or never on it.';
comment on column elder.declined_digest is 'classification_digest for which a person declined what the rules proposed: not proposed again until another result comes.';
comment on column elder.needs is 'Effective needs, kept clear for the ledger of needs.';
comment on column elder.facts_on is 'Latest day of which any source spoke: how up to date the file is.';
update elder e set facts_on = (select max(s.source_date) from fact_statement s where s.county_code = e.county_code and s.elder_id = e.id);
update elder e set needs = n.needs
  from (select distinct on (s.county_code, s.elder_id) s.county_code, s.elder_id, array(select jsonb_array_elements_text(s.clear_values -> 'needs')) as needs
        from fact_statement s where jsonb_typeof(s.clear_values -> 'needs') = 'array' order by s.county_code, s.elder_id, s.source = 'decision' desc, s.source_date desc, s.recorded_at desc) n
  where n.county_code = e.county_code and n.elder_id = e.id;
create index elder_listing on elder (county_code, list_state, division_code);

create table list_span (
  county_code text not null,
  elder_id uuid not null,
  from_date date not null,
  to_date date not null,
  primary key (county_code, elder_id, from_date)
);
comment on table list_span is 'Earlier times on the list of somebody who is on it again: first day, and the day on which it ended. The present time stands on elder (entered_on, left_on, closed_on).';

-- ---------------------------------------------------------------- what happened, what was decided
create table list_decision (
  county_code text not null,
  id uuid not null,
  elder_id uuid not null,
  decision text not null check (decision in ('include', 'leave', 'declineInclude', 'declineLeave')),
  on_date date not null,
  categories text[] not null default '{}',
  digest bytea,
  reason_sealed bytea,
  decided_by uuid,
  decided_at timestamptz not null default now(),
  primary key (county_code, id)
);
comment on table list_decision is 'A person''s decisions about the list: taken on, taken off, a proposal declined; with the result (digest) that it was about.';
create index list_decision_elder on list_decision (county_code, elder_id, decided_at);

create table hand_inclusion (
  county_code text not null,
  id uuid not null,
  elder_id uuid not null,
  category text not null,
  from_date date not null,
  to_date date not null,
  state text not null default 'proposed' check (state in ('proposed', 'confirmed', 'refused', 'ended')),
  reason_sealed bytea not null,
  proposed_by uuid,
  proposed_at timestamptz not null default now(),
  decided_by uuid,
  decided_at timestamptz,
  decision_sealed bytea,
  primary key (county_code, id)
);
comment on table hand_inclusion is 'Inclusion by hand: the village proposes (村研判), the town confirms (镇核定), with reason and end.';
create index hand_inclusion_elder on hand_inclusion (county_code, elder_id);
create index hand_inclusion_open on hand_inclusion (county_code, state, to_date);

create table life_event (
  county_code text not null,
  id uuid not null,
  elder_id uuid not null,
  kind text not null check (kind in ('died', 'movedOut', 'movedWithin', 'institution', 'hospital', 'away', 'returned', 'cameBack')),
  on_date date not null,
  entitlements text not null check (entitlements in ('stop', 'review', 'none')),
  reason_sealed bytea not null,
  source_ref text not null,
  before_sealed bytea not null,
  certificate_on date,
  certificate_sealed bytea,
  recorded_by uuid,
  recorded_at timestamptz not null default now(),
  undone_at timestamptz,
  undone_by uuid,
  undone_reason_sealed bytea,
  primary key (county_code, id)
);
comment on table life_event is 'What happened to an elder: died, moved, entered an institution, hospital, away, came back. before_sealed keeps what it changed, so that it can be undone.';
create index life_event_elder on life_event (county_code, elder_id, recorded_at);

create table duty_arrangement (
  county_code text not null,
  id uuid not null,
  elder_id uuid not null,
  kind text not null check (kind in ('suspended', 'refused', 'extra', 'substitute')),
  cause text,
  from_date date not null,
  to_date date,
  visits int,
  modes text[],
  reason_sealed bytea,
  end_sealed bytea,
  life_event_id uuid,
  decided_by uuid,
  created_at timestamptz not null default now(),
  primary key (county_code, id)
);
comment on table duty_arrangement is 'What bears on one elder''s duties from when to when: suspended (hospital, away, institution), visits refused, extra visits, approved substitute modes. end_sealed: why it was ended before its time.';
create index duty_arrangement_elder on duty_arrangement (county_code, elder_id, kind);

-- ---------------------------------------------------------------- duties and figures
alter table visit_duty add column due_by date;
comment on column visit_duty.due_by is 'Earlier day by which one visit is due: the first after entering the list, or after coming home.';
alter table month_rollup add column refused int not null default 0, add column suspended int not null default 0;

drop function listed_times(uuid[]);
-- What working out duties needs: times on the list, the tier's history, [{from, code, visits, period,
-- modes}, …], what bears on this person, [{kind, from, to, visits, modes}, …].
create function listed_times(ids uuid[]) returns table (elder_id uuid, division_code text, entered_on date, closed_on date, earlier jsonb, tiers jsonb, arrangements jsonb)
  language plpgsql stable security definer set search_path = public set plan_cache_mode = force_generic_plan as $$
begin
  return query
    select e.id, e.division_code, e.entered_on, case when e.list_state = 'proposed' then e.entered_on else least(e.closed_on, e.left_on) end,
      (select coalesce(jsonb_agg(jsonb_build_array(s.from_date, s.to_date) order by s.from_date), '[]') from list_span s where s.county_code = e.county_code and s.elder_id = e.id),
      (select coalesce(jsonb_agg(jsonb_build_object('from', c.as_of, 'code', c.tier_code, 'visits', c.tier_visits, 'period', c.tier_period, 'modes', c.tier_modes) order by c.as_of, c.computed_at), '[]')
       from classification c where c.county_code = e.county_code and c.elder_id = e.id),
      (select coalesce(jsonb_agg(jsonb_build_object('kind', a.kind, 'from', a.from_date, 'to', a.to_date, 'visits', a.visits, 'modes', a.modes) order by a.from_date), '[]')
       from duty_arrangement a where a.county_code = e.county_code and a.elder_id = e.id)
    from elder e where e.county_code = app_setting('app.county') and e.id = any(ids) and (e.list_state <> 'proposed' or exists (select 1 from list_span s where s.county_code = e.county_code and s.elder_id = e.id))
      and (in_scope(e.division_code) or exists (select 1 from assignment a where a.county_code = e.county_code and a.elder_id = e.id and a.visitor_id = app_visitor()));
end $$;

drop trigger elder_moved on elder;
create trigger elder_moved after update of division_code, entered_on, closed_on, left_on, list_state on elder for each row
  when (old.division_code is distinct from new.division_code or old.entered_on is distinct from new.entered_on or old.closed_on is distinct from new.closed_on or old.left_on is distinct from new.left_on or old.list_state is distinct from new.list_state)
  execute function elder_moved();

-- Whatever another division is due to (a move, a correction): visits, duties and whoever is responsible
-- now go with the person, so that the new village sees them and the old one does not.
create function evidence_follows_elder() returns trigger language plpgsql security definer set search_path = public as $$
begin
  update visit set division_code = new.division_code where county_code = new.county_code and elder_id = new.id;
  update visit_duty set division_code = new.division_code where county_code = new.county_code and elder_id = new.id;
  update assignment set division_code = new.division_code where county_code = new.county_code and elder_id = new.id and to_date is null;
  return null;
end $$;
create trigger evidence_follows_elder after update of division_code on elder for each row
  when (old.division_code is distinct from new.division_code) execute function evidence_follows_elder();

-- ---------------------------------------------------------------- row level security
-- All of them are as visible as the file that they are about.
alter table list_span enable row level security;
create policy list_span_scope on list_span for all to shouwang_app
  using (exists (select 1 from elder e where e.county_code = list_span.county_code and e.id = list_span.elder_id));
alter table list_decision enable row level security;
create policy list_decision_scope on list_decision for all to shouwang_app
  using (exists (select 1 from elder e where e.county_code = list_decision.county_code and e.id = list_decision.elder_id));
alter table hand_inclusion enable row level security;
create policy hand_inclusion_scope on hand_inclusion for all to shouwang_app
  using (exists (select 1 from elder e where e.county_code = hand_inclusion.county_code and e.id = hand_inclusion.elder_id));
alter table life_event enable row level security;
create policy life_event_scope on life_event for all to shouwang_app
  using (exists (select 1 from elder e where e.county_code = life_event.county_code and e.id = life_event.elder_id));
alter table duty_arrangement enable row level security;
create policy duty_arrangement_scope on duty_arrangement for all to shouwang_app
  using (exists (select 1 from elder e where e.county_code = duty_arrangement.county_code and e.id = duty_arrangement.elder_id));
grant select, insert, update, delete on list_span, list_decision, hand_inclusion, life_event, duty_arrangement to shouwang_app;

-- Whom the rules would take off the list: few, and looked for among everybody.
create index elder_untiered on elder (county_code, division_code) where tier_code is null and closed_on is null;
