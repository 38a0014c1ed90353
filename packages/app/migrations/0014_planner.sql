-- The daily list: what somebody wants to do on one civil date. It stays on its date whatever the zone.
create table daily_todos (
  user_id    uuid not null,
  id         uuid not null,
  title      text not null,
  log_date   date not null,
  done_at    timestamptz,
  -- Where it stands in its day: a rank that another one always fits in front of and behind. Compared byte by byte.
  "order"    text collate "C" not null default '',
  task_id    uuid,
  deleted    boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  seq        bigint not null,
  stamps     jsonb not null,
  unknown    jsonb not null default '{}',
  primary key (user_id, id),
  foreign key (user_id, task_id) references tasks (user_id, id)
);
create index daily_todos_by_seq on daily_todos (user_id, seq);
create index daily_todos_by_day on daily_todos (user_id, log_date desc, id desc) where not deleted;
create index daily_todos_of_task on daily_todos (user_id, task_id) where task_id is not null;

-- How much time somebody wants to track on one civil date. The id follows from user and date, so that two devices
-- make the same row: the primary key is what keeps a day to one target. A row with any other id counts for nothing.
create table daily_targets (
  user_id    uuid not null,
  id         uuid not null,
  log_date   date not null,
  seconds    integer not null constraint daily_targets_positive check (seconds > 0),
  deleted    boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  seq        bigint not null,
  stamps     jsonb not null,
  unknown    jsonb not null default '{}',
  primary key (user_id, id)
);
create index daily_targets_by_seq on daily_targets (user_id, seq);
create index daily_targets_by_day on daily_targets (user_id, log_date desc, id desc) where not deleted;
