-- Accounts that are gone, for the services that keep data of theirs: they read on from the last id that they saw. Kept
-- for ever, so that a service that comes back from a backup forgets these people again.
create table deleted_accounts (
  id bigint generated always as identity,
  user_id uuid not null,
  deleted_at timestamptz not null,
  constraint deleted_accounts_pkey primary key (id)
);

create function remember_deleted_account() returns trigger language plpgsql
set search_path from current as $$
begin
  insert into deleted_accounts (user_id, deleted_at) values (old.id, clock_timestamp());
  return null;
end
$$;

create trigger accounts_remember_deleted after delete on accounts
  for each row execute function remember_deleted_account();
