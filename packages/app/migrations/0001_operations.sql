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
  user_id    uuid not null,
  id         uuid not null,
  intent     text not null,
  -- Who made it: the epoch for writes made here, else the client's id.
  client_id  text not null,
  request_id text,
  head_seq   bigint not null,
  applied_at timestamptz not null default now(),
  primary key (user_id, id)
);

-- What an operation did, one line per row it touched; append-only. Undo, conflicts and audit read it.
create table history (
  user_id      uuid not null,
  seq          bigint not null,
  operation_id uuid not null,
  table_name   text not null,
  row_id       uuid not null,
  -- [{register, before, after, stamp, outcome: won|lost}]; before is absent where the register was new.
  changes      jsonb not null,
  primary key (user_id, seq),
  foreign key (user_id, operation_id) references operations (user_id, id)
);
create index history_of_row on history (user_id, row_id, seq);

-- Answers of writes that named an Idempotency-Key, stored in the transaction of the write.
create table idempotency_keys (
  user_id     uuid not null,
  key         text not null,
  -- SHA-256 of route and input: the same key with another request is refused.
  fingerprint text not null,
  answer      jsonb,
  created_at  timestamptz not null default now(),
  primary key (user_id, key)
);
create index idempotency_keys_by_age on idempotency_keys (user_id, created_at);
