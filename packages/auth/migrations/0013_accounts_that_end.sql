-- Whoever is disabled or deleted is out at once, whatever way it happened: by the service or by an operator in psql.
-- Sessions end, and the gateway learns to deny what their access tokens, and those of personal tokens, still say.
create function end_access_of_account() returns trigger language plpgsql
set search_path from current as $$
begin
  if tg_op = 'UPDATE' then
    update sessions set revoked_at = greatest(new.disabled_at, created_at), revoked_reason = 'account_disabled'
      where user_id = old.id and revoked_at is null;
  end if;
  -- As the service does: ids become visible in their order. Nothing else is locked after this.
  perform pg_advisory_xact_lock(hashtext('goalixa auth revocations'));
  -- The longest life of an access token is 900 s; clocks may differ by a minute.
  insert into revocations (sid, until)
    select id, clock_timestamp() + interval '961 seconds' from sessions
      where user_id = old.id and (revoked_at is null or revoked_reason = 'account_disabled')
    union all
    select id, clock_timestamp() + interval '961 seconds' from personal_tokens
      where user_id = old.id and revoked_at is null;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end
$$;

create trigger accounts_disabled before update of disabled_at on accounts
  for each row when (old.disabled_at is null and new.disabled_at is not null)
  execute function end_access_of_account();

create trigger accounts_deleted before delete on accounts
  for each row execute function end_access_of_account();
