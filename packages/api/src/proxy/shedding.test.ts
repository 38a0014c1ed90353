import { expect, it } from 'vitest'
import { createConcurrency } from './shedding.ts'

/** A service that works on so many at once, each for so long; the others wait in line. Milliseconds. */
function simulate(offered: number, { workers = 40, workMs = 20, lastsMs = 20_000 } = {}) {
  let time = 0
  const concurrency = createConcurrency(() => time)
  const free = Array.from({ length: workers }, () => 0)
  const open: { endsAt: number; tookMs: number; leave: (tookMs: number) => void }[] = []
  const took: number[] = []
  let shed = 0
  for (let arrived = 0; time < lastsMs; arrived++) {
    time = (arrived / offered) * 1000
    for (const done of open.filter(({ endsAt }) => endsAt <= time)) {
      open.splice(open.indexOf(done), 1)
      done.leave(done.tookMs)
      // The first seconds are for finding the limit.
      if (time > lastsMs / 2) took.push(done.tookMs)
    }
    const leave = concurrency.enter('a.route', 'normal')
    if (leave === undefined) {
      shed += 1
      continue
    }
    const next = free.indexOf(Math.min(...free))
    const endsAt = Math.max(time, free[next] ?? 0) + workMs
    free[next] = endsAt
    open.push({ endsAt, tookMs: endsAt - time, leave })
  }
  const sorted = took.toSorted((a, b) => a - b)
  return { goodput: took.length / (lastsMs / 2000), p99: sorted[Math.floor(sorted.length * 0.99)]!, shed }
}

// 40 workers of 20 ms: 2,000 in a second.
it('SEC-115: at five times what a service can do, it does all it can, and in bounded time', () => {
  const { goodput, p99, shed } = simulate(10_000)
  expect(goodput).toBeGreaterThan(2_000 * 0.8)
  expect(p99).toBeLessThan(150)
  expect(shed).toBeGreaterThan(0)
})

it('SEC-115: refuses nobody below what a service can do', () => {
  expect(simulate(1_500).shed).toBe(0)
})

it('refuses low priority first, and what ends or keeps a session last', () => {
  const { enter, limit, inFlight } = createConcurrency(() => 0)
  const fill = (priority: 'low' | 'normal' | 'high') => {
    while (enter('a.route', priority) !== undefined);
    return inFlight()
  }
  expect([fill('low'), fill('normal'), fill('high')]).toEqual([limit() * 0.7, limit(), limit() * 2])
})
