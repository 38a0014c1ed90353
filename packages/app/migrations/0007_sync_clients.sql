-- Devices of a user that send operations, each counting its own: 1, 2, 3, …
create table sync_clients (
  user_id   uuid not null,
  client_id text not null,
  -- The last operation that was consumed: applied, or refused for good.
  last_n    integer not null,
  -- The head after it.
  acked_seq bigint not null,
  primary key (user_id, client_id)
);
