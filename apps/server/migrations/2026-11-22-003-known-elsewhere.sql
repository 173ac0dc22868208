-- A village cannot see its neighbour's people, yet it must be told that somebody it is about to open a
-- file for already has one elsewhere in the county: which of these identity numbers (blind indexes) belong
-- to people out of the asker's sight. It answers nothing else about them.
create function known_elsewhere(indexes bytea[]) returns setof bytea language sql stable security definer set search_path = public as $$
  select distinct e.id_no_index from elder e
  where e.county_code = app_setting('app.county') and app_setting('app.scope_from') <> '' and e.id_no_index = any(indexes) and e.closed_on is null and not in_scope(e.division_code)
$$;
