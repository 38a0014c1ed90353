import { expect, test } from 'vitest'
import { recurrenceRule } from './recurrence-rule.ts'

test.each([
  ['daily', 'FREQ=DAILY'],
  ['day', 'FREQ=DAILY'],
  ['2d', 'FREQ=DAILY;INTERVAL=2'],
  ['14d', 'FREQ=DAILY;INTERVAL=14'],
  ['3days', 'FREQ=DAILY;INTERVAL=3'],
  ['3 days', 'FREQ=DAILY;INTERVAL=3'],
  ['P7D', 'FREQ=DAILY;INTERVAL=7'],
  ['weekdays', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
  ['weekly', 'FREQ=WEEKLY'],
  ['1w', 'FREQ=WEEKLY'],
  ['3w', 'FREQ=WEEKLY;INTERVAL=3'],
  ['2weeks', 'FREQ=WEEKLY;INTERVAL=2'],
  ['2wks', 'FREQ=WEEKLY;INTERVAL=2'],
  ['P2W', 'FREQ=WEEKLY;INTERVAL=2'],
  ['biweekly', 'FREQ=WEEKLY;INTERVAL=2'],
  ['fortnight', 'FREQ=WEEKLY;INTERVAL=2'],
  ['monthly', 'FREQ=MONTHLY'],
  ['Monthly', 'FREQ=MONTHLY'],
  ['P1M', 'FREQ=MONTHLY'],
  ['2mo', 'FREQ=MONTHLY;INTERVAL=2'],
  ['2m', 'FREQ=MONTHLY;INTERVAL=2'],
  ['bimonthly', 'FREQ=MONTHLY;INTERVAL=2'],
  ['quarterly', 'FREQ=MONTHLY;INTERVAL=3'],
  ['2q', 'FREQ=MONTHLY;INTERVAL=6'],
  ['semiannual', 'FREQ=MONTHLY;INTERVAL=6'],
  ['yearly', 'FREQ=YEARLY'],
  ['annual', 'FREQ=YEARLY'],
  ['2y', 'FREQ=YEARLY;INTERVAL=2'],
  ['biannual', 'FREQ=YEARLY;INTERVAL=2'],
  ['biyearly', 'FREQ=YEARLY;INTERVAL=2'],
])('%s is %s', (recur, expected) => {
  expect(recurrenceRule(recur)).toBe(expected)
})

test.each([
  '',
  'hourly',
  '2h',
  '30min',
  'PT1H',
  'P1Y2M',
  'P1DT2H',
  '0d',
  '-2d',
  '1.5w',
  '99999d',
  'sometimes',
  'constructor',
  '2',
])('%j has no rule', (recur) => {
  expect(recurrenceRule(recur)).toBeNull()
})
