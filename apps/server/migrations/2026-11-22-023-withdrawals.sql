-- A statement may be withdrawn: what it rested on was taken back (an event undone, an assessment voided). It
-- stays where it was said and counts no more, so that what was said before counts again.

alter table fact_statement add column withdrawn_at timestamptz, add column withdrawn_by uuid;
comment on table fact_statement is 'What one source said about one elder at one time: facts by key, the clear ones as JSON, the protected ones sealed. Append only; a later statement of the same source about the same key replaces the earlier one. The fact of key k has the id "<statement>:k". withdrawn_at: it is history and counts no more.';
grant update (withdrawn_at, withdrawn_by) on fact_statement to shouwang_app;

alter table assessment add column voided_at timestamptz, add column voided_by uuid, add column void_sealed bytea;
comment on table assessment is 'Assessments made here, append only: what was ticked and what the server worked out of it, sealed (AAD assessment.details). The next one is due months later by the pack, reckoned when asked. id is made by the screen: sent twice is one. voided_at: typed in wrongly, kept as history; why is sealed (AAD assessment.void).';
grant update (voided_at, voided_by, void_sealed) on assessment to shouwang_app;
