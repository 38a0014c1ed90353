/** What the links in mails do: confirm an address, set a new password. Asking for one tells nothing about accounts. */
import { AppError } from '@goalixa/contracts/errors'
import { violates } from '@goalixa/service-kit/db'
import type { Database, Db } from '@goalixa/service-kit/db'
import type { AppendAudit, AuditEventName } from '../audit/audit-event.ts'
import type { Caller } from '../caller.ts'
import { mailTokenHash } from '../mail/mail-link.ts'
import type { LinkPurpose, MailLink } from '../mail/mail-link.ts'
import type { QueueMail } from '../mail/outbox.ts'
import type { SessionsService } from '../sessions/sessions.service.ts'
import type { AccountRow, LockAccount } from './account.ts'
import { accountById, markEmailVerified, setEmail, setPassword } from './accounts.repository.ts'
import { endLinks, linkByHash, takeLink } from './mail-links.repository.ts'
import type { RequireAcceptable } from './password-policy.ts'
import type { Passwords } from './passwords.ts'

export interface RecoveryService {
  /** Queues a mail with a link; what happens next is the same for every address. */
  requestMail(kind: 'verify' | 'reset', email: string, caller: Caller): Promise<void>
  /** Confirms the address of an account, or the one that it moves to. @throws AppError `auth.link_invalid` */
  verifyEmail(token: string, caller: Caller): Promise<void>
  /** Ends every session and every other link. @throws AppError `auth.link_invalid`, `auth.password_unacceptable` */
  resetPassword(token: string, password: string, caller: Caller): Promise<void>
}

export interface RecoveryOptions {
  readonly database: Database
  readonly passwords: Passwords
  readonly requireAcceptable: RequireAcceptable
  readonly sessions: Pick<SessionsService, 'endAll'>
  readonly lockAccount: LockAccount
  readonly queueMail: QueueMail
  readonly appendAudit: AppendAudit
  readonly now: () => Date
}

export function createRecoveryService(options: RecoveryOptions): RecoveryService {
  const { database, passwords, requireAcceptable, sessions, lockAccount, queueMail, appendAudit, now } =
    options
  const audit = (tx: Db, event: AuditEventName, userId: string | null, caller: Caller) =>
    appendAudit(tx, { at: now(), event, outcome: 'success', userId, sessionId: null, caller })

  const linkOf = async (token: string, purposes: readonly LinkPurpose[]): Promise<MailLink> => {
    const hash = mailTokenHash(token)
    const link = hash && (await linkByHash(database, hash, now()))
    if (link === undefined || !purposes.includes(link.purpose)) throw new AppError('auth.link_invalid')
    return link
  }
  /** The account before the link, like everything that locks: of two that use one link, the second finds it gone. */
  const useUp = async (
    tx: Db,
    { id, userId }: MailLink,
  ): Promise<{ account: AccountRow; link: MailLink }> => {
    const account = await lockAccount(tx, userId, 'update')
    const link = await takeLink(tx, id, now())
    if (account === undefined || account.disabledAt !== null || link === undefined)
      throw new AppError('auth.link_invalid')
    return { account, link }
  }

  const verify = async (tx: Db, account: AccountRow, link: MailLink, caller: Caller) => {
    await markEmailVerified(tx, account.id, now())
    await endLinks(tx, account.id, 'verify')
    await audit(tx, 'email_verify', account.id, caller)
    // Whoever registered first may be somebody else: only the password of whoever reads this mailbox counts.
    if (link.passwordHash === null || link.passwordHash === account.passwordHash) return
    await setPassword(tx, account.id, link.passwordHash)
    await sessions.endAll(tx, account.id, { reason: 'email_verify', caller })
  }
  const move = async (tx: Db, account: AccountRow, newEmail: string, caller: Caller) => {
    await setEmail(tx, account.id, newEmail, now())
    await endLinks(tx, account.id)
    await queueMail(tx, { kind: 'email_changed', recipient: account.email, userId: account.id })
    await audit(tx, 'email_change', account.id, caller)
  }

  return {
    async requestMail(kind, email, caller) {
      await database.transaction(async (tx) => {
        await queueMail(tx, { kind, recipient: email })
        await audit(tx, kind === 'reset' ? 'password_forgot' : 'email_resend', null, caller)
      })
    },

    async verifyEmail(token, caller) {
      const found = await linkOf(token, ['verify', 'email_change'])
      await database
        .transaction(async (tx) => {
          const { account, link } = await useUp(tx, found)
          await (link.newEmail === null
            ? verify(tx, account, link, caller)
            : move(tx, account, link.newEmail, caller))
        })
        .catch((error: unknown) => {
          throw violates(error, 'accounts_email_unique') ? new AppError('auth.email_taken') : error
        })
    },

    async resetPassword(token, password, caller) {
      const found = await linkOf(token, ['reset'])
      requireAcceptable(password, (await accountById(database, found.userId))?.email ?? '')
      const passwordHash = await passwords.hash(password)
      await database.transaction(async (tx) => {
        const { account } = await useUp(tx, found)
        await setPassword(tx, account.id, passwordHash)
        // The link came to the address: it is confirmed as well.
        await markEmailVerified(tx, account.id, now())
        await endLinks(tx, account.id)
        await queueMail(tx, { kind: 'password_changed', recipient: account.email, userId: account.id })
        await audit(tx, 'password_reset', account.id, caller)
        await sessions.endAll(tx, account.id, { reason: 'password_reset', caller })
      })
    },
  }
}
