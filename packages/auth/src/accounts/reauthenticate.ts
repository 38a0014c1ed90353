/** Who changes something about the account must have proved lately who they are, or prove it now. */
import { AppError } from '@goalixa/contracts/errors'
import type { Database } from '@goalixa/service-kit/db'
import type { Caller } from '../caller.ts'
import type { Attempts } from '../step-up/attempts.ts'
import type { RequireFreshSession } from '../step-up/fresh-session.ts'
import type { AccountRow } from './account.ts'
import { accountById } from './accounts.repository.ts'
import type { TotpService } from '../totp/totp.service.ts'
import type { Passwords } from './passwords.ts'

/** A signed-in person who asks for a change. */
export interface Asking {
  readonly userId: string
  readonly sessionId: string
  readonly currentPassword?: string | undefined
}

/**
 * With one-time codes the password is not enough: the session must be fresh as well, which takes a code.
 * The account as it was when it was checked. `always`: the session's age does not count, if there is a password.
 * @throws AppError `auth.wrong_password`, `rate.limited`, `auth.step_up_required`, `auth.session_ended`,
 * `auth.second_factor_required`
 */
export type Reauthenticate = (
  asking: Asking,
  caller: Caller,
  how?: { readonly always?: boolean },
) => Promise<AccountRow>

export function createReauthenticate(options: {
  readonly database: Database
  readonly passwords: Pick<Passwords, 'verify'>
  /** Wrong passwords count with the other wrong proofs of the account. */
  readonly attempts: Attempts
  readonly requireFresh: RequireFreshSession
  readonly totp: Pick<TotpService, 'isEnabled'>
}): Reauthenticate {
  const { database, passwords, attempts, requireFresh, totp } = options
  const requireFreshWithFactor = (asking: Asking) =>
    requireFresh({ ...asking, kind: 'session' }).catch((error: unknown) => {
      const isOld = error instanceof AppError && error.code === 'auth.step_up_required'
      throw isOld
        ? new AppError('auth.second_factor_required', undefined, { try: 'sign in again: goalixa auth login' })
        : error
    })
  return async (asking, caller, { always = false } = {}) => {
    const { userId, currentPassword } = asking
    const account = await accountById(database, userId)
    if (account === undefined || account.disabledAt !== null) throw new AppError('auth.session_ended')
    const hasFactor = await totp.isEnabled(database, userId)
    if (currentPassword !== undefined) {
      await attempts.requireTriesLeft(userId)
      if (hasFactor) await requireFreshWithFactor(asking)
      const verdict = await passwords.verify(currentPassword, account.passwordHash)
      return attempts.run(userId, caller, 'auth.wrong_password', async () =>
        verdict === 'wrong' ? undefined : account,
      )
    }
    if (always && account.passwordHash !== null) throw new AppError('auth.step_up_required')
    await (hasFactor ? requireFreshWithFactor(asking) : requireFresh({ ...asking, kind: 'session' }))
    return account
  }
}
