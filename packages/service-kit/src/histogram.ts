/** A histogram that costs a request next to nothing: it counts on arrival, and is put into words when it is scraped. */

interface HistogramOptions {
  readonly name: string
  readonly help: string
  readonly labels: readonly string[]
  /** Upper bounds, rising. */
  readonly buckets: readonly number[]
}

/** What was seen with one set of labels. `counts`: per bucket, the last for what is above all bounds. */
interface Seen {
  readonly labels: Readonly<Record<string, string>>
  readonly counts: number[]
  sum: number
}

/** `observe` leaves out labels that it was not made with; `metric` is what a registry asks when it is scraped. */
export function createHistogram({ name, help, labels, buckets }: HistogramOptions) {
  const all = new Map<string, Seen>()
  const seenWith = (values: Readonly<Record<string, string>>): Seen => {
    let key = ''
    for (const label of labels) key += `${values[label]}\n`
    let seen = all.get(key)
    if (seen === undefined) {
      const own = Object.fromEntries(labels.map((label) => [label, values[label] ?? '']))
      all.set(key, (seen = { labels: own, counts: Array.from(buckets, () => 0).concat(0), sum: 0 }))
    }
    return seen
  }
  const told = ({ labels: own, counts, sum }: Seen) => {
    let below = 0
    const cumulative = counts.map((count, index) => ({
      metricName: `${name}_bucket`,
      labels: { le: buckets[index] ?? '+Inf' },
      sharedLabels: own,
      value: (below += count),
    }))
    return [
      ...cumulative,
      { metricName: `${name}_sum`, sharedLabels: own, value: sum },
      { metricName: `${name}_count`, sharedLabels: own, value: below },
    ]
  }
  const metric = {
    name,
    help,
    get: async () => ({
      name,
      help,
      type: 'histogram',
      aggregator: 'sum',
      values: [...all.values()].flatMap(told),
    }),
    reset: () => all.clear(),
  }
  const observe = (values: Readonly<Record<string, string>>, value: number): void => {
    const seen = seenWith(values)
    let index = 0
    while (index < buckets.length && value > buckets[index]!) index += 1
    seen.counts[index]! += 1
    seen.sum += value
  }
  return { metric, observe }
}
