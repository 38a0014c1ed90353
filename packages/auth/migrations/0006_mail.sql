-- Mail that waits to be sent, written in the transaction of what it is about. A row says what to tell and to whom; the
-- text, and a link with its secret, are made when it is sent, so that nothing usable lies here. Sent rows are deleted.
create table mail_outbox (
  id uuid not null,
  kind text not null,
  recipient text not null,
  -- Whose account it is about; null when the recipient is looked up when the mail is sent. No foreign key: the news
  -- that an account is gone outlives it.
  user_id uuid,
  -- The password that somebody registered with: it counts once this mail is answered, and no other's does.
  password_hash text,
  created_at timestamptz not null,
  next_attempt_at timestamptz not null,
  attempts integer not null default 0,
  constraint mail_outbox_pkey primary key (id),
  constraint mail_outbox_kind_known check (kind in ('register', 'verify', 'reset', 'email_change',
    'email_change_asked', 'email_changed', 'password_changed', 'sessions_ended', 'account_deleted')),
  constraint mail_outbox_password_hash_form check (password_hash like '$argon2id$%')
);

create index mail_outbox_next on mail_outbox (next_attempt_at, id);
-- Asked for by anybody, as often as they like: what waits already is not queued again.
create unique index mail_outbox_asked_once on mail_outbox (kind, recipient) where kind in ('verify', 'reset');

-- What the links in mails stand for. A link is used up by deleting its row.
create table mail_links (
  id uuid not null,
  user_id uuid not null,
  purpose text not null,
  -- SHA-256 of 256 random bits; the link itself is kept nowhere.
  hash bytea not null,
  -- The address that the account moves to.
  new_email text,
  password_hash text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  constraint mail_links_pkey primary key (id),
  constraint mail_links_user_fkey foreign key (user_id) references accounts (id) on delete cascade,
  constraint mail_links_hash_unique unique (hash),
  constraint mail_links_hash_length check (octet_length(hash) = 32),
  constraint mail_links_purpose_known check (purpose in ('verify', 'reset', 'email_change')),
  constraint mail_links_new_email_where_needed check ((purpose = 'email_change') = (new_email is not null)),
  constraint mail_links_expiry_after_creation check (expires_at > created_at)
);

create index mail_links_user on mail_links (user_id);
create index mail_links_expiry on mail_links (expires_at);
