-- An entry is either a span of time, or so many seconds on a civil date, without a start and an end.
alter table time_entries
  alter column start_at drop not null,
  add column log_date date,
  add column seconds integer,
  add constraint time_entries_timed_or_untimed check (
    case when start_at is null
      then log_date is not null and seconds is not null and seconds > 0 and end_at is null
      else log_date is null and seconds is null
    end
  );
-- What has no end runs only if it has a start.
drop index time_entries_one_running_per_user;
create unique index time_entries_one_running_per_user on time_entries (user_id)
  where end_at is null and start_at is not null and not deleted;
drop index time_entries_long;
create index time_entries_long on time_entries (user_id, start_at)
  where not deleted and start_at is not null and (end_at is null or end_at - start_at > interval '24 hours');
-- Lists put an untimed entry at noon of its day in UTC, which lies in this day nearly everywhere.
create index time_entries_untimed
  on time_entries (user_id, ((log_date + time '12:00') at time zone 'UTC') desc, id desc)
  where log_date is not null and not deleted;
create index time_entries_by_log_date on time_entries (user_id, log_date) where log_date is not null and not deleted;
-- The time of a task is read from the index alone.
drop index time_entries_of_task;
create index time_entries_of_task on time_entries (user_id, task_id) include (start_at, end_at, seconds)
  where task_id is not null and not deleted;
