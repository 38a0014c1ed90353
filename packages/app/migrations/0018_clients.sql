-- Whom projects are for: a grouping above them.
create table clients (
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
create index clients_by_name on clients (user_id, name) where not deleted;
create index clients_by_seq on clients (user_id, seq);

alter table projects add column client_id uuid;
alter table projects add foreign key (user_id, client_id) references clients (user_id, id);
create index projects_by_client on projects (user_id, client_id) where client_id is not null;
