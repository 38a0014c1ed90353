/** Asks auth for a block of a quota. */
import * as z from 'zod'
import type { RateLimit } from '@goalixa/contracts/rate-limits'
import { ask } from '../proxy/ask.ts'
import type { Upstreams } from '../proxy/upstreams.ts'
import type { Lease } from './leased-quota.ts'

const Answer = z.object({ granted: z.int(), remaining: z.int(), waitSeconds: z.number() })

/** Longer than that, and the instance goes on by itself. */
const timeoutMs = 1_000

export const createLease =
  (authInternal: Upstreams['authInternal'], rate: RateLimit) =>
  async (who: string, units: number): Promise<Lease> => {
    const body = { who, limit: rate.limit, windowSeconds: rate.windowSeconds, units }
    const answer = await ask(authInternal, { path: '/internal/rate-limits/lease', body, timeoutMs })
    if (answer.status !== 200) throw new Error(`auth answered ${answer.status}`)
    return Answer.parse(answer.body)
  }
