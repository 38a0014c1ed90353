import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HabitFrequency } from '@goalixa/contracts/habit-days'
import type { HabitDays } from './habit-days.ts'
import { isScheduled } from './habit-days.ts'
import { multiplierOf, scoreOf } from './habit-score.ts'
import { anyFrequency, anyLetters, daysOf } from './testing-habits.ts'

const daily: HabitFrequency = { kind: 'daily' }

describe('the score', () => {
  test('of a daily habit has half of the way to 100 behind it after 13 days, and half of it left after 13 more', () => {
    expect(scoreOf(daysOf('x'.repeat(13)))).toBe(50)
    expect(scoreOf(daysOf('x'.repeat(26)))).toBe(75)
    expect(scoreOf(daysOf('x'.repeat(400)))).toBe(100)
    // Today is open: the 13 days that were missed end yesterday.
    expect(scoreOf(daysOf(`${'x'.repeat(400)}${'.'.repeat(13)}.`))).toBe(50)
  })

  test('one missed day after months costs little', () => {
    expect(scoreOf(daysOf(`${'x'.repeat(200)}.x`))).toBeGreaterThan(94)
  })

  test('counts a part as a part', () => {
    expect(scoreOf(daysOf(`${'h'.repeat(400)}x`))).toBe(53)
  })

  test.each<[HabitFrequency, string]>([
    [{ kind: 'weekdays', days: [1, 3, 5] }, 'x'],
    [{ kind: 'everyDays', days: 3, from: '2021-01-01' }, 'x'],
    [{ kind: 'perWeek', times: 7 }, 'x'],
    [{ kind: 'perWeek', times: 3 }, 'x.x.x..'],
    [{ kind: 'perMonth', times: 2 }, `x${'.'.repeat(13)}`],
  ])('of %j that was always kept comes close to 100', (frequency, days) => {
    expect(scoreOf(daysOf(days.repeat(Math.ceil(1500 / days.length)), frequency))).toBeGreaterThanOrEqual(97)
  })

  test('a rarer habit keeps its score for longer: 13 days over the root of times per day', () => {
    const daysToHalf = (frequency: HabitFrequency, daysOfStep = 1) =>
      (Math.log(0.5) / Math.log(multiplierOf(frequency))) * daysOfStep
    expect(daysToHalf(daily)).toBeCloseTo(13)
    expect(daysToHalf({ kind: 'perWeek', times: 3 })).toBeCloseTo(13 / Math.sqrt(3 / 7))
    expect(daysToHalf({ kind: 'perMonth', times: 2 })).toBeCloseTo(13 / Math.sqrt(2 / 30))
    expect(daysToHalf({ kind: 'weekdays', days: [1, 2, 3] }, 7 / 3)).toBeCloseTo(13 / Math.sqrt(3 / 7))
    expect(daysToHalf({ kind: 'everyDays', days: 4, from: '2026-03-05' }, 4)).toBeCloseTo(
      13 / Math.sqrt(1 / 4),
    )
  })

  test('is between 0 and 100, and a skipped or open today moves nothing', () => {
    fc.assert(
      fc.property(anyFrequency(), anyLetters(), (frequency, letters) => {
        const score = scoreOf(daysOf(letters, frequency))
        expect(score).toBeGreaterThanOrEqual(0)
        expect(score).toBeLessThanOrEqual(100)
        expect(scoreOf(daysOf(`${letters}-`, frequency, { today: '2026-03-05' }))).toBe(
          scoreOf(daysOf(`${letters}.`, frequency, { today: '2026-03-05' })),
        )
      }),
    )
  })

  test('is what the formula says, worked out from the last day back', () => {
    fc.assert(
      fc.property(anyFrequency(), anyLetters(), (frequency, letters) => {
        const days = daysOf(letters, frequency)
        expect(scoreOf(days)).toBeCloseTo(slowly(days), -0.5)
      }),
    )
  })
})

/** The sum that the smoothing comes to: each value weighs less by a factor for every step after it. */
function slowly(days: HabitDays): number {
  const { frequency, marks, today } = days
  const first = Math.min(Infinity, ...marks.keys())
  const m = multiplierOf(frequency)
  let weight = 1 - m
  let score = 0
  for (let day = today; day >= first; day--) {
    const state = marks.get(day)?.state
    if (!isScheduled(frequency, day) || state === 'skip' || (day === today && state !== 'done')) continue
    score += weight * valueOf(days, day)
    weight *= m
  }
  return score * 100
}

function valueOf({ frequency, marks }: HabitDays, day: number): number {
  if (frequency.kind !== 'perWeek' && frequency.kind !== 'perMonth') return marks.get(day)?.part ?? 0
  const length = frequency.kind === 'perWeek' ? 14 : 60
  const parts = [...marks].filter(([at]) => at <= day && at > day - length).map(([, { part }]) => part)
  return Math.min(1, parts.reduce((all, part) => all + part, 0) / (2 * frequency.times))
}
