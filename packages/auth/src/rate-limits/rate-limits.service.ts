/**
 * Limits that hold across instances and restarts: the count is a row in the database, taken by its clock. Without the
 * database nothing is let through, since `take` then throws `service.unavailable`.
 */
import { hash } from 'node:crypto'
import { AppError } from '@goalixa/contracts/errors'
import type { RateLimit } from '@goalixa/contracts/rate-limits'
import type { Database } from '@goalixa/service-kit/db'
import { forgetFreeRows, giveBackUnits, takeUnits } from './rate-limits.repository.ts'
import type { TakeRow } from './rate-limits.repository.ts'

/** `name` is shown to callers and in metrics; with `who` it makes the key. */
export interface LimitKey {
  readonly name: string
  /** Whom it counts: an address, an e-mail, an id. Only a digest of it is stored. */
  readonly who: string
}

export interface TakeOptions {
  /** Units that this costs; 1 unless said. */
  readonly cost?: number
  /** Take as many units as there are, instead of all or none. */
  readonly partly?: boolean
  /** Longest of the delays that double after the last unit was used; none unless said. */
  readonly longestLockSeconds?: number
}

type Taken = TakeRow

export interface RateLimits {
  /** Takes from a limit; `granted` of the answer is 0 when it is used up. Works the same on every instance. */
  take(key: LimitKey, rate: RateLimit, options?: TakeOptions): Promise<Taken>
  /** @throws AppError `rate.limited` with its quota, when there is nothing to take */
  require(key: LimitKey, rate: RateLimit, options?: TakeOptions): Promise<void>
  /** What was taken in advance and turned out not to count. */
  giveBack(key: LimitKey, rate: RateLimit): Promise<void>
}

/** Each take may add one row; so often, more of those that are free again are removed than were added. */
const takesPerSweep = 100
const rowsPerSweep = 1_000

export function createRateLimits(options: {
  readonly database: Database
  /** Told of every refusal. */
  readonly onLimited: (name: string) => void
}): RateLimits {
  const { database, onLimited } = options
  let takes = 0
  const take: RateLimits['take'] = async (
    key,
    rate,
    { cost = 1, partly = false, longestLockSeconds = 0 } = {},
  ) => {
    takes += 1
    if (takes % takesPerSweep === 0) await forgetFreeRows(database, rowsPerSweep)
    const taken = await takeUnits(database, { key: digestOf(key), ...rate, cost, partly, longestLockSeconds })
    return taken!
  }
  return {
    take,
    async require(key, rate, how) {
      const { granted, remaining, waitSeconds } = await take(key, rate, how)
      if (granted > 0) return
      onLimited(key.name)
      const resetSeconds = Math.max(1, Math.ceil(waitSeconds))
      throw new AppError('rate.limited', undefined, {
        retryAfterSeconds: resetSeconds,
        quota: { name: key.name, ...rate, remaining, resetSeconds },
      })
    },
    giveBack: (key, rate) => giveBackUnits(database, { key: digestOf(key), ...rate, cost: 1 }),
  }
}

const digestOf = ({ name, who }: LimitKey): Buffer => hash('sha256', `${name}\0${who}`, 'buffer')
