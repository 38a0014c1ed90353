-- What happened to accounts, for the people they belong to and for those who run the service. Holds no secrets.
create table audit_events (
  id bigint generated always as identity,
  happened_at timestamptz not null,
  event text not null,
  outcome text not null,
  -- Plain values without foreign keys: the record stays when the account or session goes.
  user_id uuid,
  session_id uuid,
  address text,
  request_id text,
  constraint audit_events_pkey primary key (id),
  constraint audit_events_outcome_known check (outcome in ('success', 'failure'))
);

create index audit_events_user on audit_events (user_id, id);

-- Append-only: not even a mistake in the service may rewrite what happened.
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit_events is append-only';
end
$$;

create trigger audit_events_append_only
  before update or delete or truncate on audit_events
  for each statement execute function refuse_audit_change();
