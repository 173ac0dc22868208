-- 专项探访: extra rounds at festivals, in dangerous seasons, after warnings, by order (003 二（二）; ADR 0034).
-- How far a campaign is with somebody is never stored: campaign_done counts it from the visits.
create table weather_warning (
  county_code text not null,
  id uuid not null,
  kind text not null,
  level text not null check (level in ('blue','yellow','orange','red')),
  title text not null,
  text text not null default '',
  from_on date not null,
  to_on date not null,
  areas text[] not null default '{}',
  source text not null check (source in ('entered','received')),
  external_id text,
  key_id uuid,
  created_by uuid,
  created_at timestamptz not null default now(),
  lifted_at timestamptz,
  primary key (county_code, id),
  check (to_on >= from_on)
);
comment on table weather_warning is 'Warnings of weather and fire, entered at a desk or received from the county''s weather service. areas: division prefixes, empty = the whole county. external_id is the sender''s: a warning sent again replaces what it said. lifted_at: taken back.';
create unique index weather_warning_external on weather_warning (county_code, external_id) where external_id is not null;
create index weather_warning_days on weather_warning (county_code, to_on);

create table weather_key (
  county_code text not null,
  id uuid not null,
  name text not null,
  key_hash bytea not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  withdrawn_at timestamptz,
  primary key (county_code, id)
);
comment on table weather_key is 'Keys by which a weather service sends warnings; only the SHA-256 of the key is kept.';
create index weather_key_hash on weather_key (county_code, key_hash);

create table campaign (
  county_code text not null,
  id uuid not null,
  division_code text collate "C" not null,
  template_code text not null,
  occasion_kind text not null check (occasion_kind in ('festival','season','warning','order')),
  occasion_key text,
  name text not null,
  purpose text not null default '',
  order_no text not null default '',
  starts_on date not null,
  ends_on date not null,
  rules jsonb not null,
  audience jsonb not null,
  gift jsonb not null,
  pack_id text not null,
  pack_version text not null,
  provisional boolean not null,
  warning_id uuid,
  closed_at timestamptz,
  words text,
  report jsonb,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (county_code, id),
  check (ends_on >= starts_on)
);
comment on table campaign is 'An extra round. rules: visits, modes, sharesVisits, handover, checks and clause of the template as they stood when it began; gift: what is meant for each. division_code = the office that holds it; created_by null: a warning began it. report, words: figures and text as it was closed.';
create unique index campaign_occasion on campaign (county_code, division_code, template_code, occasion_key) where occasion_key is not null;
create index campaign_days on campaign (county_code, ends_on) where closed_at is null;

create table campaign_subject (
  county_code text not null,
  campaign_id uuid not null,
  elder_id uuid not null,
  division_code text collate "C" not null,
  name text collate "C" not null,
  reasons text[] not null,
  by_hand_sealed bytea,
  excuse text check (excuse in ('hospital','away','institution','refused','moved','died','other')),
  excuse_sealed bytea,
  excused_by uuid,
  excused_at timestamptz,
  primary key (county_code, campaign_id, elder_id)
);
comment on table campaign_subject is 'Whom a campaign is for, taken down when it began, with the reasons (category:…, tier:…, age:…, all, hand). by_hand_sealed, excuse_sealed: words of whoever added or excused him (AAD campaign.words). division_code = village.';
create index campaign_subject_division on campaign_subject (county_code, campaign_id, division_code);
create index campaign_subject_elder on campaign_subject (county_code, elder_id);

create table campaign_record (
  county_code text not null,
  id uuid not null,
  campaign_id uuid not null,
  elder_id uuid not null,
  division_code text collate "C" not null,
  visit_id uuid,
  occurred_at timestamptz not null,
  occurred_on date not null,
  received_at timestamptz not null default now(),
  account_id uuid,
  visitor_id uuid,
  handed_by text not null,
  checks text[] not null default '{}',
  goods jsonb not null default '[]',
  money_fen int not null default 0 check (money_fen >= 0),
  receiver text,
  receipt_kind text check (receipt_kind in ('signature','thumb','photo','slip')),
  details_sealed bytea,
  marks text[] not null default '{}',
  voided_at timestamptz,
  voided_by uuid,
  void_reason text,
  primary key (county_code, id),
  check (money_fen = 0 or receipt_kind is not null)
);
comment on table campaign_record is 'What was looked at and handed over on one occasion; id is the command made on the phone. Never changed: a wrong one is voided with a reason. details_sealed: receiver''s name, note, number of the slip, picture of the receipt (AAD campaign.record). No money without a receipt, by the last check.';
create index campaign_record_elder on campaign_record (county_code, campaign_id, elder_id);
create index campaign_record_day on campaign_record (county_code, campaign_id, occurred_at);

create table campaign_event (
  county_code text not null,
  id uuid not null,
  campaign_id uuid not null,
  division_code text collate "C" not null,
  kind text not null check (kind in ('created','extended','added','closed','reopened')),
  reason text not null default '',
  details jsonb not null default '{}',
  account_id uuid,
  at timestamptz not null default now(),
  primary key (county_code, id)
);
comment on table campaign_event is 'What happened to a campaign, with who and why.';
create index campaign_event_campaign on campaign_event (county_code, campaign_id, at);

-- Dates on which a visit counts for a campaign; the same rule as campaignDone of the domain.
create function campaign_done(county text, elder uuid, starts_on date, ends_on date, modes text[], shares boolean) returns int
  language sql stable set search_path = public as $$
  with made as (
    select distinct v.occurred_on as day from visit v
    where v.county_code = county and v.elder_id = elder and v.outcome = 'done' and v.mode = any(modes) and v.occurred_on between campaign_done.starts_on and campaign_done.ends_on
  ), beside as (
    select d.start_date, d.end_date, d.required, d.modes, d.kind from visit_duty d
    where not shares and d.county_code = county and d.elder_id = elder and d.state = 'active' and d.end_date >= campaign_done.starts_on and d.start_date <= campaign_done.ends_on
  ), owned as (
    select m.day, (select b.start_date from beside b where m.day between b.start_date and b.end_date order by b.start_date, b.kind limit 1) as start_date,
      (select b.kind from beside b where m.day between b.start_date and b.end_date order by b.start_date, b.kind limit 1) as kind from made m
  )
  select case when shares then (select count(*) from made)::int else coalesce((
    select sum(case when b.start_date is null then g.days else least(g.days, greatest(0, (
      select count(distinct v.occurred_on) from visit v where v.county_code = county and v.elder_id = elder and v.outcome = 'done' and v.mode = any(b.modes) and v.occurred_on between b.start_date and b.end_date) - b.required)) end)
    from (select o.start_date, o.kind, count(*) as days from owned o group by o.start_date, o.kind) g left join beside b on b.start_date = g.start_date and b.kind = g.kind), 0)::int end
$$;

alter table campaign_subject enable row level security;
create policy campaign_subject_scope on campaign_subject for all to shouwang_app
  using ((division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to'))) or exists (
    select 1 from assignment a where a.county_code = campaign_subject.county_code and a.elder_id = campaign_subject.elder_id
      and a.visitor_id = app_visitor() and a.from_date <= app_today() and (a.to_date is null or a.to_date >= app_today())))
  with check (in_scope(division_code));
alter table campaign enable row level security;
create policy campaign_scope on campaign for all to shouwang_app
  using ((division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to'))) or exists (
    select 1 from campaign_subject s where s.county_code = campaign.county_code and s.campaign_id = campaign.id))
  with check (in_scope(division_code));
alter table campaign_record enable row level security;
create policy campaign_record_scope on campaign_record for all to shouwang_app
  using ((division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to'))) or exists (
    select 1 from assignment a where a.county_code = campaign_record.county_code and a.elder_id = campaign_record.elder_id and a.visitor_id = app_visitor()))
  with check (in_scope(division_code) or visitor_id = app_visitor());
alter table campaign_event enable row level security;
create policy campaign_event_scope on campaign_event for all to shouwang_app
  using ((division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to'))) or exists (
    select 1 from campaign c where c.county_code = campaign_event.county_code and c.id = campaign_event.campaign_id))
  with check (in_scope(division_code));
alter table weather_warning enable row level security;
create policy weather_warning_scope on weather_warning for all to shouwang_app
  using (county_code = (select app_setting('app.county')) and (select app_setting('app.scope_from')) <> '') with check (county_code = app_setting('app.county'));
alter table weather_key enable row level security;
create policy weather_key_scope on weather_key for all to shouwang_app
  using (county_code >= (select app_setting('app.scope_from')) and county_code < (select app_setting('app.scope_to'))) with check (in_scope(county_code));
grant select, insert, update, delete on weather_warning, weather_key, campaign, campaign_subject, campaign_record to shouwang_app;
grant select, insert on campaign_event to shouwang_app;
