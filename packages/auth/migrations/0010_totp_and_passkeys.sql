-- Second factors. A one-time code secret waits unconfirmed until its owner has shown a code of it.
create table totp_secrets (
  user_id uuid not null,
  -- AES-256-GCM: nonce, tag, ciphertext of the base32 secret; bound to the account.
  sealed_secret bytea not null,
  -- Which AUTH_SECRET sealed it.
  sealed_with text not null,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  -- The 30-second step of the last code that was accepted: no code of it or before it is good again.
  last_step bigint,
  constraint totp_secrets_pkey primary key (user_id),
  constraint totp_secrets_user_fkey foreign key (user_id) references accounts (id) on delete cascade,
  constraint totp_secrets_step_when_confirmed check ((confirmed_at is null) = (last_step is null))
);

-- SHA-256 of 120 random bits: nothing to guess, so no slow hash is needed. A code that was used is gone.
create table totp_recovery_codes (
  user_id uuid not null,
  hash bytea not null,
  created_at timestamptz not null,
  constraint totp_recovery_codes_pkey primary key (user_id, hash),
  constraint totp_recovery_codes_user_fkey foreign key (user_id) references accounts (id) on delete cascade,
  constraint totp_recovery_codes_hash_length check (octet_length(hash) = 32)
);

-- Codes and passwords that were wrong after somebody had come half the way in; counted per account.
create table factor_failures (
  id bigint generated always as identity,
  user_id uuid not null,
  failed_at timestamptz not null,
  constraint factor_failures_pkey primary key (id),
  constraint factor_failures_user_fkey foreign key (user_id) references accounts (id) on delete cascade
);

create index factor_failures_user on factor_failures (user_id, failed_at);

-- Sign-ins whose password was right and whose second factor is still to come. Each is good once.
create table login_challenges (
  -- SHA-256 of the 256 random bits that the client was given.
  hash bytea not null,
  user_id uuid not null,
  -- As it was when the password was checked.
  password_version integer not null,
  client text not null,
  device text not null,
  -- How the first step was proved, as RFC 8176 names it.
  amr text[] not null,
  expires_at timestamptz not null,
  constraint login_challenges_pkey primary key (hash),
  constraint login_challenges_user_fkey foreign key (user_id) references accounts (id) on delete cascade,
  constraint login_challenges_hash_length check (octet_length(hash) = 32)
);

create index login_challenges_user on login_challenges (user_id);
create index login_challenges_expiry on login_challenges (expires_at);

-- WebAuthn credentials: several per account.
create table passkeys (
  id uuid not null,
  user_id uuid not null,
  -- What the authenticator calls it; base64url.
  credential_id text not null,
  -- COSE key.
  public_key bytea not null,
  -- Uses that the authenticator counted; 0 for ever where it does not count.
  counter bigint not null,
  transports text[] not null,
  name text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  constraint passkeys_pkey primary key (id),
  constraint passkeys_user_fkey foreign key (user_id) references accounts (id) on delete cascade,
  constraint passkeys_credential_unique unique (credential_id)
);

create index passkeys_user on passkeys (user_id, created_at);

-- What an authenticator has to sign, once and soon.
create table passkey_challenges (
  -- SHA-256 of the 256 random bits.
  hash bytea not null,
  purpose text not null,
  -- Whose it is; null for a sign-in that begins with the passkey.
  user_id uuid,
  -- The session that asked, where there is one.
  session_id uuid,
  expires_at timestamptz not null,
  constraint passkey_challenges_pkey primary key (hash),
  constraint passkey_challenges_user_fkey foreign key (user_id) references accounts (id) on delete cascade,
  constraint passkey_challenges_purpose_known check (purpose in ('create', 'login', 'second_factor', 'step_up')),
  constraint passkey_challenges_bound check ((purpose = 'login') = (user_id is null)),
  constraint passkey_challenges_of_session check ((purpose in ('create', 'step_up')) = (session_id is not null))
);

create index passkey_challenges_expiry on passkey_challenges (expires_at);
