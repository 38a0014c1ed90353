-- Keys that sign access tokens. A key is published as next for one cache period before it becomes active, and
-- stays published as retiring until the last token that it signed has ended.
create table signing_keys (
  -- RFC 7638 thumbprint of the public key.
  kid text not null,
  state text not null,
  public_jwk jsonb not null,
  -- AES-256-GCM: nonce, tag, ciphertext of the private JWK; bound to the kid. Gone once the key is removed.
  sealed_private_jwk bytea,
  -- Which AUTH_SECRET sealed it.
  sealed_with text,
  created_at timestamptz not null,
  -- When the state became what it is.
  state_since timestamptz not null,
  constraint signing_keys_pkey primary key (kid),
  constraint signing_keys_state_known check (state in ('next', 'active', 'retiring', 'removed')),
  constraint signing_keys_public_jwk_is_public check (not public_jwk ?| array['d', 'p', 'q', 'k']),
  constraint signing_keys_sealed_while_used check (
    (state = 'removed') = (sealed_private_jwk is null) and (sealed_private_jwk is null) = (sealed_with is null)
  )
);

create unique index signing_keys_one_active on signing_keys (state) where state = 'active';
create unique index signing_keys_one_next on signing_keys (state) where state = 'next';
