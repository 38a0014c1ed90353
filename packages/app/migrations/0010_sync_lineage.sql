-- A database that was restored from a backup has lost what came after it, and devices must be told by a new epoch.
-- Beside each epoch stands what it belongs to. Whoever takes a head finds it changed, and gives it a new epoch first.

-- What this table is right now. A copy of the files has another moment of its `PG_VERSION` (written once, when the
-- folder was made) or, by recovery, another timeline; a dump that was read in has another table; a copy of the
-- database in the same server another database; another server another identifier. A server that took over from
-- another one has another timeline: what it had not received is lost, too. What the role may not read is left out.
create function sync_lineage(heads oid) returns text language plpgsql stable as $$
declare
  parts text[] := array[
    substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8),
    (select oid::text from pg_database where datname = current_database()),
    heads::text
  ];
begin
  if has_function_privilege('pg_control_system()', 'execute') then
    parts := parts || (select system_identifier::text from pg_control_system());
  end if;
  if has_function_privilege('pg_stat_file(text)', 'execute') then
    parts := parts || (select extract(epoch from change)::text from pg_stat_file('PG_VERSION'));
  end if;
  return array_to_string(parts, '/');
end $$;

-- Absent: nobody knows what the epoch belongs to, and it is made anew. So are all when this is first run: a backup
-- from before could not be told from the database that it was taken of.
alter table sync_heads add column lineage text;

-- To be called after a restore that cannot be noticed, such as a volume set back to an earlier image:
-- select app.sync_restored();  It may be called at any time, and costs each device one load of everything.
create function sync_restored() returns void language sql as $$
  update sync_heads set lineage = null
$$;
