-- The one project that a token reaches; null: all that its scopes allow. Projects belong to another service, so there is
-- no key to refer to: an id that is no project of the user leads to nothing.
alter table personal_tokens add column project_id uuid;
