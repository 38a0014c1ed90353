create table labels (
  user_id    uuid not null,
  id         uuid not null,
  name       text not null,
  colour     text,
  archived   boolean not null default false,
  deleted    boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  seq        bigint not null,
  stamps     jsonb not null,
  unknown    jsonb not null default '{}',
  primary key (user_id, id)
);
-- Not unique: names bind commands; rows of two devices with one name are told apart when they meet.
create index labels_by_name on labels (user_id, name) where not deleted;
create index labels_by_seq on labels (user_id, seq);
