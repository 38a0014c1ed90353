create table tasks (
  user_id          uuid not null,
  id               uuid not null,
  title            text not null,
  description      text not null default '',
  project_id       uuid,
  priority         text not null default 'none' constraint tasks_priority_known check (priority in ('none', 'low', 'medium', 'high')),
  status           text not null default 'open' constraint tasks_status_known check (status in ('open', 'done', 'archived')),
  completed_at     timestamptz,
  -- Dates of a task are a civil day or an exact instant, never both.
  due_on           date,
  due_at           timestamptz,
  scheduled_on     date,
  scheduled_at     timestamptz,
  wait_on          date,
  wait_at          timestamptz,
  expires_on       date,
  expires_at       timestamptz,
  estimate_seconds integer,
  parent_id        uuid,
  recurrence       text,
  deleted          boolean not null default false,
  created_at       timestamptz not null,
  updated_at       timestamptz not null,
  seq              bigint not null,
  stamps           jsonb not null,
  unknown          jsonb not null default '{}',
  primary key (user_id, id),
  foreign key (user_id, project_id) references projects (user_id, id),
  foreign key (user_id, parent_id) references tasks (user_id, id),
  constraint tasks_one_kind_of_date check (
    num_nonnulls(due_on, due_at) <= 1 and num_nonnulls(scheduled_on, scheduled_at) <= 1
    and num_nonnulls(wait_on, wait_at) <= 1 and num_nonnulls(expires_on, expires_at) <= 1
  )
);
create index tasks_by_seq on tasks (user_id, seq);
create index tasks_by_creation on tasks (user_id, created_at desc, id desc) where not deleted;
create index tasks_of_project on tasks (user_id, project_id) where project_id is not null;

create table task_labels (
  user_id  uuid not null,
  task_id  uuid not null,
  label_id uuid not null,
  primary key (user_id, task_id, label_id),
  foreign key (user_id, task_id) references tasks (user_id, id),
  foreign key (user_id, label_id) references labels (user_id, id)
);

create table task_dependencies (
  user_id       uuid not null,
  task_id       uuid not null,
  depends_on_id uuid not null,
  primary key (user_id, task_id, depends_on_id),
  foreign key (user_id, task_id) references tasks (user_id, id),
  foreign key (user_id, depends_on_id) references tasks (user_id, id)
);
