-- Rows of lists that carry no number are put together with others of the same name, where nothing else
-- speaks against it.
alter table list_row add column name_index bytea;
comment on column list_row.name_index is 'Blind index of the plain name.';
create index list_row_name on list_row (county_code, name_index) where name_index is not null;
-- Two files of one person are looked for among namesakes only where a number or a day of birth is unsure:
-- a county has dozens of people of one name.
create index elder_unsure_name on elder (county_code, name) where id_no_problem is not null or birth_precision = 'month';
