/** The outbox: mail is queued in the transaction of what it is about, so that neither exists without the other. */
import type { Db } from '@goalixa/service-kit/db'

/**
 * - `register`: somebody registered; confirms the address, or tells its owner that there is an account already
 * - `verify`, `reset`: asked for with an address that may belong to nobody
 * - `email_change`: to the new address, with a link; `email_change_asked`, `email_changed`: news for the old one
 */
export type MailKind =
  | 'register'
  | 'verify'
  | 'reset'
  | 'email_change'
  | 'email_change_asked'
  | 'email_changed'
  | 'password_changed'
  | 'sessions_ended'
  | 'account_deleted'
  | SecurityNews

/** How somebody signs in has changed: told to them, in case that it was somebody else. */
export type SecurityNews =
  | 'totp_enabled'
  | 'totp_disabled'
  | 'recovery_codes_created'
  | 'recovery_code_used'
  | 'passkey_created'
  | 'passkey_deleted'
  | 'google_linked'
  | 'google_unlinked'
  | 'token_created'

export interface NewMail {
  readonly kind: MailKind
  readonly recipient: string
  readonly userId?: string
  readonly passwordHash?: string
}

/** Queues a mail; it leaves after the commit. Without any way to send mail it does nothing. */
export type QueueMail = (tx: Db, mail: NewMail) => Promise<void>
