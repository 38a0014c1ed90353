-- The write path. Every change of a user's data is one operation, applied under the lock of that user's head.

-- One row per user: the lock, the next sequence number and the hybrid logical clock of writes made here.
create table sync_heads (
  user_id          uuid primary key,
  -- Lineage of the database: a restored backup must get a new one.
  epoch            uuid not null default gen_random_uuid(),
  head_seq         bigint not null default 0,
  -- Rows deleted for good have a seq at or below this one: older cursors must load a snapshot.
  min_retained_seq bigint not null default 0,
  clock_wall_ms    bigint not null default 0,
  clock_counter    integer not null default 0
);

-- One intent of a person or program, applied whole or not at all.
create table operations (
  user_id     uuid not null,
  -- Who made it: a device, or the epoch for writes made here.
  client_id   text not null,
  n           bigint not null,
  intent      text not null,
  -- The operation `<client_id>/<n>` that this one takes back.
  undoes      text,
  -- The same for all operations of one intent that was too large for one.
  group_id    text,
  -- When its author made it, by the author's clock.
  made_at     timestamptz not null,
  request_id  text,
  -- SHA-256 of what a device sent: the same number with other contents is another device.
  fingerprint text,
  -- Why it was refused, and what it was; both are null when it was applied.
  refusal     jsonb,
  refused     text,
  first_seq   bigint not null,
  head_seq    bigint not null,
  applied_at  timestamptz not null default now(),
  primary key (user_id, client_id, n)
);
create index operations_by_head on operations (user_id, head_seq desc);

-- What an operation did, one line per row it touched; append-only. Undo, conflicts, sync and audit read it.
create table history (
  user_id    uuid not null,
  seq        bigint not null,
  client_id  text not null,
  n          bigint not null,
  table_name text not null,
  row_id     uuid not null,
  -- [{register, before, after, stamp, outcome: won|lost}]; before is absent where the register was new.
  changes    jsonb not null,
  primary key (user_id, seq),
  foreign key (user_id, client_id, n) references operations (user_id, client_id, n)
);
create index history_of_row on history (user_id, row_id, seq);

-- Rows of tables that this version does not know, kept and echoed for devices that do.
create table unknown_rows (
  user_id    uuid not null,
  table_name text not null,
  id         uuid not null,
  -- {register: {v, stamp}}
  registers  jsonb not null,
  seq        bigint not null,
  primary key (user_id, table_name, id)
);
create index unknown_rows_by_seq on unknown_rows (user_id, seq);

-- Answers of writes that named an Idempotency-Key, stored in the transaction of the write.
create table idempotency_keys (
  user_id     uuid not null,
  key         text not null,
  -- SHA-256 of route and input: the same key with another request is refused.
  fingerprint text not null,
  -- json, not jsonb: a repeated write gets the very answer of the first one, in its order.
  answer      json,
  created_at  timestamptz not null default now(),
  primary key (user_id, key)
);
create index idempotency_keys_by_age on idempotency_keys (user_id, created_at);
