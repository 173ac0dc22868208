-- What a visitor handed over in a campaign while somebody was his is taken in also after the pairing ended, as
-- visits are (decisions.md, Offline truth): the place on the list is found by pairings that were, too. What a
-- phone is told of campaigns asks for pairings in force by itself.
drop policy campaign_subject_scope on campaign_subject;
create policy campaign_subject_scope on campaign_subject for all to shouwang_app
  using ((division_code >= (select app_setting('app.scope_from')) and division_code < (select app_setting('app.scope_to'))) or exists (
    select 1 from assignment a where a.county_code = campaign_subject.county_code and a.elder_id = campaign_subject.elder_id and a.visitor_id = app_visitor()))
  with check (in_scope(division_code));
