/** What the gateway alone can measure. Labels come from the route table and from lists in the code. */
import type { ErrorCode } from '@goalixa/contracts/error-catalogue'
import type { HttpService } from '@goalixa/service-kit/http-service'
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
  countReload(outcome: 'reloaded' | 'refused'): void
  countPart(labels: { route: string; part: string; status: string }): void
  /** What the gateway itself needed before it passed a request on. */
  observeOverhead(route: string, seconds: number): void
  /** A request that was refused at the edge; codes come from the catalogue. */
  countRejected(code: ErrorCode): void
}

/** The gateway's own share is far below a millisecond, where the usual steps begin. */
const overheadBuckets = [0.0001, 0.0002, 0.0003, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.1, 0.5, 1]

/** Outcomes that are the fault of a service, and the word for them. */
const faults: Partial<Record<Outcome, string>> = {
  server_error: 'status_5xx',
  unavailable: 'unavailable',
  timeout: 'timeout',
  broken: 'broken',
  open: 'open',
}
export const isFault = (outcome: Outcome): boolean => outcome in faults
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
  const overhead = metrics.durations({
    name: 'goalixa_gateway_overhead_seconds',
    help: 'Time that the gateway itself needed before it passed a request on',
    labels: ['route'],
    buckets: overheadBuckets,
  })
  const reloads = metrics.counter({
    name: 'goalixa_gateway_config_reloads_total',
    help: 'How often the overrides of routes were read again, by whether they were usable',
    labels: ['outcome'],
  })
  const rejected = metrics.counter({
    name: 'goalixa_gateway_rejected_total',
    help: 'Requests that were refused at the edge, by the code of the answer',
    labels: ['reason'],
  })
  return {
    observeOverhead: (route, seconds) => overhead({ route }, seconds),
    countRejected: (reason) => rejected({ reason }),
    observeUpstream({ upstream, route }, outcome, priority, seconds) {
      duration({ upstream, route, outcome }, seconds)
      const reason = faults[outcome]
      if (reason !== undefined) errors({ upstream, reason })
      if (outcome === 'shed') shed({ priority })
    },
    countRetry: ({ upstream }) => retries({ upstream }),
    countCoalesced: (route) => coalesced({ route }),
    countPart: parts,
    countReload: (outcome) => reloads({ outcome }),
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
  metrics.counts(
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

/** What is open: connections of clients, streams among them, and connections to the services. */
export function showConnections(
  metrics: Metrics,
  { open }: Pick<HttpService, 'open'>,
  { auth, app, appStreams, authInternal }: Upstreams,
): void {
  const pools = [auth, app, appStreams, authInternal]
  metrics.gauges(
    {
      name: 'goalixa_gateway_open_connections',
      help: 'Connections that are open: of clients, streams among those, and to the services',
      labels: ['kind'],
    },
    () => [
      { labels: { kind: 'client' }, value: open.connections() },
      { labels: { kind: 'stream' }, value: open.streams() },
      {
        labels: { kind: 'upstream' },
        value: pools.reduce((sum, { stats }) => sum + stats.connected, 0),
      },
    ],
  )
}
