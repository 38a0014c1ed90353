/** The limit of the edge: by user, or by address where nobody is signed in. Decided before a service is asked. */
import type { Response } from 'express'
import { AppError } from '@goalixa/contracts/errors'
import { policyHeader, rateLimitHeader } from '@goalixa/contracts/rate-limits'
import type { RateLimit } from '@goalixa/contracts/rate-limits'
import { addressBlock } from '@goalixa/service-kit/client-address'
import type { Decision } from './leased-quota.ts'

/** Each writes the headers of the limit to the answer, if there is one yet. @throws AppError `rate.limited` */
export interface Limiter {
  requireUser(userId: string, response: Response): Promise<void>
  requireAddress(address: string, response?: Response): Promise<void>
}

const name = 'default'

export function createLimiter(options: {
  readonly rate: RateLimit
  readonly decide: (who: string) => Decision | Promise<Decision>
  /** Told of every refusal. */
  readonly onLimited: (name: string) => void
}): Limiter {
  const { rate, decide, onLimited } = options
  const policy = policyHeader({ name, ...rate })
  const require = async (who: string, response: Response | undefined): Promise<void> => {
    const decided = decide(who)
    const { isAllowed, remaining, resetSeconds } = decided instanceof Promise ? await decided : decided
    if (isAllowed) {
      response?.setHeader('RateLimit-Policy', policy)
      response?.setHeader('RateLimit', rateLimitHeader({ name, remaining, resetSeconds }))
      return
    }
    onLimited(name)
    throw new AppError('rate.limited', undefined, {
      retryAfterSeconds: resetSeconds,
      quota: { name, ...rate, remaining, resetSeconds },
    })
  }
  return {
    requireUser: (userId, response) => require(`user ${userId}`, response),
    requireAddress: (address, response) => require(`address ${addressBlock(address)}`, response),
  }
}
