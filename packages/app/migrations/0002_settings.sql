-- Settings: one row per user, whose id is the user's.
create table settings (
  user_id    uuid not null,
  id         uuid not null,
  zone       text,
  week_start smallint not null default 1 constraint settings_week_start_is_a_day check (week_start between 1 and 7),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  seq        bigint not null,
  -- {register: [wallMs, counter, clientId]}
  stamps     jsonb not null,
  -- Registers this version does not know, kept and echoed: {register: {v, stamp}}
  unknown    jsonb not null default '{}',
  primary key (user_id, id)
);
create index settings_by_seq on settings (user_id, seq);
