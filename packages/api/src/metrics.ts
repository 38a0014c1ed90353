/** What the gateway alone can measure. */
import type { Metrics } from '@goalixa/service-kit/metrics'

export interface GatewayMetrics {
  observeUpstream(labels: { upstream: string; route: string; outcome: string }, seconds: number): void
}

export function createGatewayMetrics(metrics: Metrics, denylistAgeMs: () => number): GatewayMetrics {
  metrics.gauge(
    {
      name: 'goalixa_denylist_age_seconds',
      help: 'Time since the list of revoked sessions was known to be whole',
      labels: [],
    },
    () => denylistAgeMs() / 1000,
  )
  return {
    observeUpstream: metrics.durations({
      name: 'goalixa_gateway_upstream_duration_seconds',
      help: 'Time from passing a request on to the end of its answer',
      labels: ['upstream', 'route', 'outcome'],
    }),
  }
}
