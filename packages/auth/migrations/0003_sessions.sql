-- One row per sign-in. A session and all refresh tokens that descend from it are one family.
create table sessions (
  id uuid not null,
  user_id uuid not null,
  -- Who holds the tokens; a refresh token is good only for the client that it was given to.
  client text not null,
  device text not null,
  -- How the person signed in, as RFC 8176 names it.
  amr text[] not null,
  authenticated_at timestamptz not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  -- Moves with each refresh, but never past the absolute end.
  idle_expires_at timestamptz not null,
  absolute_expires_at timestamptz not null,
  revoked_at timestamptz,
  revoked_reason text,
  constraint sessions_pkey primary key (id),
  constraint sessions_user_fkey foreign key (user_id) references accounts (id) on delete cascade,
  constraint sessions_client_known check (client in ('goalixa-cli', 'goalixa-web')),
  constraint sessions_idle_within_absolute check (idle_expires_at <= absolute_expires_at),
  constraint sessions_revoked_with_reason check ((revoked_at is null) = (revoked_reason is null))
);

create index sessions_user on sessions (user_id, created_at);

-- Refresh tokens are single use: each has at most one child, for ever.
create table refresh_tokens (
  id uuid not null,
  session_id uuid not null,
  -- SHA-256 of 256 random bits: nothing to guess, so no slow hash is needed.
  hash bytea not null,
  parent_id uuid,
  -- The secret that this token was computed from its parent with; null for the first of a family.
  key_version text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  consumed_at timestamptz,
  constraint refresh_tokens_pkey primary key (id),
  constraint refresh_tokens_session_fkey foreign key (session_id) references sessions (id) on delete cascade,
  constraint refresh_tokens_parent_fkey foreign key (parent_id) references refresh_tokens (id),
  constraint refresh_tokens_one_child unique (parent_id),
  constraint refresh_tokens_hash_unique unique (hash),
  constraint refresh_tokens_hash_length check (octet_length(hash) = 32),
  constraint refresh_tokens_child_has_key check ((parent_id is null) = (key_version is null))
);

create index refresh_tokens_session on refresh_tokens (session_id);

-- Sessions and personal access tokens that ended while access tokens of theirs may still live. The gateway reads
-- on from the last id that it saw. Ids must become visible in their order, or it would step over one that commits
-- late: writers take an advisory lock before they draw the id and keep it until they commit.
create table revocations (
  id bigint generated always as identity,
  sid uuid not null,
  -- The last access token of this sid is dead by then, on every clock.
  until timestamptz not null,
  constraint revocations_pkey primary key (id)
);

create index revocations_until on revocations (until);
