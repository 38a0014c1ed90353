/** What the gateway needs to serve: both services, the public keys, and a fresh list of revoked sessions. */
import type { Pool } from 'undici'
import type { ReadinessChecks } from '@goalixa/service-kit/health'
import type { JwksKeyFinder } from '@goalixa/service-kit/jwks'
import type { Denylist } from './identity/denylist.ts'
import { ask } from './proxy/ask.ts'
import type { Guard, Upstreams } from './proxy/upstreams.ts'

const rememberMs = 1_000
const timeoutMs = 1_000

interface ReadinessOptions {
  readonly upstreams: Upstreams
  readonly findKey: JwksKeyFinder
  readonly denylist: Denylist
  readonly now: () => number
}

export function gatewayChecks({ upstreams, findKey, denylist, now }: ReadinessOptions): ReadinessChecks {
  return {
    auth: remembered(() => requireReady(upstreams.readiness.auth, upstreams.guards.auth), now),
    app: remembered(() => requireReady(upstreams.readiness.app, upstreams.guards.app), now),
    keys: findKey.check,
    revocations: async () => denylist.requireFresh(),
  }
}

async function requireReady(pool: Pool, { circuit }: Guard): Promise<void> {
  const { status } = await ask(pool, { path: '/readyz', timeoutMs })
  if (status !== 200) throw new Error(`readiness answered ${status}`)
  circuit.heal()
}

/** Many may ask us; the services are asked once in a second. */
function remembered(check: () => Promise<void>, now: () => number): () => Promise<void> {
  let result: Promise<void> | undefined
  let askedAt = -Infinity
  return () => {
    if (result === undefined || now() - askedAt > rememberMs) {
      askedAt = now()
      result = check()
    }
    return result
  }
}
