/** Step-up: a session proves again who it is, and is fresh for ten minutes. */
import { AppError } from '@goalixa/contracts/errors'
import type { FreshSession, Proof } from '@goalixa/contracts/step-up'
import type { Database, Db } from '@goalixa/service-kit/db'
import type { LockAccount } from '../accounts/account.ts'
import type { Passwords } from '../accounts/passwords.ts'
import type { AppendAudit } from '../audit/audit-event.ts'
import type { Caller } from '../caller.ts'
import { afterSeconds, toInstant } from '../instants.ts'
import type { PasskeysService } from '../passkeys/passkeys.service.ts'
import type { TotpService } from '../totp/totp.service.ts'
import type { Attempts } from './attempts.ts'
import { freshSeconds } from './fresh-session.ts'
import { markAuthenticated } from './step-up.repository.ts'

export interface StepUpService {
  /**
   * An account with one-time codes needs one of them, or a passkey: its password alone could have been stolen.
   * @throws AppError `auth.invalid_credentials`, `auth.invalid_code`, `auth.invalid_passkey`,
   * `auth.second_factor_required`, `rate.limited`
   */
  prove(
    session: { readonly userId: string; readonly sessionId: string },
    proof: Proof,
    caller: Caller,
  ): Promise<FreshSession>
}

interface StepUpOptions {
  readonly database: Database
  readonly lockAccount: LockAccount
  readonly attempts: Attempts
  readonly passwords: Passwords
  readonly totp: Pick<TotpService, 'isEnabled' | 'spend'>
  readonly passkeys: Pick<PasskeysService, 'spend'>
  readonly appendAudit: AppendAudit
  readonly now: () => Date
}

export function createStepUpService(options: StepUpOptions): StepUpService {
  const { database, lockAccount, attempts, passwords, totp, passkeys, appendAudit, now } = options

  return {
    async prove({ userId, sessionId }, proof, caller) {
      const renew = async (tx: Db, method: string): Promise<FreshSession> => {
        const at = now()
        if (!(await markAuthenticated(tx, userId, sessionId, method, at)))
          throw new AppError('auth.session_ended')
        await appendAudit(tx, { at, event: 'step_up', outcome: 'success', userId, sessionId, caller })
        return { authenticatedAt: toInstant(at), freshUntil: toInstant(afterSeconds(at, freshSeconds)) }
      }
      if ('password' in proof) {
        await attempts.requireTriesLeft(userId)
        // Before the lock, which nobody should wait for while a hash is made; what it says counts only below.
        const account = await lockAccount(database, userId, 'share')
        const verdict = await passwords.verify(proof.password, account?.passwordHash ?? null)
        return attempts.run(userId, caller, 'auth.invalid_credentials', async (tx) => {
          if (await totp.isEnabled(tx, userId)) throw new AppError('auth.second_factor_required')
          const current = await lockAccount(tx, userId, 'update')
          const isRight = verdict !== 'wrong' && current?.passwordVersion === account?.passwordVersion
          return isRight ? renew(tx, 'pwd') : undefined
        })
      }
      if ('code' in proof) {
        if (!(await totp.isEnabled(database, userId))) throw new AppError('totp.not_enabled')
        return attempts.run(userId, caller, 'auth.invalid_code', async (tx) =>
          (await totp.spend(tx, userId, proof.code, caller)) ? renew(tx, 'otp') : undefined,
        )
      }
      return attempts.run(userId, caller, 'auth.invalid_passkey', async (tx) => {
        const use = { purpose: 'step_up', userId, sessionId } as const
        return (await passkeys.spend(tx, proof.credential, use)) ? renew(tx, 'hwk') : undefined
      })
    },
  }
}
