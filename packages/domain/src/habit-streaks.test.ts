import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HabitFrequency } from '@goalixa/contracts/habit-days'
import type { HabitDays } from './habit-days.ts'
import { countOf, dateOf, isScheduled, periodOf } from './habit-days.ts'
import { streakOf } from './habit-streaks.ts'
import { anyFrequency, anyLetters, daysOf } from './testing-habits.ts'

const weekdays: HabitFrequency = { kind: 'weekdays', days: [1, 2, 3, 4, 5] }
const threeAWeek: HabitFrequency = { kind: 'perWeek', times: 3 }
const twoAMonth: HabitFrequency = { kind: 'perMonth', times: 2 }
const thirdDay: HabitFrequency = { kind: 'everyDays', days: 3, from: '2026-02-27' }

// 2026-03-05 is a Thursday; the last letter is that day.
describe('streaks respect the frequency (D13)', () => {
  test.each<[name: string, HabitFrequency, letters: string, current: number, best: number]>([
    ['nothing yet', { kind: 'daily' }, '....', 0, 0],
    ['today counts', { kind: 'daily' }, '.xxx', 3, 3],
    ['from yesterday while today is open', { kind: 'daily' }, '.xxx.', 3, 3],
    ['a missed day ends it', { kind: 'daily' }, 'xxxx.x', 1, 4],
    ['yesterday missed', { kind: 'daily' }, 'xxx..', 0, 3],
    ['a skipped day is neutral', { kind: 'daily' }, 'xx-x', 3, 3],
    ['today skipped', { kind: 'daily' }, 'xx-', 2, 2],
    ['part of the amount is not done', { kind: 'daily' }, 'xxhx', 1, 2],
    ['the weekend neither breaks nor extends', weekdays, 'xx..xxxx', 6, 6],
    ['a day at the weekend extends nothing', weekdays, 'xxx.xxxx', 6, 6],
    ['a weekday missed', weekdays, 'x...xxxx', 4, 4],
    ['weeks, the current one breaks nothing', threeAWeek, 'xxx....xx.x.......', 2, 2],
    ['the current week counts once it is met', threeAWeek, 'xxx....xxxx', 2, 2],
    ['a week that was not met', threeAWeek, 'xxx....xx.....xxxx', 1, 1],
    ['a skipped day makes up for one time, the week passes', threeAWeek, 'xxx....xx-....xxxx', 2, 2],
    ['months', twoAMonth, `xx${'.'.repeat(29)}xx${'.'.repeat(26)}.....`, 2, 2],
  ])('%s', (_, frequency, letters, current, best) => {
    expect(streakOf(daysOf(letters, frequency))).toEqual({ current, best })
  })

  test('every third day, counted from a day', () => {
    // 27 Feb, 2 and 5 March.
    expect(streakOf(daysOf('x..x..x', thirdDay))).toEqual({ current: 3, best: 3 })
    expect(streakOf(daysOf('x..x...', thirdDay))).toEqual({ current: 2, best: 2 })
    expect(streakOf(daysOf('x..xx..', thirdDay, { today: '2026-03-06' }))).toEqual({ current: 0, best: 0 })
  })

  test('weeks begin where the person says', () => {
    // Sun 1, Mon 2, Tue 3 March.
    const letters = 'xxx..'
    expect(streakOf(daysOf(letters, threeAWeek, { weekStart: 1 })).current).toBe(0)
    expect(streakOf(daysOf(letters, threeAWeek, { weekStart: 7 })).current).toBe(1)
  })

  test('a day after today says nothing', () => {
    const days = daysOf('xx')
    const marks = new Map([
      ...days.marks,
      [days.today + 1, { state: 'done', part: 1, amount: null } as const],
    ])
    expect(streakOf({ ...days, marks })).toEqual({ current: 2, best: 2 })
  })

  test('as when one counts back, turn by turn', () => {
    fc.assert(
      fc.property(
        anyFrequency(),
        anyLetters(),
        fc.integer({ min: 1, max: 7 }),
        (frequency, letters, weekStart) => {
          const days = daysOf(letters, frequency, { weekStart })
          const { current, best } = streakOf(days)
          expect(current).toBe(countedBack(days))
          const back = [...letters].map((_, cut) =>
            countedBack({ ...days, today: days.today - cut, marks: upTo(days, days.today - cut) }),
          )
          expect(best).toBe(Math.max(0, ...back))
        },
      ),
    )
  })
})

const upTo = ({ marks }: HabitDays, last: number) => new Map([...marks].filter(([day]) => day <= last))

/** Slow and from the other end: back from now until something is missed. */
function countedBack(days: HabitDays): number {
  const { frequency, marks, today } = days
  const oldest = Math.min(today, ...marks.keys())
  let count = 0
  if (frequency.kind === 'perWeek' || frequency.kind === 'perMonth') {
    for (let day = today; day >= oldest; day = periodOf(days, day).start - 1) {
      const { start, end } = periodOf(days, day)
      const done = countOf(marks, 'done', start, end)
      if (done >= frequency.times) count++
      else if (end <= today && done + countOf(marks, 'skip', start, end) < frequency.times) break
    }
    return count
  }
  for (let day = today; day >= oldest; day--) {
    const state = marks.get(day)?.state
    if (!isScheduled(frequency, day) || state === 'skip') continue
    if (state === 'done') count++
    else if (day < today) break
  }
  return count
}

test('periods are weeks from their first day, and whole months', () => {
  const of = (frequency: HabitFrequency, day: number) => {
    const { start, end } = periodOf({ frequency, weekStart: 7 }, day)
    return `${dateOf(start)} ${dateOf(end)}`
  }
  const { today } = daysOf('x')
  expect(of(threeAWeek, today)).toBe('2026-03-01 2026-03-08')
  expect(of(twoAMonth, today)).toBe('2026-03-01 2026-04-01')
  expect(of(twoAMonth, today - 5)).toBe('2026-02-01 2026-03-01')
})
