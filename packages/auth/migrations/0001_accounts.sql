-- Accounts: who somebody is. Times are given by the service, never by a default, so that tests and audits agree.
create table accounts (
  id uuid not null,
  -- Written in lower case by the contract; the index below holds whatever else may write here to it.
  email text not null,
  email_verified_at timestamptz,
  -- PHC string with its own parameters; null for accounts that sign in by other means only.
  password_hash text,
  -- Counts password changes: a login that was checked against an older password must not open a session.
  password_version integer not null default 1,
  disabled_at timestamptz,
  created_at timestamptz not null,
  constraint accounts_pkey primary key (id),
  constraint accounts_email_length check (char_length(email) between 3 and 254),
  constraint accounts_password_hash_form check (password_hash like '$argon2id$%'),
  constraint accounts_password_version_positive check (password_version > 0)
);

create unique index accounts_email_unique on accounts (lower(email));
