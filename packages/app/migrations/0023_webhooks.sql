-- Addresses that are told of the changes of somebody.
create table webhooks (
  user_id       uuid not null,
  id            uuid not null,
  name          text not null,
  url           text not null,
  -- Signs what is sent: the server must know it.
  secret        bytea not null constraint webhooks_secret_length check (octet_length(secret) = 32),
  created_at    timestamptz not null,
  -- Changes up to this one have arrived.
  seen_seq      bigint not null,
  -- When it may be asked next; while somebody asks it, when that is given up for lost.
  due_at        timestamptz not null,
  -- Since when every try has failed, and how often; and of the last try, its status.
  failing_since timestamptz,
  failures      integer not null default 0,
  last_status   integer,
  last_tried_at timestamptz,
  ended_at      timestamptz,
  primary key (user_id, id)
);
create index webhooks_due on webhooks (due_at) where ended_at is null;
