create table projects (
  user_id          uuid not null,
  id               uuid not null,
  name             text not null,
  colour           text,
  billable_default boolean not null default false,
  archived         boolean not null default false,
  deleted          boolean not null default false,
  created_at       timestamptz not null,
  updated_at       timestamptz not null,
  seq              bigint not null,
  stamps           jsonb not null,
  unknown          jsonb not null default '{}',
  primary key (user_id, id)
);
-- Not unique: names bind commands; rows of two devices with one name are told apart when they meet.
create index projects_by_name on projects (user_id, name) where not deleted;
create index projects_by_seq on projects (user_id, seq);

create table project_labels (
  user_id    uuid not null,
  project_id uuid not null,
  label_id   uuid not null,
  primary key (user_id, project_id, label_id),
  foreign key (user_id, project_id) references projects (user_id, id),
  foreign key (user_id, label_id) references labels (user_id, id)
);
