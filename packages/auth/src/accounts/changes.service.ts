/** What somebody who is signed in changes about their account. */
import { AppError } from '@goalixa/contracts/errors'
import { violates } from '@goalixa/service-kit/db'
import type { Db } from '@goalixa/service-kit/db'
import type { AuditEventName } from '../audit/audit-event.ts'
import type { Caller } from '../caller.ts'
import type { AccountRow } from './account.ts'
import { deleteAccount, setEmail, setPassword } from './accounts.repository.ts'
import { endLinks } from './mail-links.repository.ts'
import type { Asking, Reauthenticate } from './reauthenticate.ts'
import type { RecoveryOptions } from './recovery.service.ts'

export interface ChangesService {
  /**
   * Ends every other session and every link.
   * @throws AppError `auth.wrong_password`, `auth.step_up_required`, `auth.password_unacceptable`
   */
  changePassword(asking: Asking, password: string, caller: Caller): Promise<void>
  /** `asked`: a link went to the new address, and the account moves when it is used. @throws AppError `auth.email_taken` */
  changeEmail(asking: Asking, email: string, caller: Caller): Promise<'changed' | 'asked'>
  /** Everything of the account goes, here and soon after in every service. */
  delete(asking: Asking, caller: Caller): Promise<void>
}

interface ChangesOptions extends RecoveryOptions {
  readonly reauthenticate: Reauthenticate
  /** Mail reaches people, so a new address must be confirmed. */
  readonly confirmsEmail: boolean
}

export function createChangesService(options: ChangesOptions): ChangesService {
  const { database, passwords, requireAcceptable, reauthenticate, sessions, lockAccount, queueMail, now } =
    options
  const audit = (tx: Db, event: AuditEventName, { userId, sessionId }: Asking, caller: Caller) =>
    options.appendAudit(tx, { at: now(), event, outcome: 'success', userId, sessionId, caller })
  /** Somebody else may have changed it while it was checked. */
  const lockUnchanged = async (tx: Db, checked: AccountRow) => {
    const account = await lockAccount(tx, checked.id, 'update')
    if (
      account === undefined ||
      account.passwordVersion !== checked.passwordVersion ||
      account.disabledAt !== null
    )
      throw new AppError('auth.step_up_required')
    return account
  }

  return {
    async changePassword(asking, password, caller) {
      const checked = await reauthenticate(asking, caller, { always: true })
      requireAcceptable(password, checked.email)
      const passwordHash = await passwords.hash(password)
      await database.transaction(async (tx) => {
        const account = await lockUnchanged(tx, checked)
        await setPassword(tx, account.id, passwordHash)
        await endLinks(tx, account.id)
        await queueMail(tx, { kind: 'password_changed', recipient: account.email, userId: account.id })
        await audit(tx, 'password_change', asking, caller)
        await sessions.endAll(tx, account.id, {
          reason: 'password_change',
          caller,
          exceptId: asking.sessionId,
        })
      })
    },

    async changeEmail(asking, email, caller) {
      const checked = await reauthenticate(asking, caller)
      return database
        .transaction(async (tx) => {
          const account = await lockUnchanged(tx, checked)
          if (email === account.email) return 'changed' as const
          await endLinks(tx, account.id)
          if (options.confirmsEmail) {
            await queueMail(tx, { kind: 'email_change', recipient: email, userId: account.id })
            await queueMail(tx, { kind: 'email_change_asked', recipient: account.email, userId: account.id })
            await audit(tx, 'email_change_request', asking, caller)
            return 'asked' as const
          }
          await setEmail(tx, account.id, email, null)
          await queueMail(tx, { kind: 'email_changed', recipient: account.email, userId: account.id })
          await audit(tx, 'email_change', asking, caller)
          return 'changed' as const
        })
        .catch((error: unknown) => {
          throw violates(error, 'accounts_email_unique') ? new AppError('auth.email_taken') : error
        })
    },

    async delete(asking, caller) {
      const checked = await reauthenticate(asking, caller)
      await database.transaction(async (tx) => {
        const account = await lockUnchanged(tx, checked)
        await queueMail(tx, { kind: 'account_deleted', recipient: account.email, userId: account.id })
        await audit(tx, 'account_delete', asking, caller)
        await deleteAccount(tx, account.id)
      })
    },
  }
}
