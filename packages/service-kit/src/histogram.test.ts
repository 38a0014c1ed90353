import { Histogram, Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { createHistogram } from './histogram.ts'

test('says the same as the histogram of the library, line by line', async () => {
  const [own, theirs] = [new Registry(), new Registry()]
  for (const registry of [own, theirs]) registry.setDefaultLabels({ service: 'a' })
  const what = { name: 'goalixa_wait_seconds', help: 'Time "waited"\nin all', labels: ['route', 'status'] }
  const buckets = [0.1, 0.5, 1]
  const { metric, observe } = createHistogram({ ...what, buckets })
  own.registerMetric(metric as unknown as Histogram)
  const library = new Histogram({ ...what, labelNames: what.labels, buckets, registers: [theirs] })
  for (const [route, seconds] of [
    ['a', 0.1],
    ['a', 0.3],
    ['b', 7],
    ['a', 0.1001],
    ['b', 0],
  ] as const) {
    observe({ route, status: '200' }, seconds)
    library.observe({ route, status: '200' }, seconds)
  }
  expect((await own.metrics()).split('\n')).toEqual((await theirs.metrics()).split('\n'))
})
