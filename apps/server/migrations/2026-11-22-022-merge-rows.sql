-- Assessments and looks at somebody's risk stay as they were written, but go along when the file that they
-- stand in is merged into another, and come back with it (ADR 0017).
grant update (elder_id) on assessment, risk_review to shouwang_app;
