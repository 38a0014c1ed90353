/** The services behind the gateway: one bounded pool of connections each. */
import { Pool } from 'undici'
import type { ApiSettings } from '../config.ts'
import type { Circuit } from './circuit.ts'
import { createCircuit } from './circuit.ts'
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
  readonly guards: Readonly<Record<'auth' | 'app', Guard>>
}

export function openUpstreams(
  settings: Pick<ApiSettings, 'AUTH_URL' | 'APP_URL' | 'AUTH_INTERNAL_URL'>,
): Upstreams {
  return {
    auth: open(settings.AUTH_URL),
    app: open(settings.APP_URL),
    appStreams: open(settings.APP_URL, mostStreams),
    authInternal: open(settings.AUTH_INTERNAL_URL),
    guards: { auth: newGuard(), app: newGuard() },
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

const open = (url: string, connections = mostConnections): Pool =>
  new Pool(new URL(url).origin, {
    connections,
    // A slow answer must not hold up another one behind it.
    pipelining: 1,
    allowH2: false,
    connect: { timeout: 1_000 },
  })

/** Waits for what is under way. */
export async function closeUpstreams(upstreams: Upstreams): Promise<void> {
  const { auth, app, appStreams, authInternal } = upstreams
  await Promise.all([auth, app, appStreams, authInternal].map((pool) => pool.close()))
}
