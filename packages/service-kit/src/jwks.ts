/** The public keys of the auth service, fetched when a token names one that is not known yet. */
import type { KeyObject } from 'node:crypto'
import * as z from 'zod'
import { AppError } from '@goalixa/contracts/errors'
import type { KeyFinder } from './tokens.ts'
import { publicKeyOf } from './tokens.ts'

const Jwks = z.object({ keys: z.array(z.looseObject({ kid: z.string(), kty: z.literal('EC') })).max(50) })

/** An unknown key id asks for the keys again, but only once in this time: garbage must not become load on auth. */
const refetchAfterMs = 10_000
/** Keys are read anew after this time, so that a removed key ends. */
const freshForMs = 300_000
/** After a failure it is tried again this soon. */
const retryAfterMs = 1_000

/** With `check` for readiness: it throws until keys were read once. */
export type JwksKeyFinder = KeyFinder & { readonly check: () => Promise<void> }

/**
 * Finds keys at `url`. Requests that miss at the same moment share one fetch.
 * @throws AppError `service.unavailable` when the keys cannot be read and none is known
 */
export function createJwksKeyFinder(options: {
  readonly url: string
  readonly now: () => number
  readonly fetch?: typeof fetch
}): JwksKeyFinder {
  const get = options.fetch ?? fetch
  let keys = new Map<string, KeyObject>()
  let fetchedAt = -Infinity
  let failedAt = -Infinity
  let pending: Promise<void> | undefined

  const load = async () => {
    const response = await get(options.url, { signal: AbortSignal.timeout(3_000), redirect: 'error' })
    if (!response.ok) throw new Error(`keys answered ${response.status}`)
    const { keys: found } = Jwks.parse(await response.json())
    keys = new Map(found.map((jwk) => [jwk.kid, publicKeyOf(jwk)]))
    fetchedAt = options.now()
  }
  const refresh = () =>
    (pending ??= load()
      .catch((cause: unknown) => {
        failedAt = options.now()
        throw cause
      })
      .finally(() => {
        pending = undefined
      }))

  const find: KeyFinder = async (kid) => {
    const age = options.now() - fetchedAt
    const isDue = age > freshForMs || (!keys.has(kid) && age > refetchAfterMs)
    if (!isDue) return keys.get(kid)
    const known = keys.get(kid)
    const hasJustFailed = failedAt > fetchedAt && options.now() - failedAt <= retryAfterMs
    if (hasJustFailed) return known ?? unavailable()
    const refreshed = refresh()
    if (known === undefined || failedAt < fetchedAt)
      await refreshed.catch(known ? () => undefined : unavailable)
    // While the service is away nobody who holds a known key waits for it.
    else refreshed.catch(() => undefined)
    return keys.get(kid)
  }
  return Object.assign(find, {
    // Keys that are known serve, also while those who publish them are away.
    async check() {
      if (keys.size > 0) return
      if (options.now() - failedAt <= retryAfterMs) unavailable()
      await refresh().catch(unavailable)
    },
  })
}

function unavailable(cause?: unknown): never {
  throw new AppError('service.unavailable', 'the sign-in service cannot answer now', { cause })
}
