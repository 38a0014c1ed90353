import { expect, test } from 'vitest'
import { createLeasedQuota } from './leased-quota.ts'
import type { Decision } from './leased-quota.ts'

/** Auth with one bucket that does not refill, and a clock that stands still. */
function anAuth(limit: number) {
  let left = limit
  let at = 1_000_000
  const state = { isAway: false, leases: 0, asked: [] as number[] }
  return {
    state,
    now: () => at,
    forward: (ms: number) => void (at += ms),
    async lease(_who: string, units: number) {
      state.leases += 1
      state.asked.push(units)
      if (state.isAway) throw new Error('away')
      const granted = Math.min(units, left)
      left -= granted
      return { granted, remaining: left, waitSeconds: left > 0 ? 0 : 7 }
    },
  }
}

const rate = { limit: 1000, windowSeconds: 10 }
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
async function send(take: (who: string) => Decision | Promise<Decision>, times: number) {
  const answers: Decision[] = []
  for (let index = 0; index < times; index += 1) {
    answers.push(await take('somebody'))
    await settle()
  }
  return answers
}

test('SEC-064: instances that share a quota let through a tenth too much at most, and nearly all of it', async () => {
  const auth = anAuth(rate.limit)
  const instances = [1, 2, 3].map(() => createLeasedQuota({ rate, ...auth }))
  const answers = await Promise.all(instances.map((take) => send(take, 700)))
  const allowed = answers.flat().filter(({ isAllowed }) => isAllowed).length
  expect(allowed).toBeLessThanOrEqual(rate.limit * 1.1)
  expect(allowed).toBeGreaterThanOrEqual(rate.limit * 0.9)
  expect(Math.max(...auth.state.asked)).toBeLessThanOrEqual(rate.limit * 0.1)
})

test('who asks for little costs auth nothing', async () => {
  const auth = anAuth(6000)
  const take = createLeasedQuota({ rate: { limit: 6000, windowSeconds: 60 }, ...auth })
  for (let round = 0; round < 20; round += 1) {
    expect((await send(take, 5)).every(({ isAllowed }) => isAllowed)).toBe(true)
    auth.forward(11_000)
  }
  expect(auth.state.leases).toBe(0)
})

test('an answer is there at once while a block is held', async () => {
  const take = createLeasedQuota({ rate: { limit: 6000, windowSeconds: 60 }, ...anAuth(6000) })
  const waited: boolean[] = []
  for (let index = 0; index < 1000; index += 1) {
    waited.push(take('somebody') instanceof Promise)
    await settle()
  }
  expect(waited.filter(Boolean)).toEqual([])
})

test('a refusal says when there is more, and costs auth nothing until then', async () => {
  const auth = anAuth(10)
  const take = createLeasedQuota({ rate: { limit: 10, windowSeconds: 70 }, ...auth })
  const answers = await send(take, 12)
  expect(answers.map(({ remaining }) => remaining)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0])
  expect(answers.at(-1)).toEqual({ isAllowed: false, remaining: 0, resetSeconds: 7 })
  const { leases } = auth.state
  await send(take, 50)
  expect(auth.state.leases).toBe(leases)
})

test('callers do not share', async () => {
  const auth = anAuth(1_000_000)
  const take = createLeasedQuota({ rate: { limit: 2, windowSeconds: 60 }, ...auth })
  for (const who of ['a', 'b', 'c']) expect((await take(who)).isAllowed).toBe(true)
})

test('without auth an instance goes on for half a minute at the pace of the quota, then it refuses', async () => {
  const auth = anAuth(rate.limit)
  auth.state.isAway = true
  const take = createLeasedQuota({ rate, ...auth })
  const first = await send(take, 500)
  const allowed = first.filter(({ isAllowed }) => isAllowed).length
  expect(allowed).toBeGreaterThan(0)
  expect(allowed).toBeLessThan(50)
  for (let second = 0; second < 29; second += 1) {
    auth.forward(1000)
    expect((await send(take, 3)).every(({ isAllowed }) => isAllowed)).toBe(true)
  }
  let refused = false
  for (let second = 0; second < 10 && !refused; second += 1) {
    auth.forward(1000)
    refused = await send(take, 60).then(
      () => false,
      (error: { code?: string }) => error.code === 'service.unavailable',
    )
  }
  expect(refused).toBe(true)
  auth.state.isAway = false
  expect((await send(take, 60)).every(({ isAllowed }) => isAllowed)).toBe(true)
})
