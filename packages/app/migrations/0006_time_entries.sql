create table time_entries (
  user_id     uuid not null,
  id          uuid not null,
  description text not null default '',
  task_id     uuid,
  project_id  uuid,
  start_at    timestamptz not null,
  -- Null while the timer runs.
  end_at      timestamptz,
  zone        text not null,
  billable    boolean not null default false,
  source      text not null,
  -- The ids in time_entry_labels once more: reports read a year of entries without a join.
  label_ids   uuid[] not null default '{}',
  deleted     boolean not null default false,
  created_at  timestamptz not null,
  updated_at  timestamptz not null,
  seq         bigint not null,
  stamps      jsonb not null,
  unknown     jsonb not null default '{}',
  primary key (user_id, id),
  foreign key (user_id, task_id) references tasks (user_id, id),
  foreign key (user_id, project_id) references projects (user_id, id),
  constraint time_entries_end_not_before_start check (end_at >= start_at),
  constraint time_entries_whole_seconds check (
    extract(microseconds from start_at)::bigint % 1000000 = 0 and extract(microseconds from end_at)::bigint % 1000000 = 0
  )
);
create index time_entries_by_seq on time_entries (user_id, seq);
create unique index time_entries_one_running_per_user on time_entries (user_id) where end_at is null and not deleted;
create index time_entries_by_start on time_entries (user_id, start_at desc, id desc) where not deleted;
-- An entry that touches a range either starts within a day before its end, or is one of these few.
-- So a report reads the entries around its range, however many there are.
create index time_entries_long on time_entries (user_id, start_at)
  where not deleted and (end_at is null or end_at - start_at > interval '24 hours');
-- People name an entry by the last characters of its id.
create index time_entries_by_id_tail on time_entries (user_id, right(id::text, 5)) where not deleted;
create index time_entries_of_task on time_entries (user_id, task_id) include (start_at, end_at)
  where task_id is not null and not deleted;

create table time_entry_labels (
  user_id       uuid not null,
  time_entry_id uuid not null,
  label_id      uuid not null,
  primary key (user_id, time_entry_id, label_id),
  foreign key (user_id, time_entry_id) references time_entries (user_id, id),
  foreign key (user_id, label_id) references labels (user_id, id)
);
create index time_entry_labels_by_label on time_entry_labels (user_id, label_id);
-- What the planner must know to read a few entries out of a million by index, instead of walking through all of them:
-- that entries longer than a day are rare, and that hardly two ids end alike.
create statistics time_entries_length on (end_at - start_at) from time_entries;
create statistics time_entries_id_tail on (right(id::text, 5)) from time_entries;
-- The entries of one project, latest first.
create index time_entries_of_project on time_entries (user_id, project_id, start_at desc, id desc)
  where project_id is not null and not deleted;
