/** What the audit keeps: no secrets, no e-mail addresses. */
import type { Db } from '@goalixa/service-kit/db'
import type { Caller } from '../caller.ts'

export type AuditEventName =
  | 'register'
  | 'login'
  | 'logout'
  | 'refresh_replay'
  | 'refresh_reuse'
  | 'session_revoke'
  | 'session_evict'
  | 'token_create'
  | 'token_revoke'

interface AuditEvent {
  readonly at: Date
  readonly event: AuditEventName
  readonly outcome: 'success' | 'failure'
  readonly userId: string | null
  /** The session, or the personal access token, that the event is about. */
  readonly sessionId: string | null
  readonly caller: Caller
}

/** In the transaction of what happened, so that neither exists without the other. */
export type AppendAudit = (db: Db, event: AuditEvent) => Promise<void>
