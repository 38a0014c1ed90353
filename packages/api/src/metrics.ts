/** What the gateway alone can measure. Labels come from the route table and from lists in the code. */
import type { Metrics } from '@goalixa/service-kit/metrics'
import type { Outcome } from './proxy/forward.ts'
import type { Priority } from './proxy/shedding.ts'
import type { Upstreams } from './proxy/upstreams.ts'

interface Call {
  readonly upstream: 'auth' | 'app'
  readonly route: string
}

export interface GatewayMetrics {
  /** One request to a service ended; `seconds` since it was passed on. */
  observeUpstream(call: Call, outcome: Outcome, priority: Priority, seconds: number): void
  countRetry(call: Call): void
  countCoalesced(route: string): void
  countPart(labels: { route: string; part: string; status: string }): void
}

/** Outcomes that are the fault of a service, and the word for them. */
const faults: Partial<Record<Outcome, string>> = {
  server_error: 'status_5xx',
  unavailable: 'unavailable',
  timeout: 'timeout',
  broken: 'broken',
  open: 'open',
}
const states = { closed: 0, 'half-open': 1, open: 2 } as const

export function createGatewayMetrics(metrics: Metrics, denylistAgeMs: () => number): GatewayMetrics {
  metrics.gauge(
    {
      name: 'goalixa_denylist_age_seconds',
      help: 'Time since the list of revoked sessions was known to be whole',
      labels: [],
    },
    () => denylistAgeMs() / 1000,
  )
  const duration = metrics.durations({
    name: 'goalixa_gateway_upstream_duration_seconds',
    help: 'Time from passing a request on to the end of its answer',
    labels: ['upstream', 'route', 'outcome'],
  })
  const errors = metrics.counter({
    name: 'goalixa_gateway_upstream_errors_total',
    help: 'Requests that a service failed',
    labels: ['upstream', 'reason'],
  })
  const shed = metrics.counter({
    name: 'goalixa_gateway_shed_total',
    help: 'Requests that were refused because a service had too much to do',
    labels: ['priority'],
  })
  const retries = metrics.counter({
    name: 'goalixa_gateway_retries_total',
    help: 'Requests that were sent a second time',
    labels: ['upstream'],
  })
  const coalesced = metrics.counter({
    name: 'goalixa_gateway_coalesced_total',
    help: 'Requests that were answered together with another of the same person',
    labels: ['route'],
  })
  const parts = metrics.counter({
    name: 'goalixa_gateway_aggregate_parts_total',
    help: 'Parts of aggregates, by the status of each',
    labels: ['route', 'part', 'status'],
  })
  return {
    observeUpstream({ upstream, route }, outcome, priority, seconds) {
      duration({ upstream, route, outcome }, seconds)
      const reason = faults[outcome]
      if (reason !== undefined) errors({ upstream, reason })
      if (outcome === 'shed') shed({ priority })
    },
    countRetry: ({ upstream }) => retries({ upstream }),
    countCoalesced: (route) => coalesced({ route }),
    countPart: parts,
  }
}

/** Figures of the guards, read when they are scraped. */
export function showGuards(metrics: Metrics, { guards }: Pick<Upstreams, 'guards'>): void {
  const each = (read: (guard: Upstreams['guards']['app']) => number) => () =>
    Object.entries(guards).map(([upstream, guard]) => ({ labels: { upstream }, value: read(guard) }))
  metrics.gauges(
    {
      name: 'goalixa_gateway_circuit_state',
      help: 'Of the circuit to a service: 0 closed, 1 half-open, 2 open',
      labels: ['upstream'],
    },
    each(({ circuit }) => states[circuit.state()]),
  )
  metrics.gauges(
    {
      name: 'goalixa_gateway_ejections_total',
      help: 'How often the circuit to a service opened',
      labels: ['upstream'],
    },
    each(({ circuit }) => circuit.ejections()),
  )
  metrics.gauges(
    {
      name: 'goalixa_gateway_concurrency_limit',
      help: 'How many requests a service is given at once',
      labels: ['upstream'],
    },
    each(({ concurrency }) => concurrency.limit()),
  )
}
