/** The tables of a store in SQLite. A new version adds a step; the file's `user_version` tells which it has had. */

/** Marks the file as one of ours, so that another program's database is never taken for a store: "Goal". */
export const applicationId = 0x476f616c

const firstVersion = `
  create table meta (key text primary key, value text not null) strict, without rowid;

  -- Registers as JSON. visible is null where it equals confirmed, or pending where nothing is confirmed: most rows.
  create table rows (
    table_name text not null,
    id         text not null,
    confirmed  text,
    seq        integer not null,
    pending    text,
    visible    text,
    -- What follows is null in rows that are not to be found; tail is never null in the others.
    tail       text,
    name       text,
    start_at   integer,
    end_at     integer,
    task_id    text,
    primary key (table_name, id)
  ) strict, without rowid;
  create index rows_by_name on rows (table_name, name) where name is not null;
  create index rows_by_tail on rows (table_name, tail) where tail is not null;
  create index entries_by_start on rows (start_at, id) where start_at is not null;
  create index entries_long on rows (start_at, id) where start_at is not null and (end_at is null or end_at - start_at > 86400);
  create index entries_running on rows (start_at) where start_at is not null and end_at is null;
  create index entries_of_task on rows (task_id, start_at, id) where task_id is not null;

  create table outbox (n integer primary key, bytes integer not null, operation text not null) strict;
  create table dead_letters (key text primary key, item text not null) strict;
  create table intents (operation text primary key, sort text not null, pending integer not null, item text not null) strict;
  create index intents_by_sort on intents (sort);
  create table conflicts (id text primary key, sort text not null, item text not null) strict;
  create table staged_rows (table_name text not null, id text not null, item text not null, primary key (table_name, id)) strict;
  create table staged_history (seq integer primary key, item text not null) strict;
`

/** The rows that an operation touches, so that nobody reads all of it to know them; null in older ones. */
const touchedRows = 'alter table outbox add column touched text'

/** Step `n` brings a file of version `n` to `n + 1`. */
export const sqliteSteps: readonly string[] = [firstVersion, touchedRows]
