-- Sign-ins of a terminal that a person approves in a browser: by a code that they type (RFC 8628).
create table device_authorizations (
  id uuid not null,
  -- SHA-256 of 256 random bits: nothing to guess, so no slow hash is needed.
  device_hash bytea not null,
  user_code text not null,
  -- The only client that the device code is good for.
  client text not null,
  device text not null,
  -- Where it was asked for: shown to who approves it.
  address text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- Seconds that must lie between two questions; grows by 5 with each that comes too early.
  poll_seconds integer not null,
  polled_at timestamptz,
  decided_at timestamptz,
  decision text,
  -- Who decided, as they had proved themselves then.
  user_id uuid,
  password_version integer,
  amr text[],
  -- When the tokens were handed out.
  consumed_at timestamptz,
  constraint device_authorizations_pkey primary key (id),
  constraint device_authorizations_user_fkey foreign key (user_id) references accounts (id) on delete cascade,
  constraint device_authorizations_device_hash_unique unique (device_hash),
  constraint device_authorizations_device_hash_length check (octet_length(device_hash) = 32),
  constraint device_authorizations_user_code_unique unique (user_code),
  constraint device_authorizations_user_code_form check (user_code ~ '^[BCDFGHJKLMNPQRSTVWXZ]{8}$'),
  constraint device_authorizations_client_known check (client = 'goalixa-cli'),
  constraint device_authorizations_decision_known check (decision in ('approve', 'deny')),
  constraint device_authorizations_decided_whole
    check ((decided_at is null) = (decision is null) and (decision is null) = (user_id is null)),
  constraint device_authorizations_consumed_when_approved check (consumed_at is null or decision = 'approve')
);

create index device_authorizations_expiry on device_authorizations (expires_at);
create index device_authorizations_user on device_authorizations (user_id);

-- Codes that somebody typed and that nobody had asked for: guesses, as far as we can tell.
create table device_code_failures (
  id bigint generated always as identity,
  user_id uuid not null,
  failed_at timestamptz not null,
  constraint device_code_failures_pkey primary key (id),
  constraint device_code_failures_user_fkey foreign key (user_id) references accounts (id) on delete cascade
);

create index device_code_failures_user on device_code_failures (user_id, failed_at);

-- The same by a browser on the machine of the terminal (RFC 8252): codes on their way back, each good once.
create table authorization_codes (
  hash bytea not null,
  client text not null,
  redirect_uri text not null,
  -- SHA-256 of the verifier that only the program knows, in base64url (RFC 7636, S256).
  challenge text not null,
  device text not null,
  user_id uuid not null,
  password_version integer not null,
  amr text[] not null,
  expires_at timestamptz not null,
  constraint authorization_codes_pkey primary key (hash),
  constraint authorization_codes_user_fkey foreign key (user_id) references accounts (id) on delete cascade,
  constraint authorization_codes_hash_length check (octet_length(hash) = 32),
  constraint authorization_codes_client_known check (client = 'goalixa-cli'),
  constraint authorization_codes_challenge_form check (challenge ~ '^[A-Za-z0-9_-]{43}$')
);

create index authorization_codes_expiry on authorization_codes (expires_at);
create index authorization_codes_user on authorization_codes (user_id);
