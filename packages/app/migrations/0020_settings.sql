-- Language of the screens, how reports round what they show, and lengths in seconds.
alter table settings
  add column language text constraint settings_language_known check (language in ('en', 'fa')),
  -- {seconds, mode}; null: reports show exact times.
  add column rounding jsonb,
  add column idle_threshold_seconds integer not null default 300
    constraint settings_idle_threshold_in_range check (idle_threshold_seconds between 60 and 86400),
  -- {workSeconds, shortBreakSeconds, longBreakSeconds, longBreakEvery}
  add column pomodoro jsonb not null
    default '{"workSeconds": 1500, "shortBreakSeconds": 300, "longBreakSeconds": 900, "longBreakEvery": 4}';
