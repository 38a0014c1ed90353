/** One-time codes: turning them on and off, and taking one in. */
import { AppError } from '@goalixa/contracts/errors'
import type { RecoveryCodes, Totp, TotpEnrolment } from '@goalixa/contracts/totp'
import type { Database, Db } from '@goalixa/service-kit/db'
import type { LockAccount } from '../accounts/account.ts'
import type { AppendAudit, AuditEventName } from '../audit/audit-event.ts'
import type { Caller } from '../caller.ts'
import { toInstant } from '../instants.ts'
import type { QueueMail, SecurityNews } from '../mail/outbox.ts'
import type { Secrets } from '../secrets.ts'
import type { Attempts } from '../step-up/attempts.ts'
import { newTotpSecret, stepOfCode, totpUri } from './otp.ts'
import { newRecoveryCodes, recoveryHashOf } from './recovery-codes.ts'
import { openTotpSecret, sealTotpSecret } from './sealed-secret.ts'
import {
  countRecoveryCodes,
  deleteTotp,
  putUnconfirmed,
  replaceRecoveryCodes,
  spendRecoveryCode,
  spendStep,
  totpOf,
} from './totp.repository.ts'
import type { TotpRow } from './totp.repository.ts'

export interface TotpService {
  get(userId: string): Promise<Totp>
  /** @throws AppError `totp.already_enabled` */
  create(userId: string): Promise<TotpEnrolment>
  /** @throws AppError `auth.invalid_code`, `totp.not_enabled` when nothing was begun, `rate.limited` */
  confirm(userId: string, code: string, caller: Caller): Promise<RecoveryCodes>
  /** @throws AppError `totp.not_enabled` */
  delete(userId: string, caller: Caller): Promise<void>
  /** @throws AppError `totp.not_enabled` */
  renewRecoveryCodes(userId: string, caller: Caller): Promise<RecoveryCodes>
  isEnabled(db: Db, userId: string): Promise<boolean>
  /** Spends a code or recovery code, while the account is locked by `tx`; false when it is not good. */
  spend(tx: Db, userId: string, code: string, caller: Caller): Promise<boolean>
}

interface TotpOptions {
  readonly database: Database
  readonly secrets: Secrets
  readonly lockAccount: LockAccount
  readonly attempts: Attempts
  readonly appendAudit: AppendAudit
  readonly queueMail: QueueMail
  readonly now: () => Date
}

export function createTotpService(options: TotpOptions): TotpService {
  const { database, secrets, lockAccount, attempts, appendAudit, queueMail, now } = options
  const audit = (tx: Db, event: AuditEventName, userId: string, caller: Caller) =>
    appendAudit(tx, { at: now(), event, outcome: 'success', userId, sessionId: null, caller })

  /** Told to whose account it is, in the transaction that changes it. */
  const tell = async (tx: Db, kind: SecurityNews, userId: string) => {
    const account = await lockAccount(tx, userId, 'update')
    if (account !== undefined) await queueMail(tx, { kind, recipient: account.email, userId })
  }

  const renew = async (tx: Db, userId: string, caller: Caller): Promise<RecoveryCodes> => {
    const recoveryCodes = newRecoveryCodes()
    await replaceRecoveryCodes(
      tx,
      userId,
      recoveryCodes.map((code) => recoveryHashOf(code)!),
      now(),
    )
    await audit(tx, 'recovery_codes_create', userId, caller)
    return { recoveryCodes }
  }

  const spendDigits = async (tx: Db, row: TotpRow, code: string): Promise<boolean> => {
    const step = stepOfCode(openTotpSecret(secrets, row), code, now())
    return step !== undefined && spendStep(tx, row.userId, step, now())
  }

  const enabledUnderLock = async (tx: Db, userId: string): Promise<void> => {
    await lockAccount(tx, userId, 'update')
    const row = await totpOf(tx, userId)
    if ((row?.confirmedAt ?? null) === null) throw new AppError('totp.not_enabled')
  }

  return {
    async get(userId) {
      const enabledAt = (await totpOf(database, userId))?.confirmedAt ?? null
      return {
        enabled: enabledAt !== null,
        enabledAt: enabledAt && toInstant(enabledAt),
        recoveryCodesLeft: await countRecoveryCodes(database, userId),
      }
    },

    async create(userId) {
      const secret = newTotpSecret()
      const account = await database.transaction(async (tx) => {
        const locked = await lockAccount(tx, userId, 'update')
        if (locked === undefined) throw new AppError('auth.session_ended')
        if (((await totpOf(tx, userId))?.confirmedAt ?? null) !== null)
          throw new AppError('totp.already_enabled')
        await putUnconfirmed(tx, sealTotpSecret(secrets, userId, secret), now())
        return locked
      })
      return { secret, uri: totpUri(secret, account.email) }
    },

    confirm: (userId, code, caller) =>
      attempts.run(userId, caller, 'auth.invalid_code', async (tx) => {
        const row = await totpOf(tx, userId)
        if (row === undefined) throw new AppError('totp.not_enabled')
        if (row.confirmedAt !== null) throw new AppError('totp.already_enabled')
        if (!(await spendDigits(tx, row, plainDigits(code)))) return undefined
        await audit(tx, 'totp_enable', userId, caller)
        await tell(tx, 'totp_enabled', userId)
        return renew(tx, userId, caller)
      }),

    delete: (userId, caller) =>
      database.transaction(async (tx) => {
        await enabledUnderLock(tx, userId)
        await deleteTotp(tx, userId)
        await audit(tx, 'totp_disable', userId, caller)
        await tell(tx, 'totp_disabled', userId)
      }),

    renewRecoveryCodes: (userId, caller) =>
      database.transaction(async (tx) => {
        await enabledUnderLock(tx, userId)
        await tell(tx, 'recovery_codes_created', userId)
        return renew(tx, userId, caller)
      }),

    async isEnabled(db, userId) {
      return ((await totpOf(db, userId))?.confirmedAt ?? null) !== null
    },

    async spend(tx, userId, code, caller) {
      const row = await totpOf(tx, userId)
      if (row === undefined || row.confirmedAt === null) return false
      const digits = plainDigits(code)
      if (/^\d{6}$/.test(digits)) return spendDigits(tx, row, digits)
      const hash = recoveryHashOf(code)
      if (hash === undefined || !(await spendRecoveryCode(tx, userId, hash))) return false
      await audit(tx, 'recovery_code_use', userId, caller)
      await tell(tx, 'recovery_code_used', userId)
      return true
    },
  }
}

/** Apps show `123 456`. */
const plainDigits = (code: string): string => code.replaceAll(/[\s-]/g, '')
