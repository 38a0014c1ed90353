/** The limit of the edge: by user, or by address where nobody is signed in. Decided before a service is asked. */
import { AppError } from '@goalixa/contracts/errors'
import { policyHeader, rateLimitHeader } from '@goalixa/contracts/rate-limits'
import type { RateLimit } from '@goalixa/contracts/rate-limits'
import type { RateClass } from '@goalixa/contracts/route'
import { addressBlock } from '@goalixa/service-kit/client-address'
import type { Decision } from './leased-quota.ts'

/**
 * Each adds the headers of the limit to those given, names and values in turn. It decides at once, or says what to wait
 * for. @throws AppError `rate.limited`
 */
export interface Limiter {
  requireUser(userId: string, headers: string[], rateClass?: RateClass): Promise<void> | undefined
  requireAddress(address: string, headers?: string[]): Promise<void> | undefined
}

interface Quota {
  readonly rate: RateLimit
  readonly decide: (who: string) => Decision | Promise<Decision>
}

export function createLimiter(options: {
  readonly quotas: Readonly<Record<RateClass, Quota>>
  /** Told of every refusal. */
  readonly onLimited: (name: RateClass) => void
}): Limiter {
  const limited = (name: RateClass) => createLimited(name, options.quotas[name], options.onLimited)
  const byClass: Record<RateClass, ReturnType<typeof createLimited>> = {
    default: limited('default'),
    heavy: limited('heavy'),
  }
  return {
    requireUser: (userId, headers, rateClass = 'default') => byClass[rateClass](`user ${userId}`, headers),
    requireAddress: (address, headers) => byClass.default(`address ${addressBlock(address)}`, headers),
  }
}

function createLimited(name: RateClass, { rate, decide }: Quota, onLimited: (name: RateClass) => void) {
  const policy = policyHeader({ name, ...rate })
  /** At auth, all quotas are in one table. */
  const prefix = name === 'default' ? '' : `${name} `
  const apply = ({ isAllowed, remaining, resetSeconds }: Decision, headers: string[] | undefined): void => {
    if (isAllowed) {
      headers?.push(
        'RateLimit-Policy',
        policy,
        'RateLimit',
        rateLimitHeader({ name, remaining, resetSeconds }),
      )
      return
    }
    onLimited(name)
    throw new AppError('rate.limited', undefined, {
      retryAfterSeconds: resetSeconds,
      quota: { name, ...rate, remaining, resetSeconds },
    })
  }
  return (who: string, headers: string[] | undefined): Promise<void> | undefined => {
    const decided = decide(prefix + who)
    if (decided instanceof Promise) return decided.then((decision) => apply(decision, headers))
    apply(decided, headers)
    return undefined
  }
}
