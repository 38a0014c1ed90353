-- Who runs the service. Nobody is an operator until somebody with the database makes one: see docs/operations/running.md.
alter table accounts add column role text not null default 'user';
alter table accounts add constraint accounts_role_known check (role in ('user', 'operator'));

-- For the people at the server: select auth.set_account_role('ada@example.org', 'operator');
create function set_account_role(account_email text, new_role text) returns uuid
language plpgsql set search_path from current as $$
declare
  found_id uuid;
begin
  update accounts set role = new_role where lower(email) = lower(account_email) returning id into found_id;
  if found_id is null then
    raise exception 'there is no account with this e-mail';
  end if;
  insert into audit_events (happened_at, event, outcome, user_id)
  values (now(), 'role_change', 'success', found_id);
  return found_id;
end
$$;

revoke all on function set_account_role(text, text) from public;
