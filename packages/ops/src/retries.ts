/** Trying again: briefly, further and further apart, and only what cannot do harm twice. */
import { ApiRefusal } from './api-refusal.ts'
import type { Clock } from './clock.ts'

interface RetryOptions {
  readonly clock: Clock
  /** Whether the same request twice is the same as once. */
  readonly isSafe: boolean
}

/** Pauses between the tries, in milliseconds, before jitter. About 15 s altogether. */
const pauses = [200, 500, 1000, 2000, 4000, 8000]

export async function withRetries<T>(run: () => Promise<T>, { clock, isSafe }: RetryOptions): Promise<T> {
  for (const pause of pauses) {
    try {
      return await run()
    } catch (error) {
      if (!isWorthAnotherTry(error, isSafe)) throw error
      await clock.sleep(error.retryAfterMs ?? pause * (0.5 + Math.random() / 2))
    }
  }
  return run()
}

function isWorthAnotherTry(error: unknown, isSafe: boolean): error is ApiRefusal {
  if (!(error instanceof ApiRefusal)) return false
  // 429 says that nothing was done; a blocked eviction says so as well, but waiting is its caller's decision.
  if (error.status === 429) return error.causes.length === 0
  // A typo under server-side apply is answered 500 as well, without a reason: another try would hear the same.
  return isSafe && (error.status === 0 || [502, 503, 504].includes(error.status))
}
