/**
 * A million codes are few: after five wrong proofs in five minutes an account has to wait, however many clients,
 * sessions and services ask. Right ones do not clear the count, or guesses could be hidden between them.
 */
import { AppError } from '@goalixa/contracts/errors'
import type { ErrorCode } from '@goalixa/contracts/error-catalogue'
import type { Database, Db } from '@goalixa/service-kit/db'
import type { LockAccount } from '../accounts/account.ts'
import type { AppendAudit } from '../audit/audit-event.ts'
import type { Caller } from '../caller.ts'
import { afterSeconds } from '../instants.ts'
import { failuresSince, insertFailure } from './attempts.repository.ts'

const allowedFailures = 5
const windowSeconds = 300

export interface Attempts {
  /** For a proof that costs much: looks before it is worked out whether {@link run} would look at it. @throws AppError `rate.limited` */
  requireTriesLeft(userId: string): Promise<void>
  /**
   * Runs a proof under the lock of its account; undefined counts as a failure, which is kept.
   * @throws AppError `refusal` when the proof failed; `rate.limited` before it is even looked at
   */
  run<Result>(
    userId: string,
    caller: Caller,
    refusal: ErrorCode,
    proof: (tx: Db) => Promise<Result | undefined>,
  ): Promise<Result>
}

export function createAttempts(options: {
  readonly database: Database
  readonly lockAccount: LockAccount
  readonly appendAudit: AppendAudit
  readonly now: () => Date
}): Attempts {
  const { database, lockAccount, appendAudit, now } = options
  const secondsToWait = async (db: Db, userId: string): Promise<number> => {
    const failures = await failuresSince(db, userId, afterSeconds(now(), -windowSeconds))
    const first = failures.at(-allowedFailures)
    if (first === undefined) return 0
    return Math.max(1, Math.ceil(windowSeconds - (now().getTime() - first.failedAt.getTime()) / 1000))
  }
  const requireTriesLeft = async (db: Db, userId: string): Promise<void> => {
    const wait = await secondsToWait(db, userId)
    if (wait === 0) return
    throw new AppError('rate.limited', 'There were too many wrong tries for this account', {
      retryAfterSeconds: wait,
    })
  }
  return {
    requireTriesLeft: (userId) => requireTriesLeft(database, userId),

    async run(userId, caller, refusal, proof) {
      // A wrong proof throws only after the commit: its failure must be kept.
      const result = await database.transaction(async (tx) => {
        if ((await lockAccount(tx, userId, 'update')) === undefined) throw new AppError(refusal)
        await requireTriesLeft(tx, userId)
        const proved = await proof(tx)
        if (proved !== undefined) return proved
        await insertFailure(tx, userId, now(), afterSeconds(now(), -windowSeconds))
        await appendAudit(tx, {
          at: now(),
          event: 'second_factor',
          outcome: 'failure',
          userId,
          sessionId: null,
          caller,
        })
        return undefined
      })
      if (result === undefined) throw new AppError(refusal)
      return result
    },
  }
}
