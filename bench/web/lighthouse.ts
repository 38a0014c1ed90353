/** Lighthouse as a phone, simulated: the landing page in all its categories, the app with everything in it. */
import lighthouse from 'lighthouse'
import type { Flags, Result } from 'lighthouse'
import type { BenchResult } from '../result.ts'
import type { Visitor } from './visitor.ts'

const runs = 5
const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const

export async function measureLighthouse(visitor: Visitor): Promise<BenchResult> {
  const landing = await scores(visitor, '/', [...categories])
  const app = await scores(visitor, '/app/#/timer', ['performance'])
  return {
    figures: {},
    targets: [
      ...categories.map((category) => ({
        what: `Lighthouse, landing, ${category}`,
        seen: landing.scores[category]!,
        atLeast: 100,
        unit: 'points' as const,
      })),
      { what: 'Lighthouse, app, performance', seen: app.scores['performance']!, atLeast: 95, unit: 'points' },
      {
        what: 'Lighthouse, app, layout shift in thousandths',
        seen: app.shift * 1000,
        atMost: 10,
        unit: 'points',
      },
      { what: 'Lighthouse, app, blocking time', seen: app.blocking, atMost: 30, unit: 'ms' },
      { what: 'requests to others', seen: landing.foreign + app.foreign, atMost: 0, unit: 'requests' },
    ],
  }
}

async function scores({ url, port }: Visitor, path: string, onlyCategories: string[]) {
  const flags: Flags = { port, onlyCategories, disableStorageReset: true, logLevel: 'error' }
  const results: Result[] = []
  for (let run = 0; run < runs; run++) results.push((await lighthouse(url + path, flags))!.lhr)
  const middle = (of: (result: (typeof results)[number]) => number) =>
    results.map(of).toSorted((a, b) => a - b)[runs >> 1]!
  return {
    scores: Object.fromEntries(
      onlyCategories.map((name) => [name, middle(({ categories: all }) => (all[name]?.score ?? 0) * 100)]),
    ),
    shift: middle(({ audits }) => audits['cumulative-layout-shift']?.numericValue ?? 0),
    blocking: middle(({ audits }) => audits['total-blocking-time']?.numericValue ?? 0),
    foreign: middle(({ audits }) => {
      const details = audits['network-requests']?.details as { items?: { url: string }[] } | undefined
      return (details?.items ?? []).filter((one) => !one.url.startsWith(url) && !one.url.startsWith('data:'))
        .length
    }),
  }
}
