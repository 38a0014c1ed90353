-- A filter with a name. The filter is kept as it was written: its dates are read anew each time it is asked.
create table saved_views (
  user_id    uuid not null,
  id         uuid not null,
  name       text not null,
  kind       text not null constraint saved_views_kind_known check (kind in ('task', 'entry', 'report')),
  query      text not null,
  deleted    boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  seq        bigint not null,
  stamps     jsonb not null,
  unknown    jsonb not null default '{}',
  primary key (user_id, id)
);
-- Not unique, as with labels: rows of two devices with one name are told apart when they meet.
create index saved_views_by_name on saved_views (user_id, name) where not deleted;
create index saved_views_by_seq on saved_views (user_id, seq);
