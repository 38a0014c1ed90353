create table weekly_goals (
  user_id        uuid not null,
  id             uuid not null,
  title          text not null,
  -- The first day of its week: the goal counts the seven days that begin here.
  week_start     date not null,
  target_seconds integer not null constraint weekly_goals_target_positive check (target_seconds > 0),
  label_id       uuid,
  deleted        boolean not null default false,
  created_at     timestamptz not null,
  updated_at     timestamptz not null,
  seq            bigint not null,
  stamps         jsonb not null,
  unknown        jsonb not null default '{}',
  primary key (user_id, id),
  foreign key (user_id, label_id) references labels (user_id, id)
);
create index weekly_goals_by_seq on weekly_goals (user_id, seq);
create index weekly_goals_by_week on weekly_goals (user_id, week_start desc, id desc) where not deleted;
