-- How often something was done, by the generic cell rate algorithm: one row per key, however often it is asked, and
-- none once all of it is free again. Keys are digests: nobody's address or e-mail lies here.
create table rate_limits (
  key bytea not null,
  -- When everything that was used is free again.
  free_at timestamptz not null,
  -- Times in a row that the last unit was used up, and until when the next try has to wait for it.
  strikes integer not null default 0,
  locked_until timestamptz,
  -- From then on the row says no more than a missing one.
  forget_at timestamptz not null,
  constraint rate_limits_pkey primary key (key),
  constraint rate_limits_key_length check (octet_length(key) = 32)
);

create index rate_limits_forget on rate_limits (forget_at);

-- Takes `cost` units of `capacity` in `window_seconds`, by the clock of the database; with `partly` as many as there
-- are, else all or none. With `longest_lock` above zero, using up the last unit begins delays that double up to it:
-- one try after each, until nobody tried for a whole window after a delay was over.
create function take_rate_limit(limit_key bytea, capacity integer, window_seconds integer, cost integer,
  partly boolean, longest_lock integer,
  out granted integer, out remaining integer, out wait_seconds double precision, out full_seconds double precision)
language plpgsql set search_path from current as $$
declare
  found_row rate_limits;
  moment timestamptz;
  unit double precision := window_seconds::double precision / capacity;
  used double precision;
  is_locked boolean;
begin
  -- Locks the row, new or old; only then is the clock read, so that whoever waited sees the time after the wait.
  insert into rate_limits as limits (key, free_at, forget_at)
  values (limit_key, clock_timestamp(), clock_timestamp())
  on conflict (key) do update set key = excluded.key
  returning limits.* into found_row;
  moment := clock_timestamp();
  used := least(greatest(extract(epoch from found_row.free_at - moment), 0), window_seconds);
  if found_row.locked_until + make_interval(secs => window_seconds) < moment then
    found_row.strikes := 0;
    found_row.locked_until := null;
  end if;
  remaining := floor((window_seconds - used) / unit + 1e-6);
  if found_row.strikes > 0 then
    remaining := case when found_row.locked_until > moment then 0 else 1 end;
  end if;
  granted := case when remaining >= cost then cost when partly then remaining else 0 end;
  remaining := remaining - granted;
  used := least(used + granted * unit, window_seconds);
  if granted > 0 and remaining = 0 and longest_lock > 0 then
    found_row.locked_until := moment
      + make_interval(secs => least(longest_lock, unit * power(2, least(found_row.strikes, 20))));
    found_row.strikes := found_row.strikes + 1;
  end if;
  update rate_limits set
    free_at = moment + make_interval(secs => used),
    strikes = found_row.strikes,
    locked_until = found_row.locked_until,
    forget_at = greatest(moment + make_interval(secs => used),
      found_row.locked_until + make_interval(secs => window_seconds))
  where key = limit_key;
  full_seconds := used;
  is_locked := coalesce(found_row.locked_until > moment, false);
  wait_seconds := case
    when is_locked then extract(epoch from found_row.locked_until - moment)
    when remaining >= 1 then 0
    else greatest(used + unit - window_seconds, 0) end;
end
$$;

-- What was taken in advance and turned out to be allowed.
create function give_back_rate_limit(limit_key bytea, capacity integer, window_seconds integer, cost integer)
returns void language sql set search_path from current as $$
  update rate_limits set
    free_at = free_at - make_interval(secs => cost * window_seconds::double precision / capacity),
    strikes = greatest(strikes - 1, 0),
    locked_until = case when strikes > 1 then clock_timestamp() end
  where key = limit_key
$$;
