import { expect, test } from 'vitest'
import { createRestarts } from './restarts.ts'

test('what had served comes back later and later, and soon again after a good minute', () => {
  let nowMs = 0
  const restarts = createRestarts({ now: () => nowMs })
  const pauses = Array.from({ length: 50 }, () => restarts.died(true))
  expect(pauses.slice(0, 8)).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000])
  expect(new Set(pauses.slice(8))).toEqual(new Set([5000]))
  nowMs = 60_000
  expect(restarts.died(true)).toBe(100)
})

test('what dies six times in a row before it can serve is given up', () => {
  const restarts = createRestarts({ pauseMs: () => 7 })
  const fiveTimes = () => Array.from({ length: 5 }, () => restarts.died(false))
  expect(fiveTimes()).toEqual([7, 7, 7, 7, 7])
  expect(restarts.died(true)).toBe(7)
  expect(fiveTimes()).not.toContain(undefined)
  expect(restarts.died(false)).toBeUndefined()
})
