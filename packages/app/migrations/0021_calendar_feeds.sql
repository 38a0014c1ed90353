-- Addresses at which a calendar program reads the time entries of somebody.
create table calendar_feeds (
  user_id    uuid not null,
  id         uuid not null,
  name       text not null,
  -- SHA-256 of 256 random bits; the address itself is shown once and kept nowhere.
  hash       bytea not null constraint calendar_feeds_hash_length check (octet_length(hash) = 32),
  created_at timestamptz not null,
  primary key (user_id, id)
);
create index calendar_feeds_by_hash on calendar_feeds (hash);
