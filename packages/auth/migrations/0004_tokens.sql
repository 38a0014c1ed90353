-- Personal access tokens: what scripts sign in with.
create table personal_tokens (
  id uuid not null,
  user_id uuid not null,
  name text not null,
  -- SHA-256 of 256 random bits; the token itself is shown once and kept nowhere.
  hash bytea not null,
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- Written at most once a minute: a busy script must not turn every read into a write.
  last_used_at timestamptz,
  revoked_at timestamptz,
  constraint personal_tokens_pkey primary key (id),
  constraint personal_tokens_user_fkey foreign key (user_id) references accounts (id) on delete cascade,
  constraint personal_tokens_hash_unique unique (hash),
  constraint personal_tokens_hash_length check (octet_length(hash) = 32),
  constraint personal_tokens_scopes_some check (cardinality(scopes) > 0),
  constraint personal_tokens_expiry_after_creation check (expires_at > created_at)
);

create index personal_tokens_user on personal_tokens (user_id, created_at);
