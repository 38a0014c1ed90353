-- What somebody does again and again. What a day, a streak and a score come to follows from the logs and the entries.
create table habits (
  user_id       uuid not null,
  id            uuid not null,
  name          text not null,
  -- How often: {"kind": "daily"}, {"kind": "weekdays", "days": [1, 3, 5]}, {"kind": "perWeek", "times": 3} …
  frequency     jsonb not null constraint habits_frequency_known
    check (frequency ->> 'kind' in ('daily', 'weekdays', 'perWeek', 'perMonth', 'everyDays')),
  target_amount double precision constraint habits_target_positive check (target_amount > 0),
  unit          text,
  -- A day is done when so much time was tracked under this label.
  auto_label_id uuid,
  auto_seconds  integer constraint habits_auto_positive check (auto_seconds > 0),
  time_of_day   text not null default 'any',
  -- A time on the clock of wherever the person is, such as 07:30.
  reminder      text,
  notes         text not null default '',
  goal_id       uuid,
  subgoal_id    uuid,
  colour        text,
  -- Where it stands among the others: a rank that another one always fits in front of and behind. Compared byte by byte.
  "order"       text collate "C" not null default '',
  archived      boolean not null default false,
  deleted       boolean not null default false,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,
  seq           bigint not null,
  stamps        jsonb not null,
  unknown       jsonb not null default '{}',
  primary key (user_id, id),
  foreign key (user_id, auto_label_id) references labels (user_id, id),
  foreign key (user_id, goal_id) references goals (user_id, id),
  foreign key (user_id, subgoal_id) references subgoals (user_id, id)
);
create index habits_by_seq on habits (user_id, seq);
create index habits_by_order on habits (user_id, "order", id) where not deleted;

-- What was said of one civil date. The id follows from user, habit and date, so that two devices make the same row.
create table habit_logs (
  user_id    uuid not null,
  id         uuid not null,
  habit_id   uuid not null,
  log_date   date not null,
  amount     double precision constraint habit_logs_amount_not_negative check (amount >= 0),
  state      text not null default 'done' constraint habit_logs_state_known check (state in ('done', 'skip')),
  source     text not null default 'api',
  deleted    boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  seq        bigint not null,
  stamps     jsonb not null,
  unknown    jsonb not null default '{}',
  primary key (user_id, id),
  constraint habit_logs_one_per_day unique (user_id, habit_id, log_date),
  foreign key (user_id, habit_id) references habits (user_id, id)
);
create index habit_logs_by_seq on habit_logs (user_id, seq);
