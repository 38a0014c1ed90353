/** Metrics: one registry per service, scraped from the internal port, with bounded labels. */
import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client'
import { createHistogram } from './histogram.ts'

export interface Metrics {
  readonly registry: Registry
  /** `route`: the id of the route table, `none` for unknown paths; seconds. */
  observeRequest(labels: { method: string; route: string; status: string }, seconds: number): void
  /** A series of durations of the service's own; answers how to observe one, in seconds. */
  durations<Label extends string>(
    series: Series<Label> & { readonly buckets?: readonly number[] },
  ): (labels: Readonly<Record<Label, string>>, seconds: number) => void
  /** A count of the service's own; answers how to add one. */
  counter<Label extends string>(series: Series<Label>): (labels: Readonly<Record<Label, string>>) => void
  /** Counts that are kept elsewhere and read when they are scraped: they only ever grow. */
  counts<Label extends string>(
    series: Series<Label>,
    read: () => readonly { readonly labels: Readonly<Record<Label, string>>; readonly value: number }[],
  ): void
  /** A figure that is read when it is scraped. */
  gauge(series: Series<never>, read: () => number): void
  /** Figures of one series that are read when they are scraped; what `read` leaves out is not shown. */
  gauges<Label extends string>(
    series: Series<Label>,
    read: () => readonly { readonly labels: Readonly<Record<Label, string>>; readonly value: number }[],
  ): void
}

/** Name with unit, help, and labels whose values are bounded: never a path, a person or an address. */
interface Series<Label extends string> {
  readonly name: `goalixa_${string}`
  readonly help: string
  readonly labels: readonly Label[]
}

const durationBuckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** A registry with the process figures and `goalixa_http_request_duration_seconds`. */
export function createMetrics(service: string): Metrics {
  const registry = new Registry()
  registry.setDefaultLabels({ service })
  collectDefaultMetrics({ register: registry })
  const own = { registers: [registry] }
  const durations: Metrics['durations'] = ({ name, help, labels, buckets = durationBuckets }) => {
    const { metric, observe } = createHistogram({ name, help, labels, buckets })
    // The registry asks for no more than this; its types want a class of the library.
    registry.registerMetric(metric as unknown as Gauge)
    return observe
  }
  return {
    registry,
    durations,
    observeRequest: durations({
      name: 'goalixa_http_request_duration_seconds',
      help: 'Time from the first byte of a request to the end of its answer',
      labels: ['method', 'route', 'status'],
    }),
    counter({ name, help, labels }) {
      const counter = new Counter({ name, help, labelNames: labels, ...own })
      return (values) => counter.inc(values)
    },
    counts({ name, help, labels }, read) {
      const counter: Counter = new Counter({
        name,
        help,
        labelNames: labels,
        collect() {
          counter.reset()
          for (const one of read()) counter.inc(one.labels, one.value)
        },
        ...own,
      })
    },
    gauges({ name, help, labels }, read) {
      const gauge: Gauge = new Gauge({
        name,
        help,
        labelNames: labels,
        collect() {
          gauge.reset()
          for (const one of read()) gauge.set(one.labels, one.value)
        },
        ...own,
      })
    },
    gauge({ name, help }, read) {
      const gauge: Gauge = new Gauge({ name, help, collect: () => gauge.set(read()), ...own })
    },
  }
}
