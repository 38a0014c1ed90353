/** Metrics: one registry per service, scraped from the internal port, with bounded labels. */
import { Histogram, Registry, collectDefaultMetrics } from 'prom-client'

export interface Metrics {
  readonly registry: Registry
  /** `route`: the id of the route table, `none` for unknown paths; seconds. */
  observeRequest(labels: { method: string; route: string; status: string }, seconds: number): void
}

/** A registry with the process figures and `goalixa_http_request_duration_seconds`. */
export function createMetrics(service: string): Metrics {
  const registry = new Registry()
  registry.setDefaultLabels({ service })
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'goalixa_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the end of its answer',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  return { registry, observeRequest: (labels, seconds) => requests.observe(labels, seconds) }
}
