-- The first day of the statistics is asked for with every table: found by index, not by reading all of them.
create index elder_bucket_first on elder_bucket (county_code, from_on);
-- What stands now is counted without passing by what stood before.
create index elder_bucket_now on elder_bucket (county_code, division_code) where to_on is null;
