-- What somebody is reminded of. What comes next, and what is due, follows from the schedule and is not stored, except
-- for `fires_at`: computed with every write, so that all reminders whose time has come are found by one index.
create table reminders (
  user_id       uuid not null,
  id            uuid not null,
  title         text not null,
  notes         text not null default '',
  -- A civil date and a time on the clock of the person's zone; they repeat from there.
  date          date not null,
  time          text not null constraint reminders_time_of_day check (time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  zone          text not null,
  repeat        text not null constraint reminders_repeat_known check (repeat in ('none', 'daily', 'weekly', 'monthly')),
  -- Of a weekly one, 1 Monday to 7 Sunday.
  days          jsonb not null default '[]',
  priority      text not null default 'none' constraint reminders_priority_known check (priority in ('none', 'low', 'medium', 'high')),
  channels      jsonb not null default '["terminal", "browser"]',
  active        boolean not null default true,
  task_id       uuid,
  last_fired_at timestamptz,
  snoozed_until timestamptz,
  -- Everything up to here is done.
  done_at       timestamptz,
  fires_at      timestamptz,
  deleted       boolean not null default false,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,
  seq           bigint not null,
  stamps        jsonb not null,
  unknown       jsonb not null default '{}',
  primary key (user_id, id),
  foreign key (user_id, task_id) references tasks (user_id, id)
);
create index reminders_by_seq on reminders (user_id, seq);
create index reminders_by_age on reminders (user_id, created_at desc, id desc) where not deleted;
create index reminders_to_fire on reminders (fires_at) where fires_at is not null;
create index reminders_of_task on reminders (user_id, task_id) where task_id is not null;
