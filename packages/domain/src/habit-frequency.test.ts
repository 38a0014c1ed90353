import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { HabitFrequency } from '@goalixa/contracts/habit-days'
import { formatFrequency, parseFrequency } from './habit-frequency.ts'
import { dateOf } from './habit-days.ts'
import { anyFrequency } from './testing-habits.ts'

const today = '2026-03-05'

test.each([
  ['day', { kind: 'daily' }],
  ['Every Day', { kind: 'daily' }],
  ['daily', { kind: 'daily' }],
  ['1d', { kind: 'daily' }],
  ['mon,wed,fri', { kind: 'weekdays', days: [1, 3, 5] }],
  ['Friday, mon mon', { kind: 'weekdays', days: [1, 5] }],
  ['weekdays', { kind: 'weekdays', days: [1, 2, 3, 4, 5] }],
  ['weekend', { kind: 'weekdays', days: [6, 7] }],
  ['3/week', { kind: 'perWeek', times: 3 }],
  ['week', { kind: 'perWeek', times: 1 }],
  ['3x/week', { kind: 'perWeek', times: 3 }],
  ['3 times a week', { kind: 'perWeek', times: 3 }],
  ['2/month', { kind: 'perMonth', times: 2 }],
  ['3d', { kind: 'everyDays', days: 3, from: today }],
  ['3 days from 2026-03-02', { kind: 'everyDays', days: 3, from: '2026-03-02' }],
])('%s', (text, frequency) => {
  expect(parseFrequency(text, today)).toEqual(frequency)
})

test.each([
  '',
  '8/week',
  '0/week',
  '29/month',
  '0d',
  '366d',
  '3',
  'mo',
  'often',
  'mon,',
  '3d from 2026-02-30',
  'toString',
])('%s is not understood', (text) => {
  expect(() => parseFrequency(text, today)).toThrow(expect.objectContaining({ code: 'input.frequency' }))
})

test('what is printed is read back as the same, and printed the same again', () => {
  fc.assert(
    fc.property(anyFrequency(), fc.integer({ min: 0, max: 40_000 }), (frequency, day) => {
      const text = formatFrequency(frequency)
      const read = parseFrequency(text, dateOf(day))
      expect(read).toEqual(frequency)
      expect(formatFrequency(read)).toBe(text)
      expect(HabitFrequency.parse(frequency)).toEqual(frequency)
    }),
  )
})

test('whatever is typed is read, or refused with the code', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        expect(HabitFrequency.safeParse(parseFrequency(text, today)).success).toBe(true)
      } catch (error) {
        expect(error).toMatchObject({ code: 'input.frequency' })
      }
    }),
  )
})
