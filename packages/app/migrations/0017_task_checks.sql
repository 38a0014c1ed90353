-- How a task comes back, what it came after, and where it stands among the others.
alter table tasks
  -- From when the next one is counted: from the date of this one, or from the day of its completion.
  add column recurrence_mode text not null default 'schedule'
    constraint tasks_recurrence_mode_known check (recurrence_mode in ('schedule', 'after-completion')),
  -- Whose clock and days the rule goes by.
  add column recurrence_zone text,
  add column previous_id uuid,
  add column "order" text collate "C" not null default '',
  add foreign key (user_id, previous_id) references tasks (user_id, id);
create index tasks_of_parent on tasks (user_id, parent_id) where parent_id is not null;
create index tasks_after_previous on tasks (user_id, previous_id) where previous_id is not null;
create index task_dependencies_of_needed on task_dependencies (user_id, depends_on_id);

-- A task that is done for one civil date and stays open. The id follows from user, task and date, so that two devices
-- make the same row.
create table task_checks (
  user_id    uuid not null,
  id         uuid not null,
  task_id    uuid not null,
  check_date date not null,
  deleted    boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  seq        bigint not null,
  stamps     jsonb not null,
  unknown    jsonb not null default '{}',
  primary key (user_id, id),
  constraint task_checks_one_per_day unique (user_id, task_id, check_date),
  foreign key (user_id, task_id) references tasks (user_id, id)
);
create index task_checks_by_seq on task_checks (user_id, seq);

-- The trash lists what was removed last; of long tables nearly nothing is in it.
create index time_entries_in_trash on time_entries (user_id) where deleted;
create index tasks_in_trash on tasks (user_id) where deleted;
