import { describe, expect, test } from 'vitest'
import type { HabitFrequency } from '@goalixa/contracts/habit-days'
import { dateOf, dayNumber, dayStates, isScheduled, marksOf, weekdayOf } from './habit-days.ts'
import { heatMapOf } from './habit-heat-map.ts'
import { daysOf } from './testing-habits.ts'

test('days of the week, also before 1970', () => {
  for (const [date, weekday] of [
    ['1970-01-01', 4],
    ['1969-12-31', 3],
    ['1900-01-01', 1],
    ['2026-03-05', 4],
    ['2026-03-08', 7],
  ] as const) {
    expect(weekdayOf(dayNumber(date)), date).toBe(weekday)
    expect(dateOf(dayNumber(date))).toBe(date)
  }
})

describe('what a day was', () => {
  const log = (amount: number | null, state: 'done' | 'skip' = 'done') => [
    { logDate: '2026-03-05', amount, state },
  ]
  const day = dayNumber('2026-03-05')
  test.each([
    ['logged', null, null, log(null), 0, 'done'],
    ['less than the target (D13)', 20, null, log(19.5), 0, 'part'],
    ['the target', 20, null, log(20), 0, 'done'],
    ['logged before there was a target', 20, null, log(null), 0, 'done'],
    ['skipped', 20, null, log(null, 'skip'), 0, 'skip'],
    ['tracked long enough (E14)', null, 600, [], 600, 'done'],
    ['tracked too little', null, 600, [], 599, 'part'],
    ['tracked, and by hand', null, 600, log(null), 10, 'done'],
    ['skipped, but tracked long enough', null, 600, log(null, 'skip'), 600, 'done'],
    ['skipped, and tracked a little', null, 600, log(null, 'skip'), 300, 'skip'],
    ['tracked where time does not count', null, null, [], 9000, undefined],
  ] as const)('%s', (_, targetAmount, autoSeconds, logs, seconds, state) => {
    const tracked = new Map(seconds === 0 ? [] : [[day, seconds]])
    expect(marksOf({ targetAmount, autoSeconds }, logs, tracked).get(day)?.state).toBe(state)
  })
})

test('on which days it is due', () => {
  const week = (frequency: HabitFrequency) =>
    Array.from({ length: 7 }, (_, at) =>
      isScheduled(frequency, dayNumber('2026-03-02') + at) ? 'x' : '.',
    ).join('')
  expect(week({ kind: 'daily' })).toBe('xxxxxxx')
  expect(week({ kind: 'weekdays', days: [1, 3, 7] })).toBe('x.x...x')
  expect(week({ kind: 'everyDays', days: 3, from: '2026-02-28' })).toBe('.x..x..')
  expect(week({ kind: 'everyDays', days: 3, from: '2026-03-05' })).toBe('...x..x')
})

test.each<[name: string, HabitFrequency, letters: string, states: string]>([
  ['daily', { kind: 'daily' }, 'x.h-.', 'done missed part skip open'],
  ['before the first day nothing was due', { kind: 'daily' }, '..x', 'rest rest done'],
  ['today in part is still open', { kind: 'daily' }, 'xh', 'done open'],
  ['weekdays', { kind: 'weekdays', days: [1, 3] }, 'x....', 'done missed rest missed rest'],
  ['so many a week', { kind: 'perWeek', times: 2 }, 'x.x..', 'done rest done rest open'],
  ['so many a week, enough', { kind: 'perWeek', times: 2 }, 'x.xx.', 'done rest done done rest'],
])('states: %s', (_, frequency, letters, states) => {
  const days = daysOf(letters, frequency)
  const stateOf = dayStates(days)
  const all = [...letters].map((__, at) => stateOf(days.today - letters.length + 1 + at))
  expect(all.join(' ')).toBe(states)
})

test.each([1, 4, 7])('a heat map has 52 weeks that begin on day %d, up to today', (weekStart) => {
  const map = heatMapOf(daysOf('xhx', undefined, { weekStart }))
  const days = map.weeks.flatMap((week) => week.days)
  expect(map.weeks).toHaveLength(52)
  for (const { from } of map.weeks) expect(weekdayOf(dayNumber(from))).toBe(weekStart)
  expect(days.map(({ date }) => dayNumber(date))).toEqual(days.map((_, at) => dayNumber(map.from) + at))
  expect(days.at(-1)?.date).toBe('2026-03-05')
  expect(days.slice(-4).map(({ level }) => level)).toEqual([0, 4, 2, 4])
})
