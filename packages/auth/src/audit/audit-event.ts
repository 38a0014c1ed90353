/** What the audit keeps: no secrets, no e-mail addresses. */
import type { Db } from '@goalixa/service-kit/db'
import type { Caller } from '../caller.ts'

export type AuditEventName =
  | 'role_change'
  | 'register'
  | 'login'
  | 'email_verify'
  | 'email_resend'
  | 'email_change_request'
  | 'email_change'
  | 'password_forgot'
  | 'password_reset'
  | 'password_change'
  | 'account_delete'
  | 'logout'
  | 'refresh_replay'
  | 'refresh_reuse'
  | 'session_revoke'
  | 'session_evict'
  | 'second_factor'
  | 'step_up'
  | 'totp_enable'
  | 'totp_disable'
  | 'recovery_codes_create'
  | 'recovery_code_use'
  | 'passkey_create'
  | 'passkey_delete'
  | 'token_create'
  | 'token_revoke'
  | 'device_approve'
  | 'device_deny'
  | 'google_link'
  | 'google_unlink'

interface AuditEvent {
  readonly at: Date
  readonly event: AuditEventName
  readonly outcome: 'success' | 'failure'
  readonly userId: string | null
  /** The session, or the personal access token, that the event is about. */
  readonly sessionId: string | null
  readonly caller: Caller
  /** Of a login: what proved who it is, or was to. Counted, not stored. */
  readonly method?: LoginMethod
}

export type LoginMethod = 'password' | 'passkey' | 'google' | 'other'

/** In the transaction of what happened, so that neither exists without the other. */
export type AppendAudit = (db: Db, event: AuditEvent) => Promise<void>
