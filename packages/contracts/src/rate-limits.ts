/** How often something may be done: as settings say it, and as headers of an answer tell it. */
import * as z from 'zod'

/** So many units in so many seconds; all of them at once when nothing was used before. */
export interface RateLimit {
  readonly limit: number
  readonly windowSeconds: number
}

/** A limit as an answer tells it: what is left, and in how many seconds there is more. */
export interface Quota extends RateLimit {
  /** Names the policy; lower case, no quotes. */
  readonly name: string
  readonly remaining: number
  readonly resetSeconds: number
}

/** Reads a setting such as `10/900`: ten in 900 seconds. */
export const rateSetting = (byDefault: `${number}/${number}`) =>
  z
    .string()
    .regex(/^[1-9]\d{0,8}\/[1-9]\d{0,5}$/, 'write a count and seconds, such as 10/900')
    .default(byDefault)
    .transform((text): RateLimit => {
      const [limit, windowSeconds] = text.split('/').map(Number)
      return { limit: limit!, windowSeconds: windowSeconds! }
    })

/** `RateLimit-Policy` of a limit: quota and window. */
export const policyHeader = ({ name, limit, windowSeconds }: Omit<Quota, 'remaining' | 'resetSeconds'>) =>
  `"${name}";q=${limit};w=${windowSeconds}`

/** `RateLimit` of a quota: what remains, and the seconds until there is more. */
export const rateLimitHeader = ({
  name,
  remaining,
  resetSeconds,
}: Pick<Quota, 'name' | 'remaining' | 'resetSeconds'>) => `"${name}";r=${remaining};t=${resetSeconds}`

/** Both headers of a quota. */
export const rateLimitHeaders = (quota: Quota): Record<string, string> => ({
  'RateLimit-Policy': policyHeader(quota),
  RateLimit: rateLimitHeader(quota),
})
