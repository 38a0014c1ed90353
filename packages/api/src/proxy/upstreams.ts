/** The services behind the gateway: one bounded pool of connections each. */
import { Pool } from 'undici'
import type { ApiSettings } from '../config.ts'
import type { Circuit } from './circuit.ts'
import { createCircuit } from './circuit.ts'
import type { Presence } from './presence.ts'
import { createPresence } from './presence.ts'
import type { RetryBudget } from './retry-budget.ts'
import { createRetryBudget } from './retry-budget.ts'
import type { Concurrency } from './shedding.ts'
import { createConcurrency } from './shedding.ts'

/** What keeps trouble of one service from becoming trouble of everybody. */
export interface Guard {
  readonly circuit: Circuit
  readonly concurrency: Concurrency
  readonly retries: RetryBudget
}

export interface Upstreams {
  readonly auth: Pool
  readonly app: Pool
  /** For answers that go on and on: they must not take the connections that requests wait for. */
  readonly appStreams: Pool
  /** The port of auth that only services of this installation reach. */
  readonly authInternal: Pool
  /** For asking whether they are ready: each time on a new connection, or an old one would speak for a process that leaves. */
  readonly readiness: Readonly<Record<'auth' | 'app', Pool>>
  readonly guards: Readonly<Record<'auth' | 'app', Guard>>
  /** All services that are known to be gone; those that are not named are there. */
  setGone(services: readonly string[]): void
}

export function openUpstreams(
  settings: Pick<ApiSettings, 'AUTH_URL' | 'APP_URL' | 'AUTH_INTERNAL_URL'>,
): Upstreams {
  const presence = { auth: createPresence(), app: createPresence() }
  const guards = { auth: newGuard(), app: newGuard() }
  const toAuth = (url: string, bounds?: Bounds) => open(url, presence.auth, bounds)
  const toApp = (bounds?: Bounds) => open(settings.APP_URL, presence.app, bounds)
  const eachTime: Bounds = { connections: 1, pipelining: 0 }
  return {
    auth: toAuth(settings.AUTH_URL),
    app: toApp(),
    appStreams: toApp({ connections: mostStreams }),
    authInternal: toAuth(settings.AUTH_INTERNAL_URL),
    readiness: { auth: toAuth(settings.AUTH_URL, eachTime), app: toApp(eachTime) },
    guards,
    setGone(services) {
      for (const name of ['auth', 'app'] as const) {
        const isGone = services.includes(name)
        presence[name].setGone(isGone)
        if (!isGone) guards[name].circuit.heal()
      }
    },
  }
}

const monotonic = () => performance.now()
const newGuard = (): Guard => ({
  circuit: createCircuit(monotonic),
  concurrency: createConcurrency(monotonic),
  retries: createRetryBudget(),
})

/** More than are ever given to a service at once: whether it is ready can be asked on top of that. */
const mostConnections = 1_024
const mostStreams = 10_000

/**
 * Well below the time that a service which leaves keeps idle connections: then it is never the service that closes one,
 * at the moment when a request sets out on it.
 */
const idleMs = 3_000

interface Bounds {
  readonly connections?: number
  /** A slow answer must not hold up another one behind it; 0 keeps no connection. */
  readonly pipelining?: 0 | 1
}

const open = (
  url: string,
  { connect }: Presence,
  { connections = mostConnections, pipelining = 1 }: Bounds = {},
): Pool =>
  new Pool(new URL(url).origin, {
    connections,
    pipelining,
    keepAliveTimeout: idleMs,
    keepAliveMaxTimeout: idleMs,
    connect,
  })

/** Waits for what is under way. */
export async function closeUpstreams(upstreams: Upstreams): Promise<void> {
  const { auth, app, appStreams, authInternal, readiness } = upstreams
  const pools = [auth, app, appStreams, authInternal, readiness.auth, readiness.app]
  await Promise.all(pools.map((pool) => pool.close()))
}
