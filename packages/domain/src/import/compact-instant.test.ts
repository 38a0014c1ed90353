import { expect, test } from 'vitest'
import { dayOrInstant, parseCompactInstant } from './compact-instant.ts'

const seconds = (text: string) => Date.parse(text) / 1000

test.each([
  ['20260302T090000Z', '2026-03-02T09:00:00Z'],
  ['20240229T235959Z', '2024-02-29T23:59:59Z'],
  ['19000101T000000Z', '1900-01-01T00:00:00Z'],
  ['99991231T235959Z', '9999-12-31T23:59:59Z'],
])('%s is an instant', (text, expected) => {
  expect(parseCompactInstant(text)).toBe(seconds(expected))
})

test.each([
  '20230229T000000Z',
  '20260230T000000Z',
  '20261301T000000Z',
  '20260001T000000Z',
  '20260100T000000Z',
  '20260132T000000Z',
  '20260101T240000Z',
  '20260101T006000Z',
  '20260101T000060Z',
  '18991231T235959Z',
  '00000101T000000Z',
  '20260302T090000',
  '20260302T090000+0100',
  '2026-03-02T09:00:00Z',
  ' 20260302T090000Z',
  '20260302T090000Z\n',
  '20260302',
  '',
])('%j is refused', (text) => {
  expect(parseCompactInstant(text)).toBeNull()
})

test.each([
  ['2026-12-05T00:00:00Z', 'UTC', '2026-12-05'],
  ['2026-12-05T00:00:01Z', 'UTC', '2026-12-05T00:00:01Z'],
  ['2026-12-04T23:00:00Z', 'Europe/Berlin', '2026-12-05'],
  ['2026-07-04T22:00:00Z', 'Europe/Berlin', '2026-07-05'],
  ['2026-12-05T00:00:00Z', 'Europe/Berlin', '2026-12-05T00:00:00Z'],
  // The clocks jump over midnight on this day: it begins at 01:00.
  ['2026-04-23T22:00:00Z', 'Africa/Cairo', '2026-04-24'],
])('%s in %s is %s', (instant, zone, expected) => {
  expect(dayOrInstant(seconds(instant), zone)).toBe(expected)
})
