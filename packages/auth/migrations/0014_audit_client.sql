-- With what program it was done, as far as it says: a class, never the words of a user agent. Null before this.
alter table audit_events add column client text,
  add constraint audit_events_client_known check (client in ('browser', 'cli', 'api'));

-- News of every change to how somebody signs in.
alter table mail_outbox drop constraint mail_outbox_kind_known,
  add constraint mail_outbox_kind_known check (kind in ('register', 'verify', 'reset', 'email_change',
    'email_change_asked', 'email_changed', 'password_changed', 'sessions_ended', 'account_deleted', 'totp_enabled',
    'totp_disabled', 'recovery_codes_created', 'recovery_code_used', 'passkey_created', 'passkey_deleted',
    'google_linked', 'google_unlinked', 'token_created'));
