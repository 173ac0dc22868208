-- Rows of lists that carry no number are put together with others of the same name, where nothing else
-- speaks against it.
alter table list_row add column name_index bytea;
comment on column list_row.name_index is 'Blind index of the plain name.';
create index list_row_name on list_row (county_code, name_index) where name_index is not null;
