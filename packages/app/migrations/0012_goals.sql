-- What somebody works towards over weeks or months. Status and progress follow from the rest and are not stored.
create table goals (
  user_id        uuid not null,
  id             uuid not null,
  name           text not null,
  description    text not null default '',
  priority       text not null default 'none' constraint goals_priority_known check (priority in ('none', 'low', 'medium', 'high')),
  target_date    date,
  target_seconds integer constraint goals_target_positive check (target_seconds > 0),
  -- The time of this label counts, beside that of the projects and tasks.
  label_id       uuid,
  colour         text,
  -- Where it stands among the others: a rank that another one always fits in front of and behind. Compared byte by byte.
  "order"        text collate "C" not null default '',
  archived       boolean not null default false,
  -- When somebody called it done; null where its subgoals or its time have to say so.
  completed_at   timestamptz,
  deleted        boolean not null default false,
  created_at     timestamptz not null,
  updated_at     timestamptz not null,
  seq            bigint not null,
  stamps         jsonb not null,
  unknown        jsonb not null default '{}',
  primary key (user_id, id),
  foreign key (user_id, label_id) references labels (user_id, id)
);
create index goals_by_seq on goals (user_id, seq);
create index goals_by_order on goals (user_id, "order", id) where not deleted;

create table goal_projects (
  user_id    uuid not null,
  goal_id    uuid not null,
  project_id uuid not null,
  primary key (user_id, goal_id, project_id),
  foreign key (user_id, goal_id) references goals (user_id, id),
  foreign key (user_id, project_id) references projects (user_id, id)
);

create table goal_tasks (
  user_id uuid not null,
  goal_id uuid not null,
  task_id uuid not null,
  primary key (user_id, goal_id, task_id),
  foreign key (user_id, goal_id) references goals (user_id, id),
  foreign key (user_id, task_id) references tasks (user_id, id)
);

create table subgoals (
  user_id     uuid not null,
  id          uuid not null,
  goal_id     uuid not null,
  title       text not null,
  label_id    uuid,
  project_id  uuid,
  target_date date,
  done_at     timestamptz,
  "order"     text collate "C" not null default '',
  deleted     boolean not null default false,
  created_at  timestamptz not null,
  updated_at  timestamptz not null,
  seq         bigint not null,
  stamps      jsonb not null,
  unknown     jsonb not null default '{}',
  primary key (user_id, id),
  foreign key (user_id, goal_id) references goals (user_id, id),
  foreign key (user_id, label_id) references labels (user_id, id),
  foreign key (user_id, project_id) references projects (user_id, id)
);
create index subgoals_by_seq on subgoals (user_id, seq);
create index subgoals_of_goal on subgoals (user_id, goal_id, "order", id) where not deleted;

alter table weekly_goals add column goal_id uuid;
alter table weekly_goals add foreign key (user_id, goal_id) references goals (user_id, id);
create index weekly_goals_of_goal on weekly_goals (user_id, goal_id) where goal_id is not null;
