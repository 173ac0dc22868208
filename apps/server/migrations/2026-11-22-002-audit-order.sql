-- The sealer takes audit events in the order of their transactions, below the oldest one still running,
-- so that it needs to look at new events only and skips none that commits late (as `feed` does).
alter table audit_event add column tx xid8 not null default pg_current_xact_id();
create index audit_event_order on audit_event (county_code, tx, id);
alter table audit_seal add column tx xid8;
update audit_seal s set tx = e.tx from audit_event e where e.county_code = s.county_code and e.id = s.event_id;
alter table audit_seal alter column tx set not null;
