-- Google identities: who they are is issuer and subject, never the e-mail address, which may change or be given away.
create table google_identities (
  issuer text not null,
  subject text not null,
  user_id uuid not null,
  linked_at timestamptz not null,
  last_used_at timestamptz not null,
  constraint google_identities_pkey primary key (issuer, subject),
  constraint google_identities_one_per_user unique (user_id),
  constraint google_identities_user_fkey foreign key (user_id) references accounts (id) on delete cascade,
  constraint google_identities_subject_length check (char_length(subject) between 1 and 255)
);

-- Sign-ins that came back from Google: each is good once. Those under way are not stored, they travel sealed in a
-- cookie of their browser; so nobody can fill this table without one that we sealed.
create table google_spent_states (
  -- SHA-256 of the 256 random bits.
  hash bytea not null,
  expires_at timestamptz not null,
  constraint google_spent_states_pkey primary key (hash),
  constraint google_spent_states_hash_length check (octet_length(hash) = 32)
);

create index google_spent_states_expiry on google_spent_states (expires_at);
